// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/result.h"
#include "records/columns.h"

namespace egt::test {

template <class T> T must(Result<T> result) {
    EXPECT_TRUE(result.has_value()) << (result ? std::string() : result.error().message());
    return std::move(result).value();
}
template <class T> std::string codeOf(const Result<T>& result) {
    return result ? "no error" : result.error().code;
}

inline const float kNoValue = std::numeric_limits<float>::quiet_NaN();

/// A snapshot written down column by column; pairs are 10, 20, 30, …
class Table {
public:
    explicit Table(std::int64_t rows) {
        m_snapshot.rows = rows;
        m_snapshot.run = 1;
        std::vector<std::int64_t> ids;
        for (std::int64_t i = 1; i <= rows; ++i)
            ids.push_back(10 * i);
        integers("pair", ids);
    }
    Table& integers(const std::string& name, const std::vector<std::int64_t>& values) {
        return add(name, ColumnType::integer, {}, values,
                   [](ColumnChunk& chunk, std::int64_t v) { chunk.integers.push_back(v); });
    }
    Table& reals(const std::string& name, const std::vector<float>& values) {
        return add(name, ColumnType::real, {}, values, [](ColumnChunk& chunk, float v) { chunk.reals.push_back(v); });
    }
    /// Words; "" is missing.
    Table& words(const std::string& name, std::vector<std::string> dictionary, const std::vector<std::string>& values) {
        return add(name, ColumnType::code, dictionary, values, [&](ColumnChunk& chunk, const std::string& v) {
            const auto place = std::find(dictionary.begin(), dictionary.end(), v);
            chunk.codes.push_back(v.empty() ? kMissingCode : static_cast<std::int32_t>(place - dictionary.begin()));
        });
    }
    operator const ColumnSnapshot&() const { return m_snapshot; } // NOLINT: reads as the table it is
    ColumnSnapshot& snapshot() { return m_snapshot; }

private:
    template <class T, class Put>
    Table& add(const std::string& name, ColumnType type, const std::vector<std::string>& dictionary,
               const std::vector<T>& values, Put&& put) {
        EXPECT_EQ(static_cast<std::int64_t>(values.size()), m_snapshot.rows) << name;
        Column column{name, type, name.find("entropy") != std::string::npos ? "nats" : "", dictionary, {}};
        for (std::size_t i = 0; i < values.size(); i += static_cast<std::size_t>(kChunkRows)) {
            auto chunk = std::make_shared<ColumnChunk>();
            for (std::size_t j = i; j < std::min(values.size(), i + static_cast<std::size_t>(kChunkRows)); ++j)
                put(*chunk, values[j]);
            column.chunks.push_back(std::move(chunk));
        }
        m_snapshot.columns.push_back(std::move(column));
        return *this;
    }
    ColumnSnapshot m_snapshot;
};

inline const std::vector<std::string> kYesNoWords = {"no", "yes"};
inline const std::vector<std::string> kLabelWords = {"none", "A", "B", "tie"};
inline const std::vector<std::string> kFlagWords = {"none", "uncertain", "contradicted", "both"};
inline const std::vector<std::string> kDecisionWords = {"none",    "left", "right", "tie",  "both_bad",
                                                        "correct", "flip", "drop",  "skip", "flag"};

} // namespace egt::test
