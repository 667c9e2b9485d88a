// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace egt::test {

Json Finished::json() const {
    const auto parsed = parseJson(out);
    EXPECT_TRUE(parsed) << "stdout is not one JSON object: " << out << "\nstderr: " << err;
    EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1) << "one line";
    return parsed.value_or(Json::object());
}

Program::Program(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
    std::vector<std::string> words{EGT_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables = environment;
    for (char** variable = environ; *variable != nullptr; ++variable)
        variables.emplace_back(*variable);
    std::vector<char*> argv;
    for (std::string& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    std::vector<char*> env;
    for (std::string& variable : variables)
        env.push_back(variable.data());
    env.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    constexpr int write = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (m_folder / "out").c_str(), write, 0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (m_folder / "err").c_str(), write, 0600);
    EXPECT_EQ(posix_spawn(&m_pid, EGT_PROGRAM, &actions, nullptr, argv.data(), env.data()), 0);
    posix_spawn_file_actions_destroy(&actions);
}

Program::~Program() {
    if (m_pid <= 0 || m_status >= 0) return;
    kill(m_pid, SIGKILL);
    waitpid(m_pid, nullptr, 0);
}

void Program::signal(int number) const {
    kill(m_pid, number);
}

bool Program::running() {
    if (m_status >= 0) return false;
    int status = 0;
    if (waitpid(m_pid, &status, WNOHANG) == m_pid) m_status = status;
    return m_status < 0;
}

Finished Program::wait() {
    int status = m_status;
    if (m_status < 0) waitpid(m_pid, &status, 0);
    m_status = status;
    Finished out;
    out.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    out.out = readFile(m_folder / "out").value_or("");
    out.err = readFile(m_folder / "err").value_or("");
    return out;
}

Finished egt(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
    return Program(arguments, environment).wait();
}

CliTest::CliTest() : project((folder / "p.egt").string()) {
    const Finished made = egt({"new", project});
    EXPECT_EQ(made.exit, 0) << made.err;
}

std::string CliTest::writePairs(int rows, const std::string& name) const {
    std::string text;
    for (int i = 0; i < rows; ++i) {
        const std::string n = std::to_string(i);
        text += R"({"id": "r)" + n + R"(", "prompt": "What is )" + n + R"(?", "chosen": "good )" + n +
                R"(", "rejected": "bad )" + n + R"(", "image": "images/)" + n + ".png\"}\n";
    }
    EXPECT_TRUE(writeFileAtomically(folder / name, text));
    return path(name);
}

Json CliTest::done(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all = arguments;
    all.emplace_back("--json");
    const Finished finished = egt(all);
    EXPECT_EQ(finished.exit, 0) << finished.err << finished.out;
    return finished.json();
}

Json CliTest::failed(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all = arguments;
    all.emplace_back("--json");
    const Finished finished = egt(all);
    EXPECT_EQ(finished.exit, 1) << finished.out;
    EXPECT_FALSE(finished.err.empty()) << "the sentence is on stderr too";
    const Json json = finished.json();
    for (const char* key : {"code", "message", "file", "line", "field"})
        EXPECT_TRUE(json.value("error", Json::object()).contains(key)) << key;
    return json.value("error", Json::object());
}

} // namespace egt::test
