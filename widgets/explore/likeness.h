// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "records/requests.h"

namespace egt::ui {

/// How a pair resembles the first one of its group, by the measure that grouped them (curation/duplicates.h).
struct Likeness {
    double text = 1;      ///< Jaccard similarity of the texts
    bool swapped = false; ///< its answers stand the other way round
    bool same_pictures = false;
    bool pictures = false; ///< were compared
};
Likeness likenessOf(const PairRecord& pair, const PairRecord& first, const DuplicatesRequest& request);
/// "Texts 91% alike · same picture · answers the other way round"
QString likenessText(const Likeness& likeness);

} // namespace egt::ui
