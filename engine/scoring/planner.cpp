// SPDX-License-Identifier: GPL-3.0-or-later
#include "scoring/planner.h"

#include <algorithm>

#include "base/json.h"
#include "base/picture_file.h"

namespace egt::scoring {

std::string ScoreUnit::toJson() const {
    Json json;
    json["pairs"] = pairs;
    json["samples"] = samples;
    json["orders"] = Json::array();
    for (const Order order : orders)
        json["orders"].push_back(static_cast<std::int32_t>(order));
    if (!text_only.empty()) json["text_only"] = text_only;
    json["tokens"] = tokens;
    return dumpJson(json);
}

Result<ScoreUnit> ScoreUnit::fromJson(const std::string& text) {
    const auto bad = [] {
        return fail("score.bad_plan",
                    EGT_TEXT("engine", "The stored plan of this scoring run can't be read. Start a new scoring run."));
    };
    const auto json = parseJson(text);
    if (!json) return bad();
    try {
        ScoreUnit unit;
        json->at("pairs").get_to(unit.pairs);
        json->at("samples").get_to(unit.samples);
        for (const Json& order : json->at("orders"))
            unit.orders.push_back(static_cast<Order>(order.get<std::int32_t>()));
        if (const auto found = json->find("text_only"); found != json->end()) found->get_to(unit.text_only);
        unit.tokens = json->value("tokens", std::int64_t{0});
        return unit;
    } catch (const Json::exception&) {
        return bad();
    }
}

std::vector<ScoreUnit> planUnits(std::vector<PlannedPair> pairs, const std::vector<Order>& orders, std::int32_t samples,
                                 std::int32_t responses) {
    std::sort(pairs.begin(), pairs.end(), [](const PlannedPair& x, const PlannedPair& y) {
        return x.length != y.length ? x.length < y.length : x.pair < y.pair;
    });
    const auto per_pair = static_cast<std::int64_t>(orders.size()) * samples;
    const auto unit_pairs =
        static_cast<std::size_t>(std::max<std::int64_t>(1, responses / std::max<std::int64_t>(1, per_pair)));
    std::vector<ScoreUnit> units;
    for (std::size_t begin = 0; begin < pairs.size(); begin += unit_pairs) {
        ScoreUnit unit{{}, orders, samples, {}, 0};
        for (std::size_t i = begin; i < std::min(begin + unit_pairs, pairs.size()); ++i) {
            unit.pairs.push_back(pairs[i].pair);
            unit.tokens += pairs[i].length;
            if (pairs[i].text_only) unit.text_only.push_back(pairs[i].pair);
        }
        units.push_back(std::move(unit));
    }
    return units;
}

std::int32_t unitResponses(std::int32_t batch) {
    constexpr std::int32_t kRounds = 4;
    return batch * kRounds;
}

bool imagesMissing(const PairRecord& pair) {
    return std::any_of(pair.images.begin(), pair.images.end(),
                       [](const ImageRef& image) { return !pictureIsThere(image.path); });
}

std::vector<Order> ordersOf(Orders orders) {
    switch (orders) {
    case Orders::stored:
        return {Order::stored};
    case Orders::swapped:
        return {Order::swapped};
    case Orders::both:
        break;
    }
    return {Order::stored, Order::swapped};
}

} // namespace egt::scoring
