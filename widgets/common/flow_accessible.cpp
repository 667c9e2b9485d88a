// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QAccessibleWidget>
#include <QScrollBar>

#include "common/flow_view.h"

namespace egt::ui {
namespace {

/// Read-only text; the attributes of a stretch are what the view says of it ("entropy:2.30 nats;").
class FlowAccessible final : public QAccessibleWidget, public QAccessibleTextInterface {
public:
    explicit FlowAccessible(FlowView* view) : QAccessibleWidget(view, QAccessible::EditableText), m_view(view) {}

    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::TextInterface) return static_cast<QAccessibleTextInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QAccessible::State state() const override {
        QAccessible::State state = QAccessibleWidget::state();
        state.readOnly = true;
        state.multiLine = true;
        state.selectableText = true;
        return state;
    }
    QString text(QAccessible::Text kind) const override {
        return kind == QAccessible::Value ? m_view->text() : QAccessibleWidget::text(kind);
    }
    void selection(int index, int* begin, int* end) const override {
        Q_UNUSED(index)
        *begin = m_view->selection().begin;
        *end = m_view->selection().end;
    }
    int selectionCount() const override { return m_view->selectedText().isEmpty() ? 0 : 1; }
    void addSelection(int begin, int end) override { m_view->select(begin, end); }
    void removeSelection(int index) override {
        Q_UNUSED(index)
        m_view->select(0, 0);
    }
    void setSelection(int index, int begin, int end) override {
        Q_UNUSED(index)
        m_view->select(begin, end);
    }
    int cursorPosition() const override { return m_view->selection().end; }
    void setCursorPosition(int position) override { m_view->showRange(position, position + 1); }
    QString text(int begin, int end) const override { return m_view->text().mid(begin, end - begin); }
    int characterCount() const override { return static_cast<int>(m_view->text().size()); }
    QRect characterRect(int offset) const override {
        const auto rects = m_view->rectsOf(offset, offset + 1);
        if (rects.empty()) return {};
        const QRect box = rects.front().toRect();
        return {m_view->viewport()->mapToGlobal(box.topLeft()), box.size()};
    }
    int offsetAtPoint(const QPoint& point) const override {
        return m_view->positionAt(m_view->viewport()->mapFromGlobal(point));
    }
    void scrollToSubstring(int begin, int end) override { m_view->showRange(begin, end); }
    QString attributes(int offset, int* begin, int* end) const override {
        return m_view->attributesAt(offset, begin, end);
    }

private:
    FlowView* m_view;
};

QAccessibleInterface* makeInterface(const QString& key, QObject* object) {
    Q_UNUSED(key)
    if (auto* view = qobject_cast<FlowView*>(object)) return new FlowAccessible(view);
    return nullptr;
}

} // namespace

void installTextAccessibility() {
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace egt::ui
