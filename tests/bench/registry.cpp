// SPDX-License-Identifier: GPL-3.0-or-later
#include "registry.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <thread>

namespace egt::bench {
namespace {

std::vector<Case>& caseList() { // a function's own static: file-scope registrations may run before any other
    static std::vector<Case> list;
    return list;
}
using Line = std::pair<std::string, std::string (*)()>;
std::vector<Line>& lineList() {
    static std::vector<Line> list;
    return list;
}

std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "unknown";
}

std::string loadAverage() {
    std::ifstream file("/proc/loadavg");
    std::string load;
    file >> load;
    return load.empty() ? "unknown" : load;
}

std::string today() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &utc);
    return text;
}

} // namespace

Registration::Registration(const char* name, void (*run)(Bench&)) {
    caseList().push_back({name, run});
}
HeaderLine::HeaderLine(const char* name, std::string (*value)()) {
    lineList().emplace_back(name, value);
}

std::vector<Case> cases() {
    std::vector<Case> list = caseList();
    std::sort(list.begin(), list.end(), [](const Case& a, const Case& b) { return a.name < b.name; });
    return list;
}

std::vector<std::pair<std::string, std::string>> header(const Settings& settings) {
    std::vector<std::pair<std::string, std::string>> out{
        {"date", today()},
        {"processor", processor() + ", " + std::to_string(std::thread::hardware_concurrency()) + " hardware threads"},
        {"threads", std::to_string(settings.threads)},
        {"load", loadAverage() + " (1 min, before the start: above 0.5, something else ran)"},
        {"compiler", __VERSION__}};
    for (const auto& [name, value] : lineList())
        out.emplace_back(name, value());
    return out;
}

} // namespace egt::bench
