// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/train_config.h"

#include "base/files.h"
#include "base/numbers.h"
#include "pipelines/yaml_fields.h"

namespace egt::pipelines {
namespace {

/// Calls visitor.text/flag/real/integer/choice for every field with its limits: the one list of keys.
template <class Config, class Visitor> void visitFields(Config& c, Visitor& v) {
    v.text("name", c.name);
    v.choice("method", c.method, {"grpo", "sft"});
    v.text("selection", c.selection);
    v.text("column", c.column);
    v.choice("order", c.order, {"low_to_high", "high_to_low", "random"});
    v.integer("stages", c.stages, 0, 1000);
    v.integer("score_run", c.score_run, 0, kAnyInteger);
    v.integer("steps", c.steps, 1, kAnyInteger);
    v.integer("prompts_per_step", c.prompts_per_step, 1, 65536);
    v.integer("num_generations", c.num_generations, 1, 1024);
    v.real("learning_rate", c.learning_rate, 0, 10);
    v.integer("warmup_steps", c.warmup_steps, 0, kAnyInteger);
    v.choice("schedule", c.schedule, {"cosine", "constant", "linear"});
    v.real("min_lr_ratio", c.min_lr_ratio, 0, 1);
    v.real("weight_decay", c.weight_decay, 0, 10);
    v.real("adam_beta1", c.adam_beta1, 0, 0.9999999);
    v.real("adam_beta2", c.adam_beta2, 0, 0.9999999);
    v.real("max_grad_norm", c.max_grad_norm, 0, 1e9);
    v.real("epsilon", c.epsilon, 0, 1);
    v.real("epsilon_high", c.epsilon_high, 0, 100);
    v.real("beta", c.beta, 0, 100);
    v.integer("num_iterations", c.num_iterations, 1, 1000);
    v.real("temperature", c.temperature, 0.01, 100);
    v.real("format_reward", c.format_reward, 0, 100);
    v.integer("max_new_tokens", c.max_new_tokens, 0, 1048576);
    v.integer("seed", c.seed, 0, kAnyInteger);
    v.integer("eval_every", c.eval_every, 0, kAnyInteger);
    v.text("eval_selection", c.eval_selection);
    v.integer("eval_pairs", c.eval_pairs, 1, kAnyInteger);
    v.integer("checkpoint_every", c.checkpoint_every, 0, kAnyInteger);
    v.integer("keep_checkpoints", c.keep_checkpoints, 1, 1000000);
    v.integer("probes", c.probes, 0, 64);
    v.flag("use_reviewed_labels", c.use_reviewed_labels);
    v.integer("lora_rank", c.lora_rank, 0, 65536);
    v.real("lora_alpha", c.lora_alpha, 0, 1e6);
    v.text("lora_targets", c.lora_targets);
}

/// Plain text stays plain, anything that YAML could read as something else is quoted.
std::string quoted(const std::string& text) {
    bool plain = !text.empty();
    for (const char c : text)
        plain = plain &&
                ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || (c >= '0' && c <= '9'));
    const bool letter_first = plain && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'));
    if (letter_first && text != "true" && text != "false" && text != "null" && text != "yes" && text != "no")
        return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out + '"';
}

struct YamlWriter {
    std::string out;
    void line(const char* key, const std::string& value) { out += std::string(key) + ": " + value + "\n"; }
    void text(const char* key, const std::string& value) { line(key, quoted(value)); }
    void flag(const char* key, bool value) { line(key, value ? "true" : "false"); }
    void real(const char* key, double value, double, double) { line(key, numberText(value)); }
    template <class T> void integer(const char* key, T value, std::int64_t, std::int64_t) {
        line(key, std::to_string(value));
    }
    template <class E> void choice(const char* key, E value, const std::vector<std::string>& names) {
        line(key, names.at(static_cast<std::size_t>(value)));
    }
};

} // namespace

Result<TrainConfig> parseTrainConfig(std::string_view yaml, const std::string& file_name) {
    EGT_ASSIGN(YamlFields fields, YamlFields::parse(yaml, file_name));
    TrainConfig config;
    visitFields(config, fields);
    EGT_TRY(fields.finish());
    if (config.method == TrainMethod::grpo && config.num_generations < 2)
        return fail("config.out_of_range",
                    EGT_TEXT("engine", "num_generations is %1; GRPO compares the responses of a group, so it needs at "
                                       "least 2."),
                    {std::to_string(config.num_generations)}, file_name, 0, "num_generations");
    return config;
}

Result<TrainConfig> loadTrainConfig(const std::string& path) {
    EGT_ASSIGN(const std::string text, readFile(path));
    return parseTrainConfig(text, path);
}

std::string trainConfigYaml(const TrainConfig& config) {
    YamlWriter writer;
    visitFields(config, writer);
    return writer.out;
}

Result<void> checkTrainConfig(const TrainConfig& config) {
    auto parsed = parseTrainConfig(trainConfigYaml(config), {});
    if (parsed) return {};
    Error error = parsed.error();
    error.line = 0; // lines of a text that nobody wrote
    return fail(std::move(error));
}

} // namespace egt::pipelines
