// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/positions.h"

#include <algorithm>

#include <c10/util/Exception.h>

namespace egt::judge {

PromptPositions promptPositions(const std::vector<std::int32_t>& ids, const std::vector<Grid>& images,
                                std::int32_t image_token_id) {
    PromptPositions out;
    for (auto& axis : out.axes)
        axis.reserve(ids.size());
    std::size_t image = 0;
    for (std::size_t i = 0; i < ids.size();) {
        if (ids[i] != image_token_id) {
            for (auto& axis : out.axes)
                axis.push_back(out.next);
            ++out.next;
            ++i;
            continue;
        }
        TORCH_CHECK(image < images.size(), "a prompt has more image tokens than images");
        const Grid& grid = images[image++];
        for (std::int32_t t = 0; t < grid.t; ++t)
            for (std::int32_t y = 0; y < grid.h; ++y)
                for (std::int32_t x = 0; x < grid.w; ++x, ++i) {
                    TORCH_CHECK(i < ids.size() && ids[i] == image_token_id,
                                "a prompt has fewer image tokens than its image");
                    out.axes[0].push_back(out.next + t);
                    out.axes[1].push_back(out.next + y);
                    out.axes[2].push_back(out.next + x);
                }
        out.next += std::max(grid.h, grid.w);
    }
    TORCH_CHECK(image == images.size(), "a prompt has fewer image tokens than images");
    return out;
}

namespace {

void addFrame(VisionPlan& plan, const Grid& grid, std::int64_t first, std::int32_t merge, std::int32_t window) {
    const std::int32_t h = grid.h / merge;
    const std::int32_t w = grid.w / merge;
    for (std::int32_t wy = 0; wy < h; wy += window)
        for (std::int32_t wx = 0; wx < w; wx += window) {
            const std::int32_t to_y = std::min(h, wy + window);
            const std::int32_t to_x = std::min(w, wx + window);
            for (std::int32_t y = wy; y < to_y; ++y)
                for (std::int32_t x = wx; x < to_x; ++x) {
                    plan.order.push_back(first + std::int64_t{y} * w + x);
                    for (std::int32_t i = 0; i < merge * merge; ++i) {
                        plan.rows.push_back(y * merge + i / merge);
                        plan.columns.push_back(x * merge + i % merge);
                    }
                }
            plan.window_lengths.push_back(std::int64_t{to_y - wy} * (to_x - wx) * merge * merge);
        }
    plan.full_lengths.push_back(std::int64_t{grid.h} * grid.w);
}

} // namespace

VisionPlan visionPlan(const std::vector<Grid>& images, std::int32_t merge, std::int32_t patch_size,
                      std::int32_t window_size) {
    VisionPlan plan;
    const std::int32_t window = window_size / merge / patch_size; // in merged tokens
    std::int64_t first = 0;
    for (const Grid& grid : images)
        for (std::int32_t t = 0; t < grid.t; ++t) {
            addFrame(plan, grid, first, merge, window);
            first += std::int64_t{grid.h / merge} * (grid.w / merge);
        }
    return plan;
}

} // namespace egt::judge
