// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/writer.h"

namespace egt::formats {

/// Everything that JsonlWriter writes as one table, RFC 4180: CR LF after each record, fields with a comma, a quote, CR
/// or LF in quotes, quotes doubled, UTF-8 without a byte order mark, one header line. A column for each score under its
/// name, empty when missing; images, flags and the other fields of the imported row as JSON. Ties and pairs without a
/// label are rows like others.
///
/// A field is the text as it is, also when it begins with = + - @ and a spreadsheet would calculate with it: a mark in
/// front of it would be a change of the data that comes back by an import. Open sets of others as text.
class CsvWriter final : public Writer {
public:
    CsvWriter();
    [[nodiscard]] std::string head() const override;
    /// With its CR: the file's lines end in LF.
    [[nodiscard]] std::string row(const ExportRow& row) const override;
    [[nodiscard]] std::vector<Companion> companions(const ExportFacts& facts) const override;
};

} // namespace egt::formats
