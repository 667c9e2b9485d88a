// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/hf_writer.h"

#include "formats/data_card.h"
#include "formats/flat_fields.h"

namespace egt::formats {

HfWriter::HfWriter()
    : Writer({.name = "hf",
              .title = EGT_TEXT("engine", "Hugging Face data set"),
              .what = EGT_TEXT("engine", "a folder with a data card"),
              .file = "data/train.jsonl",
              .heldout_file = "data/heldout.jsonl",
              .images = {ImageMode::copy, ImageMode::link},
              .takes_unlabelled = true}) {}

std::string HfWriter::row(const ExportRow& row) const {
    return dumpJson(flatFields(row));
}

std::vector<Writer::Companion> HfWriter::companions(const ExportFacts& facts) const {
    return {{"README.md", EGT_TEXT("engine", "data card: counts, rule, judge"), dataCard(facts)}};
}

} // namespace egt::formats
