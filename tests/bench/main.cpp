// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "registry.h"
#include "runner.h"

namespace egt::bench {
namespace {

constexpr const char* kHelp = R"(Usage: egt_bench [--list] [--filter TEXT] [--rounds N] [--threads N] [--json]

  --list         the names of the cases
  --filter TEXT  only the cases whose name contains TEXT
  --rounds N     interleaved rounds of each row (default: as the row says)
  --threads N    threads of both sides (default 2)
  --json         one JSON object on standard output

Both sides of a row run in this process, turn by turn; the ratio is the median of the rounds' ratios, with the
quartiles behind it. Example: ./dev bench --filter entropy
)";

struct Arguments {
    Settings settings;
    std::string filter;
    bool list = false, json = false, help = false;
    std::string wrong;
};

Arguments parse(int count, char** words) {
    Arguments out;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        const auto value = [&]() -> std::string {
            if (i + 1 < count) return words[++i];
            out.wrong = word + " needs a value";
            return "";
        };
        const auto number = [&](int& target) {
            const std::string text = value();
            target = std::atoi(text.c_str());
            if (out.wrong.empty() && target < 1) out.wrong = word + " needs a number above 0, not " + text;
        };
        if (word == "--list")
            out.list = true;
        else if (word == "--json")
            out.json = true;
        else if (word == "--help" || word == "-h")
            out.help = true;
        else if (word == "--filter")
            out.filter = value();
        else if (word == "--rounds")
            number(out.settings.rounds);
        else if (word == "--threads")
            number(out.settings.threads);
        else
            out.wrong = "unknown argument " + word;
    }
    return out;
}

nlohmann::json toJson(const Outcome& o) {
    nlohmann::json out = {{"case", o.name}, {"what", o.what}, {"ran", o.ran}, {"bar", o.bar}, {"met", o.met}};
    if (!o.note.empty()) out["note"] = o.note;
    if (!o.timed) return out;
    const auto spread = [](const Spread& s) { return nlohmann::json{s.low, s.median, s.high}; };
    out.update({{"ratio", spread(o.ratio)},
                {"ours", o.ours},
                {"ours_seconds", spread(o.ours_seconds)},
                {"baseline", o.baseline},
                {"baseline_seconds", spread(o.baseline_seconds)},
                {"baseline_source", o.source}});
    if (o.units > 0) out.update({{"units", o.units}, {"unit", o.unit}});
    return out;
}

int run(const Arguments& arguments) {
    Runner runner(arguments.settings, arguments.json);
    const auto lines = header(arguments.settings);
    if (!arguments.json) {
        for (const auto& [name, value] : lines)
            std::printf("%-10s %s\n", name.c_str(), value.c_str());
        std::printf("\n");
    }
    int found = 0;
    for (const Case& c : cases())
        if (c.name.find(arguments.filter) != std::string::npos) ++found, runner.run(c.name, c.run);
    if (arguments.json) {
        nlohmann::json out = {{"machine", nlohmann::json::object()}, {"rows", nlohmann::json::array()}};
        for (const auto& [name, value] : lines)
            out["machine"][name] = value;
        for (const Outcome& o : runner.outcomes())
            out["rows"].push_back(toJson(o));
        std::printf("%s\n", out.dump(2).c_str());
    }
    if (found == 0)
        std::fprintf(stderr, "egt_bench: no case's name contains '%s'; see --list\n", arguments.filter.c_str());
    return found == 0 ? 2 : 0;
}

} // namespace
} // namespace egt::bench

int main(int count, char** words) {
    using namespace egt::bench;
    const Arguments arguments = parse(count, words);
    if (!arguments.wrong.empty()) {
        std::fprintf(stderr, "egt_bench: %s\n%s", arguments.wrong.c_str(), kHelp);
        return 2;
    }
    if (arguments.help) {
        std::printf("%s", kHelp);
        return 0;
    }
    if (arguments.list) {
        for (const Case& c : cases())
            std::printf("%s\n", c.name.c_str());
        return 0;
    }
    return run(arguments);
}
