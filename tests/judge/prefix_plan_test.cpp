// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/prefix_plan.h"

#include <numeric>

#include <gmock/gmock.h>

namespace egt::judge {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Ids = std::vector<std::int32_t>;

constexpr std::int32_t kImage = 7;

/// `shared` equal tokens, then `own` tokens that only `mark` has.
Ids prompt(std::size_t shared, std::size_t own, std::int32_t mark) {
    Ids out(shared);
    std::iota(out.begin(), out.end(), 100);
    out.insert(out.end(), own, mark);
    return out;
}

struct Batch {
    std::vector<Ids> ids, images;
    std::vector<std::int64_t> image_tokens;
    [[nodiscard]] PromptPlan plan(std::size_t most = 8, bool share = true) const {
        std::vector<PromptTokens> prompts;
        for (std::size_t i = 0; i < ids.size(); ++i)
            prompts.push_back({&ids[i], &images[i]});
        return planPrompts(prompts, image_tokens, kImage, most, share);
    }
    void add(Ids prompt_ids, Ids of = {}) {
        ids.push_back(std::move(prompt_ids));
        images.push_back(std::move(of));
    }
};

TEST(PrefixPlan, SamplesAreOnePromptAndOrdersOneFamily) {
    Batch batch;
    for (const std::int32_t mark : {1, 2})
        for (int sample = 0; sample < 3; ++sample)
            batch.add(prompt(40, 10, mark));
    const PromptPlan plan = batch.plan();
    ASSERT_EQ(plan.prompts.size(), 2U);
    EXPECT_THAT(plan.prompts[1].sequences, ElementsAre(3, 4, 5));
    ASSERT_EQ(plan.families.size(), 1U);
    EXPECT_THAT(plan.families[0].prompts, ElementsAre(0, 1));
    EXPECT_EQ(plan.families[0].shared, 40);
    EXPECT_EQ(plan.longest, 50);
    EXPECT_EQ(plan.computedTokens(), 60);
    const PromptPlan apart = batch.plan(8, false);
    EXPECT_EQ(apart.prompts.size(), 6U);
    EXPECT_EQ(apart.computedTokens(), 300);
}

TEST(PrefixPlan, APromptJoinsOnlyWhenThatSavesMore) {
    Batch batch; // two orders of one pair, then of another that begins alike for 30 tokens only
    batch.add(prompt(100, 10, 1));
    batch.add(prompt(100, 10, 2));
    batch.add(prompt(30, 80, 3));
    batch.add(prompt(30, 80, 4));
    const PromptPlan plan = batch.plan(); // joining would save 2 x 30 in place of 100
    ASSERT_EQ(plan.families.size(), 2U);
    EXPECT_EQ(plan.families[0].shared, 100);
    EXPECT_THAT(plan.families[1].prompts, ElementsAre(2, 3));
    batch.ids[2] = prompt(70, 40, 3);
    EXPECT_EQ(batch.plan().families[0].prompts.size(), 3U) << "2 x 70 saves more than 100";
    EXPECT_EQ(batch.plan(2).families[0].prompts.size(), 2U) << "at most as many as asked";
}

TEST(PrefixPlan, LeavesAtLeastOneTokenToEachAndShortBeginningsAlone) {
    Batch batch;
    batch.add(prompt(40, 0, 0));
    batch.add(prompt(50, 0, 0)); // begins with all of the first
    EXPECT_EQ(batch.plan().families[0].shared, 39);
    Batch brief;
    brief.add(prompt(15, 10, 1));
    brief.add(prompt(15, 10, 2));
    EXPECT_EQ(brief.plan().families.size(), 2U);
}

TEST(PrefixPlan, EqualMarksOfDifferentImagesAreNotEqual) {
    Batch batch;
    batch.image_tokens = {20, 20, 20};
    Ids with(20, kImage);
    with.insert(with.begin(), 5, 1); // five tokens, the image, then text
    with.insert(with.end(), 30, 2);
    Ids two = with; // a second image
    two.insert(two.end(), 20, kImage);
    batch.add(with, {0});
    batch.add(with, {1});
    EXPECT_EQ(batch.plan().families.size(), 2U) << "only five tokens are equal";
    batch.add(two, {0, 1});
    batch.add(two, {0, 2});
    const PromptPlan plan = batch.plan();
    EXPECT_EQ(plan.families.back().shared, 55) << "up to the second image";
    batch.images[1] = {0};
    EXPECT_EQ(batch.plan().prompts.size(), 3U) << "the same image is the same prompt";
}

TEST(PrefixPlan, AnEmptyBatchIsAnEmptyPlan) {
    const PromptPlan plan = Batch{}.plan();
    EXPECT_THAT(plan.prompts, IsEmpty());
    EXPECT_EQ(plan.computedTokens(), 0);
}

} // namespace
} // namespace egt::judge
