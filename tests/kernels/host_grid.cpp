// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/host_grid.h"

#include <cstdint>
#include <exception>
#include <memory>
#include <stdexcept>
#include <vector>

#include <csetjmp>
#include <ucontext.h>

#include "kernels/cuda/host_shim.h"

namespace egt::kernels::cuda::host {
namespace {

constexpr std::size_t kStack = 64 << 10;

/// A group that waits for all of its members.
struct Meeting {
    unsigned size = 0;
    unsigned arrived = 0;
    std::uint64_t round = 0;
};

/// Started with a context of its own, then switched by jumps: swapcontext() asks the kernel at every switch.
struct Fiber {
    ucontext_t context{};
    jmp_buf place{};
    bool started = false;
    bool done = false;
};

class Block {
public:
    Block(unsigned threads, const std::function<void()>& kernel)
        : m_kernel(kernel), m_fibers(threads), m_warps(threads / 32), m_values(threads) {
        m_all.size = threads;
        for (Meeting& warp : m_warps)
            warp.size = 32;
    }

    void run() {
        for (unsigned t = 0; t < m_fibers.size(); ++t)
            start(t);
        for (std::size_t left = m_fibers.size(); left > 0;) {
            const std::size_t before = left;
            const std::uint64_t steps = m_arrivals;
            for (m_now = 0; m_now < m_fibers.size(); ++m_now) {
                if (m_fibers[m_now].done) continue;
                threadIdx = {m_now, 0};
                enterFiber(m_fibers[m_now]);
                if (m_error) std::rethrow_exception(m_error);
                left -= m_fibers[m_now].done;
            }
            if (left == before && steps == m_arrivals) throw std::logic_error("a barrier that not all threads reach");
        }
    }

    void meetAll() { meet(m_all); }
    std::uint32_t exchange(std::uint32_t value, int distance) {
        const unsigned own = m_now;
        m_values[own] = value;
        meet(m_warps[own / 32]); // all have written
        const std::uint32_t got = m_values[own ^ static_cast<unsigned>(distance)];
        meet(m_warps[own / 32]); // all have read
        return got;
    }

private:
    void start(unsigned t);
    static void enter();
    void meet(Meeting& meeting) {
        ++m_arrivals;
        const std::uint64_t round = meeting.round;
        if (++meeting.arrived == meeting.size) {
            meeting.arrived = 0;
            ++meeting.round;
            return;
        }
        const unsigned own = m_now;
        while (meeting.round == round)
            if (_setjmp(m_fibers[own].place) == 0) _longjmp(m_main, 1);
    }
    void enterFiber(Fiber& fiber) {
        if (_setjmp(m_main) != 0) return;
        if (fiber.started) _longjmp(fiber.place, 1);
        fiber.started = true;
        setcontext(&fiber.context);
    }

    const std::function<void()>& m_kernel;
    std::vector<Fiber> m_fibers;
    std::vector<Meeting> m_warps;
    std::vector<std::uint32_t> m_values;
    Meeting m_all;
    jmp_buf m_main{};
    unsigned m_now = 0;
    std::uint64_t m_arrivals = 0;
    std::exception_ptr m_error;
};

Block* running = nullptr;

void Block::enter() {
    Block& block = *running;
    const unsigned own = block.m_now;
    try {
        block.m_kernel();
    } catch (...) {
        block.m_error = std::current_exception();
    }
    block.m_fibers[own].done = true;
    _longjmp(block.m_main, 1);
}

void Block::start(unsigned t) {
    // Kept from block to block: fresh memory would cost more than the block.
    static std::vector<std::unique_ptr<char[]>> stacks;
    while (stacks.size() <= t)
        stacks.emplace_back(new char[kStack]);
    Fiber& fiber = m_fibers[t];
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = stacks[t].get();
    fiber.context.uc_stack.ss_size = kStack;
    fiber.context.uc_link = nullptr;
    makecontext(&fiber.context, &Block::enter, 0);
}

} // namespace

void waitForBlock() {
    running->meetAll();
}
std::uint32_t exchange(std::uint32_t value, int distance) {
    return running->exchange(value, distance);
}

void launch(Grid grid, unsigned threads, const std::function<void()>& kernel) {
    gridDim = {grid.x, grid.y};
    blockDim = {threads, 1};
    for (unsigned y = 0; y < grid.y; ++y)
        for (unsigned x = 0; x < grid.x; ++x) {
            blockIdx = {x, y};
            Block block(threads, kernel);
            running = &block;
            block.run();
            running = nullptr;
        }
}

} // namespace egt::kernels::cuda::host
