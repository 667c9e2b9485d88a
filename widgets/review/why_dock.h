// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>
#include <vector>

#include "records/columns.h"
#include "records/records.h"

class QPlainTextEdit;
class QVBoxLayout;

namespace egt::ui {

class Card;
class PlaceHistogram;
class SectionHeading;
class TextLabel;

/// One reason why a pair is here: what, how much, what was measured and the cut. Click or Enter shows the spot in
/// Explore.
class FlagCard : public QWidget {
    Q_OBJECT
public:
    /// `bracket`: the flag's value is the middle of a server's bracket.
    explicit FlagCard(const FlagRecord& flag, bool bracket, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void activated();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    FlagRecord m_flag;
    bool m_bracket;
};

/// Right dock of Review: reasons with the pair's place among all, what the judge said in each order, history, note.
class WhyDock : public QWidget {
    Q_OBJECT
public:
    explicit WhyDock(QWidget* parent = nullptr);
    struct Content {
        PairRecord pair;
        std::vector<FlagRecord> flags;
        std::vector<ResponseRecord> responses;
        std::vector<ReviewRecord> reviews;
        ColumnsPtr columns;
        QString judge; ///< short name of the judge
        qint64 scored_ms = 0;
        RunId run = 0;
        double high_cut = 0;    ///< of the mean entropy; infinite = none
        bool concealed = false; ///< blind: nothing of label, verdict and scores
    };
    void setContent(const Content& content);
    void clear();
    [[nodiscard]] QPlainTextEdit* note() const { return m_note; }

Q_SIGNALS:
    void flagActivated(const QString& column, double value);

private:
    void fillReasons(const Content& content);
    void fillJudge(const Content& content);
    void fillHistory(const Content& content);

    QScrollArea* m_scroll;
    QWidget* m_reasons;
    TextLabel* m_no_reason;
    PlaceHistogram* m_histogram;
    SectionHeading* m_judge_head;
    Card* m_judge;
    QWidget* m_judge_rows = nullptr;
    QWidget* m_history;
    QPlainTextEdit* m_note;
};

} // namespace egt::ui
