// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Engine values as words for people: translated, in the user's number format.

#include <QDateTime>
#include <QString>

#include "base/result.h"
#include "records/events.h"
#include "records/records.h"

namespace egt::ui {

/// Fills %1, %2, … of a template, each argument once and literally.
[[nodiscard]] QString fillTemplate(const QString& text, const std::vector<std::string>& args);
/// A text that the engine gives for people (EGT_TEXT), in the window's language.
[[nodiscard]] QString engineText(const std::string& text);
/// The error's sentences in the window's language, with file, line and field where the template does not name them.
[[nodiscard]] QString errorText(const egt::Error& error);
/// Of RunRecord::error or StateEvent::error (JSON of an Error); empty for empty.
[[nodiscard]] QString errorText(const std::string& json);
[[nodiscard]] QString noteText(const egt::NoteEvent& note);

// Numbers. A missing number (NaN) is an empty text in all of them.
[[nodiscard]] QString count(std::int64_t value);             ///< 12,480
[[nodiscard]] QString pairsText(std::int64_t value);         ///< 12,480 pairs
[[nodiscard]] QString nats(double value);                    ///< 0.34 nats
[[nodiscard]] QString natsInterval(double low, double high); ///< 0.31 to 0.44 nats
/// The mean, or what a server's log-probs allow to say of it; empty when neither is known.
[[nodiscard]] QString entropyText(double mean, const egt::EntropyBracket& bracket);
[[nodiscard]] QString number(double value, int decimals = 2);                     ///< 0.34
[[nodiscard]] QString significant(double value, int digits = 3);                  ///< 0.000213, 2.13e-7
[[nodiscard]] QString percent(double share, int decimals = 1);                    ///< of 0.849: 84.9%
[[nodiscard]] QString interval(double low, double high, int decimals = 2);        ///< 4.2 to 8.5
[[nodiscard]] QString percentInterval(double low, double high, int decimals = 1); ///< of shares: 4.2 to 8.5%
[[nodiscard]] QString bytesText(std::int64_t bytes);                              ///< 1.4 MB
[[nodiscard]] QString durationText(double seconds);                               ///< 14 min, 2 h 5 min, 8 s
[[nodiscard]] QString timeText(std::int64_t ms);        ///< Today 14:32, Yesterday 17:05, 12 Nov, 12 Nov 2025
[[nodiscard]] QString clockText(const QDateTime& time); ///< 14:32:07

// Words
[[nodiscard]] QString stateWord(egt::RunState state); ///< running, paused, done …
[[nodiscard]] QString kindWord(egt::RunKind kind);    ///< Import, Judge training, Scoring, Training, Evaluation, Export
[[nodiscard]] QString decisionWord(egt::Decision decision); ///< A better, Label wrong …
[[nodiscard]] QString flagWord(egt::FlagRule rule);         ///< Uncertain, Contradicted
[[nodiscard]] QString unitWord(const std::string& unit);    ///< pairs, steps, rows, files
/// 588 of 960 steps · 14 min left
[[nodiscard]] QString progressText(const egt::ProgressEvent& progress);
[[nodiscard]] bool isActive(egt::RunState state); ///< queued, running, pausing, paused, stopping

} // namespace egt::ui
