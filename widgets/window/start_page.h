// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QWidget>

#include "common/icons.h"
#include "window/recent_projects.h"

class QAction;
class QVBoxLayout;

namespace egt::ui {

class SearchField;
class TextLabel;

/// Icon, title, one line what it does, key cap: a row of the start page.
class StartRow : public QAbstractButton {
    Q_OBJECT
public:
    StartRow(QAction* action, Icon icon, const QString& description, QWidget* parent);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    Icon m_icon;
    QString m_description;
    QString m_key;
};

/// A recent project: its histogram, name, place, counts. Gone ones say so and offer to locate them.
class ProjectRow : public QAbstractButton {
    Q_OBJECT
public:
    ProjectRow(RecentProject project, QWidget* parent);
    [[nodiscard]] const RecentProject& project() const { return m_project; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void removeRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    RecentProject m_project;
    bool m_exists;
};

/// What to do first, recent projects, one drop zone.
class StartPage : public QWidget {
    Q_OBJECT
public:
    struct Actions {
        QAction* create;
        QAction* open;
        QAction* import;
        QAction* demo;
        QAction* guide;
    };
    StartPage(const Actions& actions, QWidget* parent);
    void setProjects(const QList<RecentProject>& projects);

Q_SIGNALS:
    void openRequested(const QString& path);
    void locateRequested(const QString& path);
    void removeRequested(const QString& path);

private:
    QWidget* makeLeft(const Actions& actions);
    QWidget* makeRight();
    void filter(const QString& text);
    QVBoxLayout* m_start_rows = nullptr;
    QList<StartRow*> m_rows;
    TextLabel* m_heading = nullptr;
    SearchField* m_search = nullptr;
    QVBoxLayout* m_list = nullptr;
    QList<ProjectRow*> m_projects;
    TextLabel* m_nothing = nullptr;
};

} // namespace egt::ui
