// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSpinBox>

#include "common/icons.h"

namespace egt::ui {

/// A wheel over a field must not change it: these pass the wheel on to what scrolls behind them.
class NoWheelComboBox : public QComboBox {
    Q_OBJECT
public:
    explicit NoWheelComboBox(QWidget* parent = nullptr) : QComboBox(parent) {}

protected:
    void wheelEvent(QWheelEvent* event) override;
};

class NoWheelSpinBox : public QSpinBox {
    Q_OBJECT
public:
    explicit NoWheelSpinBox(QWidget* parent = nullptr) : QSpinBox(parent) { setFocusPolicy(Qt::StrongFocus); }

protected:
    void wheelEvent(QWheelEvent* event) override;
};

class NoWheelDoubleSpinBox : public QDoubleSpinBox {
    Q_OBJECT
public:
    explicit NoWheelDoubleSpinBox(QWidget* parent = nullptr) : QDoubleSpinBox(parent) {
        setFocusPolicy(Qt::StrongFocus);
    }

protected:
    void wheelEvent(QWheelEvent* event) override;
};

/// "Queue  Most uncertain": the name stands grey inside the field. Its accessible name is the label.
class LabelledCombo : public NoWheelComboBox {
    Q_OBJECT
public:
    explicit LabelledCombo(const QString& label, QWidget* parent = nullptr);
    void setLabel(const QString& label);
    [[nodiscard]] QString label() const { return m_label; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_label;
};

/// Line edit with the magnifying glass and a clear button; Esc clears.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(const QString& placeholder, QWidget* parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

/// One of a few, side by side. Arrow keys move; one tab stop.
class SegmentedControl : public QWidget {
    Q_OBJECT
public:
    explicit SegmentedControl(const QStringList& items, const QString& accessible_name, QWidget* parent = nullptr);
    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] int countItems() const { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QStringList items() const { return m_items; }
    /// Changes without emitting.
    void setCurrent(int index);
    void setItems(const QStringList& items);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    /// The user chose another one.
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QList<int> widths() const;
    void choose(int index);
    QStringList m_items;
    QString m_name;
    int m_current = 0;
};

} // namespace egt::ui
