// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/mm_rlhf.h"

namespace egt::formats {

Field<PairRecord> MmRlhfReader::pairOf(JsonRow& row) const {
    PairRecord pair;
    for (const auto& [field, target] : {std::pair{"prompt", &pair.question}, std::pair{"chosen", &pair.answer_a},
                                        std::pair{"rejected", &pair.answer_b}}) {
        auto text = row.text(field);
        if (!text) return tl::unexpected<Reject>(text.error());
        *target = std::move(*text);
    }
    if (auto done = takeCommon(row, pair); !done) return tl::unexpected<Reject>(done.error());
    return pair;
}

double MmRlhfReader::fit(const JsonRow& row) const {
    if (row.has("images")) return 0.6; // the TRL layout's own field
    if (row.has("image") || row.has("video")) return 1.0;
    return row.has("id") ? 0.8 : 0.5;
}

} // namespace egt::formats
