// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "base/json.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(egt::ui::Text)
};

QString text(const std::string& value) {
    return QString::fromStdString(value);
}

} // namespace

QString fillTemplate(const QString& pattern, const std::vector<std::string>& args) {
    QString out;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const bool marker = pattern[i] == u'%' && i + 1 < pattern.size() && pattern[i + 1].isDigit();
        const auto index = marker ? static_cast<std::size_t>(pattern[i + 1].digitValue()) : 0;
        if (index >= 1 && index <= args.size()) {
            out += text(args[index - 1]);
            ++i;
        } else {
            out += pattern[i];
        }
    }
    return out;
}

QString engineText(const std::string& text) {
    return QCoreApplication::translate("engine", text.c_str());
}

QString errorText(const Error& error) {
    QString out = fillTemplate(QCoreApplication::translate("engine", error.text.c_str()), error.args);
    QStringList where;
    const QString file = text(error.file);
    if (!file.isEmpty() && !out.contains(file)) where << file;
    if (error.line > 0) where << Text::tr("line %1").arg(count(error.line));
    if (const QString field = text(error.field); !field.isEmpty() && !out.contains(field))
        where << Text::tr("field “%1”").arg(field);
    return where.isEmpty() ? out : Text::tr("%1 (%2)").arg(out, where.join(u", "_s));
}

QString errorText(const std::string& json) {
    if (json.empty()) return {};
    const auto parsed = nlohmann::json::parse(json, nullptr, false);
    if (!parsed.is_object()) return text(json);
    try {
        return errorText(parsed.get<Error>());
    } catch (const nlohmann::json::exception&) {
        return text(json); // written by a newer version: better raw than nothing
    }
}

QString noteText(const NoteEvent& note) {
    return fillTemplate(QCoreApplication::translate("engine", note.text.c_str()), note.args);
}

QString count(std::int64_t value) {
    return QLocale().toString(static_cast<qlonglong>(value));
}

QString pairsText(std::int64_t value) {
    return Text::tr("%Ln pairs", nullptr, static_cast<int>(std::min<std::int64_t>(value, 2'000'000'000)));
}

QString number(double value, int decimals) {
    if (std::isnan(value)) return {};
    // A number that rounds to zero has no sign.
    const double unit = std::pow(10.0, -decimals);
    if (std::abs(value) < unit / 2) value = 0;
    return QLocale().toString(value, 'f', decimals).replace(u'-', QChar(0x2212));
}

QString nats(double value) {
    return std::isnan(value) ? QString() : Text::tr("%1 nats").arg(number(value, 2));
}

QString natsInterval(double low, double high) {
    if (std::isnan(low) || std::isnan(high)) return {};
    return Text::tr("%1 to %2 nats").arg(number(low, 2), number(high, 2));
}

QString entropyText(double mean, const EntropyBracket& bracket) {
    return std::isnan(mean) && bracket.known ? natsInterval(bracket.low, bracket.high) : nats(mean);
}

QString significant(double value, int digits) {
    return std::isnan(value) ? QString() : QLocale().toString(value, 'g', digits).replace(u'-', QChar(0x2212));
}

QString percent(double share, int decimals) {
    return std::isnan(share) ? QString() : Text::tr("%1%").arg(number(share * 100, decimals));
}

QString interval(double low, double high, int decimals) {
    if (std::isnan(low) || std::isnan(high)) return {};
    return Text::tr("%1 to %2").arg(number(low, decimals), number(high, decimals));
}

QString percentInterval(double low, double high, int decimals) {
    if (std::isnan(low) || std::isnan(high)) return {};
    return Text::tr("%1 to %2%").arg(number(low * 100, decimals), number(high * 100, decimals));
}

QString bytesText(std::int64_t bytes) {
    if (bytes < 1000) return Text::tr("%1 B").arg(count(bytes));
    static const char* const units[] = {
        QT_TRANSLATE_NOOP("egt::ui::Text", "%1 kB"), QT_TRANSLATE_NOOP("egt::ui::Text", "%1 MB"),
        QT_TRANSLATE_NOOP("egt::ui::Text", "%1 GB"), QT_TRANSLATE_NOOP("egt::ui::Text", "%1 TB")};
    double value = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    while (value >= 999.95 && unit < 3)
        value /= 1000, ++unit;
    return Text::tr(units[unit]).arg(number(value, value < 10 ? 1 : 0));
}

QString durationText(double seconds) {
    if (std::isnan(seconds) || seconds < 0) return {};
    const auto s = static_cast<qint64>(std::llround(seconds));
    if (s < 60) return Text::tr("%1 s").arg(s);
    if (s < 3600) return Text::tr("%1 min").arg((s + 30) / 60);
    const qint64 minutes = (s + 30) / 60;
    if (minutes < 48 * 60) return Text::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    return Text::tr("%1 d %2 h").arg(minutes / 1440).arg(minutes % 1440 / 60);
}

QString timeText(std::int64_t ms) {
    if (ms <= 0) return {};
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms);
    const QDate today = QDate::currentDate();
    const QString clock = time.toString(u"H:mm"_s);
    if (time.date() == today) return Text::tr("Today %1").arg(clock);
    if (time.date() == today.addDays(-1)) return Text::tr("Yesterday %1").arg(clock);
    //: a date without its year, as QDate formats it
    return QLocale().toString(time.date(),
                              time.date().year() == today.year() ? Text::tr("d MMM") : Text::tr("d MMM yyyy"));
}

QString clockText(const QDateTime& time) {
    return time.toString(u"HH:mm:ss"_s);
}

QString stateWord(RunState state) {
    switch (state) {
    case RunState::queued:
        return Text::tr("queued");
    case RunState::running:
        return Text::tr("running");
    case RunState::pausing:
        return Text::tr("pausing");
    case RunState::paused:
        return Text::tr("paused");
    case RunState::stopping:
        return Text::tr("stopping");
    case RunState::done:
        return Text::tr("done");
    case RunState::stopped:
        return Text::tr("stopped");
    case RunState::failed:
        return Text::tr("failed");
    case RunState::aborted:
        return Text::tr("aborted");
    case RunState::interrupted:
        return Text::tr("interrupted");
    }
    return {};
}

QString kindWord(RunKind kind) {
    switch (kind) {
    case RunKind::import:
        return Text::tr("Import");
    case RunKind::sft:
        return Text::tr("Judge training");
    case RunKind::score:
        return Text::tr("Scoring");
    case RunKind::train:
        return Text::tr("Training");
    case RunKind::evaluate:
        return Text::tr("Evaluation");
    case RunKind::exporting:
        return Text::tr("Export");
    case RunKind::index:
        return Text::tr("Text index");
    case RunKind::duplicates:
        return Text::tr("Near-duplicates");
    case RunKind::benchmark:
        return Text::tr("Benchmark");
    case RunKind::verify:
        return Text::tr("Image check");
    case RunKind::relocate:
        return Text::tr("Image search");
    }
    return {};
}

QString decisionWord(Decision decision) {
    switch (decision) {
    case Decision::none:
        return {};
    case Decision::left:
        return Text::tr("A better");
    case Decision::right:
        return Text::tr("B better");
    case Decision::tie:
        return Text::tr("Tie");
    case Decision::both_bad:
        return Text::tr("Both bad");
    case Decision::correct:
        return Text::tr("Label right");
    case Decision::flip:
        return Text::tr("Label wrong");
    case Decision::drop:
        return Text::tr("Drop");
    case Decision::skip:
        return Text::tr("Skip");
    case Decision::flag:
        return Text::tr("Flag");
    }
    return {};
}

QString flagWord(FlagRule rule) {
    return rule == FlagRule::uncertain ? Text::tr("Uncertain") : Text::tr("Contradicted");
}

QString unitWord(const std::string& unit) {
    if (unit == "pairs") return Text::tr("pairs");
    if (unit == "steps") return Text::tr("steps");
    if (unit == "rows") return Text::tr("rows");
    if (unit == "files") return Text::tr("files");
    if (unit == "images") return Text::tr("images");
    if (unit == "responses") return Text::tr("responses");
    if (unit == "traces") return Text::tr("traces");
    return text(unit);
}

QString progressText(const ProgressEvent& progress) {
    if (progress.done == 0 && progress.total == 0) return {};
    const QString unit = unitWord(progress.unit);
    if (progress.total <= 0) return Text::tr("%1 %2").arg(count(progress.done), unit);
    const QString done = Text::tr("%1 of %2 %3").arg(count(progress.done), count(progress.total), unit);
    if (progress.rate <= 0 || progress.done >= progress.total) return done;
    const double left = static_cast<double>(progress.total - progress.done) / progress.rate;
    return Text::tr("%1 · %2 left").arg(done, durationText(left));
}

bool isActive(RunState state) {
    return state == RunState::queued || state == RunState::running || state == RunState::pausing ||
           state == RunState::paused || state == RunState::stopping;
}

} // namespace egt::ui
