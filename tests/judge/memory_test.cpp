// SPDX-License-Identifier: GPL-3.0-or-later
// Loading takes the weights' own memory and no second copy: mapped pages are let go of tensor by tensor.
#include <fstream>

#include <malloc.h>

#include <gtest/gtest.h>

#include "base/files.h"
#include "judge_fixture.h"
#include "support/temp_folder.h"

namespace egt::judge {
namespace {

/// The highest resident size since the last reset, from /proc/self/status (man proc). 0 where there is none.
std::int64_t peakBytes() {
    std::ifstream in("/proc/self/status");
    for (std::string word; in >> word;)
        if (word == "VmHWM:") {
            std::int64_t kilobytes = 0;
            in >> kilobytes;
            return kilobytes * 1024;
        }
    return 0;
}
bool resetPeak() {
    std::ofstream out("/proc/self/clear_refs");
    out << "5" << std::flush;
    return out.good();
}

TEST(Memory, LoadingMakesNoSecondCopy) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer keeps memory of its own";
#endif
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
    if (!resetPeak()) GTEST_SKIP() << "the peak cannot be reset here";
    const std::int64_t before = peakBytes();
    const auto judge = Judge::load(folder.path());
    ASSERT_TRUE(judge) << judge.error().message();
    const std::int64_t more = peakBytes() - before;
    EXPECT_GT(more, bytes * 9 / 10); // else the measure shows nothing
    EXPECT_LT(more, bytes + 12'000'000);
}

} // namespace
} // namespace egt::judge
