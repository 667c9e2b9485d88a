// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>
#include <optional>

#include "base/result.h"

class QHBoxLayout;
class QLineEdit;
class QLabel;

namespace egt::ui {

class Chip;
class KeyCapButton;
class TextLabel;

/// What is wrong with a condition, in terms of the field.
struct FilterProblem {
    QString text;      ///< the sentence
    int position = -1; ///< 0-based character, -1 = not said
    int length = 0;
    QString fix; ///< word that may take its place, empty = none
};
/// Position, length and fix out of the engine's error for this expression.
FilterProblem filterProblem(const Error& error, const QString& expression);
/// Conditions that are joined by "and"; none where an "or" joins them, or in an empty expression.
QStringList filterConditions(const QString& expression);

/// "image is present  ×  words_a > 200 ×  [add a condition …]": finished conditions as chips, typed text behind them,
/// an error with its place and a fix. The old result stays until the new one is right.
class FilterBar : public QWidget {
    Q_OBJECT
public:
    /// Checks an expression without taking it.
    using Check = std::function<Result<void>(const QString& expression)>;
    explicit FilterBar(QWidget* parent = nullptr);
    void setCheck(Check check) { m_check = std::move(check); }
    /// Words that completion offers.
    void setWords(const QStringList& words);
    void setExpression(const QString& expression); ///< emits nothing
    /// All conditions joined by "and".
    [[nodiscard]] QString expression() const;
    /// The expression with one more condition; those that begin with `in_place_of` go.
    [[nodiscard]] QString expressionWith(const QString& condition, const QString& in_place_of = {}) const;
    [[nodiscard]] const std::optional<FilterProblem>& problem() const { return m_problem; }
    [[nodiscard]] QLineEdit* field() const { return m_field; }

Q_SIGNALS:
    void applied(const QString& expression);
    void problemChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void moveEvent(QMoveEvent* event) override;

private:
    void finish();
    void changed();
    void remove(int index);
    void rebuildChips();
    void showProblem(std::optional<FilterProblem> problem);
    void applyFix();
    void placeCard();
    [[nodiscard]] QString joined(const QStringList& parts) const;

    QStringList m_conditions;
    std::optional<FilterProblem> m_problem;
    Check m_check;
    QHBoxLayout* m_row;
    QHBoxLayout* m_chips;
    QLineEdit* m_field;
    QWidget* m_card;
    TextLabel* m_card_text;
    KeyCapButton* m_card_fix;
};

} // namespace egt::ui
