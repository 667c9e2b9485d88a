// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/settings.h"

#include <QApplication>
#include <QDir>
#include <QJsonDocument>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

#include "common/icons.h"

using namespace Qt::StringLiterals;

namespace egt::ui {

Settings::Settings()
    : m_file(
          std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, u"EGT Studio"_s, u"egt-studio"_s)) {}

Settings::~Settings() = default;

Scheme Settings::scheme() const {
    const QString name = m_file->value("scheme"_L1).toString();
    return name == u"dark" ? Scheme::dark : name == u"light" ? Scheme::light : Scheme::system;
}

void Settings::setScheme(Scheme scheme) {
    m_file->setValue("scheme"_L1, scheme == Scheme::dark    ? u"dark"_s
                                  : scheme == Scheme::light ? u"light"_s
                                                            : u"system"_s);
}

double Settings::textFactor() const {
    return m_file->value("text_factor"_L1, 1.0).toDouble();
}
void Settings::setTextFactor(double factor) {
    m_file->setValue("text_factor"_L1, factor);
}
QString Settings::language() const {
    return m_file->value("language"_L1).toString();
}
void Settings::setLanguage(const QString& language) {
    m_file->setValue("language"_L1, language);
}
QString Settings::annotator() const {
    return m_file->value("annotator"_L1).toString();
}
void Settings::setAnnotator(const QString& name) {
    m_file->setValue("annotator"_L1, name);
}
QByteArray Settings::geometry() const {
    return m_file->value("geometry"_L1).toByteArray();
}
void Settings::setGeometry(const QByteArray& geometry) {
    m_file->setValue("geometry"_L1, geometry);
}
QString Settings::lastProject() const {
    return m_file->value("last_project"_L1).toString();
}
void Settings::setLastProject(const QString& path) {
    m_file->setValue("last_project"_L1, path);
}
int Settings::lastWorkspace() const {
    return m_file->value("last_workspace"_L1, 0).toInt();
}
void Settings::setLastWorkspace(int index) {
    m_file->setValue("last_workspace"_L1, index);
}

QJsonObject Settings::workspaceState(const QString& name) const {
    return QJsonDocument::fromJson(m_file->value("layout/"_L1 + name).toByteArray()).object();
}

void Settings::setWorkspaceState(const QString& name, const QJsonObject& state) {
    m_file->setValue("layout/"_L1 + name, QJsonDocument(state).toJson(QJsonDocument::Compact));
}

QByteArray Settings::recentProjects() const {
    return m_file->value("recent"_L1).toByteArray();
}
void Settings::setRecentProjects(const QByteArray& json) {
    m_file->setValue("recent"_L1, json);
}

QStringList languages() {
    return {u"en"_s, u"zh_CN"_s};
}

QString languageName(const QString& language) {
    return language == u"zh_CN" ? QStringLiteral("简体中文") : QStringLiteral("English");
}

void installLanguage(const QString& language) {
    initResources();
    static QTranslator* own = nullptr;
    static QTranslator* qt = nullptr;
    for (QTranslator** translator : {&own, &qt}) {
        delete *translator; // takes itself out of the application
        *translator = new QTranslator(qApp);
    }
    const QLocale wanted = language.isEmpty() ? QLocale::system() : QLocale(language);
    QLocale::setDefault(wanted);
    const QString name = wanted.language() == QLocale::Chinese ? u"zh_CN"_s : u"en"_s;
    if (qt->load(u"qtbase_"_s + name, QStringLiteral("/usr/share/qt6/translations")))
        QApplication::installTranslator(qt);
    if (own->load(u":/egt/translations/egt_"_s + name + u".qm"_s)) QApplication::installTranslator(own);
}

} // namespace egt::ui
