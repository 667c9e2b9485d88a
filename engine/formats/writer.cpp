// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/writer.h"

#include <algorithm>

namespace egt::formats {
namespace {

std::vector<ExportFile> companionFiles(const Writer& writer, bool ordered) {
    ExportFacts facts;
    facts.ordered = ordered;
    facts.images = writer.layout().images.front();
    facts.data = {{writer.fileName(), "train"}};
    std::vector<ExportFile> out;
    for (Writer::Companion& one : writer.companions(facts))
        out.push_back({std::move(one.file), std::move(one.what)});
    return out;
}

} // namespace

bool Writer::takesImages(ImageMode mode) const {
    return std::find(m_layout.images.begin(), m_layout.images.end(), mode) != m_layout.images.end();
}

const std::string& Writer::fileOf(const PairRecord& pair) const {
    const bool train = pair.split.empty() || pair.split == "train";
    return train || m_layout.heldout_file.empty() ? m_layout.file : m_layout.heldout_file;
}

Preference preferenceOf(const PairRecord& pair) {
    if (pair.label == Label::b) return {pair.answer_b, pair.answer_a, pair.reason_b, pair.reason_a};
    return {pair.answer_a, pair.answer_b, pair.reason_a, pair.reason_b};
}

OrderedJson imageValues(const ExportRow& row) {
    OrderedJson out = OrderedJson::array();
    for (std::size_t i = 0; i < row.images.size(); ++i) {
        if (!row.table) {
            out.push_back(row.images[i]);
            continue;
        }
        OrderedJson one = {{"path", row.images[i]}};
        if (i < row.image_files.size()) one["file"] = row.image_files[i];
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<ExportFormat> exportFormats() {
    std::vector<ExportFormat> out;
    for (const auto& writer : writers()) {
        const Writer::Layout& layout = writer->layout();
        ExportFormat format;
        format.name = layout.name;
        format.title = layout.title;
        format.what = layout.what;
        format.file = layout.file;
        format.heldout_file = layout.heldout_file;
        format.images = layout.images;
        format.takes_unlabelled = layout.takes_unlabelled;
        format.judge_task = layout.judge_task;
        format.companions = companionFiles(*writer, false);
        format.ordered_companions = companionFiles(*writer, true);
        out.push_back(std::move(format));
    }
    return out;
}

} // namespace egt::formats
