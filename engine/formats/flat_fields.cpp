// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/flat_fields.h"

#include "formats/jsonl_writer.h"

namespace egt::formats {

OrderedJson flatFields(const ExportRow& row) {
    OrderedJson out;
    const OrderedJson plain = JsonlWriter::object(row);
    for (const auto& [name, value] : plain.items()) {
        if (name == "scores")
            out.update(value);
        else if (name == "flags" || name == "extra")
            out[name] = dumpJson(value);
        else
            out[name] = value;
    }
    return out;
}

} // namespace egt::formats
