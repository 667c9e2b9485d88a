// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSlider>
#include <QWidget>
#include <functional>

#include "common/controls.h"
#include "common/labels.h"
#include "records/records.h"
#include "train/entropy_text.h"

namespace egt::ui {

/// 4 px groove, the part before the handle in accent.
class StepSlider : public QSlider {
    Q_OBJECT
public:
    explicit StepSlider(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] int valueAt(int x) const;
};

/// What the judge in training answers to a few fixed pairs, by step: a slider over the steps, a choice of the probe.
class SampleView : public QWidget {
    Q_OBJECT
public:
    explicit SampleView(QWidget* parent = nullptr);
    /// Where the question and label of a probe pair come from.
    void setPairSource(std::function<std::optional<PairRecord>(PairId)> source) { m_source = std::move(source); }
    /// Keeps the chosen probe and step; a slider that stands at the newest step follows.
    void setSamples(RunId run, const std::vector<SampleRecord>& samples, const QString& nothing);
    [[nodiscard]] const SampleRecord* current() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void showCurrent();
    void showFoot(const SampleRecord& sample, const std::optional<PairRecord>& pair);
    [[nodiscard]] std::vector<std::size_t> ofProbe(int probe) const;

    std::function<std::optional<PairRecord>(PairId)> m_source;
    RunId m_run = 0;
    std::vector<SampleRecord> m_samples;
    std::vector<std::size_t> m_steps; ///< places in m_samples of the chosen probe, rising step
    QString m_nothing;
    TextLabel* m_place;
    NoWheelComboBox* m_probe;
    StepSlider* m_slider;
    ElidedLabel* m_question;
    EntropyText* m_text;
    TextLabel* m_verdict;
    TextLabel* m_side;
    TextLabel* m_right;
    TextLabel* m_numbers;
    QWidget* m_foot;
};

} // namespace egt::ui
