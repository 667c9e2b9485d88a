// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures on the command line: from an archive, looked at, lost and found again.
#include <filesystem>

#include "cli/program.h"
#include "support/archive_file.h"
#include "support/pictures.h"

namespace egt::test {
namespace {

namespace fs = std::filesystem;

class Images : public CliTest {
protected:
    void rows(const std::vector<std::string>& images) const {
        std::string text;
        for (const std::string& image : images)
            text += Json{{"prompt", "what is " + image}, {"chosen", "a"}, {"rejected", "b"}, {"image", image}}.dump() +
                    "\n";
        EXPECT_TRUE(writeFileAtomically(folder / "rows.jsonl", text));
    }
};

TEST_F(Images, ImportsFromAZipAndVerifies) {
    writeArchive(folder / "photos.zip", {{"a.png", png(1)}, {"b.png", png(2)}, {"../c.png", png(3)}});
    rows({"a.png", "b.png", "c.png"});
    const Json imported = done({"import", project, path("rows.jsonl"), "--images", path("photos.zip")});
    EXPECT_EQ(imported["imported"], 3);
    EXPECT_EQ(imported["missing_images"], 1);
    const Json checked = done({"verify", project});
    EXPECT_EQ(checked["images"], 2);
    EXPECT_EQ(checked["good"], 2);
    EXPECT_EQ(checked["unfound"], 1);
    EXPECT_EQ(checked["thumbnails"], 2);
    EXPECT_EQ(checked["problems_file"], "");
    EXPECT_EQ(done({"verify", project})["checked"], 0);
    const Finished table = egt({"verify", project, "--again"});
    EXPECT_EQ(table.exit, 0) << table.err;
    EXPECT_NE(table.out.find("never found"), std::string::npos) << table.out;
    EXPECT_EQ(done({"runs", project})["runs"].back()["kind"], "verify");
    EXPECT_EQ(failed({"import", project, path("rows.jsonl"), "--images", path("rows.jsonl")})["code"],
              "archive.unknown");
    EXPECT_EQ(failed({"import", project, path("rows.jsonl"), "--images", path("none")})["code"],
              "import.no_image_folder");
    EXPECT_EQ(failed({"verify", project, "--near-bits", "40"})["field"], "near_bits");
}

TEST_F(Images, AreFoundAgain) {
    rows({"set/a.png", "set/b.png"});
    EXPECT_EQ(done({"import", project, path("rows.jsonl")})["missing_images"], 2);
    fs::create_directories(folder / "elsewhere" / "set");
    EXPECT_TRUE(writeFileAtomically(folder / "elsewhere" / "set" / "a.png", png(1)));
    const Json planned = done({"relocate", project, "--images", path("elsewhere"), "--dry-run"});
    EXPECT_EQ(planned["found"], 1);
    EXPECT_EQ(done({"info", project})["missing_images"], 2);
    const Json moved = done({"relocate", project, "--images", path("elsewhere")});
    EXPECT_EQ(moved["found"], 1);
    EXPECT_EQ(moved["examples"], planned["examples"]);
    EXPECT_EQ(done({"info", project})["missing_images"], 1);
    EXPECT_EQ(failed({"relocate", project, "--images", path("none")})["field"], "images");
    EXPECT_EQ(failed({"relocate", project, "--images", path("none"), "--dry-run"})["field"], "images");
    const Finished text = egt({"relocate", project, "--images", path("elsewhere"), "--dry-run"});
    EXPECT_EQ(text.exit, 0) << text.err;
    EXPECT_NE(text.out.find("would change"), std::string::npos) << text.out;
}

} // namespace
} // namespace egt::test
