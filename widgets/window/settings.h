// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <memory>

#include "common/theme.h"

class QSettings;

namespace egt::ui {

/// What the program remembers between starts, in one INI file of the user.
class Settings {
public:
    Settings();
    ~Settings();
    Settings(const Settings&) = delete;
    Settings& operator=(const Settings&) = delete;

    [[nodiscard]] Scheme scheme() const;
    void setScheme(Scheme scheme);
    [[nodiscard]] double textFactor() const;
    void setTextFactor(double factor);
    [[nodiscard]] QString language() const; ///< "", "en", "zh_CN"; empty = the system's
    void setLanguage(const QString& language);
    [[nodiscard]] QString annotator() const;
    void setAnnotator(const QString& name);
    [[nodiscard]] QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);
    [[nodiscard]] QString lastProject() const; ///< empty when the start page was open at exit
    void setLastProject(const QString& path);
    [[nodiscard]] int lastWorkspace() const;
    void setLastWorkspace(int index);
    [[nodiscard]] QJsonObject workspaceState(const QString& name) const;
    void setWorkspaceState(const QString& name, const QJsonObject& state);
    [[nodiscard]] QByteArray recentProjects() const;
    void setRecentProjects(const QByteArray& json);

private:
    std::unique_ptr<QSettings> m_file;
};

/// Puts the translations of that language (empty = the system's) in place of those before. Texts that are on screen
/// change when their window is built anew.
void installLanguage(const QString& language);
/// Languages that are compiled in, "en" first.
[[nodiscard]] QStringList languages();
/// "English", "简体中文"
[[nodiscard]] QString languageName(const QString& language);

} // namespace egt::ui
