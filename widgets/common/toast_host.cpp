// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/toast_host.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

#include "common/metrics.h"
#include "common/theme.h"

namespace egt::ui {
namespace {
constexpr int kShadow = 10;
constexpr int kStayMs = 6000;
} // namespace

ToastHost::ToastHost(QWidget* parent, int bottom_gap)
    : QWidget(parent), m_text(new TextLabel({}, Type::body, Ink::ink, this)), m_action(new KeyCapButton({}, this)),
      m_bottom_gap(bottom_gap) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(kShadow + 12, kShadow + 10, kShadow + 12, kShadow + 10);
    layout->setSpacing(metrics::kGap);
    layout->addWidget(new IconLabel(Icon::check, Ink::accent, 20, this), 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    m_text->setWordWrap(true);
    m_action->setButtonHeight(metrics::kToolRow);
    m_action->hide();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_action->hasFocus())
            m_timer.start(kStayMs);
        else
            hide();
    });
    connect(m_action, &QAbstractButton::clicked, this, [this] {
        hide();
        if (m_call) m_call();
    });
    parent->installEventFilter(this);
    hide();
}

void ToastHost::showToast(const QString& text, const QString& action_text, std::function<void()> action) {
    m_call = std::move(action);
    m_text->setText(text);
    m_action->setText(action_text);
    m_action->setVisible(!action_text.isEmpty());
    place();
    show();
    raise();
    m_timer.start(kStayMs);
    setAccessibleName(text);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void ToastHost::place() {
    const int width = metrics::px(360) + 2 * kShadow;
    setFixedWidth(width);
    const int height = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : sizeHint().height();
    setGeometry(parentWidget()->width() - width - 6, parentWidget()->height() - m_bottom_gap - height - 6, width,
                height);
}

bool ToastHost::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize && isVisible()) place();
    return QWidget::eventFilter(watched, event);
}

void ToastHost::enterEvent(QEnterEvent* event) {
    m_timer.stop();
    QWidget::enterEvent(event);
}

void ToastHost::leaveEvent(QEvent* event) {
    m_timer.start(kStayMs);
    QWidget::leaveEvent(event);
}

void ToastHost::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRectF card = QRectF(rect()).adjusted(kShadow, kShadow, -kShadow, -kShadow);
    paintShadow(&painter, card);
    paintBox(&painter, card, Theme::current().floating, Theme::current().edge, metrics::kFloatRadius);
}

} // namespace egt::ui
