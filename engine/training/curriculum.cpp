// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/curriculum.h"

#include <algorithm>

#include "base/random.h"

namespace egt::training {
namespace {

struct Place {
    PairId pair = 0;
    std::int32_t stage = 0;
};

/// One pass over all pairs; `items` are sorted already.
std::vector<Place> onePass(const std::vector<CurriculumItem>& items, CurriculumOrder order, std::int32_t stages,
                           std::uint64_t seed) {
    std::vector<Place> pass;
    for (const CurriculumItem& item : items)
        pass.push_back({item.pair, 0});
    Random random(seed);
    if (order == CurriculumOrder::random) {
        random.shuffle(pass);
        return pass;
    }
    if (stages <= 0) return pass;
    const auto bands = std::min(static_cast<std::size_t>(stages), pass.size());
    std::vector<Place> banded;
    for (std::size_t band = 0; band < bands; ++band) {
        const auto begin = static_cast<std::ptrdiff_t>(pass.size() * band / bands);
        const auto end = static_cast<std::ptrdiff_t>(pass.size() * (band + 1) / bands);
        std::vector<Place> part(pass.begin() + begin, pass.begin() + end);
        for (Place& place : part)
            place.stage = static_cast<std::int32_t>(band) + 1;
        random.shuffle(part);
        banded.insert(banded.end(), part.begin(), part.end());
    }
    return banded;
}

} // namespace

CurriculumPlan planCurriculum(std::vector<CurriculumItem> items, CurriculumOrder order, std::int32_t stages,
                              std::int64_t places, std::uint64_t seed) {
    CurriculumPlan plan;
    if (items.empty() || places <= 0) return plan;
    const double sign = order == CurriculumOrder::high_to_low ? -1 : 1;
    std::sort(items.begin(), items.end(), [&](const CurriculumItem& x, const CurriculumItem& y) {
        if (order == CurriculumOrder::random || x.value == y.value) return x.pair < y.pair;
        return sign * x.value < sign * y.value;
    });
    const auto wanted = static_cast<std::size_t>(places);
    const bool staged = stages > 0 && order != CurriculumOrder::random;
    for (std::uint64_t epoch = 0; plan.sequence.size() < wanted; ++epoch) {
        const std::vector<Place> pass = onePass(items, order, stages, mixSeed(seed, 0x63757272, epoch));
        const std::size_t missing = wanted - plan.sequence.size();
        const bool thinned = epoch == 0 && missing < pass.size();
        for (std::size_t i = 0; i < std::min(missing, pass.size()); ++i) {
            const Place& place = pass[thinned ? i * pass.size() / missing : i];
            plan.sequence.push_back(place.pair);
            if (staged) plan.stage.push_back(place.stage);
        }
        ++plan.epochs;
    }
    return plan;
}

} // namespace egt::training
