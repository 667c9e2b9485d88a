// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <sstream>

#include "base/files.h"
#include "base/json.h"
#include "images/image.h"
#include "support/temp_folder.h"
#include "synthetic/render.h"
#include "synthetic/world.h"

namespace egt::synthetic {
namespace {

std::vector<Json> rowsOf(const std::filesystem::path& path) {
    std::vector<Json> rows;
    std::istringstream in(readFile(path).value());
    for (std::string line; std::getline(in, line);)
        rows.push_back(Json::parse(line));
    return rows;
}

WorldOptions small(std::uint64_t seed) {
    WorldOptions options;
    options.pairs = 60;
    options.heldout = 20;
    options.traces = 40;
    options.seed = seed;
    return options;
}

bool oneBlankBetweenWords(const std::string& text) {
    return !text.empty() && text.front() != ' ' && text.back() != ' ' && text.find("  ") == std::string::npos;
}

TEST(World, SameSeedSameBytes) {
    const test::TempFolder a, b, c;
    FreeRun run;
    ASSERT_TRUE(writeWorld(a.path(), small(7), run));
    ASSERT_TRUE(writeWorld(b.path(), small(7), run));
    ASSERT_TRUE(writeWorld(c.path(), small(8), run));
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(a.path())) {
        if (!entry.is_regular_file()) continue;
        const auto relative = std::filesystem::relative(entry.path(), a.path());
        EXPECT_EQ(readFile(entry.path()).value(), readFile(b.path() / relative).value()) << relative;
        ++files;
    }
    EXPECT_EQ(files, 3u + 120u);
    EXPECT_NE(readFile(a / "pairs.jsonl").value(), readFile(c / "pairs.jsonl").value());
}

TEST(World, LargerWorldBeginsWithTheSmaller) {
    const Scene one = makeScene(3, 1, 17, {});
    const Scene two = makeScene(3, 1, 17, {});
    EXPECT_EQ(one.question, two.question);
    EXPECT_EQ(render(one).bytes, render(two).bytes);
    EXPECT_NE(render(one).bytes, render(makeScene(3, 1, 18, {})).bytes);
}

TEST(World, LabelNoiseIsAsStated) {
    const test::TempFolder folder;
    FreeRun run;
    WorldOptions options;
    options.pairs = 3000;
    options.heldout = 50;
    options.traces = 0;
    const auto summary = writeWorld(folder.path(), options, run);
    ASSERT_TRUE(summary);
    std::map<bool, std::pair<double, double>> flips; // hard -> flipped, all
    for (const Json& row : rowsOf(folder / "truth.jsonl")) {
        const bool hard = row["hard"];
        const double ambiguity = row["ambiguity"];
        if (row["split"] == "heldout") {
            EXPECT_FALSE(row["flipped"]);
            continue;
        }
        EXPECT_EQ(hard, ambiguity > 0.40);
        flips[hard].first += row["flipped"] ? 1 : 0;
        flips[hard].second += 1;
    }
    // Four standard errors of the stated shares.
    EXPECT_NEAR(flips[true].second / 3000, 0.30, 4 * std::sqrt(.30 * .70 / 3000));
    EXPECT_NEAR(flips[true].first / flips[true].second, 0.63, 4 * std::sqrt(.63 * .37 / 900));
    EXPECT_NEAR(flips[false].first / flips[false].second, 0.03, 4 * std::sqrt(.03 * .97 / 2100));
    EXPECT_NEAR(static_cast<double>(summary->flipped) / 3000, 0.21, 0.03);
    EXPECT_EQ(summary->flipped, flips[true].first + flips[false].first);
}

TEST(World, RowsFitTheirTruthAndPictures) {
    const test::TempFolder folder;
    FreeRun run;
    ASSERT_TRUE(writeWorld(folder.path(), small(3), run));
    const auto pairs = rowsOf(folder / "pairs.jsonl");
    const auto truth = rowsOf(folder / "truth.jsonl");
    ASSERT_EQ(pairs.size(), 80u);
    ASSERT_EQ(truth.size(), 80u);
    std::set<std::string> kinds, ids;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const Json& row = pairs[i];
        EXPECT_EQ(row["id"], truth[i]["id"]);
        EXPECT_NE(row["chosen"], row["rejected"]);
        EXPECT_EQ(truth[i]["right_answer"], truth[i]["flipped"] ? row["rejected"] : row["chosen"]);
        EXPECT_EQ(row["split"], i < 60 ? "train" : "heldout");
        EXPECT_TRUE(oneBlankBetweenWords(row["prompt"]));
        kinds.insert(row["category"]);
        ids.insert(row["id"]);
        const auto image = decodeImage(folder / std::string(row["image"]));
        ASSERT_TRUE(image);
        EXPECT_EQ(image->width, kImageSide);
        EXPECT_EQ(image->height, kImageSide);
    }
    EXPECT_EQ(kinds.size(), 3u);
    EXPECT_EQ(ids.size(), 80u);
}

TEST(World, TracesNameTheirVerdictAfterThePercept) {
    const test::TempFolder folder;
    FreeRun run;
    WorldOptions options = small(5);
    options.traces = 300;
    options.wrong_traces = 0.05;
    const auto summary = writeWorld(folder.path(), options, run);
    ASSERT_TRUE(summary);
    std::int64_t wrong = 0, traces = 0, captions = 0;
    std::set<std::string> words;
    for (const Json& row : rowsOf(folder / "traces.jsonl")) {
        const std::string response = row["response"];
        ASSERT_EQ(response.rfind("<think>", 0), 0u);
        const std::size_t end = response.find("</think>");
        ASSERT_NE(end, std::string::npos);
        const std::string think = response.substr(7, end - 7);
        EXPECT_TRUE(oneBlankBetweenWords(think));
        std::istringstream in(think);
        for (std::string word; in >> word;)
            words.insert(word);
        if (row["kind"] == "caption") {
            ++captions;
            EXPECT_EQ(response.size(), end + 8);
            EXPECT_EQ(row["prompt"], "describe");
            continue;
        }
        ++traces;
        const std::string verdict = response.substr(response.size() - 10, 1);
        EXPECT_EQ(response.substr(end), "</think><answer>" + verdict + "</answer>");
        EXPECT_EQ(think.substr(think.size() - 2), " " + verdict);
        wrong += std::stoi(verdict) != row["label"].get<int>() ? 1 : 0;
    }
    EXPECT_EQ(traces, 600);
    EXPECT_EQ(summary->traces, 600);
    EXPECT_EQ(summary->captions, captions);
    EXPECT_EQ(summary->wrong_traces, wrong);
    EXPECT_GT(wrong, 10);
    EXPECT_LT(wrong, 60);
    EXPECT_LE(words.size(), 64u); // a small judge gives each word a token
}

TEST(Scene, AmbiguousHueLiesBetweenTheTwoNames) {
    Difficulty exact; // no noise on the evidence: the picture shows the ambiguity itself
    exact.hard_share = 1;
    exact.evidence_noise = 0;
    std::size_t seen = 0;
    for (std::uint64_t i = 0; i < 200; ++i) {
        const Scene scene = makeScene(1, 1, i, exact);
        if (scene.kind != Kind::color) continue;
        ++seen;
        const auto hueOf = [](const std::string& answer) {
            for (const auto& c : kColors)
                if (answer.rfind(c.name, 0) == 0) return c.hue;
            return -1.0;
        };
        const auto apart = [](double a, double b) { return std::abs(std::remainder(a - b, 360.0)); };
        const double whole = apart(hueOf(scene.right), hueOf(scene.wrong));
        const double to_right = apart(scene.objects[0].hue, hueOf(scene.right));
        EXPECT_NEAR(to_right + apart(scene.objects[0].hue, hueOf(scene.wrong)), whole, 1e-9);
        EXPECT_NEAR(to_right / whole, scene.ambiguity / 2, 1e-9);
    }
    EXPECT_GT(seen, 40u);
}

TEST(Scene, AnswerIsInThePicture) {
    Difficulty easy;
    easy.hard_share = 0;
    easy.evidence_noise = 0;
    for (std::uint64_t i = 0; i < 100; ++i) {
        const Scene scene = makeScene(2, 1, i, easy);
        if (scene.kind == Kind::size) {
            EXPECT_GT(scene.objects[0].radius, scene.objects[1].radius * 1.3);
            EXPECT_EQ(scene.right.rfind(kPlaces[scene.objects[0].place], 0), 0u);
        }
        if (scene.kind == Kind::count) {
            std::size_t visible = 0;
            for (const Object& object : scene.objects)
                visible += object.contrast > 0.25 ? 1 : 0;
            EXPECT_EQ(scene.right.rfind(kNumbers[visible], 0), 0u);
        }
    }
}

TEST(Render, ShapesOfOneRadiusHaveOneArea) {
    for (std::size_t shape = 0; shape < kShapes.size(); ++shape) {
        double inside = 0;
        constexpr double step = 0.05;
        for (double y = -20; y < 20; y += step)
            for (double x = -20; x < 20; x += step)
                inside += signedDistance(shape, 10.0, x, y) < 0 ? step * step : 0;
        EXPECT_NEAR(inside, kAreaOfRadius * 100, 2.0) << kShapes[shape];
    }
}

TEST(World, StopsAndRefusesNonsense) {
    const test::TempFolder folder;
    SteeredControl control;
    control.stop(StopKind::abort);
    const auto stopped = writeWorld(folder.path(), small(1), control);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, "job.stopped");
    EXPECT_FALSE(std::filesystem::exists(folder / "pairs.jsonl"));
    FreeRun run;
    WorldOptions options = small(1);
    options.pairs = 0;
    EXPECT_EQ(writeWorld(folder.path(), options, run).error().field, "pairs");
}

} // namespace
} // namespace egt::synthetic
