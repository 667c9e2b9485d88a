// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/start_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include "common/buttons.h"
#include "common/controls.h"
#include "common/fonts.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/panels.h"
#include "common/theme.h"

namespace egt::ui {
namespace {

class SignWidget final : public QWidget {
public:
    explicit SignWidget(QWidget* parent) : QWidget(parent) { setFixedSize(60, 64); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintSign(&painter, QRectF(0, 6, 52, 52));
    }
};

// What can be dropped here; the whole window takes drops.
class DropZone final : public QWidget {
public:
    explicit DropZone(QWidget* parent) : QWidget(parent) {
        setMinimumHeight(metrics::px(140));
        setMaximumHeight(metrics::px(232));
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
        setAccessibleName(StartPage::tr("Drop a project or a file of pairs anywhere in this window"));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const Theme& t = Theme::current();
        painter.setRenderHint(QPainter::Antialiasing);
        QPen pen(t.edge, 1);
        pen.setDashPattern({5, 4});
        painter.setPen(pen);
        painter.setBrush(t.sunken);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10);
        const qreal y = height() / 2.0 - metrics::px(52);
        paintIcon(&painter, Icon::import_, QRectF(width() / 2.0 - 16, y, 32, 32), t.accent);
        const QString what = StartPage::tr("Drop a project or a file of pairs anywhere in this window");
        const QString how =
            StartPage::tr("JSON Lines in MM-RLHF, VL-RewardBench or TRL layout. Images stay where they are.");
        paintText(&painter, QRectF(12, y + 44, width() - 24, metrics::px(24)), what, fontFor(Type::lead, what), t.ink,
                  Qt::AlignHCenter);
        paintText(&painter, QRectF(12, y + 44 + metrics::px(28), width() - 24, metrics::px(22)), how,
                  fontFor(Type::body, how), t.ink2, Qt::AlignHCenter);
    }
};

} // namespace

StartPage::StartPage(const Actions& actions, QWidget* parent) : QWidget(parent) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeLeft(actions));
    layout->addWidget(new Divider(Qt::Vertical, this));
    layout->addWidget(makeRight(), 1);
    setFocusProxy(m_rows.first());
}

QWidget* StartPage::makeLeft(const Actions& actions) {
    auto* left = new Pane(Ground::sunken, this);
    // Large text takes its room from the margins and leaves the right side half of a small screen.
    const bool roomy = textFactor() < 1.5;
    left->setFixedWidth(std::min(metrics::px(500), roomy ? metrics::px(500) : 680));
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(roomy ? metrics::px(76) : 24, roomy ? metrics::px(66) : 28, roomy ? metrics::px(60) : 24,
                               roomy ? metrics::px(28) : 16);
    layout->setSpacing(0);
    constexpr int kShift = 12; // the rows' ground stands outside the text column
    auto* sign = new QHBoxLayout;
    sign->addSpacing(kShift);
    auto* picture = new SignWidget(left);
    picture->setVisible(roomy);
    sign->addWidget(picture);
    sign->addStretch();
    layout->addLayout(sign);
    layout->addSpacing(roomy ? metrics::px(20) : 0);
    auto* name = new TextLabel(tr("EGT Studio"), Type::display, Ink::ink, left);
    name->setContentsMargins(kShift, 0, 0, 0);
    layout->addWidget(name);
    layout->addSpacing(metrics::px(8));
    auto* sentence =
        new TextLabel(tr("Find the preference pairs your judge is unsure about, review them, and train on the rest."),
                      Type::lead, Ink::ink2, left, 400);
    sentence->setWordWrap(true);
    sentence->setContentsMargins(kShift, 0, 0, 0);
    layout->addWidget(sentence);
    layout->addSpacing(roomy ? metrics::px(26) : 16);
    m_start_rows = new QVBoxLayout;
    m_start_rows->setContentsMargins(0, 0, 0, 0);
    m_start_rows->setSpacing(6);
    auto* rows = new QWidget(left);
    rows->setLayout(m_start_rows);
    m_rows = {new StartRow(actions.create, Icon::plus, tr("An empty project folder"), rows),
              new StartRow(actions.open, Icon::folder, tr("A folder that ends in .egt"), rows),
              new StartRow(actions.import, Icon::import_, tr("JSON Lines, into a new project"), rows),
              new StartRow(actions.demo, Icon::demo, tr("2,000 small pairs, a judge, ten minutes on two cores"), rows)};
    for (StartRow* row : m_rows)
        m_start_rows->addWidget(row);
    layout->addWidget(rows);
    layout->addStretch(1);
    auto* guide = new KeyCapButton(Icon::info, {}, left);
    guide->setKind(ButtonKind::ghost);
    guide->bind(actions.guide);
    layout->addWidget(guide, 0, Qt::AlignLeft);
    return left;
}

QWidget* StartPage::makeRight() {
    auto* right = new Pane(Ground::paper, this);
    auto* layout = new QVBoxLayout(right);
    layout->setContentsMargins(56, 54, 64, 40);
    layout->setSpacing(0);
    auto* head = new QHBoxLayout;
    m_heading = new TextLabel(tr("Recent projects"), Type::lead, Ink::ink, right);
    m_search = new SearchField(tr("Find a project"), right);
    m_search->setMinimumWidth(metrics::px(110));
    m_search->setMaximumWidth(metrics::px(220));
    connect(m_search, &QLineEdit::textChanged, this, &StartPage::filter);
    head->addWidget(m_heading);
    head->addStretch(1);
    head->addWidget(m_search, 10);
    layout->addLayout(head);
    layout->addSpacing(10);
    auto* scroll = new QScrollArea(right);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Recent projects"));
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* content = new Pane(Ground::paper, scroll);
    m_list = new QVBoxLayout(content);
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(0);
    scroll->setWidget(content);
    layout->addWidget(scroll, 100); // up to the height of its rows; only then the rest
    m_nothing = new TextLabel(tr("No project has this name."), Type::body, Ink::ink2, right);
    m_nothing->hide();
    layout->addWidget(m_nothing);
    layout->addSpacing(22);
    layout->addWidget(new DropZone(right), 10);
    layout->addStretch(1);
    return right;
}

void StartPage::setProjects(const QList<RecentProject>& projects) {
    for (ProjectRow* row : m_projects) {
        row->hide(); // at once: it would stand under the new rows until it is deleted
        row->deleteLater();
    }
    m_projects.clear();
    while (QLayoutItem* item = m_list->takeAt(0))
        delete item;
    for (const RecentProject& project : projects) {
        auto* row = new ProjectRow(project, this);
        connect(row, &QAbstractButton::clicked, this, [this, row] {
            const RecentProject& chosen = row->project();
            chosen.exists() ? Q_EMIT openRequested(chosen.path) : Q_EMIT locateRequested(chosen.path);
        });
        connect(row, &ProjectRow::removeRequested, this, [this, row] { Q_EMIT removeRequested(row->project().path); });
        m_list->addWidget(row);
        m_projects << row;
    }
    m_list->addStretch(1);
    const bool first_start = projects.isEmpty();
    m_heading->setVisible(!first_start);
    m_search->setVisible(!first_start);
    if (auto* scroll = findChild<QScrollArea*>()) {
        scroll->setVisible(!first_start);
        scroll->setMaximumHeight(static_cast<int>(projects.size()) *
                                 metrics::px(78)); // the drop zone follows the last row
    }
    // At the first start the demo is the thing to try: it stands first.
    m_start_rows->removeWidget(m_rows.last());
    m_start_rows->insertWidget(first_start ? 0 : 3, m_rows.last());
    StartRow* top = first_start ? m_rows.last() : m_rows.first();
    setFocusProxy(top);
    QWidget* before = nullptr;
    for (int i = 0; i < m_start_rows->count(); ++i) {
        QWidget* row = m_start_rows->itemAt(i)->widget();
        if (before != nullptr) setTabOrder(before, row);
        before = row;
    }
    filter(m_search->text());
}

void StartPage::filter(const QString& text) {
    bool any = m_projects.isEmpty();
    for (ProjectRow* row : m_projects) {
        const bool match = text.isEmpty() || row->project().path.contains(text, Qt::CaseInsensitive);
        row->setVisible(match);
        any = any || match;
    }
    m_nothing->setVisible(!any);
}

} // namespace egt::ui
