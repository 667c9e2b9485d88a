// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <map>

#include "images/perceptual_hash.h"
#include "images/thumbnail.h"
#include "pipelines/alike_images.h"
#include "pipelines/fixture.h"
#include "pipelines/thumbnails.h"
#include "support/pictures.h"
#include "support/resident_peak.h"

namespace egt::test {
namespace {

namespace fs = std::filesystem;

class Verify : public PipelineTest {
protected:
    void put(const std::string& name, const std::string& bytes) {
        must(makeFolder((temp / "photos" / name).parent_path()));
        must(writeFileAtomically(temp / "photos" / name, bytes));
    }
    /// One pair for each picture that was put.
    void importAll(const std::vector<std::string>& names) {
        std::string rows;
        for (const std::string& name : names)
            rows +=
                Json{{"prompt", "what is " + name}, {"chosen", "a"}, {"rejected", "b"}, {"image", name}}.dump() + "\n";
        import(write("d.jsonl", rows), 0, (temp / "photos").string());
    }
    VerifyResult verify(const VerifyRequest& request = {}, int stop_at = 0) {
        CollectingRun run(300 + ++m_runs, stop_at);
        return must(pipelines::verifyImages(request, *project, run));
    }
    std::map<std::string, std::string> problems(const VerifyResult& result) {
        std::map<std::string, std::string> out;
        for (const Json& line : jsonLines(result.problems_file))
            out[fs::path(line["image"].get<std::string>()).filename().string()] = line["problem"];
        return out;
    }
    int m_runs = 0;
};

TEST_F(Verify, NamesOneReasonForEachPicture) {
    const std::string photo = jpeg(picture(5, 400, 300));
    put("good.png", png(1));
    put("good.jpg", photo);
    put("png.jpg", png(2));
    put("text.png", "not a picture");
    put("cut.jpg", photo.substr(0, photo.size() / 2));
    put("huge.png", hugePng(65000, 65000));
    put("gone.png", png(3));
    put("resized.png", png(4));
    std::string broken = png(6);
    broken[broken.size() / 2] = static_cast<char>(broken[broken.size() / 2] ^ 0x55);
    put("broken.png", broken);
    importAll({"good.png", "good.jpg", "png.jpg", "text.png", "cut.jpg", "huge.png", "gone.png", "resized.png",
               "broken.png", "never.png"});
    fs::remove(temp / "photos" / "gone.png");
    put("resized.png", png(4, 50, 30));
    const VerifyResult result = verify();
    EXPECT_EQ(problems(result), (std::map<std::string, std::string>{{"png.jpg", "wrong_ending"},
                                                                    {"text.png", "damaged"},
                                                                    {"cut.jpg", "damaged"},
                                                                    {"huge.png", "too_large"},
                                                                    {"gone.png", "missing"},
                                                                    {"broken.png", "damaged"},
                                                                    {"resized.png", "size_changed"}}));
    EXPECT_EQ(result.references, 10);
    EXPECT_EQ(result.images, 9);
    EXPECT_EQ(result.unfound, 1);
    EXPECT_EQ(result.good, 2);
    EXPECT_EQ(result.damaged, 3);
    EXPECT_EQ(result.checked, 8);
    EXPECT_EQ(result.thumbnails, 4) << "of all that can be decoded";
}

TEST_F(Verify, MemoryIsBoundedWhateverAHeaderClaims) {
    put("huge.png", hugePng(65000, 65000));
    put("wide.png", hugePng(0x7FFFFFFF, 1));
    put("small.png", hugePng(9000, 9000)); // 243 MB if it were believed
    importAll({"huge.png", "wide.png", "small.png"});
    const bool tells = resident_peak_tells && resetResidentPeak();
    const std::int64_t before = residentPeak();
    EXPECT_EQ(verify().good, 0);
    EXPECT_TRUE(!tells || residentPeak() - before < std::int64_t{64} << 20) << residentPeak() - before;
}

TEST_F(Verify, FindsEqualAndAlikePictures) {
    put("a.png", png(1, 320, 240));
    put("b/a.png", png(1, 320, 240));
    put("a-small.jpg", jpeg(thumbnail(picture(1, 320, 240), 200), 70));
    put("other.png", png(9, 320, 240));
    importAll({"a.png", "b/a.png", "a-small.jpg", "other.png"});
    const VerifyResult result = verify();
    EXPECT_EQ(result.same_groups, 1);
    EXPECT_EQ(result.same_files, 1);
    EXPECT_EQ(result.near_groups, 1);
    EXPECT_EQ(result.near_files, 1);
    const auto lines = jsonLines(result.duplicates_file);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0]["kind"], "same");
    EXPECT_EQ(lines[0]["images"].size(), 2U);
    EXPECT_EQ(lines[1]["kind"], "near");
}

TEST_F(Verify, ReadsAgainOnlyWhatChanged) {
    std::vector<std::string> names;
    for (int i = 0; i < 150; ++i) {
        names.push_back(std::to_string(i) + ".png");
        put(names.back(), png(i, 16, 16));
    }
    importAll(names);
    const VerifyResult stopped = verify({}, 2); // after the first batch
    EXPECT_EQ(stopped.checked, 64);
    const VerifyResult rest = verify();
    EXPECT_EQ(rest.known, 64);
    EXPECT_EQ(rest.checked, 86);
    EXPECT_EQ(rest.good, 150);
    EXPECT_EQ(verify().checked, 0);
    put("7.png", "spoilt");
    VerifyResult changed = verify();
    EXPECT_EQ(changed.checked, 1);
    EXPECT_EQ(changed.damaged, 1);
    VerifyRequest again;
    again.again = true;
    EXPECT_EQ(verify(again).checked, 150);
    // Thumbnails that were deleted are made again.
    fs::remove_all(temp / "p.egt" / "thumbnails");
    changed = verify();
    EXPECT_EQ(changed.thumbnails, 149);
    VerifyRequest without;
    without.thumbnails = false;
    fs::remove_all(temp / "p.egt" / "thumbnails");
    EXPECT_EQ(verify(without).checked, 0);
}

TEST_F(Verify, ThumbnailsAreSmallJpegs) {
    put("wide.jpg", jpeg(picture(3, 1200, 400)));
    put("small.png", png(2, 40, 30));
    const pipelines::Thumbnails thumbnails(temp / "p.egt");
    const fs::path wide = must(thumbnails.make(temp / "photos" / "wide.jpg"));
    const RgbImage small = must(decodeImage(wide));
    EXPECT_EQ(small.width, 256);
    EXPECT_EQ(small.height, 85);
    EXPECT_TRUE(wide.string().starts_with((temp / "p.egt" / "thumbnails").string()));
    EXPECT_EQ(must(decodeImage(must(thumbnails.make(temp / "photos" / "small.png")))).width, 40) << "never enlarged";
    const auto before = fs::last_write_time(wide);
    EXPECT_EQ(must(thumbnails.make(temp / "photos" / "wide.jpg")), wide);
    EXPECT_EQ(fs::last_write_time(wide), before) << "made once";
    put("wide.jpg", jpeg(picture(4, 1300, 400)));
    EXPECT_NE(must(thumbnails.make(temp / "photos" / "wide.jpg")), wide) << "another picture, another thumbnail";
    must(writeFileAtomically(wide, ""));
    EXPECT_FALSE(pipelines::Thumbnails::isThere(wide)) << "emptied by a power cut";
    EXPECT_EQ(thumbnails.make(temp / "photos" / "none.jpg").error().code, "image.missing");
    put("bad.jpg", "spoilt");
    EXPECT_EQ(thumbnails.make(temp / "photos" / "bad.jpg").error().code, "image.damaged");
}

/// Each with each.
std::vector<std::vector<std::size_t>> alikeSlowly(const std::vector<std::uint64_t>& hashes, int bits) {
    std::vector<std::size_t> group(hashes.size());
    for (std::size_t i = 0; i < hashes.size(); ++i)
        group[i] = i;
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < hashes.size(); ++i)
            for (std::size_t j = 0; j < hashes.size(); ++j)
                if (std::popcount(hashes[i] ^ hashes[j]) <= bits && group[j] > group[i]) {
                    group[j] = group[i];
                    changed = true;
                }
    }
    std::map<std::size_t, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < hashes.size(); ++i)
        groups[group[i]].push_back(i);
    std::vector<std::vector<std::size_t>> out;
    for (auto& [root, members] : groups)
        if (members.size() > 1) out.push_back(members);
    return out;
}

TEST(AlikeHashes, AgreesWithComparingEachWithEach) {
    Random random(3);
    for (const int bits : {0, 1, 6, 16}) {
        std::vector<std::uint64_t> hashes;
        for (int i = 0; i < 300; ++i) {
            std::uint64_t hash = i % 3 == 0 || hashes.empty() ? random.next() : hashes[random.below(hashes.size())];
            for (auto flips = random.below(static_cast<std::uint64_t>(bits) + 3); i % 3 != 0 && flips > 0; --flips)
                hash ^= std::uint64_t{1} << random.below(64);
            hashes.push_back(hash);
        }
        EXPECT_EQ(pipelines::alikeHashes(hashes, bits), alikeSlowly(hashes, bits)) << bits;
    }
    EXPECT_TRUE(pipelines::alikeHashes({}, 6).empty());
}

} // namespace
} // namespace egt::test
