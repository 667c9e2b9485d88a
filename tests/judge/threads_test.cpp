// SPDX-License-Identifier: GPL-3.0-or-later
// Loops over rows must really share threads: at::parallel_for is a plain loop where OpenMP was left out of the build.
#include <atomic>

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

namespace egt {
namespace {

class Threads {
public:
    explicit Threads(int count) : m_before(at::get_num_threads()) { at::set_num_threads(count); }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;
    ~Threads() { at::set_num_threads(m_before); }

private:
    int m_before;
};

TEST(Threads, ShareALoop) {
#if defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "built without OpenMP: the thread sanitizer does not see its barriers";
#endif
    const Threads two(2);
    std::atomic<int> ranges{0}, highest{0};
    at::parallel_for(0, 64, 1, [&](std::int64_t, std::int64_t) {
        ++ranges;
        int seen = highest;
        while (seen < at::get_thread_num() && !highest.compare_exchange_weak(seen, at::get_thread_num())) {
        }
    });
    EXPECT_EQ(ranges, 2);
    EXPECT_EQ(highest, 1);
}

} // namespace
} // namespace egt
