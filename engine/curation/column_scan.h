// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

#include "records/columns.h"

namespace egt::curation {

/// Calls take(row, value) for each row in order, NaN where there is none: Column::number() without its work a row, so
/// that the compiler can keep a loop tight. Stops after `rows`.
template <class Take> void eachNumber(const Column& column, std::int64_t rows, Take&& take) {
    std::int64_t row = 0;
    for (const auto& chunk : column.chunks) {
        const std::int64_t end = std::min(rows, row + kChunkRows);
        switch (column.type) {
        case ColumnType::real:
            for (const float* at = chunk->reals.data(); row < end; ++row, ++at)
                take(row, static_cast<double>(*at));
            break;
        case ColumnType::code:
            for (const std::int32_t* at = chunk->codes.data(); row < end; ++row, ++at)
                take(row, *at == kMissingCode ? std::nan("") : static_cast<double>(*at));
            break;
        case ColumnType::integer:
            for (const std::int64_t* at = chunk->integers.data(); row < end; ++row, ++at)
                take(row, *at == kMissingInteger ? std::nan("") : static_cast<double>(*at));
            break;
        }
    }
}

/// The same for the codes of a code column; kMissingCode where there is none.
template <class Take> void eachCode(const Column& column, std::int64_t rows, Take&& take) {
    std::int64_t row = 0;
    for (const auto& chunk : column.chunks) {
        const std::int64_t end = std::min(rows, row + kChunkRows);
        for (const std::int32_t* at = chunk->codes.data(); row < end; ++row, ++at)
            take(row, *at);
    }
}

} // namespace egt::curation
