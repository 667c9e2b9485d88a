// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/yaml_fields.h"

#include <algorithm>
#include <optional>
#include <set>

#include <yaml-cpp/yaml.h>

#include "base/numbers.h"

namespace egt::pipelines {
namespace {

std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

std::int64_t lineOf(const YAML::Node& node) {
    return node.Mark().line + 1;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : ", ") + word;
    return out;
}

} // namespace

std::string nearestWord(std::string_view word, const std::vector<std::string>& candidates) {
    const auto best = std::min_element(candidates.begin(), candidates.end(), [&](const auto& x, const auto& y) {
        return editDistance(word, x) < editDistance(word, y);
    });
    return best == candidates.end() ? std::string{} : *best;
}

struct YamlFields::Impl {
    YAML::Node node;
    std::string file;
    std::vector<std::string> known;
    std::optional<Error> error;

    /// The scalar of a key, or nothing when it is absent, null or another error came first.
    std::optional<std::string> scalar(const std::string& key) {
        known.push_back(key);
        if (error || !node.IsMap()) return std::nullopt;
        const YAML::Node found = node[key];
        if (!found || found.IsNull()) return std::nullopt;
        if (found.IsScalar()) return found.Scalar();
        badValue(key, EGT_TEXT("engine", "%1 takes one value."), {key});
        return std::nullopt;
    }
    void badValue(const std::string& key, std::string text, std::vector<std::string> args,
                  const char* code = "config.bad_value") {
        if (!error) error = Error{code, std::move(text), std::move(args), file, lineOf(node[key]), key};
    }
};

YamlFields::YamlFields(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
YamlFields::~YamlFields() = default;
YamlFields::YamlFields(YamlFields&&) noexcept = default;
YamlFields& YamlFields::operator=(YamlFields&&) noexcept = default;

Result<YamlFields> YamlFields::parse(std::string_view yaml, const std::string& file_name) {
    auto impl = std::make_unique<Impl>();
    impl->file = file_name;
    try {
        impl->node = YAML::Load(std::string(yaml));
    } catch (const YAML::Exception& error) {
        return fail("config.invalid_yaml", EGT_TEXT("engine", "%1 is not valid YAML (line %2): %3."),
                    {file_name, std::to_string(error.mark.line + 1), error.msg}, file_name, error.mark.line + 1);
    }
    if (impl->node.IsNull()) impl->node = YAML::Node(YAML::NodeType::Map);
    if (!impl->node.IsMap())
        return fail("config.invalid_yaml", EGT_TEXT("engine", "%1 must be a list of \"key: value\" lines."),
                    {file_name}, file_name, 1);
    return YamlFields(std::move(impl));
}

void YamlFields::text(const std::string& key, std::string& value) {
    if (auto found = m_impl->scalar(key)) value = *found;
}

void YamlFields::flag(const std::string& key, bool& value) {
    const auto found = m_impl->scalar(key);
    if (!found) return;
    if (*found == "true" || *found == "false")
        value = *found == "true";
    else
        m_impl->badValue(key, EGT_TEXT("engine", "%1 must be true or false, not \"%2\"."), {key, *found});
}

void YamlFields::real(const std::string& key, double& value, double low, double high) {
    const auto found = m_impl->scalar(key);
    if (!found) return;
    const auto number = parseNumber<double>(*found);
    if (!number) {
        m_impl->badValue(key, EGT_TEXT("engine", "%1 must be a number, not \"%2\"."), {key, *found});
        return;
    }
    if (!(*number >= low && *number <= high)) {
        m_impl->badValue(key, EGT_TEXT("engine", "%1 is %2; it must lie between %3 and %4."),
                         {key, *found, numberText(low), numberText(high)}, "config.out_of_range");
        return;
    }
    value = *number;
}

void YamlFields::readInteger(const std::string& key, std::int64_t& value, std::int64_t low, std::int64_t high) {
    const auto found = m_impl->scalar(key);
    if (!found) return;
    const auto number = parseNumber<std::int64_t>(*found);
    if (!number) {
        m_impl->badValue(key, EGT_TEXT("engine", "%1 must be a whole number, not \"%2\"."), {key, *found});
        return;
    }
    if (*number < low || *number > high) {
        if (high == kAnyInteger)
            m_impl->badValue(key, EGT_TEXT("engine", "%1 is %2; it must be at least %3."),
                             {key, *found, std::to_string(low)}, "config.out_of_range");
        else
            m_impl->badValue(key, EGT_TEXT("engine", "%1 is %2; it must lie between %3 and %4."),
                             {key, *found, std::to_string(low), std::to_string(high)}, "config.out_of_range");
        return;
    }
    value = *number;
}

void YamlFields::readChoice(const std::string& key, std::size_t& value, const std::vector<std::string>& names) {
    const auto found = m_impl->scalar(key);
    if (!found) return;
    const auto place = std::find(names.begin(), names.end(), *found);
    if (place == names.end()) {
        m_impl->badValue(key, EGT_TEXT("engine", "%1 can't be \"%2\". It is one of: %3."),
                         {key, *found, joined(names)});
        return;
    }
    value = static_cast<std::size_t>(place - names.begin());
}

std::vector<YamlFields> YamlFields::list(const std::string& key, bool& present) {
    m_impl->known.push_back(key);
    std::vector<YamlFields> out;
    present = false;
    if (m_impl->error) return out;
    const YAML::Node found = m_impl->node[key];
    if (!found || found.IsNull()) return out;
    present = true;
    if (!found.IsSequence()) {
        m_impl->badValue(key, EGT_TEXT("engine", "%1 must be a list."), {key});
        return out;
    }
    for (const YAML::Node& entry : found) {
        if (!entry.IsMap()) {
            m_impl->badValue(key, EGT_TEXT("engine", "Every entry of %1 must hold \"key: value\" lines."), {key});
            return out;
        }
        auto impl = std::make_unique<Impl>();
        impl->node = entry;
        impl->file = m_impl->file;
        out.push_back(YamlFields(std::move(impl)));
    }
    return out;
}

bool YamlFields::failed() const {
    return m_impl->error.has_value();
}

Result<void> YamlFields::finish() {
    if (m_impl->error) return fail(*m_impl->error);
    std::set<std::string> seen;
    for (const auto& entry : m_impl->node) {
        const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string{};
        const std::int64_t line = lineOf(entry.first);
        if (std::find(m_impl->known.begin(), m_impl->known.end(), key) == m_impl->known.end())
            return fail(
                "config.unknown_key", EGT_TEXT("engine", "There is no setting \"%1\" (%2, line %3). Use \"%4\"."),
                {key, m_impl->file, std::to_string(line), nearestWord(key, m_impl->known)}, m_impl->file, line, key);
        if (!seen.insert(key).second)
            return fail("config.bad_value",
                        EGT_TEXT("engine", "\"%1\" is set twice (%2, line %3). Remove one of them."),
                        {key, m_impl->file, std::to_string(line)}, m_impl->file, line, key);
    }
    return {};
}

} // namespace egt::pipelines
