// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace egt::cli {

void addServerOptions(CLI::App& command, ServerOptions& server, std::string& mode) {
    CLI::Option_group* group = command.add_option_group(
        "server", "With a server as judge (OpenAI-compatible: vLLM, SGLang, llama.cpp); the API "
                  "key comes from the environment variable EGT_API_KEY, else OPENAI_API_KEY");
    group->add_option("--model", server.model, "Model that is asked (default: the first that the server lists)");
    group->add_option("--concurrency", server.concurrency, "Questions at a time")->capture_default_str();
    group
        ->add_option(
            "--top-logprobs", server.top_logprobs,
            "Alternatives of each token: more make narrower brackets of the entropy; 0 asks for verdicts alone. "
            "vLLM allows what it was started with: --max-logprobs")
        ->capture_default_str();
    group->add_option("--timeout", server.timeout_s, "Seconds for a whole answer")->capture_default_str();
    group
        ->add_option("--logprobs-mode", mode,
                     "What the server's log-probs are of: raw, the model's distribution (vLLM's default); processed, "
                     "after temperature and top-p. It is stored with the run")
        ->check(CLI::IsMember({"unknown", "raw", "processed"}))
        ->capture_default_str();
    group->add_option("--vocabulary", server.vocabulary,
                      "Tokens that the model knows (vocab_size of its config.json); default: 152064, the most of the "
                      "Qwen2.5-VL family. Too many only widens the brackets");
}

} // namespace egt::cli
