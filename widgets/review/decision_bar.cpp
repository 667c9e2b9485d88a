// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/decision_bar.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "bridge/text.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/paint_text.h"
#include "common/theme.h"

namespace egt::ui {
namespace {

constexpr int kGap = 6;
constexpr int kGroupGap = 20;
constexpr int kInset = 12;
constexpr int kProgressWidth = 200;

bool opensGroup(int index) {
    return index == 4 || index == 7;
}

} // namespace

DecisionBar::DecisionBar(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("decisionBar"));
    setAccessibleName(tr("Decision"));
    struct Entry {
        QString label;
        const char* key;
        const char* name;
        ButtonKind kind;
    };
    const std::array<Entry, kReviewCommands> entries{{{tr("A better"), "1", "decideA", ButtonKind::side_a},
                                                      {tr("B better"), "2", "decideB", ButtonKind::side_b},
                                                      {tr("Tie"), "3", "decideTie", ButtonKind::normal},
                                                      {tr("Both bad"), "4", "decideBothBad", ButtonKind::normal},
                                                      {tr("Label right"), "Y", "decideRight", ButtonKind::normal},
                                                      {tr("Label wrong"), "X", "decideWrong", ButtonKind::normal},
                                                      {tr("Drop"), "D", "decideDrop", ButtonKind::normal},
                                                      {tr("Skip"), "Space", "decideSkip", ButtonKind::normal},
                                                      {tr("Flag"), "F", "decideFlag", ButtonKind::normal},
                                                      {tr("Undo"), "U", "decideUndo", ButtonKind::normal}}};
    for (int i = 0; i < kReviewCommands; ++i) {
        const Entry& entry = entries[static_cast<std::size_t>(i)];
        const QString key = i == 7 ? tr("Space") : QString::fromLatin1(entry.key);
        auto* button = new KeyCapButton(entry.label, this);
        button->setKind(entry.kind);
        button->setKey(key);
        button->setButtonHeight(metrics::kDecisionKey);
        button->setFocusPolicy(Qt::TabFocus); // a click must not take the keys from the text that is being read
        button->setObjectName(QString::fromLatin1(entry.name));
        connect(button, &QAbstractButton::clicked, this,
                [this, i] { Q_EMIT triggered(static_cast<ReviewCommand>(i)); });
        m_buttons[static_cast<std::size_t>(i)] = button;
    }
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] { place(); });
}

KeyCapButton* DecisionBar::button(ReviewCommand command) const {
    return m_buttons[static_cast<std::size_t>(command)];
}

void DecisionBar::setProgress(qint64 done, qint64 total, double median_seconds, double pairs_per_hour) {
    const qint64 left = std::max<qint64>(0, total - done);
    m_share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0;
    if (total == 0)
        m_left = QString();
    else if (median_seconds > 0 && left > 0)
        m_left = tr("%1 left · about %2").arg(count(left), durationText(static_cast<double>(left) * median_seconds));
    else
        m_left = tr("%1 left").arg(count(left));
    m_pace = median_seconds > 0
                 ? tr("%1 pairs/h · median %2 s").arg(count(std::llround(pairs_per_hour)), number(median_seconds, 1))
                 : QString();
    setAccessibleDescription(m_left + QLatin1Char(' ') + m_pace);
    update();
}

void DecisionBar::setFailure(const QString& text) {
    m_failure = text;
    place();
    update();
}

void DecisionBar::setKeysActive(bool active) {
    if (m_keys == active) return;
    m_keys = active;
    update();
}

void DecisionBar::setBlind(bool blind) {
    m_blind = blind;
    updateEnabled();
}

void DecisionBar::setHasLabel(bool label) {
    m_label = label;
    updateEnabled();
}

void DecisionBar::setPairPresent(bool present) {
    m_pair = present;
    updateEnabled();
}

void DecisionBar::updateEnabled() {
    for (int i = 0; i < kReviewCommands; ++i) {
        const auto command = static_cast<ReviewCommand>(i);
        const bool of_label = command == ReviewCommand::label_right || command == ReviewCommand::label_wrong;
        KeyCapButton* b = button(command);
        b->setEnabled((m_pair || command == ReviewCommand::undo) && !(of_label && (m_blind || !m_label)));
        QString why;
        if (of_label && m_blind)
            why = tr("The label is hidden in blind mode. Say which answer is better.");
        else if (of_label && !m_label)
            why = tr("This pair has no label. Say which answer is better.");
        b->setToolTip(why);
    }
    update();
}

QSize DecisionBar::sizeHint() const {
    const int row = metrics::px(metrics::kDecisionKey);
    return {1000, 2 * 14 + m_rows * row + (m_rows - 1) * kGap + (m_failure.isEmpty() ? 0 : metrics::px(24))};
}

void DecisionBar::place() {
    int total = 0;
    for (int i = 0; i < kReviewCommands; ++i)
        total += m_buttons[static_cast<std::size_t>(i)]->sizeHint().width() + (i == 0          ? 0
                                                                               : opensGroup(i) ? kGroupGap
                                                                                               : kGap);
    const bool fits = total + 2 * kInset + kProgressWidth <= width();
    const int rows = fits || total + 2 * kInset <= width() - 120 ? 1 : 2;
    const int top = 14 + (m_failure.isEmpty() ? 0 : metrics::px(24));
    int x = kInset;
    int y = top;
    m_right_of_buttons = kInset;
    for (int i = 0; i < kReviewCommands; ++i) {
        KeyCapButton* b = m_buttons[static_cast<std::size_t>(i)];
        const QSize size = b->sizeHint();
        if (i > 0) x += opensGroup(i) ? kGroupGap : kGap;
        if (rows == 2 && i == 5) x = kInset, y += size.height() + kGap;
        b->setGeometry(x, y, size.width(), size.height());
        x += size.width();
        m_right_of_buttons = std::max(m_right_of_buttons, x);
    }
    m_rows = rows;
    if (minimumHeight() != sizeHint().height()) setFixedHeight(sizeHint().height());
}

void DecisionBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    place();
}

void DecisionBar::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_failure.isEmpty() ? theme.chrome : theme.err_wash);
    painter.fillRect(QRectF(0, 0, width(), 1), m_failure.isEmpty() ? theme.line : theme.err);
    if (!m_failure.isEmpty()) {
        paintIcon(&painter, Icon::error, QRectF(kInset, 8, 20, 20), theme.err);
        paintText(painter, QRectF(kInset + 28, 6, width() - kInset * 2 - 28, 24), Qt::AlignLeft, Type::body, 600,
                  theme.err, m_failure);
    }
    const double left = m_right_of_buttons + 16;
    const QRectF area(left, height() - 64 * textFactor(), width() - kInset - left, 60 * textFactor());
    if (area.width() < 60) return;
    const double row = 20 * textFactor();
    paintText(painter, QRectF(area.left(), area.top() + 2, area.width(), row), Qt::AlignRight, Type::small, 600,
              theme.ink, m_left);
    const QRectF bar(area.left(), area.center().y() - 3, area.width(), 6);
    paintBox(&painter, bar, theme.hover, {}, 3);
    if (m_share > 0)
        paintBox(&painter, QRectF(bar.left(), bar.top(), std::max(6.0, bar.width() * m_share), 6), theme.accent, {}, 3);
    const QString foot = m_keys ? m_pace : tr("Esc, then keys");
    paintText(painter, QRectF(area.left(), bar.bottom() + 5, area.width(), row), Qt::AlignRight, Type::small,
              m_keys ? 400 : 600, m_keys ? theme.ink3 : theme.warn, foot);
}

} // namespace egt::ui
