// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads a flat YAML mapping field by field. Every key must be asked for: what is left over is an unknown key, named
// with the nearest valid one.

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace egt::pipelines {

/// The candidate with the smallest edit distance (Levenshtein 1966) to `word`; empty when there is none.
std::string nearestWord(std::string_view word, const std::vector<std::string>& candidates);

/// One mapping. The first error is kept and everything after it is skipped, so callers list their fields and ask once.
/// Errors: config.invalid_yaml, config.unknown_key, config.bad_value, config.out_of_range (file, line, field).
class YamlFields {
public:
    /// Empty text is an empty mapping.
    static Result<YamlFields> parse(std::string_view yaml, const std::string& file_name);
    ~YamlFields();
    YamlFields(YamlFields&&) noexcept;
    YamlFields& operator=(YamlFields&&) noexcept;

    void text(const std::string& key, std::string& value);
    void flag(const std::string& key, bool& value);
    void real(const std::string& key, double& value, double low, double high);
    template <class Integer> void integer(const std::string& key, Integer& value, std::int64_t low, std::int64_t high) {
        std::int64_t wide = static_cast<std::int64_t>(value);
        readInteger(key, wide, low, high);
        value = static_cast<Integer>(wide);
    }
    /// One of `names`; the value becomes its index.
    template <class Enum> void choice(const std::string& key, Enum& value, const std::vector<std::string>& names) {
        std::size_t index = static_cast<std::size_t>(value);
        readChoice(key, index, names);
        value = static_cast<Enum>(index);
    }
    /// A list of mappings, one YamlFields each; empty when the key is absent.
    std::vector<YamlFields> list(const std::string& key, bool& present);
    /// The first error of this mapping: a bad value, or a key that nothing asked for.
    [[nodiscard]] Result<void> finish();
    [[nodiscard]] bool failed() const;

private:
    struct Impl;
    explicit YamlFields(std::unique_ptr<Impl> impl);
    void readInteger(const std::string& key, std::int64_t& value, std::int64_t low, std::int64_t high);
    void readChoice(const std::string& key, std::size_t& value, const std::vector<std::string>& names);
    std::unique_ptr<Impl> m_impl;
};

inline constexpr std::int64_t kAnyInteger = std::numeric_limits<std::int64_t>::max();

} // namespace egt::pipelines
