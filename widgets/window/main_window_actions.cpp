// SPDX-License-Identifier: GPL-3.0-or-later
// Menus and actions of the main window.

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QMenuBar>

#include "common/buttons.h"
#include "common/controls.h"
#include "common/fonts.h"
#include "common/job_pill.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/project_context.h"
#include "common/theme.h"
#include "window/command_palette.h"
#include "window/dialogs.h"
#include "window/job_list.h"
#include "window/main_window.h"
#include "window/rail.h"
#include "window/settings.h"
#include "window/shortcut_sheet.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

// Looks like a field, opens the palette: the menu bar's right corner.
class CommandSearch final : public QAbstractButton {
public:
    CommandSearch(QAction* action, QWidget* parent) : QAbstractButton(parent), m_key(keyText(action->shortcut())) {
        setText(action->iconText());
        setFixedSize(metrics::px(268), metrics::px(metrics::kMenuBar) - 1);
        setFocusPolicy(Qt::NoFocus);
        QObject::connect(this, &QAbstractButton::clicked, action, &QAction::trigger);
    }

    [[nodiscard]] QSize sizeHint() const override { return minimumSize(); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const Theme& t = Theme::current();
        painter.fillRect(rect(), t.chrome);
        const QRectF box = QRectF(rect()).adjusted(0, 4, -8, -3);
        paintBox(&painter, box, underMouse() ? t.hover : t.paper, t.line, 5);
        paintIcon(&painter, Icon::search, QRectF(box.left() + 6, box.center().y() - 7, 14, 14), t.ink3);
        paintText(&painter, box.adjusted(26, 0, -60, 0), text(), fontFor(Type::small, text()), t.ink3);
        paintText(&painter, box.adjusted(0, 0, -8, 0), m_key, egt::ui::font(Type::tiny, 500), t.ink3, Qt::AlignRight);
    }

private:
    QString m_key;
};

constexpr std::array<double, 8> kFactors{0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 1.9, 2.0};

double nextFactor(double now, int direction) {
    if (direction > 0) {
        for (const double factor : kFactors)
            if (factor > now + 1e-6) return factor;
        return kFactors.back();
    }
    for (auto factor = kFactors.rbegin(); factor != kFactors.rend(); ++factor)
        if (*factor < now - 1e-6) return *factor;
    return kFactors.front();
}

} // namespace

QAction* MainWindow::add(QMenu* menu, const QString& text, const QKeySequence& keys,
                         const std::function<void()>& call) {
    QAction* action = menu->addAction(text);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, [call] { call(); });
    return action;
}

void MainWindow::makeActions() {
    const auto make = [this](const QString& text, const QString& short_text, const QKeySequence& keys, Icon line_icon,
                             auto call) {
        auto* action = new QAction(icon(line_icon), text, this);
        action->setIconText(short_text);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, call);
        return action;
    };
    m_new = make(tr("New project…"), tr("New project"), QKeySequence(Qt::CTRL | Qt::Key_N), Icon::plus,
                 [this] { newProject(); });
    m_open = make(tr("Open project…"), tr("Open project"), QKeySequence(Qt::CTRL | Qt::Key_O), Icon::folder,
                  [this] { openProject(); });
    m_import = make(tr("Import pairs…"), tr("Import pairs"), QKeySequence(Qt::CTRL | Qt::Key_I), Icon::import_,
                    [this] { importPairs({}); });
    m_import->setObjectName(u"actionImport"_s);
    m_demo = make(tr("Open the demo"), tr("Open the demo"), {}, Icon::demo, [this] { openDemo(); });
    m_guide = make(tr("Five-minute guide"), tr("Five-minute guide"), QKeySequence(Qt::Key_F1), Icon::info,
                   [this] { (new GuideDialog(this))->open(); });
    m_palette = make(tr("Search commands…"), tr("Search commands"), {}, Icon::search,
                     [this] { (new CommandPalette(listActions(menuBar()), this))->show(); });
    m_palette->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_K), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)});
}

void MainWindow::makeMenus() {
    menuBar()->setFixedHeight(metrics::px(metrics::kMenuBar));
    const auto menu = [this](MenuId id, const QString& title) { return m_menus[id] = menuBar()->addMenu(title); };
    QMenu* file = menu(MenuId::file, tr("File"));
    QMenu* edit = menu(MenuId::edit, tr("Edit"));
    QMenu* view = menu(MenuId::view, tr("View"));
    menu(MenuId::pair, tr("Pair"));
    menu(MenuId::selection, tr("Selection"));
    menu(MenuId::run, tr("Run"));
    QMenu* tools = menu(MenuId::tools, tr("Tools"));
    QMenu* help = menuBar()->addMenu(tr("Help"));

    file->addActions({m_new, m_open, m_import, m_demo});
    m_menu_ends[MenuId::file] = file->addSeparator();
    m_close = add(file, tr("Close project"), QKeySequence(Qt::CTRL | Qt::Key_W), [this] {
        if (stopJobs([this] { m_client->closeProject(StopKind::save); })) m_client->closeProject(StopKind::save);
    });
    add(file, tr("Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); });
    m_project_actions << m_close;

    edit->addAction(m_palette);

    auto* group = new QActionGroup(this);
    static const QHash<QString, Icon> icons{{u"review"_s, Icon::review},
                                            {u"explore"_s, Icon::explore},
                                            {u"train"_s, Icon::train},
                                            {u"export"_s, Icon::export_}};
    for (int i = 0; i < m_workspaces.size(); ++i) {
        QAction* action =
            add(view, m_workspaces[i]->title(), QKeySequence(u"Ctrl+%1"_s.arg(i + 1)), [this, i] { showWorkspace(i); });
        const Icon line_icon = icons.value(m_workspaces[i]->objectName(), Icon::review);
        action->setIcon(icon(line_icon));
        action->setCheckable(true);
        group->addAction(action);
        m_workspace_actions << action;
        m_project_actions << action;
        m_rail->addWorkspace(line_icon, action);
        connect(m_workspaces[i], &Workspace::attentionChanged, m_rail,
                [this, i](bool on) { m_rail->setAttention(i, on); });
    }
    m_menu_ends[MenuId::view] = view->addSeparator();
    add(view, tr("Next pane"), QKeySequence(Qt::Key_F6), [this] { cyclePanes(1); });
    add(view, tr("Previous pane"), QKeySequence(Qt::SHIFT | Qt::Key_F6), [this] { cyclePanes(-1); });
    m_project_actions << add(view, tr("Reset layout"), QKeySequence(Qt::CTRL | Qt::Key_0), [this] {
        if (const int index = currentWorkspace(); index >= 0) m_workspaces[index]->resetLayout();
    });
    view->addSeparator();
    makeThemeMenu(view->addMenu(tr("Theme")));
    makeTextSizeMenu(view->addMenu(tr("Text size")));
    makeLanguageMenu(view->addMenu(tr("Language")));
    QAction* full = add(view, tr("Full screen"), QKeySequence(Qt::Key_F11),
                        [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    full->setCheckable(true);

    m_project_actions << add(tools, tr("Jobs and their log…"), QKeySequence(Qt::CTRL | Qt::Key_J),
                             [this] { (new JobListDialog(m_client, m_pill->run(), this))->open(); });
    makeDataMenu(tools);
    add(tools, tr("Annotator’s name…"), {}, [this] { changeAnnotator(); });

    help->addAction(m_guide);
    QAction* keys = add(help, tr("Keys…"), {}, [this] { (new ShortcutSheet(listActions(menuBar()), this))->open(); });
    keys->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Slash), QKeySequence(Qt::Key_Question)});
    add(help, tr("About EGT Studio"), {}, [this] { showAbout(this); });

    auto* settings = new QAction(tr("Settings"), this);
    m_settings_menu = new QMenu(this);
    for (QAction* action : view->actions())
        if (action->menu() != nullptr) m_settings_menu->addAction(action);
    connect(settings, &QAction::triggered, this,
            [this] { m_settings_menu->popup(m_rail->mapToGlobal(QPoint(m_rail->width(), m_rail->height() - 130))); });
    m_rail->addFoot(Icon::sliders, settings);
    m_rail->addFoot(Icon::info, m_guide);
    for (QAction* action : m_project_actions)
        action->setEnabled(false);
    menuBar()->setCornerWidget(new CommandSearch(m_palette, menuBar()), Qt::TopRightCorner);
}

void MainWindow::makeThemeMenu(QMenu* menu) {
    auto* group = new QActionGroup(this);
    const Scheme now = m_settings->scheme();
    for (const auto& [scheme, text] : {std::pair{Scheme::system, tr("As the desktop")},
                                       std::pair{Scheme::light, tr("Light")}, std::pair{Scheme::dark, tr("Dark")}}) {
        QAction* action = add(menu, text, {}, [this, wanted = scheme] {
            m_settings->setScheme(wanted);
            ThemeNotifier::instance().setScheme(wanted);
        });
        action->setCheckable(true);
        action->setChecked(scheme == now);
        group->addAction(action);
    }
}

void MainWindow::makeTextSizeMenu(QMenu* menu) {
    QAction* larger = add(menu, tr("Larger"), {}, [this] { setTextSize(nextFactor(textFactor(), 1)); });
    larger->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)});
    add(menu, tr("Smaller"), QKeySequence(Qt::CTRL | Qt::Key_Minus),
        [this] { setTextSize(nextFactor(textFactor(), -1)); });
    add(menu, tr("Normal"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_0), [this] { setTextSize(1.0); });
}

void MainWindow::makeLanguageMenu(QMenu* menu) {
    auto* group = new QActionGroup(this);
    QStringList choices{QString()};
    choices << languages();
    for (const QString& language : choices) {
        QAction* action =
            add(menu, language.isEmpty() ? tr("As the system") : languageName(language), {}, [this, language] {
                if (m_settings->language() == language) return;
                m_settings->setLanguage(language);
                installLanguage(language);
                saveLayouts();
                Q_EMIT rebuildRequested();
            });
        action->setCheckable(true);
        action->setChecked(m_settings->language() == language);
        group->addAction(action);
    }
}

void MainWindow::fillWorkspaceMenus() {
    for (const QPointer<QAction>& separator : m_borrowed)
        delete separator;
    m_borrowed.clear();
    const int index = currentWorkspace();
    for (auto menu = m_menus.begin(); menu != m_menus.end(); ++menu) {
        for (Workspace* workspace : m_workspaces)
            for (QAction* action : workspace->menuActions(menu.key()))
                menu.value()->removeAction(action);
        if (index >= 0) {
            QAction* before = m_menu_ends.value(menu.key());
            if (menu.key() == MenuId::edit || menu.key() == MenuId::tools) before = menu.value()->actions().value(0);
            const QList<QAction*> actions = m_workspaces[index]->menuActions(menu.key());
            for (QAction* action : actions)
                menu.value()->insertAction(before, action);
            const bool own_end = m_menu_ends.contains(menu.key());
            if (!actions.isEmpty() && before != nullptr && !own_end)
                m_borrowed << menu.value()->insertSeparator(before);
            if (!actions.isEmpty() && own_end) m_borrowed << menu.value()->insertSeparator(actions.first());
        }
        menu.value()->menuAction()->setVisible(!menu.value()->isEmpty());
    }
}

} // namespace egt::ui
