// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/export_rows.h"

#include <charconv>

#include "base/random.h"
#include "formats/image_marks.h"
#include "remote/chat_request.h"
#include "text/judge_prompt.h"

namespace egt::pipelines {
namespace {

/// The question to a judge in the form of R1-Reward, without chat and image marks: the trainer adds its own.
Result<std::string> judgeTask(const PairRecord& pair, Order order) {
    static const JudgePrompt prompt = JudgePrompt::r1Reward();
    const bool stored = order == Order::stored;
    EGT_ASSIGN(const auto messages,
               remote::chatMessages(prompt.render(pair.question, stored ? pair.answer_a : pair.answer_b,
                                                  stored ? pair.answer_b : pair.answer_a, 0)));
    std::string out;
    for (const remote::ChatMessage& message : messages)
        if (message.role == "user")
            for (const remote::ChatPart& part : message.parts)
                out += part.text;
    return out;
}

} // namespace

Order taskOrder(std::uint64_t seed, const PairRecord& pair) {
    std::uint64_t key = 0;
    const std::string& hash = pair.content_hash; // 32 hex digits
    std::from_chars(hash.data(), hash.data() + std::min<std::size_t>(hash.size(), 16), key, 16);
    return Random(mixSeed(seed, key)).below(2) == 0 ? Order::stored : Order::swapped;
}

Result<formats::ExportRow> makeRow(const ExportPlan& plan, const PlannedRow& planned, PairRecord&& pair,
                                   Project& project, ExportImages& images) {
    formats::ExportRow row;
    EGT_ASSIGN(row.images, images.place(pair));
    row.table = plan.writer->layout().table;
    if (row.table && plan.images == ImageMode::embed) row.image_files = filesThere(pair);
    EGT_ASSIGN(row.note, project.note(pair.id));
    EGT_ASSIGN(row.flags, project.flags(pair.id));
    row.pair = std::move(pair);
    row.pair.label = planned.label;
    row.score = planned.score;
    row.label_source = planned.reviewed ? "reviewed" : "imported";
    row.decision = planned.decision;
    if (plan.writer->layout().judge_task) {
        row.order = taskOrder(plan.seed, row.pair);
        EGT_ASSIGN(row.task, judgeTask(row.pair, row.order));
    }
    return row;
}

bool admit(const formats::Writer& writer, const PairRecord& pair, std::size_t images, ExportCount& count) {
    if (writer.layout().counts_marks && !formats::marksFit(pair, images)) {
        ++count.surplus_marks;
        return false;
    }
    ++count.rows;
    count.without_image += images == 0 ? 1 : 0;
    count.heldout += writer.fileOf(pair) != writer.fileName() ? 1 : 0;
    return true;
}

} // namespace egt::pipelines
