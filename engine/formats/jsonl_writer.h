// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/writer.h"

namespace egt::formats {

/// One plain object a line with everything that is known about a pair: the answers as stored, the label (also a tie,
/// also none), where it came from, scores, flags, decision, note and the other fields of the imported row. Several
/// images and the frames of a video are a list in their order; embedded ones are data URLs.
class JsonlWriter : public Writer {
public:
    JsonlWriter();
    [[nodiscard]] std::string row(const ExportRow& row) const override;
    [[nodiscard]] std::vector<Companion> companions(const ExportFacts& facts) const override;

    /// The row as an object; the order of its fields is that of the file.
    [[nodiscard]] static OrderedJson object(const ExportRow& row);

protected:
    explicit JsonlWriter(Layout layout) : Writer(std::move(layout)) {}
};

} // namespace egt::formats
