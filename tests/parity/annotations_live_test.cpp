// SPDX-License-Identifier: GPL-3.0-or-later
// Exports that Argilla and Label Studio wrote themselves, with labels that were counted by other code.
#include "base/files.h"
#include "base/json.h"
#include "formats/columnar.h"
#include "formats/reader.h"
#include "parity/reference_test.h"
#include "records/serialize.h"

namespace egt::test {
namespace {

class AnnotationsLive : public ReferenceTest {
protected:
    static void SetUpTestSuite() { ask(EGT_ANNOTATIONS_SCRIPT, {folder().path().string(), seed()}); }
};

std::vector<PairRecord> pairsOf(const formats::Reader& reader, const std::filesystem::path& file) {
    std::vector<PairRecord> out;
    EXPECT_TRUE(reader.read(file, 0,
                            {[&](std::int64_t, PairRecord&& pair) {
                                 out.push_back(std::move(pair));
                                 return true;
                             },
                             [&](const formats::Reject& reject) {
                                 ADD_FAILURE()
                                     << file << ':' << reject.line << ' ' << reject.field << ' ' << reject.reason;
                                 return true;
                             }}));
    return out;
}

TEST_F(AnnotationsLive, EveryPairHasTheLabelThatWasCounted) {
    const auto text = readFile(folder() / "expected.json");
    ASSERT_TRUE(text);
    for (const Json& expected : Json::parse(*text)) {
        const std::filesystem::path file = folder() / expected["file"].get<std::string>();
        if (file.extension() == ".parquet" && !formats::columnarBackend()) continue;
        const auto guess = formats::detect(file);
        ASSERT_TRUE(guess) << guess.error().message();
        EXPECT_EQ(guess->reader->name(), expected["format"]) << file;
        const std::vector<PairRecord> pairs = pairsOf(*guess->reader, file);
        ASSERT_EQ(pairs.size(), expected["pairs"].size()) << file;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const Json& want = expected["pairs"][i];
            EXPECT_EQ(pairs[i].source_id, want["id"]) << file;
            EXPECT_EQ(pairs[i].question, want["question"]) << file;
            EXPECT_EQ(pairs[i].answer_a, want["answer_a"]) << file;
            EXPECT_EQ(pairs[i].answer_b, want["answer_b"]) << file;
            EXPECT_EQ(name(pairs[i].label), want["label"].get<std::string>()) << file << ' ' << pairs[i].extra;
        }
    }
}

} // namespace
} // namespace egt::test
