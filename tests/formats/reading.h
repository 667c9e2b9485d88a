// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Rows as an import without --format reads them.

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/files.h"
#include "formats/reader.h"
#include "support/temp_folder.h"

namespace egt::test {

struct ReadRows {
    std::string format;
    double confidence = 0;
    std::vector<PairRecord> pairs;
    std::vector<formats::Reject> rejects;
    std::map<std::string, std::string> kept; ///< embedded pictures: name, bytes
};

inline ReadRows readText(const std::string& text, const std::string& format = {}) {
    const TempFolder folder;
    EXPECT_TRUE(writeFileAtomically(folder / "data.json", text));
    ReadRows out;
    const formats::Reader* reader = formats::readerByName(format);
    if (format.empty()) {
        const auto guess = formats::detect(folder / "data.json");
        if (!guess) {
            ADD_FAILURE() << guess.error().message();
            return out;
        }
        reader = guess->reader;
        out.confidence = guess->confidence;
    }
    out.format = reader->name();
    EXPECT_TRUE(reader->read(folder / "data.json", 0,
                             {[&](std::int64_t, PairRecord&& pair) {
                                  out.pairs.push_back(std::move(pair));
                                  return true;
                              },
                              [&](const formats::Reject& reject) {
                                  out.rejects.push_back(reject);
                                  return true;
                              },
                              [&](std::string_view bytes) {
                                  const std::string name = "images/" + std::to_string(out.kept.size());
                                  out.kept[name] = bytes;
                                  return name;
                              }}));
    return out;
}

inline PairRecord onePair(const std::string& text, const std::string& format, double confidence = 1.0) {
    ReadRows read = readText(text);
    EXPECT_EQ(read.format, format);
    EXPECT_DOUBLE_EQ(read.confidence, confidence);
    for (const formats::Reject& reject : read.rejects)
        ADD_FAILURE() << reject.field << ' ' << reject.reason;
    EXPECT_EQ(read.pairs.size(), 1U);
    return read.pairs.empty() ? PairRecord{} : read.pairs.front();
}

inline formats::Reject oneReject(const std::string& text, const std::string& format) {
    ReadRows read = readText(text, format);
    EXPECT_EQ(read.rejects.size(), 1U) << text;
    return read.rejects.empty() ? formats::Reject{} : read.rejects.front();
}

} // namespace egt::test
