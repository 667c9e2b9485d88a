// SPDX-License-Identifier: GPL-3.0-or-later
#include <clocale>
#include <exception>

#include "commands.h"

namespace {

using namespace egt::cli;

/// Wrong usage: a sentence on stderr, and the error object for programs.
int usage(const CLI::App& app, const CLI::ParseError& error, bool json) {
    if (error.get_exit_code() == 0) return app.exit(error); // --help, --version
    const egt::Error said{"usage", error.what(), {}, {}, 0, {}};
    if (json)
        deliver(egt::fail(said), true);
    else {
        message(said.text);
        std::fputs("Run “egt --help” or “egt COMMAND --help”.\n", stderr);
    }
    return kUsage;
}

bool asksForJson(int argc, char** argv) {
    for (int i = 1; i < argc; ++i)
        if (std::string(argv[i]) == "--json") return true;
    return false;
}

int run(int argc, char** argv) {
    Interrupts interrupts;
    Context context{false, 0, interrupts};
    CLI::App app("EGT Studio on the command line: preference pairs, judges, entropy, curation, training.", "egt");
    app.set_version_flag("--version", "egt " EGT_VERSION);
    app.require_subcommand(1);
    app.footer("Every command has --help with an example, and --json.\n"
               "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted (saved first).");
    for (const auto add :
         {addNew,    addInfo,       addDemoWorld, addInspect,   addImport, addIndex, addVerify, addRelocate,
          addSearch, addDuplicates, addSft,       addJudge,     addScore,  addFlag,  addSelect, addReview,
          addTrain,  addRuns,       addEval,      addBenchEval, addExport, addDemo})
        add(app, context);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return usage(app, error, asksForJson(argc, argv));
    }
    return context.exit;
}

} // namespace

int main(int argc, char** argv) {
    std::setlocale(LC_CTYPE, "C.UTF-8");
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        return deliver(egt::fail("internal", EGT_TEXT("engine", "A fault in the program: %1."), {error.what()}),
                       asksForJson(argc, argv));
    }
}
