// SPDX-License-Identifier: GPL-3.0-or-later
// The pair that is shown in Review.
#include <QStackedWidget>
#include <QTimer>
#include <algorithm>
#include <cmath>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/buttons.h"
#include "common/chips.h"
#include "common/controls.h"
#include "common/image_cache.h"
#include "common/image_view.h"
#include "common/panels.h"
#include "common/project_context.h"
#include "common/token_entropy_view.h"
#include "review/answer_pane.h"
#include "review/film_strip.h"
#include "review/reasoning_pane.h"
#include "review/review_session.h"
#include "review/review_workspace.h"
#include "review/why_dock.h"

namespace egt::ui {

void ReviewWorkspace::showPair() {
    const bool present = m_session->hasPair();
    m_stack->setCurrentIndex(present ? 0 : 1);
    m_bar->setPairPresent(present);
    showPosition();
    if (!present) {
        const ColumnsPtr snapshot = columns();
        const bool none = !snapshot || snapshot->rows == 0;
        const bool scores =
            m_kind == QueueKind::uncertain || m_kind == QueueKind::contradicted || m_kind == QueueKind::flagged;
        if (none)
            m_empty->setTexts(tr("There are no pairs yet"), tr("Import a preference set, then review it here."));
        else if (m_filter_chip->isVisibleTo(this))
            m_empty->setTexts(tr("No pairs match this filter."), tr("Remove a condition or show all pairs."));
        else if (scores)
            m_empty->setTexts(
                tr("Nothing waits in this queue"),
                tr("Score the pairs with a judge and flag the uncertain ones in Explore, or choose another queue."));
        else
            m_empty->setTexts(tr("Every pair is reviewed"), tr("Choose another queue to look at decided pairs again."));
        return;
    }
    const PairRecord& pair = m_session->pair();
    if (m_note_pair != pair.id) saveNote();
    m_film->setCurrent(m_session->index());
    m_question->setText(QString::fromStdString(pair.question));
    m_pair_id->setText(QString::fromStdString(pair.source_id));
    m_pair_id->setToolTip(tr("Pair %1 of %2").arg(QString::number(pair.id), QString::fromStdString(pair.source)));
    showImage(0);
    showAnswers();
    showJudge();
    loadNote();
    m_bar->setBlind(m_session->concealed());
    m_bar->setHasLabel(pair.label == Label::a || pair.label == Label::b);
    QTimer::singleShot(0, m_session, [this] { // the pair stands; now there is time for the next one
        m_session->pairDrawn();
        const qint64 next = m_session->index() + 1;
        if (next <= 0 || next >= static_cast<qint64>(m_session->queue().size())) return;
        const auto ahead = client()->engine().pair(m_session->queue()[static_cast<std::size_t>(next)]);
        if (ahead && !ahead->images.empty() && !ahead->images.front().path.empty())
            m_cache->get(QString::fromStdString(ahead->images.front().path));
    });
}

void ReviewWorkspace::showImage(int index) {
    const auto& images = m_session->pair().images;
    const int n = static_cast<int>(images.size());
    m_image_index = n == 0 ? 0 : std::clamp(index, 0, n - 1);
    m_image->setImage(n == 0 ? ImageRef{} : images[static_cast<std::size_t>(m_image_index)]);
    m_image_pager->setVisible(n > 1);
    m_image_page->setText(tr("%1 of %2").arg(m_image_index + 1).arg(n));
}

void ReviewWorkspace::showAnswers() {
    const PairRecord& pair = m_session->pair();
    const bool swapped = m_session->shown() == Order::swapped;
    const bool concealed = m_session->concealed();
    for (std::size_t i = 0; i < 2; ++i) {
        const bool stored_b = (i == 1) != swapped;
        m_answers[i]->setText(QString::fromStdString(stored_b ? pair.answer_b : pair.answer_a));
        m_answers[i]->setLabelled(!concealed && pair.label == (stored_b ? Label::b : Label::a));
    }
    applyDiff();
    if (!m_find->isHidden()) search(m_find->text(), 0);
}

void ReviewWorkspace::applyDiff() {
    if (!m_diff->isChecked()) {
        for (AnswerPane* answer : m_answers)
            answer->setOwnWords({});
        return;
    }
    const WordDiff diff = wordDiff(m_answers[0]->view()->text(), m_answers[1]->view()->text());
    m_answers[0]->setOwnWords(diff.only_a);
    m_answers[1]->setOwnWords(diff.only_b);
}

QString ReviewWorkspace::judgeName(RunId run, qint64* when) const {
    const auto record = client()->engine().run(run);
    if (!record) return {};
    *when = record->ended_ms != 0 ? record->ended_ms : record->created_ms;
    const QString folder = QString::fromStdString(record->judge);
    return folder.section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty);
}

void ReviewWorkspace::showJudge() {
    const PairRecord& pair = m_session->pair();
    WhyDock::Content content;
    content.pair = pair;
    content.columns = columns();
    content.concealed = m_session->concealed();
    content.high_cut = context() == nullptr ? INFINITY : context()->cut().high;
    content.run = content.columns ? content.columns->run : 0;
    Engine& engine = client()->engine();
    if (content.run != 0) {
        if (auto responses = engine.responses(pair.id, content.run)) content.responses = std::move(*responses);
        content.judge = judgeName(content.run, &content.scored_ms);
    }
    if (auto flags = engine.flags(pair.id)) content.flags = std::move(*flags);
    if (auto reviews = engine.reviews(pair.id)) content.reviews = std::move(*reviews);
    for (const FlagRecord& flag : content.flags)
        if (flag.rule == FlagRule::uncertain && !std::isfinite(content.high_cut)) content.high_cut = flag.cut;
    m_dock->setContent(content);
    if (content.concealed)
        m_reasoning->setEmpty(tr("Hidden until you decide"),
                              tr("Blind mode keeps the judge’s text, its verdict and the label out of sight."));
    else if (content.responses.empty())
        m_reasoning->setEmpty(tr("This pair has no scores"),
                              tr("Score the pairs with a judge in Explore; then its reasoning stands here."));
    else
        m_reasoning->setResponses(content.responses);
}

void ReviewWorkspace::showPosition() {
    const auto n = static_cast<qint64>(m_session->queue().size());
    m_position->setText(m_session->hasPair() ? tr("%1 of %2").arg(count(m_session->index() + 1), count(n))
                                             : tr("0 of 0"));
    m_next->setEnabled(m_session->index() + 1 < n);
    m_previous->setEnabled(m_session->index() > 0);
    m_bar->setProgress(m_session->decided(), n, m_session->medianSeconds(), m_session->pairsPerHour());
    for (QWidget* button : findChildren<IconButton*>(QStringLiteral("nextPair")))
        button->setEnabled(m_next->isEnabled());
    for (QWidget* button : findChildren<IconButton*>(QStringLiteral("previousPair")))
        button->setEnabled(m_previous->isEnabled());
}

void ReviewWorkspace::find() {
    m_find->show();
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void ReviewWorkspace::search(const QString& text, int step) {
    const std::array<FlowView*, 3> views{m_answers[0]->view(), m_answers[1]->view(), m_reasoning->view()};
    std::array<int, 3> found{};
    int total = 0;
    for (std::size_t i = 0; i < views.size(); ++i)
        total += found[i] = views[i]->setSearch(text);
    m_find->setToolTip(text.isEmpty() ? QString() : total == 1 ? tr("1 place") : tr("%1 places").arg(count(total)));
    if (total == 0) {
        m_match = -1;
        return;
    }
    m_match = (m_match + step + total) % total;
    int at = m_match;
    for (std::size_t i = 0; i < views.size(); ++i) {
        if (at >= 0 && at < found[i])
            views[i]->showMatch(at);
        else
            views[i]->showMatch(-1);
        at -= found[i];
    }
}

} // namespace egt::ui
