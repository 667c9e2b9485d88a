// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/cut_handle.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QDoubleValidator>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include "bridge/text.h"
#include "common/histogram_cut_widget.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

// A cut as a slider: value in the column's unit, text as people hear it.
class CutHandleAccessible final : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit CutHandleAccessible(CutHandle* handle) : QAccessibleWidget(handle, QAccessible::Slider) {}
    [[nodiscard]] QString text(QAccessible::Text kind) const override {
        if (kind == QAccessible::Name || kind == QAccessible::Value) return handle()->spoken();
        return QAccessibleWidget::text(kind);
    }
    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::ValueInterface) return static_cast<QAccessibleValueInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    [[nodiscard]] QVariant currentValue() const override { return handle()->plot()->cut(handle()->upper()); }
    void setCurrentValue(const QVariant& value) override {
        handle()->plot()->moveCut(handle()->upper(), value.toDouble(), true);
    }
    [[nodiscard]] QVariant minimumValue() const override {
        return handle()->plot()->data().empty() ? 0 : handle()->plot()->data().low();
    }
    [[nodiscard]] QVariant maximumValue() const override {
        return handle()->plot()->data().empty() ? 1 : handle()->plot()->data().high();
    }
    [[nodiscard]] QVariant minimumStepSize() const override { return handle()->plot()->binWidth(); }

private:
    [[nodiscard]] CutHandle* handle() const { return static_cast<CutHandle*>(widget()); }
};

QAccessibleInterface* makeInterface(const QString& name, QObject* object) {
    Q_UNUSED(name)
    auto* handle = qobject_cast<CutHandle*>(object);
    return handle != nullptr ? new CutHandleAccessible(handle) : nullptr;
}

} // namespace

void installCutHandleAccessibility() {
    static const bool once = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(once)
}

CutHandle::CutHandle(HistogramCutWidget* plot, bool upper) : QWidget(plot), m_plot(plot), m_upper(upper) {
    setFixedSize(kWidth, kHeight);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::SplitHCursor);
    setProperty("egtOwnFocus", true);
    setObjectName(upper ? QStringLiteral("upperCut") : QStringLiteral("lowerCut"));
    setAccessibleName(upper ? tr("Upper cut") : tr("Lower cut"));
}

QString CutHandle::spoken() const {
    const HistogramData& values = m_plot->data();
    const CutCounts counts = m_plot->counts();
    const double dropped = m_upper ? counts.above : counts.below;
    const double share = counts.total() > 0 ? dropped / counts.total() : 0;
    const QString value = number(m_plot->cut(m_upper), values.decimals);
    const QString name = m_upper ? tr("Upper cut") : tr("Lower cut");
    return tr("%1 %2, %3 dropped")
        .arg(name, values.unit.isEmpty() ? value : value + u' ' + values.unit, percent(share));
}

void CutHandle::announce() {
    QAccessibleValueChangeEvent event(this, m_plot->cut(m_upper));
    QAccessible::updateAccessibility(&event);
}

void CutHandle::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = Theme::current();
    paintBox(&painter, QRectF(3, 3, 14, 22), t.ink, t.paper, 4, 1);
    for (const int dx : {-2, 2})
        painter.fillRect(QRectF(10 + dx - 0.5, 9, 1, 10), t.paper);
    if (hasFocus()) paintFocusRing(&painter, rect(), 6);
}

void CutHandle::mousePressEvent(QMouseEvent* event) {
    Q_UNUSED(event)
    m_moved = false;
    setFocus(Qt::MouseFocusReason);
}

void CutHandle::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton)) return;
    m_moved = true;
    m_plot->moveCut(m_upper, m_plot->valueAt(mapToParent(event->pos()).x()), false);
}

void CutHandle::mouseReleaseEvent(QMouseEvent* event) {
    if (m_moved) m_plot->moveCut(m_upper, m_plot->valueAt(mapToParent(event->pos()).x()), true);
    m_moved = false;
}

void CutHandle::keyPressEvent(QKeyEvent* event) {
    const int bins = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
    const double step = m_plot->binWidth() * bins;
    const double now = m_plot->cut(m_upper);
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        m_plot->moveCut(m_upper, now - step, true);
        return;
    case Qt::Key_Right:
    case Qt::Key_Up:
        m_plot->moveCut(m_upper, now + step, true);
        return;
    case Qt::Key_Home:
        m_plot->moveCut(m_upper, m_plot->data().empty() ? 0 : m_plot->data().low(), true);
        return;
    case Qt::Key_End:
        m_plot->moveCut(m_upper, m_plot->data().empty() ? 0 : m_plot->data().high(), true);
        return;
    default:
        break;
    }
    if (const QString text = event->text();
        !text.isEmpty() && (text[0].isDigit() || text[0] == u'-' || text[0] == u'.'))
        typeNumber(text);
    else
        QWidget::keyPressEvent(event);
}

void CutHandle::typeNumber(const QString& first) {
    if (m_editor == nullptr) {
        m_editor = new QLineEdit(m_plot);
        m_editor->setAccessibleName(m_upper ? tr("Upper cut") : tr("Lower cut"));
        m_editor->setFixedSize(metrics::px(84), metrics::px(28));
        connect(m_editor, &QLineEdit::returnPressed, this, [this] {
            bool ok = false;
            QString text = m_editor->text();
            double value = QLocale::c().toDouble(text.replace(u',', u'.'), &ok);
            if (ok) m_plot->moveCut(m_upper, value, true);
            setFocus(Qt::ShortcutFocusReason);
        });
        connect(m_editor, &QLineEdit::editingFinished, m_editor, &QWidget::hide);
    }
    m_editor->move(std::clamp(x() + kWidth, 0, std::max(0, m_plot->width() - m_editor->width())), y());
    m_editor->setText(first);
    m_editor->show();
    m_editor->raise();
    m_editor->setFocus(Qt::OtherFocusReason);
    m_editor->setCursorPosition(static_cast<int>(first.size()));
}

void CutHandle::focusInEvent(QFocusEvent* event) {
    raise();
    update();
    QWidget::focusInEvent(event);
}

void CutHandle::focusOutEvent(QFocusEvent* event) {
    update();
    QWidget::focusOutEvent(event);
}

} // namespace egt::ui
