// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/why_dock.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QVBoxLayout>
#include <array>
#include <cmath>

#include "bridge/text.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/paint_text.h"
#include "common/panels.h"
#include "common/theme.h"
#include "review/film_strip.h"
#include "review/place_histogram.h"

namespace egt::ui {
namespace {

constexpr int kInset = 16;
constexpr int kMostHistory = 8;

void emptyLayout(QLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide(); // at once: it would stand under the new rows until it is deleted
            widget->deleteLater();
        }
        delete item;
    }
}

double probabilityA(const ResponseRecord& response) {
    const double a = response.order == Order::stored ? response.p1 : response.p2;
    const double sum = static_cast<double>(response.p1) + response.p2;
    return sum > 0 ? a / sum : std::nan("");
}

/// What the samples of one order say together.
struct OrderSummary {
    int responses = 0;
    int a = 0;
    int b = 0;
    double p_a = 0;
    int with_p = 0;
    double entropy = 0;
    double low = 0;
    double high = 0;
    int with_bracket = 0;
    void add(const ResponseRecord& response) {
        ++responses;
        a += response.verdict == Verdict::a ? 1 : 0;
        b += response.verdict == Verdict::b ? 1 : 0;
        entropy += response.entropy.mean;
        if (response.bracket.known) low += response.bracket.low, high += response.bracket.high, ++with_bracket;
        if (const double p = probabilityA(response); std::isfinite(p)) p_a += p, ++with_p;
    }
    [[nodiscard]] QString entropyText() const {
        return with_bracket > 0 ? interval(low / with_bracket, high / with_bracket) : number(entropy / responses);
    }
    [[nodiscard]] int verdict() const { return a == b ? (a == 0 ? 0 : 3) : a > b ? 1 : 2; }
};

} // namespace

FlagCard::FlagCard(const FlagRecord& flag, bool bracket, QWidget* parent)
    : QWidget(parent), m_flag(flag), m_bracket(bracket) {
    setObjectName(QStringLiteral("flagCard"));
    setFocusPolicy(Qt::TabFocus);
    setProperty("egtOwnFocus", true);
    setCursor(Qt::PointingHandCursor);
    setFixedHeight(metrics::px(60));
    setAccessibleName(tr("%1, %2").arg(flagWord(flag.rule), number(flag.value)));
    setToolTip(tr("Show this place in Explore"));
}

QSize FlagCard::sizeHint() const {
    return {248, metrics::px(60)};
}

void FlagCard::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    const Theme& theme = Theme::current();
    const double f = textFactor();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool uncertain = m_flag.rule == FlagRule::uncertain;
    const QColor ink = uncertain ? theme.warn : theme.err;
    paintBox(&painter, QRectF(rect()), underMouse() ? theme.hover : theme.paper, theme.line, 6);
    paintIcon(&painter, uncertain ? Icon::warn : Icon::swap, QRectF(10, 9 * f, 20, 20), ink);
    const QString value = uncertain ? nats(m_flag.value) : number(m_flag.value);
    const double vw = textWidth(Type::body, 600, value) + 2;
    paintText(painter, QRectF(38, 8 * f, width() - 38 - 12 - vw - 8, 22 * f), Qt::AlignLeft, Type::body, 600, theme.ink,
              flagWord(m_flag.rule));
    paintText(painter, QRectF(width() - 12 - vw, 8 * f, vw, 22 * f), Qt::AlignRight, Type::body, 600, ink, value);
    const QString second = !uncertain  ? tr("P(labelled answer), cut %1").arg(number(m_flag.cut))
                           : m_bracket ? tr("Midpoint of the entropy bracket, cut %1").arg(nats(m_flag.cut))
                                       : tr("Mean token entropy, cut %1").arg(nats(m_flag.cut));
    paintText(painter, QRectF(38, 30 * f, width() - 48, 20 * f), Qt::AlignLeft, Type::small, 400, theme.ink2, second);
    if (hasFocus()) paintInnerFocus(painter, QRectF(rect()));
}

void FlagCard::mouseReleaseEvent(QMouseEvent* event) {
    Q_UNUSED(event)
    Q_EMIT activated();
}

void FlagCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT activated();
    else
        QWidget::keyPressEvent(event);
}

WhyDock::WhyDock(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("whyDock"));
    auto* body = new Pane(Ground::sunken, this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(kInset, 10, kInset, 12);
    column->setSpacing(8);
    column->addWidget(new SectionHeading(tr("Why this pair is here"), {}, body));
    m_reasons = new QWidget(body);
    (new QVBoxLayout(m_reasons))->setContentsMargins(0, 0, 0, 0);
    m_no_reason = new TextLabel({}, Type::small, Ink::ink2, body);
    m_no_reason->setWordWrap(true);
    m_histogram = new PlaceHistogram(body);
    m_judge_head = new SectionHeading(tr("Judge"), {}, body);
    m_judge = new Card(body);
    m_history = new QWidget(body);
    (new QVBoxLayout(m_history))->setContentsMargins(0, 0, 0, 0);
    m_note = new QPlainTextEdit(body);
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("Add a note. It travels with the pair into the export."));
    m_note->setTabChangesFocus(true);
    m_note->setMinimumHeight(metrics::px(72));
    column->addWidget(m_reasons);
    column->addWidget(m_no_reason);
    column->addWidget(m_histogram);
    column->addSpacing(6);
    column->addWidget(m_judge_head);
    column->addWidget(m_judge);
    column->addSpacing(6);
    column->addWidget(new SectionHeading(tr("History"), {}, body));
    column->addWidget(m_history);
    column->addSpacing(6);
    auto* note_head = new QHBoxLayout;
    note_head->addWidget(new SectionHeading(tr("Note"), {}, body), 1);
    note_head->addWidget(new KeyCapLabel(QStringLiteral("C"), body));
    column->addLayout(note_head);
    column->addWidget(m_note, 1);

    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(body);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_scroll);
    clear();
}

void WhyDock::clear() {
    setContent({});
}

void WhyDock::setContent(const Content& content) {
    fillReasons(content);
    fillJudge(content);
    fillHistory(content);
}

void WhyDock::fillReasons(const Content& content) {
    QLayout* layout = m_reasons->layout();
    emptyLayout(layout);
    const bool show = !content.concealed && !content.flags.empty();
    m_reasons->setVisible(show);
    const bool brackets = content.columns && content.columns->brackets;
    const QString entropy_name = brackets ? QStringLiteral("entropy_mid") : QStringLiteral("mean_entropy");
    for (const FlagRecord& flag : content.flags) {
        if (!show) break;
        auto* card = new FlagCard(flag, brackets && flag.run == content.columns->run, m_reasons);
        connect(card, &FlagCard::activated, this, [this, flag, entropy_name] {
            Q_EMIT flagActivated(flag.rule == FlagRule::uncertain ? entropy_name : QStringLiteral("p_label"),
                                 flag.value);
        });
        layout->addWidget(card);
    }
    m_no_reason->setVisible(!show && content.pair.id != 0);
    m_no_reason->setText(content.concealed ? tr("Hidden until you decide (blind mode).")
                                           : tr("This pair is not flagged; it is part of the queue you chose."));
    double value = std::nan("");
    if (content.columns && !content.concealed) {
        const Column* entropy = content.columns->find(entropy_name.toStdString());
        const std::int64_t row = content.columns->rowOf(content.pair.id);
        if (entropy != nullptr && row >= 0) value = entropy->number(row);
    }
    m_histogram->setPlace(content.columns, entropy_name, value, content.high_cut);
}

void WhyDock::fillJudge(const Content& content) {
    const bool show = !content.concealed && !content.responses.empty();
    m_judge_head->setVisible(show);
    m_judge->setVisible(show);
    delete m_judge_rows;
    m_judge_rows = nullptr;
    if (!show) return;
    m_judge_head->setRight(content.judge);
    m_judge_rows = new QWidget(m_judge);
    auto* grid = new QGridLayout(m_judge_rows);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(7);
    grid->setHorizontalSpacing(8);
    const std::array<QString, 4> heads{tr("Order"), tr("Verdict"), tr("P(A)"), tr("Entropy, nats")};
    for (int c = 0; c < 4; ++c) {
        auto* label = new TextLabel(heads[static_cast<std::size_t>(c)], Type::tiny, Ink::ink3, m_judge_rows, 500);
        label->setAlignment(c == 0 ? Qt::AlignLeft : Qt::AlignRight);
        grid->addWidget(label, 0, c);
    }
    std::array<OrderSummary, 2> orders;
    for (const ResponseRecord& response : content.responses)
        orders[static_cast<std::size_t>(response.order)].add(response);
    int row = 1;
    for (std::size_t o = 0; o < orders.size(); ++o) {
        const OrderSummary& s = orders[o];
        if (s.responses == 0) continue;
        const int v = s.verdict();
        auto* verdict = new TextLabel(v == 1   ? QStringLiteral("A")
                                      : v == 2 ? QStringLiteral("B")
                                      : v == 3 ? tr("split")
                                               : tr("none"),
                                      Type::small,
                                      v == 1   ? Ink::a
                                      : v == 2 ? Ink::b
                                               : Ink::ink2,
                                      m_judge_rows, 600);
        const std::array<TextLabel*, 4> cells{
            new TextLabel(o == 0 ? tr("A, B") : tr("B, A"), Type::small, Ink::ink, m_judge_rows), verdict,
            new TextLabel(number(s.with_p > 0 ? s.p_a / s.with_p : std::nan("")), Type::small, Ink::ink, m_judge_rows),
            new TextLabel(s.entropyText(), Type::small, Ink::ink, m_judge_rows)};
        for (int c = 0; c < 4; ++c) {
            cells[static_cast<std::size_t>(c)]->setAlignment(c == 0 ? Qt::AlignLeft : Qt::AlignRight);
            grid->addWidget(cells[static_cast<std::size_t>(c)], row, c);
        }
        ++row;
    }
    const int va = orders[0].verdict();
    const int vb = orders[1].verdict();
    const auto n = content.responses.size();
    const int votes_a = orders[0].a + orders[1].a;
    const int votes_b = orders[0].b + orders[1].b;
    const QString votes = tr("%1 of %2 samples").arg(std::max(votes_a, votes_b)).arg(n);
    QString line = votes;
    if (orders[0].responses > 0 && orders[1].responses > 0)
        line = va != 0 && va == vb && va != 3 ? tr("Held when swapped · %1").arg(votes)
                                              : tr("Did not hold when swapped · %1").arg(votes);
    auto* divider = new Divider(Qt::Horizontal, m_judge_rows);
    grid->addWidget(divider, row, 0, 1, 4);
    auto* consist = new TextLabel(line, Type::small, Ink::ink2, m_judge_rows);
    consist->setWordWrap(true);
    grid->addWidget(consist, row + 1, 0, 1, 4);
    m_judge->box()->addWidget(m_judge_rows);
}

void WhyDock::fillHistory(const Content& content) {
    QLayout* layout = m_history->layout();
    emptyLayout(layout);
    const auto add = [&](Icon icon, const QString& text, const QString& when, const QString& tip = {}) {
        auto* row = new QWidget(m_history);
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(8);
        line->addWidget(new IconLabel(icon, Ink::ink2, 16, row));
        line->addWidget(new ElidedLabel(text, Type::small, Ink::ink, row), 1);
        auto* time = new TextLabel(when, Type::small, Ink::ink3, row);
        line->addWidget(time);
        row->setToolTip(tip);
        layout->addWidget(row);
    };
    if (content.pair.id == 0) return;
    QString imported = tr("Imported without a label");
    if (content.concealed)
        imported = tr("Imported");
    else if (content.pair.label == Label::a)
        imported = tr("Imported as A better");
    else if (content.pair.label == Label::b)
        imported = tr("Imported as B better");
    else if (content.pair.label == Label::tie)
        imported = tr("Imported as a tie");
    add(Icon::import_, imported, QString::fromStdString(content.pair.source));
    if (!content.responses.empty() && !content.concealed)
        add(Icon::judge, tr("Scored, run %1").arg(content.run), timeText(content.scored_ms));
    const std::size_t first = content.reviews.size() > kMostHistory ? content.reviews.size() - kMostHistory : 0;
    for (std::size_t i = first; i < content.reviews.size(); ++i) {
        const ReviewRecord& review = content.reviews[i];
        const QString who = review.annotator.empty() ? tr("somebody") : QString::fromStdString(review.annotator);
        const QString what = review.undoes != 0 ? tr("Taken back by %1").arg(who)
                                                : tr("%1 · %2").arg(decisionWord(review.decision), who);
        QString tip =
            review.blind ? tr("Decided blind, in %1 s").arg(number(static_cast<double>(review.duration_ms) / 1000.0, 1))
                         : tr("Decided in %1 s").arg(number(static_cast<double>(review.duration_ms) / 1000.0, 1));
        add(review.undoes != 0 ? Icon::undo : decisionIcon(review.decision), what, timeText(review.time_ms),
            review.undoes != 0 ? QString() : tip);
    }
}

} // namespace egt::ui
