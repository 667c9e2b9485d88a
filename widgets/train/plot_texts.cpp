// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/plot_texts.h"

#include <QCoreApplication>

#include "bridge/text.h"

namespace egt::ui {

namespace {
struct Texts {
    Q_DECLARE_TR_FUNCTIONS(egt::ui::PlotGrid)
};
} // namespace

std::vector<PlotSpec> trainPlots() {
    std::vector<PlotSpec> out;
    out.push_back({QStringLiteral("loss"),
                   Texts::tr("Loss"),
                   {},
                   Texts::tr("Policy loss of GRPO stands near zero and may be negative; the loss of SFT falls."),
                   false,
                   true,
                   false,
                   true,
                   3});
    out.push_back({QStringLiteral("reward"), Texts::tr("Reward"), Texts::tr("mean of a step"),
                   Texts::tr("Half a point for the form of the reply, one for the right verdict: 1.5 at most."), false,
                   true, false, false, 2});
    out.push_back({QStringLiteral("eval/accuracy"), Texts::tr("Held-out accuracy"), Texts::tr("both orders"),
                   Texts::tr("Share of right verdicts on pairs that are never trained on; unparsed replies are wrong. "
                             "0.5 is chance."),
                   false, false, true, false, 3});
    out.push_back({QStringLiteral("entropy"), Texts::tr("Entropy"), Texts::tr("nats per token"),
                   Texts::tr("Mean entropy of the sampled replies. A fall to zero means that all samples agree."),
                   false, true, false, false, 2});
    out.push_back({QStringLiteral("grad_norm"), Texts::tr("Gradient norm"), Texts::tr("log"),
                   Texts::tr("Before clipping. Jumps of a factor of ten are a warning."), true, true, false, false, 2});
    out.push_back({QStringLiteral("learning_rate"), Texts::tr("Learning rate"), Texts::tr("never smoothed"),
                   Texts::tr("Warm-up, then the schedule."), false, false, false, true, 2});
    return out;
}

QString pauseText(const std::vector<Event>& story, std::size_t paused) {
    const auto& note = std::get<NoteEvent>(story[paused].body);
    for (std::size_t i = paused + 1; i < story.size(); ++i) {
        const auto* later = std::get_if<NoteEvent>(&story[i].body);
        if (later == nullptr || later->kind != "resumed") continue;
        const double seconds = static_cast<double>(story[i].time_ms - story[paused].time_ms) / 1000;
        return Texts::tr("Paused for %1 at step %2").arg(durationText(seconds), count(note.step));
    }
    return Texts::tr("Paused at step %1").arg(count(note.step));
}

int stageNumber(const NoteEvent& note, int otherwise) {
    bool good = false;
    const int number = note.args.empty() ? 0 : QString::fromStdString(note.args.front()).toInt(&good);
    return good && number > 0 ? number : otherwise;
}

} // namespace egt::ui
