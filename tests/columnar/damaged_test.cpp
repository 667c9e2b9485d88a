// SPDX-License-Identifier: GPL-3.0-or-later
// Files that lie. Nothing may crash, hang or take the machine's memory; every refusal is one sentence.
#include <cstring>
#include <random>

#include <gmock/gmock.h>

#include "base/files.h"
#include "columnar/arrow_files.h"
#include "formats/data_rows.h"
#include "formats/reader.h"
#include "support/resident_peak.h"
#include "support/temp_folder.h"

namespace egt::test {
namespace {

struct Outcome {
    std::int64_t rows = 0;
    std::optional<Error> error;
};

Outcome readAll(const std::filesystem::path& file) {
    Outcome out;
    const auto print = formats::printOf(file, [] { return true; });
    const auto done = formats::forEachDataRow(file, {}, [&](const formats::Line&) { return ++out.rows < 100000; });
    if (!done) out.error = done.error();
    if (!print && !out.error) out.error = print.error();
    return out;
}

bool isOneSentence(const std::string& text) {
    return !text.empty() && text.find('\n') == std::string::npos && text.ends_with('.');
}

class Damaged : public testing::Test {
protected:
    void SetUp() override {
        writeParquetFile(folder / "good.parquet", *rlaifTable(60), 20);
        writeArrowFile(folder / "good.arrow", *rlaifTable(60), 20);
        writeArrowStream(folder / "good.stream", *rlaifTable(60), 20);
    }
    std::string bytesOf(const std::string& name) { return readFile(folder / name).value(); }
    Outcome readBytes(const std::string& bytes) {
        EXPECT_TRUE(writeFileAtomically(folder / "bad", bytes));
        return readAll(folder / "bad");
    }
    TempFolder folder;
};

TEST_F(Damaged, CutOffAnywhere) {
    for (const char* name : {"good.parquet", "good.arrow"}) {
        const std::string good = bytesOf(name);
        for (std::size_t keep = 8; keep < good.size(); keep += 1 + good.size() / 40) {
            const Outcome out = readBytes(good.substr(0, keep));
            ASSERT_TRUE(out.error) << name << " of " << keep << " bytes";
            EXPECT_THAT(out.error->code, testing::AnyOf("import.damaged", "import.cannot_read")) << name;
            EXPECT_TRUE(isOneSentence(out.error->message())) << out.error->message();
            EXPECT_EQ(out.error->file, (folder / "bad").string());
        }
    }
    // A stream may end between two batches; within one it may not.
    const std::string stream = bytesOf("good.stream");
    EXPECT_TRUE(readBytes(stream.substr(0, stream.size() / 2)).error);
    EXPECT_EQ(readBytes(stream).rows, 60);
}

TEST_F(Damaged, EmptyAndForeignFiles) {
    EXPECT_EQ(formats::detect(folder / "none.parquet").error().code, "import.cannot_read");
    EXPECT_TRUE(writeFileAtomically(folder / "empty.parquet", ""));
    EXPECT_EQ(formats::detect(folder / "empty.parquet").error().code, "import.unknown_format");
    EXPECT_TRUE(readBytes("PAR1").error);
    EXPECT_TRUE(readBytes("PAR1PAR1").error);
    EXPECT_TRUE(readBytes(std::string("\xFF\xFF\xFF\xFF", 4)).error);
    EXPECT_TRUE(readBytes("ARROW1\0\0").error);
}

TEST_F(Damaged, FooterThatLies) {
    const std::string good = bytesOf("good.parquet");
    // Parquet: the footer's length stands in four bytes before the last "PAR1".
    for (const std::uint32_t length : {0U, 1U, 0x7FFFFFFFU, 0xFFFFFFFFU, static_cast<std::uint32_t>(good.size())}) {
        std::string bad = good;
        std::memcpy(bad.data() + bad.size() - 8, &length, 4);
        const Outcome out = readBytes(bad);
        ASSERT_TRUE(out.error) << length;
        EXPECT_EQ(out.rows, 0);
        EXPECT_TRUE(isOneSentence(out.error->message())) << out.error->message();
    }
}

TEST_F(Damaged, GiantStreamMessage) {
    std::string bad = bytesOf("good.stream");
    const std::uint32_t giant = 0x7FFFFFF0U;
    std::memcpy(bad.data() + 4, &giant, 4); // length of the first metadata
    EXPECT_TRUE(readBytes(bad).error);
}

/// Bytes changed at random: rows or a refusal, and never more than the limit.
void changeBytes(const std::string& good, const std::function<Outcome(const std::string&)>& read, unsigned seed) {
    std::mt19937 random(seed);
    int refused = 0;
    for (int round = 0; round < 400; ++round) {
        std::string bad = good;
        // Most damage is told from the last part, which describes the rest.
        const std::size_t from = round % 2 == 0 ? bad.size() - std::min<std::size_t>(bad.size(), 3000) : 0;
        for (int changes = 0; changes < 1 + round % 4; ++changes)
            bad[from + random() % (bad.size() - from)] = static_cast<char>(random());
        const Outcome out = read(bad);
        refused += out.error ? 1 : 0;
        if (out.error) {
            ASSERT_TRUE(isOneSentence(out.error->message())) << out.error->message();
        }
    }
    EXPECT_GT(refused, 20) << "the changes hit nothing";
}

TEST_F(Damaged, ParquetWithBytesChanged) {
    resetResidentPeak();
    changeBytes(
        bytesOf("good.parquet"), [this](const std::string& bytes) { return readBytes(bytes); }, 1);
    if (resident_peak_tells) {
        EXPECT_LT(residentPeak(), std::int64_t{1500} << 20);
    }
}
TEST_F(Damaged, ArrowFileWithBytesChanged) {
    changeBytes(
        bytesOf("good.arrow"), [this](const std::string& bytes) { return readBytes(bytes); }, 2);
}
TEST_F(Damaged, ArrowStreamWithBytesChanged) {
    changeBytes(
        bytesOf("good.stream"), [this](const std::string& bytes) { return readBytes(bytes); }, 3);
}

} // namespace
} // namespace egt::test
