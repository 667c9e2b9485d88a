// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/command_palette.h"

#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "common/buttons.h"
#include "common/controls.h"
#include "common/fonts.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

constexpr int kIndexRole = Qt::UserRole;

class CommandDelegate final : public QStyledItemDelegate {
public:
    CommandDelegate(const QList<ListedAction>& actions, QObject* parent)
        : QStyledItemDelegate(parent), m_actions(actions) {}
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Theme& t = Theme::current();
        const ListedAction& entry = m_actions[index.data(kIndexRole).toInt()];
        const bool enabled = entry.action->isEnabled();
        paintRowGround(painter, option.rect, option.state.testFlag(QStyle::State_Selected), false, true);
        const QRectF box = QRectF(option.rect).adjusted(12, 0, -12, 0);
        if (!entry.action->icon().isNull())
            entry.action->icon().paint(painter, QRect(option.rect.left() + 12, option.rect.center().y() - 9, 18, 18),
                                       Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
        qreal right = box.right();
        if (const QString key = entry.action->shortcut().isEmpty() ? QString() : keyText(entry.action->shortcut());
            !key.isEmpty()) {
            right -= keyCapWidth(key);
            paintKeyCap(painter, right, box.center().y() + 0.5, key);
            right -= 12;
        }
        const QFont menu_font = fontFor(Type::small, entry.menu);
        const qreal menu_width = QFontMetricsF(menu_font).horizontalAdvance(entry.menu);
        paintText(painter, QRectF(right - menu_width - 1, box.y(), menu_width + 1, box.height()), entry.menu, menu_font,
                  enabled ? t.ink3 : t.off);
        const QString text = plainText(entry.action);
        paintText(painter, QRectF(box.left() + 30, box.y(), right - menu_width - 16 - box.left() - 30, box.height()),
                  text, fontFor(Type::body, text), enabled ? t.ink : t.off);
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {400, metrics::px(32)};
    }

private:
    const QList<ListedAction>& m_actions;
};

} // namespace

CommandPalette::CommandPalette(const QList<ListedAction>& actions, QWidget* parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint), m_actions(actions),
      m_field(new SearchField(tr("Search commands"), this)), m_view(new QListView(this)),
      m_model(new QStandardItemModel(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Search commands"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(6);
    layout->addWidget(m_field);
    layout->addWidget(m_view);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new CommandDelegate(m_actions, this));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Commands"));
    m_view->setFocusPolicy(Qt::NoFocus);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::refresh);
    connect(m_view, &QListView::clicked, this, &CommandPalette::runCurrent);
    resize(metrics::px(600), metrics::px(420));
    if (parent != nullptr) move(parent->mapToGlobal(QPoint((parent->width() - width()) / 2, metrics::px(36))));
    refresh({});
    m_field->setFocus();
}

int CommandPalette::match(const QString& text, const QString& menu, const QString& query) {
    int marks = 1;
    for (const QString& word : query.split(u' ', Qt::SkipEmptyParts)) {
        if (text.startsWith(word, Qt::CaseInsensitive))
            marks += 8;
        else if (text.contains(u' ' + word, Qt::CaseInsensitive))
            marks += 6;
        else if (text.contains(word, Qt::CaseInsensitive))
            marks += 4;
        else if (menu.contains(word, Qt::CaseInsensitive))
            marks += 1;
        else
            return 0;
    }
    return marks;
}

void CommandPalette::refresh(const QString& query) {
    QList<std::pair<int, int>> found;
    for (int i = 0; i < m_actions.size(); ++i)
        if (const int marks = match(plainText(m_actions[i].action), m_actions[i].menu, query); marks > 0)
            found.append({m_actions[i].action->isEnabled() ? marks : marks - 100, i});
    std::stable_sort(found.begin(), found.end(), [](const auto& x, const auto& y) { return x.first > y.first; });
    m_model->clear();
    for (const auto& [marks, index] : found) {
        auto* item = new QStandardItem(plainText(m_actions[index].action));
        item->setData(index, kIndexRole);
        item->setToolTip(m_actions[index].action->toolTip());
        m_model->appendRow(item);
    }
    m_view->setCurrentIndex(m_model->index(0, 0));
}

void CommandPalette::runCurrent() {
    const QModelIndex index = m_view->currentIndex();
    if (!index.isValid()) return;
    QAction* action = m_actions[index.data(kIndexRole).toInt()].action;
    if (!action->isEnabled()) return;
    close();
    QTimer::singleShot(0, action, &QAction::trigger); // after the palette gave the focus back
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QCoreApplication::sendEvent(m_view, event);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return false;
    }
}

void CommandPalette::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBox(&painter, rect(), Theme::current().floating, Theme::current().edge, 0);
}

} // namespace egt::ui
