// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One function a command: declares its options and what it does. Each stands in a file of its own.

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "output.h"
#include "records/requests.h"
#include "session.h"

namespace egt::cli {

void addNew(CLI::App& app, Context& context);
void addInfo(CLI::App& app, Context& context);
void addDemoWorld(CLI::App& app, Context& context);
void addInspect(CLI::App& app, Context& context);
void addImport(CLI::App& app, Context& context);
void addSft(CLI::App& app, Context& context);
void addJudge(CLI::App& app, Context& context);
void addJudgeTokenize(CLI::App& judge, Context& context);
void addJudgeInfo(CLI::App& judge, Context& context);
void addJudgeCheck(CLI::App& judge, Context& context);
void addJudgeMerge(CLI::App& judge, Context& context);
void addJudgeExport(CLI::App& judge, Context& context);
void addJudgePixels(CLI::App& judge, Context& context);
void addJudgeRespond(CLI::App& judge, Context& context);
void addScore(CLI::App& app, Context& context);
void addFlag(CLI::App& app, Context& context);
void addSelect(CLI::App& app, Context& context);
void addSearch(CLI::App& app, Context& context);
void addIndex(CLI::App& app, Context& context);
void addDuplicates(CLI::App& app, Context& context);
void addReview(CLI::App& app, Context& context);
void addTrain(CLI::App& app, Context& context);
void addRuns(CLI::App& app, Context& context);
void addEval(CLI::App& app, Context& context);
void addBenchEval(CLI::App& app, Context& context);
void addExport(CLI::App& app, Context& context);
void addVerify(CLI::App& app, Context& context);
void addRelocate(CLI::App& app, Context& context);
void addDemo(CLI::App& app, Context& context);

/// --model, --concurrency and what else concerns a judge that is a server. `mode`: what --logprobs-mode was given.
void addServerOptions(CLI::App& command, ServerOptions& server, std::string& mode);

/// A subcommand with --json and an example under its help. `run` is called when it was chosen.
template <class Options>
std::pair<CLI::App*, std::shared_ptr<Options>> addCommand(CLI::App& app, Context& context, const std::string& name,
                                                          const std::string& summary, const std::string& example,
                                                          Result<Output> (*run)(Context&, const Options&)) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(name, summary);
    command->footer("Example:\n  " + example);
    command->add_flag("--json", context.json, "Print one JSON object on stdout");
    command->callback([&context, options, run] { context.exit = deliver(run(context, *options), context.json); });
    return {command, options};
}

} // namespace egt::cli
