// SPDX-License-Identifier: GPL-3.0-or-later
// Exports as Parquet come back: the same pictures, questions and better answers, whichever answer was shown first.
#include <set>
#include <tuple>

#include "base/picture_file.h"
#include "formats/writer.h"
#include "pipelines/fixture.h"

namespace egt::test {
namespace {

using Said = std::tuple<std::string, std::string, std::string, std::string>; ///< picture's content, question, answers

class ParquetExport : public PipelineTest, public testing::WithParamInterface<const char*> {
protected:
    static std::set<Said> saidBy(Project& project) {
        std::set<Said> out;
        for (const PairId id : must(project.allPairs())) {
            const PairRecord p = must(project.pair(id));
            EXPECT_EQ(p.images.size(), 1U);
            if (p.label == Label::none || p.images.empty()) continue;
            const bool a_better = p.label == Label::a;
            out.insert({must(readPicture(p.images[0].path)), p.question, a_better ? p.answer_a : p.answer_b,
                        a_better ? p.answer_b : p.answer_a});
        }
        return out;
    }
};

TEST_P(ParquetExport, ComesBackWithItsPictures) {
    import(world(20));
    ExportRequest request;
    request.selection = "all";
    request.format = GetParam();
    request.out = (temp / "out").string();
    request.images = ImageMode::embed;
    CollectingRun run(7);
    const ExportResult written = must(pipelines::exportSelection(request, *project, run));
    EXPECT_EQ(written.rows, 30);
    const auto other = must(Project::create(temp / "q.egt"));
    const formats::Writer& writer = *formats::writerByName(GetParam());
    std::int64_t imported = 0;
    for (const std::string& name : {writer.fileName(), writer.layout().heldout_file}) {
        if (name.empty()) continue;
        ASSERT_TRUE(name.ends_with(".parquet"));
        ImportRequest back;
        back.file = (std::filesystem::path(request.out) / name).string();
        const ImportResult result = must(pipelines::importFile(back, *other, run));
        EXPECT_EQ(result.missing_images, 0);
        EXPECT_EQ(result.rejected, 0);
        imported += result.imported;
    }
    EXPECT_EQ(imported, 30);
    EXPECT_EQ(saidBy(*other), saidBy(*project));
}

TEST_P(ParquetExport, TheSameRowsGiveTheSameBytes) {
    import(world(5));
    ExportRequest request;
    request.selection = "all";
    request.format = GetParam();
    request.images = ImageMode::embed;
    CollectingRun run(7);
    std::vector<std::string> files;
    for (const char* name : {"one", "two"}) {
        request.out = (temp / name).string();
        must(pipelines::exportSelection(request, *project, run));
        files.push_back(must(readFile(temp / name / formats::writerByName(GetParam())->fileName())));
    }
    EXPECT_EQ(files[0], files[1]);
    EXPECT_TRUE(files[0].starts_with("PAR1"));
}

INSTANTIATE_TEST_SUITE_P(Formats, ParquetExport, testing::Values("easyr1_parquet", "verl_parquet", "hf_parquet"));

} // namespace
} // namespace egt::test
