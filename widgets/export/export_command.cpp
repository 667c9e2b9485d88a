// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/export_command.h"

#include <QCoreApplication>
#include <algorithm>

#include "bridge/text.h"

namespace egt::ui {

namespace {
struct Texts {
    Q_DECLARE_TR_FUNCTIONS(egt::ui::ExportWorkspace)
};
} // namespace

QString shellQuoted(const QString& text) {
    const auto plain = [](QChar c) { return c.isLetterOrNumber() || QStringLiteral("_-./:=+,@%").contains(c); };
    if (!text.isEmpty() && std::all_of(text.begin(), text.end(), plain)) return text;
    QString inner = text;
    inner.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    return QLatin1Char('\'') + inner + QLatin1Char('\'');
}

QString exportCommand(const QString& project, const ExportRequest& request) {
    QStringList words{QStringLiteral("egt"), QStringLiteral("export"), shellQuoted(project)};
    const auto option = [&](const char* name, const std::string& value) {
        words << QLatin1String(name) << shellQuoted(QString::fromStdString(value));
    };
    option("--selection", request.selection);
    option("--format", request.format);
    if (request.entropy_order) option("--order", "entropy");
    option("--images", request.images == ImageMode::copy ? "copy" : "link");
    if (!request.leave_out_dropped) words << QStringLiteral("--keep-dropped");
    if (!request.use_reviewed_labels) words << QStringLiteral("--imported-labels");
    if (request.score_run != 0) option("--run", std::to_string(request.score_run));
    option("--out", request.out);
    return words.join(QLatin1Char(' '));
}

QList<PlannedFile> plannedFiles(const ExportRequest& request, const ExportCount& counted, double row_bytes) {
    QList<PlannedFile> out;
    const bool trl = request.format == "trl";
    const auto bytes = static_cast<std::int64_t>((row_bytes + 1) * static_cast<double>(counted.rows));
    out.append({trl ? QStringLiteral("train.jsonl") : QStringLiteral("pairs.jsonl"),
                Texts::tr("%1 rows").arg(count(counted.rows)),
                row_bytes > 0 ? Texts::tr("about %1").arg(bytesText(bytes)) : QString(), false});
    if (counted.images > 0)
        out.append({request.images == ImageMode::copy ? QStringLiteral("images/") : Texts::tr("images"),
                    request.images == ImageMode::copy
                        ? Texts::tr("%1 files, copied").arg(count(counted.images))
                        : Texts::tr("%1 files, linked where they lie").arg(count(counted.images)),
                    request.images == ImageMode::copy ? bytesText(counted.image_bytes) : bytesText(0), true});
    if (trl && request.entropy_order)
        out.append({QStringLiteral("trainer.yaml"), Texts::tr("keeps the trainer from shuffling"), {}, false});
    out.append({QStringLiteral("manifest.json"), Texts::tr("rule, judge hash, counts, file hashes"), {}, false});
    return out;
}

} // namespace egt::ui
