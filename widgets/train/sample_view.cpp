// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/sample_view.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

#include "bridge/text.h"
#include "common/panels.h"
#include "common/theme.h"

namespace egt::ui {

namespace {
constexpr int kHandle = 14;
}

StepSlider::StepSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
    setMinimumHeight(24);
    setPageStep(1);
}

void StepSlider::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double share = maximum() > minimum() ? static_cast<double>(value() - minimum()) / (maximum() - minimum()) : 1;
    const double y = height() / 2.0;
    const double x = kHandle / 2.0 + share * (width() - kHandle);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.pressed);
    painter.drawRoundedRect(QRectF(0, y - 2, width(), 4), 2, 2);
    painter.setBrush(isEnabled() ? theme.accent : theme.off);
    painter.drawRoundedRect(QRectF(0, y - 2, x, 4), 2, 2);
    painter.setPen(QPen(isEnabled() ? theme.accent : theme.off, 2));
    painter.setBrush(theme.paper);
    painter.drawEllipse(QPointF(x, y), kHandle / 2.0 - 1, kHandle / 2.0 - 1);
}

int StepSlider::valueAt(int x) const {
    return QStyle::sliderValueFromPosition(minimum(), maximum(), x - kHandle / 2, width() - kHandle);
}

void StepSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) setValue(valueAt(event->pos().x()));
}

void StepSlider::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons().testFlag(Qt::LeftButton)) setValue(valueAt(event->pos().x()));
}

SampleView::SampleView(QWidget* parent)
    : QWidget(parent), m_place(new TextLabel({}, Type::small, Ink::ink3)), m_probe(new NoWheelComboBox),
      m_slider(new StepSlider), m_question(new ElidedLabel({}, Type::body, Ink::ink, nullptr, 600)),
      m_text(new EntropyText), m_verdict(new TextLabel({}, Type::small, Ink::ink2)),
      m_side(new TextLabel({}, Type::body, Ink::a, nullptr, 600)),
      m_right(new TextLabel({}, Type::small, Ink::ink, nullptr, 500)),
      m_numbers(new TextLabel({}, Type::small, Ink::ink2)), m_foot(new QWidget) {
    setObjectName(QStringLiteral("train.sample"));
    m_probe->setObjectName(QStringLiteral("sample.probe"));
    m_probe->setAccessibleName(tr("Probe pair"));
    m_probe->setToolTip(tr("Which of the fixed pairs to look at"));
    m_slider->setObjectName(QStringLiteral("sample.step"));
    m_slider->setAccessibleName(tr("Step of the sample"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->addWidget(new TextLabel(tr("Sample response"), Type::small, Ink::ink, nullptr, 600));
    head->addStretch();
    head->addWidget(m_place);
    head->addWidget(m_probe);
    column->addLayout(head);
    column->addWidget(m_slider);
    auto* card = new Card;
    card->box()->setSpacing(4);
    card->box()->addWidget(m_question);
    card->box()->addWidget(m_text, 1);
    card->box()->addWidget(new Divider);
    auto* foot = new QHBoxLayout(m_foot);
    foot->setContentsMargins(0, 4, 0, 0);
    foot->setSpacing(8);
    for (QWidget* part : std::initializer_list<QWidget*>{m_verdict, m_side, m_right})
        foot->addWidget(part);
    foot->addStretch();
    foot->addWidget(m_numbers);
    card->box()->addWidget(m_foot);
    column->addWidget(card, 1);
    m_verdict->setText(tr("Verdict"));
    connect(m_slider, &QSlider::valueChanged, this, &SampleView::showCurrent);
    connect(m_probe, &QComboBox::activated, this, [this] {
        const SampleRecord* before = current();
        const std::int64_t step = before == nullptr ? 0 : before->step;
        m_steps = ofProbe(m_probe->currentData().toInt());
        const QSignalBlocker quiet(m_slider);
        m_slider->setMaximum(std::max(0, static_cast<int>(m_steps.size()) - 1));
        for (std::size_t i = 0; i < m_steps.size(); ++i)
            if (m_samples[m_steps[i]].step <= step) m_slider->setValue(static_cast<int>(i));
        showCurrent();
    });
    setSamples(0, {}, {});
}

std::vector<std::size_t> SampleView::ofProbe(int probe) const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < m_samples.size(); ++i)
        if (m_samples[i].probe == probe) out.push_back(i);
    std::stable_sort(out.begin(), out.end(),
                     [this](std::size_t x, std::size_t y) { return m_samples[x].step < m_samples[y].step; });
    return out;
}

void SampleView::setSamples(RunId run, const std::vector<SampleRecord>& samples, const QString& nothing) {
    if (run == m_run && samples.size() == m_samples.size() && nothing == m_nothing) return;
    const bool same_run = run == m_run;
    const bool newest = !same_run || m_slider->value() == m_slider->maximum();
    const SampleRecord* before = same_run ? current() : nullptr;
    const int probe = before == nullptr ? 0 : before->probe;
    const std::int64_t step = before == nullptr ? 0 : before->step;
    m_run = run;
    m_samples = samples;
    m_nothing = nothing;
    std::set<int> probes;
    for (const SampleRecord& sample : m_samples)
        probes.insert(sample.probe);
    {
        const QSignalBlocker quiet(m_probe);
        const QSignalBlocker quiet_too(m_slider);
        m_probe->clear();
        for (const int p : probes)
            m_probe->addItem(tr("probe %1").arg(p + 1), p);
        m_probe->setCurrentIndex(std::max(0, m_probe->findData(probe)));
        m_steps = ofProbe(m_probe->currentData().toInt());
        const int last = std::max(0, static_cast<int>(m_steps.size()) - 1);
        m_slider->setRange(0, last);
        int place = last;
        if (!newest)
            for (std::size_t i = 0; i < m_steps.size(); ++i)
                if (m_samples[m_steps[i]].step <= step) place = static_cast<int>(i);
        m_slider->setValue(place);
    }
    m_probe->setVisible(probes.size() > 1);
    m_slider->setEnabled(m_steps.size() > 1);
    m_slider->setToolTip(m_steps.size() > 1 ? tr("Earlier and later answers to the same question")
                                            : tr("Moves when there are samples of two steps or more"));
    showCurrent();
}

const SampleRecord* SampleView::current() const {
    const auto place = static_cast<std::size_t>(m_slider->value());
    return place < m_steps.size() ? &m_samples[m_steps[place]] : nullptr;
}

void SampleView::showCurrent() {
    const SampleRecord* sample = current();
    m_foot->setVisible(sample != nullptr);
    m_question->setVisible(sample != nullptr);
    if (sample == nullptr) {
        m_place->setText({});
        m_text->showNothing(m_nothing);
        return;
    }
    m_place->setText(tr("step %1").arg(count(sample->step)));
    m_slider->setAccessibleDescription(m_place->text());
    const auto pair = m_source ? m_source(sample->pair) : std::nullopt;
    m_question->setText(pair ? QString::fromStdString(pair->question) : tr("Pair %1").arg(sample->pair));
    m_text->setSample(*sample);
    showFoot(*sample, pair);
}

void SampleView::showFoot(const SampleRecord& sample, const std::optional<PairRecord>& pair) {
    const bool parsed = sample.verdict != Verdict::unparsed;
    m_side->setVisible(parsed);
    m_side->setText(sample.verdict == Verdict::a ? tr("A") : tr("B"));
    m_side->setInk(sample.verdict == Verdict::a ? Ink::a : Ink::b);
    const bool labelled = pair && (pair->label == Label::a || pair->label == Label::b);
    const bool right = labelled && (pair->label == Label::a) == (sample.verdict == Verdict::a);
    m_right->setText(!parsed ? tr("not parsed") : !labelled ? QString() : right ? tr("right") : tr("wrong"));
    QString numbers = tr("reward %1").arg(number(sample.reward, 1));
    if (!sample.entropies.empty()) numbers = tr("%1 · %2").arg(numbers, nats(meanEntropy(sample)));
    m_numbers->setText(numbers);
}

void SampleView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LocaleChange) showCurrent();
}

} // namespace egt::ui
