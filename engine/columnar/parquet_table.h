// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "formats/table_writer.h"

namespace egt::columnar {

/// As formats::writeParquet().
Result<std::unique_ptr<formats::TableWriter>> openParquetTable(const formats::TableSpec& spec);

} // namespace egt::columnar
