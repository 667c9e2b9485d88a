// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/export_command.h"

#include <QCoreApplication>
#include <algorithm>

#include "bridge/text.h"
#include "records/serialize.h"

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
    if (!request.replay.empty()) {
        option("--replay", request.replay);
        option("--out", request.out);
        if (request.replace) words << QStringLiteral("--replace");
        return words.join(QLatin1Char(' '));
    }
    option("--selection", request.selection);
    option("--format", request.format);
    if (request.entropy_order) option("--order", "entropy");
    option("--images", std::string(name(request.images)));
    if (!request.leave_out_dropped) words << QStringLiteral("--keep-dropped");
    if (!request.use_reviewed_labels) words << QStringLiteral("--imported-labels");
    if (request.seed != ExportRequest().seed) option("--seed", std::to_string(request.seed));
    if (request.score_run != 0) option("--run", std::to_string(request.score_run));
    option("--out", request.out);
    if (request.replace) words << QStringLiteral("--replace");
    return words.join(QLatin1Char(' '));
}

namespace {

PlannedFile dataFile(const std::string& name, std::int64_t rows, double row_bytes) {
    const auto bytes = static_cast<std::int64_t>((row_bytes + 1) * static_cast<double>(rows));
    return {QString::fromStdString(name), Texts::tr("%1 rows").arg(count(rows)),
            row_bytes > 0 ? Texts::tr("about %1").arg(bytesText(bytes)) : QString(), false};
}

PlannedFile imageFiles(const ExportRequest& request, const ExportCount& counted) {
    const QString number = count(counted.images);
    if (request.images == ImageMode::copy)
        return {QStringLiteral("images/"), Texts::tr("%1 files, copied").arg(number), bytesText(counted.image_bytes),
                true};
    return {Texts::tr("images"),
            request.images == ImageMode::link ? Texts::tr("%1 files, linked where they lie").arg(number)
                                              : Texts::tr("%1 files, inside the data").arg(number),
            bytesText(0), true};
}

} // namespace

QList<PlannedFile> plannedFiles(const ExportRequest& request, const ExportFormat& format, const ExportCount& counted,
                                double row_bytes) {
    QList<PlannedFile> out;
    out.append(dataFile(format.file, counted.rows - counted.heldout, row_bytes));
    if (counted.heldout > 0) out.append(dataFile(format.heldout_file, counted.heldout, row_bytes));
    if (counted.images > 0) out.append(imageFiles(request, counted));
    for (const ExportFile& file : request.entropy_order ? format.ordered_companions : format.companions)
        out.append({QString::fromStdString(file.name), engineText(file.what), {}, false});
    out.append({QStringLiteral("manifest.json"), Texts::tr("rule, judge hash, counts, file hashes"), {}, false});
    return out;
}

} // namespace egt::ui
