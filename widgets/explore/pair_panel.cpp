// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/pair_panel.h"

#include <QVBoxLayout>

#include "bridge/text.h"
#include "common/buttons.h"
#include "common/entropy_strip.h"
#include "common/image_cache.h"
#include "common/image_view.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/theme.h"
#include "common/token_entropy_view.h"
#include "common/word_diff.h"

namespace egt::ui {
namespace {
constexpr int kImage = 162;
constexpr int kAnswer = 88;
} // namespace

PairPanel::PairPanel(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("pairPanel"));
    m_cache = new ImageCache(this);
    m_empty = new TextLabel(tr("Choose a pair in the table to read it here."), Type::body, Ink::ink2, this);
    m_empty->setWordWrap(true);
    m_body = new QWidget(this);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(16, 4, 16, 12);
    all->addWidget(m_empty);
    all->addWidget(m_body, 1);
    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_image = new ImageView(m_cache, m_body);
    m_image->setFixedHeight(metrics::px(kImage));
    column->addWidget(m_image);
    m_id = new TextLabel({}, Type::small, Ink::ink3, m_body);
    m_id->setSelectable(true);
    column->addWidget(m_id);
    const Theme& theme = Theme::current();
    const auto flow = [&](Type type, const QString& name, int height) {
        auto* view = new FlowView(m_body);
        view->setType(type);
        view->setAccessibleName(name);
        view->setGround(theme.sunken);
        view->setFixedHeight(metrics::px(height));
        return view;
    };
    m_question = flow(Type::body, tr("Question"), 44);
    column->addWidget(m_question);
    for (std::size_t i = 0; i < 2; ++i) {
        m_names[i] = new TextLabel({}, Type::small, i == 0 ? Ink::a : Ink::b, m_body, 600);
        m_answers[i] = flow(Type::small, i == 0 ? tr("Answer A") : tr("Answer B"), kAnswer);
        column->addWidget(m_names[i]);
        column->addWidget(m_answers[i]);
    }
    m_head = new SectionHeading(tr("Judge’s reasoning"), {}, m_body);
    m_tokens = new TokenEntropyView(m_body);
    m_tokens->setGround(theme.sunken);
    m_strip = new EntropyStrip(m_tokens, m_body);
    column->addWidget(m_head);
    column->addWidget(m_strip);
    column->addWidget(m_tokens, 1);
    m_tokens->setMinimumHeight(metrics::px(160));
    m_open = new KeyCapButton(Icon::review, tr("Open in Review"), m_body);
    m_open->setObjectName(QStringLiteral("openInReview"));
    m_open->setKey(tr("Enter"));
    column->addWidget(m_open);
    connect(m_open, &QAbstractButton::clicked, this, [this] { Q_EMIT openRequested(); });
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] {
        for (FlowView* view : std::initializer_list<FlowView*>{m_question, m_answers[0], m_answers[1], m_tokens})
            view->setGround(Theme::current().sunken);
    });
    clear();
}

void PairPanel::clear() {
    m_empty->show();
    m_body->hide();
}

void PairPanel::setPair(const PairRecord& pair, const std::vector<ResponseRecord>& responses) {
    m_empty->hide();
    m_body->show();
    m_image->setImage(pair.images.empty() ? ImageRef{} : pair.images.front());
    m_id->setText(tr("%1 · %2").arg(QString::fromStdString(pair.source_id), QString::fromStdString(pair.source)));
    m_question->setText(QString::fromStdString(pair.question));
    const std::array<QString, 2> texts{QString::fromStdString(pair.answer_a), QString::fromStdString(pair.answer_b)};
    const WordDiff diff = wordDiff(texts[0], texts[1]);
    const Theme& theme = Theme::current();
    for (std::size_t i = 0; i < 2; ++i) {
        const bool better = pair.label == (i == 0 ? Label::a : Label::b);
        const QString letter = i == 0 ? QStringLiteral("A") : QStringLiteral("B");
        m_names[i]->setText(better ? tr("%1 · labelled better").arg(letter) : letter);
        m_answers[i]->setText(texts[i]);
        std::vector<FlowRange> own;
        for (const TextRange& r : i == 0 ? diff.only_a : diff.only_b)
            own.push_back(
                {r.begin, r.end, i == 0 ? theme.a_wash : theme.b_wash, {}, 2, i == 0 ? theme.a : theme.b_graph});
        m_answers[i]->setRanges(std::move(own));
    }
    const bool scored = !responses.empty();
    m_head->setRight(scored ? entropyText(responses.front().entropy.mean, responses.front().bracket)
                            : tr("not scored"));
    m_strip->setVisible(scored);
    m_tokens->setVisible(scored);
    if (scored)
        m_tokens->setResponse(responses.front());
    else
        m_tokens->clear();
}

} // namespace egt::ui
