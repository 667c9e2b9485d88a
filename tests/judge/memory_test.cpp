// SPDX-License-Identifier: GPL-3.0-or-later
// Loading takes the weights' own memory and no second copy: mapped pages are let go of tensor by tensor.
#include <malloc.h>

#include <gtest/gtest.h>

#include "base/files.h"
#include "judge_fixture.h"
#include "support/resident_peak.h"
#include "support/temp_folder.h"

namespace egt::judge {
namespace {

TEST(Memory, LoadingMakesNoSecondCopy) {
    if (!egt::test::resident_peak_tells) GTEST_SKIP() << "a sanitizer keeps memory of its own";
    const egt::test::TempFolder folder;
    JudgeConfig config = test::demoConfig();
    config.text.num_hidden_layers = 16;
    config.text.intermediate_size = 4096; // 5 MB a layer, 1.6 MB a tensor
    std::int64_t bytes = 0;
    {
        const auto judge = Judge::create(config, 1);
        bytes = judge->parameterCount() * 4;
        ASSERT_TRUE(judge->save(folder.path()));
    }
    ASSERT_GT(bytes, 70'000'000);
    malloc_trim(0); // else the next judge takes what this one had
    if (!egt::test::resetResidentPeak()) GTEST_SKIP() << "the peak cannot be reset here";
    const std::int64_t before = egt::test::residentPeak();
    const auto judge = Judge::load(folder.path());
    ASSERT_TRUE(judge) << judge.error().message();
    const std::int64_t more = egt::test::residentPeak() - before;
    EXPECT_GT(more, bytes * 9 / 10); // else the measure shows nothing
    EXPECT_LT(more, bytes + 12'000'000);
}

} // namespace
} // namespace egt::judge
