// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/panels.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

namespace egt::ui {

QColor groundColor(Ground ground) {
    const Theme& t = Theme::current();
    switch (ground) {
    case Ground::chrome:
        return t.chrome;
    case Ground::rail:
        return t.rail;
    case Ground::paper:
        return t.paper;
    case Ground::sunken:
        return t.sunken;
    case Ground::hover:
        return t.hover;
    }
    return t.chrome;
}

Pane::Pane(Ground ground, QWidget* parent) : QWidget(parent), m_ground(ground) {}

void Pane::setGround(Ground ground) {
    m_ground = ground;
    update();
}

void Pane::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), groundColor(m_ground));
}

Card::Card(QWidget* parent) : QFrame(parent), m_box(new QVBoxLayout(this)) {
    m_box->setContentsMargins(metrics::kPaneInset, metrics::kPaneInset, metrics::kPaneInset, metrics::kPaneInset);
    m_box->setSpacing(metrics::kHalf);
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBox(&painter, rect(), Theme::current().paper, Theme::current().line, metrics::kRadius);
}

Divider::Divider(Qt::Orientation orientation, QWidget* parent) : QWidget(parent) {
    if (orientation == Qt::Horizontal)
        setFixedHeight(1);
    else
        setFixedWidth(1);
}

void Divider::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), Theme::current().line);
}

EmptyState::EmptyState(Icon icon, const QString& sentence, const QString& advice, const QString& button,
                       QWidget* parent)
    : QWidget(parent), m_icon(new IconLabel(icon, Ink::ink3, 32, this)),
      m_sentence(new TextLabel(sentence, Type::body, Ink::ink, this, 600)),
      m_advice(new TextLabel(advice, Type::body, Ink::ink2, this)), m_button(new KeyCapButton(button, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(metrics::kGap);
    layout->addStretch(1);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    for (TextLabel* label : {m_sentence, m_advice}) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter);
        label->setMaximumWidth(metrics::px(360));
        label->setMinimumWidth(std::min(metrics::px(360), metrics::px(200)));
        layout->addWidget(label, 0, Qt::AlignHCenter);
    }
    layout->addSpacing(metrics::kHalf);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    connect(m_button, &QAbstractButton::clicked, this, &EmptyState::activated);
    setTexts(sentence, advice, button);
}

void EmptyState::setTexts(const QString& sentence, const QString& advice, const QString& button) {
    const int wide = metrics::px(360);
    m_sentence->setText(sentence);
    m_advice->setText(advice);
    for (TextLabel* label : {m_sentence, m_advice}) {
        label->setFixedWidth(wide);
        label->setMinimumHeight(0); // a centred label gets one line only, unless it says how many it needs
        label->setMinimumHeight(std::max(0, label->heightForWidth(wide)));
    }
    m_advice->setVisible(!advice.isEmpty());
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    m_button->updateGeometry();
    setAccessibleName(sentence);
    setAccessibleDescription(advice);
}

void EmptyState::setLineIcon(Icon icon) {
    m_icon->setLineIcon(icon, Ink::ink3);
}

Notice::Notice(Tone tone, const QString& text, QWidget* parent)
    : QWidget(parent), m_tone(tone), m_icon(new IconLabel(Icon::info, Ink::ink2, 20, this)),
      m_text(new TextLabel(text, Type::body, Ink::ink, this)), m_button(new KeyCapButton({}, this)),
      m_close(new IconButton(Icon::close, tr("Close"), this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::kPaneInset, metrics::kGap, metrics::kPaneInset, metrics::kGap);
    layout->setSpacing(metrics::kGap);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button, 0, Qt::AlignVCenter);
    layout->addWidget(m_close, 0, Qt::AlignVCenter);
    m_text->setWordWrap(true);
    m_text->setSelectable(true);
    m_button->setButtonHeight(metrics::kToolRow);
    m_button->hide();
    m_close->hide();
    connect(m_button, &QAbstractButton::clicked, this, &Notice::activated);
    connect(m_close, &QAbstractButton::clicked, this, &Notice::closed);
    setTone(tone);
    setText(text);
}

void Notice::setText(const QString& text) {
    m_text->setText(text);
    m_text->setAccessibleName(text);
    setAccessibleName(text);
}

void Notice::setTone(Tone tone) {
    m_tone = tone;
    if (tone == Tone::info) m_icon->setLineIcon(Icon::info, Ink::ink2);
    if (tone == Tone::warn) m_icon->setLineIcon(Icon::warn, Ink::warn);
    if (tone == Tone::err) m_icon->setLineIcon(Icon::error, Ink::err);
    update();
}

void Notice::setButton(const QString& text) {
    m_button->setText(text);
    m_button->setVisible(!text.isEmpty());
    m_button->updateGeometry();
}

void Notice::setClosable(bool closable) {
    m_close->setVisible(closable);
}

void Notice::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = Theme::current();
    const QColor fill = m_tone == Tone::err ? t.err_wash : m_tone == Tone::warn ? t.warn_wash : t.sunken;
    paintBox(&painter, rect(), fill, m_tone == Tone::info ? t.line : QColor(), metrics::kRadius);
}

ProgressLine::ProgressLine(int thickness, QWidget* parent) : QWidget(parent), m_thickness(thickness) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(thickness);
}

void ProgressLine::setShare(double share) {
    if (share == m_share) return;
    m_share = share;
    setAccessibleDescription(share < 0 ? tr("in progress") : tr("%1% done").arg(qRound(share * 100)));
    update();
}

void ProgressLine::setPaused(bool paused) {
    m_paused = paused;
    update();
}

QSize ProgressLine::sizeHint() const {
    return {84, m_thickness};
}

void ProgressLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = Theme::current();
    const qreal radius = m_thickness > 3 ? m_thickness / 2.0 : 0;
    paintBox(&painter, rect(), t.hover, {}, radius);
    const double part = m_share < 0 ? 0.25 : std::clamp(m_share, 0.0, 1.0);
    if (part > 0) paintBox(&painter, QRectF(0, 0, width() * part, height()), m_paused ? t.warn : t.accent, {}, radius);
}

KeyValueGrid::KeyValueGrid(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(metrics::kPaneInset);
    m_grid->setVerticalSpacing(metrics::kGap);
    m_grid->setColumnStretch(0, 1);
}

int KeyValueGrid::addRow(const QString& key, const QString& value, const QString& note) {
    const int row = rows();
    Row cells{new TextLabel(key, Type::small, Ink::ink2, this), new TextLabel(value, Type::body, Ink::ink, this, 600),
              new TextLabel(note, Type::tiny, Ink::ink3, this)};
    cells.key->setWordWrap(true);
    cells.value->setSelectable(true);
    cells.value->setFocusPolicy(Qt::NoFocus);
    m_grid->addWidget(cells.key, row, 0, Qt::AlignVCenter);
    m_grid->addWidget(cells.value, row, 1, Qt::AlignRight | Qt::AlignVCenter);
    m_grid->addWidget(cells.note, row, 2, Qt::AlignRight | Qt::AlignVCenter);
    m_rows.append(cells);
    setValue(row, value, note);
    return row;
}

void KeyValueGrid::setKey(int row, const QString& key) {
    m_rows[row].key->setText(key);
}

void KeyValueGrid::setValue(int row, const QString& value, const QString& note) {
    m_rows[row].value->setText(value);
    m_rows[row].note->setText(note);
    m_rows[row].value->setAccessibleName(m_rows[row].key->text() + QLatin1Char(' ') + value + QLatin1Char(' ') + note);
}

void KeyValueGrid::setRowVisible(int row, bool visible) {
    for (TextLabel* label : {m_rows[row].key, m_rows[row].value, m_rows[row].note})
        label->setVisible(visible);
}

} // namespace egt::ui
