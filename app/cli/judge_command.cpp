// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace egt::cli {

void addJudge(CLI::App& app, Context& context) {
    CLI::App* judge = app.add_subcommand("judge", "Look at a judge folder, check, convert or merge it");
    judge->require_subcommand(1);
    judge->footer("Example:\n  egt judge info judge");
    for (const auto add : {addJudgeInfo, addJudgeCheck, addJudgeMerge, addJudgeExport, addJudgeRespond,
                           addJudgeTokenize, addJudgePixels})
        add(*judge, context);
}

} // namespace egt::cli
