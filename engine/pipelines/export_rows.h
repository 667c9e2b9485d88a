// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "formats/writer.h"
#include "pipelines/export_images.h"
#include "pipelines/export_plan.h"

namespace egt::pipelines {

/// The row of a planned pair with everything that its layout needs.
Result<formats::ExportRow> makeRow(const ExportPlan& plan, const PlannedRow& planned, PairRecord&& pair,
                                   Project& project, ExportImages& images);

/// Whether the layout can hold the pair with so many images; counts it either way (rows, without_image, heldout,
/// surplus_marks).
bool admit(const formats::Writer& writer, const PairRecord& pair, std::size_t images, ExportCount& count);

/// Which answer a judge's task shows first: a fair coin for each pair, of the seed and the pair's content alone, so
/// that it is the same in every project and in every selection.
Order taskOrder(std::uint64_t seed, const PairRecord& pair);

} // namespace egt::pipelines
