// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/labels.h"

#include <QHBoxLayout>
#include <QPainter>
#include <cmath>

#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

namespace egt::ui {

QColor inkColor(Ink ink) {
    const Theme& t = Theme::current();
    switch (ink) {
    case Ink::ink:
        return t.ink;
    case Ink::ink2:
        return t.ink2;
    case Ink::ink3:
        return t.ink3;
    case Ink::accent:
        return t.accent;
    case Ink::warn:
        return t.warn;
    case Ink::err:
        return t.err;
    case Ink::a:
        return t.a;
    case Ink::b:
        return t.b;
    }
    return t.ink;
}

TextLabel::TextLabel(const QString& text, Type type, Ink ink, QWidget* parent, int weight)
    : QLabel(parent), m_type(type), m_ink(ink), m_weight(weight) {
    setTextFormat(Qt::PlainText);
    QLabel::setText(text);
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &TextLabel::restyle);
    restyle();
}

void TextLabel::setText(const QString& text) {
    if (text == QLabel::text()) return;
    QLabel::setText(text);
    restyle();
}

void TextLabel::setInk(Ink ink) {
    m_ink = ink;
    restyle();
}

void TextLabel::setType(Type type, int weight) {
    m_type = type;
    m_weight = weight;
    restyle();
}

void TextLabel::setSelectable(bool selectable) {
    setTextInteractionFlags(selectable ? Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard
                                       : Qt::NoTextInteraction);
}

void TextLabel::restyle() {
    const QFont wanted = fontFor(m_type, text(), m_weight);
    if (font() != wanted) setFont(wanted);
    QPalette p = Theme::current().palette();
    p.setColor(QPalette::WindowText, inkColor(m_ink));
    p.setColor(QPalette::Text, inkColor(m_ink));
    setPalette(p);
}

ElidedLabel::ElidedLabel(const QString& text, Type type, Ink ink, QWidget* parent, int weight)
    : QFrame(parent), m_text(text), m_type(type), m_ink(ink), m_weight(weight) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(text);
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] { updateGeometry(); });
}

void ElidedLabel::setText(const QString& text) {
    if (m_text == text) return;
    m_text = text;
    setAccessibleName(text);
    updateTip();
    updateGeometry();
    update();
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode) {
    m_mode = mode;
    update();
}

void ElidedLabel::setAlignment(Qt::Alignment align) {
    m_align = align;
    update();
}

void ElidedLabel::setInk(Ink ink) {
    m_ink = ink;
    update();
}

QSize ElidedLabel::sizeHint() const {
    return {static_cast<int>(std::ceil(QFontMetricsF(ownFont()).horizontalAdvance(m_text))) + 1,
            lineHeight(m_type, m_text)};
}

QSize ElidedLabel::minimumSizeHint() const {
    return {metrics::px(24), sizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintText(&painter, contentsRect(), m_text, ownFont(), isEnabled() ? inkColor(m_ink) : Theme::current().off,
              m_align, m_mode);
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    updateTip();
}

void ElidedLabel::updateTip() {
    setToolTip(sizeHint().width() > width() + 1 ? m_text : QString());
}

SectionHeading::SectionHeading(const QString& text, const QString& right, QWidget* parent)
    : QWidget(parent), m_text(new TextLabel(text, Type::small, Ink::ink, this, 600)),
      m_right(new ElidedLabel(right, Type::small, Ink::ink3, this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::kGap);
    layout->addWidget(m_text);
    layout->addStretch();
    layout->addWidget(m_right);
    m_right->setAlignment(Qt::AlignRight);
    m_right->setVisible(!right.isEmpty());
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void SectionHeading::setText(const QString& text) {
    m_text->setText(text);
}

void SectionHeading::setRight(const QString& text) {
    m_right->setText(text);
    m_right->setVisible(!text.isEmpty());
}

KeyCapLabel::KeyCapLabel(const QString& key, QWidget* parent) : QWidget(parent), m_key(key) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(key);
}

void KeyCapLabel::setKey(const QString& key) {
    m_key = key;
    setAccessibleName(key);
    updateGeometry();
    update();
}

QSize KeyCapLabel::sizeHint() const {
    return {keyCapWidth(m_key), metrics::px(metrics::kKeyCap)};
}

void KeyCapLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintKeyCap(&painter, 0, height() / 2.0, m_key);
}

IconLabel::IconLabel(Icon icon, Ink ink, int size, QWidget* parent)
    : QWidget(parent), m_icon(icon), m_ink(ink), m_size(size) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconLabel::setLineIcon(Icon icon, Ink ink) {
    m_icon = icon;
    m_ink = ink;
    update();
}

QSize IconLabel::sizeHint() const {
    return {metrics::px(m_size), metrics::px(m_size)};
}

void IconLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintIcon(&painter, m_icon, rect(), inkColor(m_ink));
}

} // namespace egt::ui
