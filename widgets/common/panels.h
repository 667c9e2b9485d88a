// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QGridLayout>
#include <QLabel>

#include "common/buttons.h"
#include "common/icons.h"
#include "common/labels.h"

class QVBoxLayout;

namespace egt::ui {

/// Grounds that a pane can stand on.
enum class Ground { chrome, rail, paper, sunken, hover };
[[nodiscard]] QColor groundColor(Ground ground);

/// A flush area with its ground; no edge.
class Pane : public QWidget {
    Q_OBJECT
public:
    explicit Pane(Ground ground, QWidget* parent = nullptr);
    void setGround(Ground ground);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Ground m_ground;
};

/// Paper with a 1 px edge and radius 6; contents 12 px inside.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(QWidget* parent = nullptr);
    [[nodiscard]] QVBoxLayout* box() const { return m_box; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVBoxLayout* m_box;
};

/// 1 px line between panes.
class Divider : public QWidget {
    Q_OBJECT
public:
    explicit Divider(Qt::Orientation orientation = Qt::Horizontal, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// What an area says when there is nothing: icon, what would be here, what to do, one button.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    EmptyState(Icon icon, const QString& sentence, const QString& advice, const QString& button = {},
               QWidget* parent = nullptr);
    void setTexts(const QString& sentence, const QString& advice, const QString& button = {});
    void setLineIcon(Icon icon);

Q_SIGNALS:
    void activated();

private:
    IconLabel* m_icon;
    TextLabel* m_sentence;
    TextLabel* m_advice;
    KeyCapButton* m_button;
};

/// A sentence with its icon on a wash: warn, err or info; optional button and close.
class Notice : public QWidget {
    Q_OBJECT
public:
    enum class Tone { info, warn, err };
    explicit Notice(Tone tone, const QString& text = {}, QWidget* parent = nullptr);
    void setText(const QString& text);
    void setTone(Tone tone);
    void setButton(const QString& text);
    void setClosable(bool closable);

Q_SIGNALS:
    void activated();
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone m_tone;
    IconLabel* m_icon;
    TextLabel* m_text;
    KeyCapButton* m_button;
    IconButton* m_close;
};

/// 3 px (or thicker) line that fills with accent; -1 = unknown (a still quarter).
class ProgressLine : public QWidget {
    Q_OBJECT
public:
    explicit ProgressLine(int thickness = 3, QWidget* parent = nullptr);
    void setShare(double share); ///< 0..1, negative = unknown
    void setPaused(bool paused); ///< warn colour
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_thickness;
    double m_share = 0;
    bool m_paused = false;
};

/// Rows of key, strong value and a small note, columns aligned.
class KeyValueGrid : public QWidget {
    Q_OBJECT
public:
    explicit KeyValueGrid(QWidget* parent = nullptr);
    int addRow(const QString& key, const QString& value = {}, const QString& note = {});
    void setKey(int row, const QString& key);
    void setValue(int row, const QString& value, const QString& note = {});
    void setRowVisible(int row, bool visible);
    [[nodiscard]] int rows() const { return static_cast<int>(m_rows.size()); }

private:
    struct Row {
        TextLabel* key;
        TextLabel* value;
        TextLabel* note;
    };
    QGridLayout* m_grid;
    QList<Row> m_rows;
};

} // namespace egt::ui
