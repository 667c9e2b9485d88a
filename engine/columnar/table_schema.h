// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <arrow/type_fwd.h>

#include "formats/table_writer.h"

namespace egt::columnar {

/// Our columns as Arrow's, with the features that `datasets` reads from the schema's metadata (key "huggingface", JSON
/// {"info": {"features": …}}; datasets/arrow_writer.py _build_metadata, features/features.py generate_from_dict), so
/// that pictures come out as Image. Errors: table.bad_columns.
Result<std::shared_ptr<arrow::Schema>> schemaOf(const formats::TableSpec& spec);

/// Dotted Parquet names of the columns that hold pictures ("images.list.element.bytes"): compressing them is idle.
std::vector<std::string> pictureColumns(const std::vector<formats::TableColumn>& columns);

} // namespace egt::columnar
