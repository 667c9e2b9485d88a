// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/answer_pane.h"

#include <QGuiApplication>
#include <QPainter>
#include <QScrollBar>
#include <QVBoxLayout>

#include "bridge/text.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/paint_text.h"
#include "common/theme.h"

namespace egt::ui {
namespace {
constexpr int kHead = 44;
constexpr int kInset = 16;
constexpr int kFoot = 34;
} // namespace

AnswerPane::AnswerPane(bool side_b, QWidget* parent) : QWidget(parent), m_side_b(side_b) {
    setObjectName(side_b ? QStringLiteral("answerB") : QStringLiteral("answerA"));
    m_view = new FlowView(this);
    m_view->setObjectName(side_b ? QStringLiteral("answerTextB") : QStringLiteral("answerTextA"));
    m_count = new TextLabel({}, Type::small, Ink::ink3, this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kInset - 3, metrics::px(kHead), 4, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    m_count->setFixedHeight(metrics::px(kFoot));
    m_count->setContentsMargins(3, 0, 0, 0);
    layout->addWidget(m_count);
    setShownSide(side_b);
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this, layout] {
        layout->setContentsMargins(kInset - 3, metrics::px(kHead), 4, 0);
        m_count->setFixedHeight(metrics::px(kFoot));
        colour();
    });
}

void AnswerPane::setText(const QString& text) {
    m_own.clear();
    m_view->setText(text);
    const int words = countWords(text);
    m_count->setText(text.isEmpty() ? tr("This answer is empty")
                     : words == 1   ? tr("1 word")
                                    : tr("%1 words").arg(count(words)));
}

void AnswerPane::setLabelled(bool labelled) {
    m_labelled = labelled;
    m_view->setAccessibleDescription(labelled ? tr("Labelled better") : QString());
    update();
}

void AnswerPane::setShownSide(bool side_b) {
    m_side_b = side_b;
    m_view->setAccessibleName(side_b ? tr("Answer B") : tr("Answer A"));
    colour();
    update();
}

void AnswerPane::setOwnWords(const std::vector<TextRange>& ranges) {
    m_own = ranges;
    colour();
}

void AnswerPane::colour() {
    const Theme& theme = Theme::current();
    std::vector<FlowRange> ranges;
    for (const TextRange& own : m_own)
        ranges.push_back(
            {own.begin, own.end, m_side_b ? theme.b_wash : theme.a_wash, {}, 2, m_side_b ? theme.b_graph : theme.a});
    m_view->setRanges(std::move(ranges));
}

void AnswerPane::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.paper);
    const double factor = textFactor();
    const QRectF badge(kInset, 12 * factor, 22 * factor, 22 * factor);
    paintBadge(&painter, badge, m_side_b);
    double right = width() - 12;
    if (m_labelled) {
        const QString text = tr("Labelled better");
        const QColor ink = m_side_b ? theme.b : theme.a;
        const double w = textWidth(Type::small, 500, text) + 16 + 18;
        const QRectF chip(right - w, 11 * factor, w, 24 * factor);
        paintBox(&painter, chip, m_side_b ? theme.b_wash : theme.a_wash, {}, chip.height() / 2);
        paintIcon(&painter, Icon::star, QRectF(chip.left() + 7, chip.center().y() - 8, 16, 16), ink);
        paintText(painter, chip.adjusted(26, 0, -6, 0), Qt::AlignLeft, Type::small, 500, ink, text);
        right = chip.left() - 8;
    }
    paintText(painter, QRectF(badge.right() + 10, badge.top(), right - badge.right() - 10, badge.height()),
              Qt::AlignLeft, Type::body, 600, theme.ink, m_side_b ? tr("Answer B") : tr("Answer A"));
}

void linkScrolling(FlowView* one, FlowView* other) {
    const auto follow = [](FlowView* from, FlowView* to) {
        QObject::connect(from, &FlowView::scrolled, to, [to](int value) {
            if (!(QGuiApplication::keyboardModifiers() & Qt::ShiftModifier)) to->verticalScrollBar()->setValue(value);
        });
    };
    follow(one, other);
    follow(other, one);
}

} // namespace egt::ui
