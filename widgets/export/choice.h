// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace egt::ui {

/// One of several, as a row: circle, name, a note, a number at the right.
class ChoiceRow : public QAbstractButton {
    Q_OBJECT
public:
    explicit ChoiceRow(const QString& name, QWidget* parent = nullptr);
    void setNote(const QString& note);
    void setNumber(const QString& number);
    [[nodiscard]] QString number() const { return m_number; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void describe();
    QString m_note;
    QString m_number;
};

/// One of several, as a card: circle, name, two lines of what it is.
class ChoiceCard : public QAbstractButton {
    Q_OBJECT
public:
    ChoiceCard(const QString& name, const QString& text, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
};

} // namespace egt::ui
