// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/export_target.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace egt::ui {
namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(egt::ui::ExportWorkspace)
};

/// By the head of its manifest: the rest of it names every picture and can be long.
bool holdsExport(const QDir& folder) {
    constexpr qint64 kHead = 4096;
    QFile manifest(folder.filePath(QStringLiteral("manifest.json")));
    return manifest.open(QIODevice::ReadOnly) && manifest.read(kHead).contains("\"EGT Studio\"");
}

} // namespace

ExportTarget exportTarget(const QString& folder, bool replace) {
    if (folder.isEmpty()) return {Texts::tr("Name the folder to write to."), false};
    if (QFileInfo(folder).isRelative())
        return {Texts::tr("“%1” has no place. Give the whole path.").arg(folder), false};
    if (QFileInfo(folder).isFile()) return {Texts::tr("“%1” is a file. Choose a folder.").arg(folder), false};
    const QDir dir(folder);
    if (!dir.exists() || dir.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) return {};
    if (!holdsExport(dir))
        return {Texts::tr("“%1” is not empty and holds no export. Choose a new folder.").arg(folder), false};
    if (!replace)
        return {Texts::tr("“%1” holds an export already. Choose a new folder, or tick “Replace it”.").arg(folder),
                true};
    return {{}, true};
}

QString freeFolder(const QString& wanted) {
    QString folder = wanted;
    for (int i = 2; QFileInfo::exists(folder) && i < 1000; ++i)
        folder = QStringLiteral("%1-%2").arg(wanted).arg(i);
    return folder;
}

} // namespace egt::ui
