// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QLabel>

#include "common/fonts.h"
#include "common/icons.h"

namespace egt::ui {

/// Roles of text colours, looked up in the theme when painted.
enum class Ink { ink, ink2, ink3, accent, warn, err, a, b };
[[nodiscard]] QColor inkColor(Ink ink);

/// A label in one of the seven sizes; follows theme, text size and the CJK weight rule.
class TextLabel : public QLabel {
    Q_OBJECT
public:
    explicit TextLabel(const QString& text = {}, Type type = Type::body, Ink ink = Ink::ink, QWidget* parent = nullptr,
                       int weight = 0);
    void setText(const QString& text);
    void setInk(Ink ink);
    void setType(Type type, int weight = 0);
    /// Lets people mark and copy the text with mouse and keyboard.
    void setSelectable(bool selectable);

private:
    void restyle();
    Type m_type;
    Ink m_ink;
    int m_weight;
};

/// One line that shortens itself; the whole text is in the tool tip then.
class ElidedLabel : public QFrame {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text = {}, Type type = Type::body, Ink ink = Ink::ink,
                         QWidget* parent = nullptr, int weight = 0);
    void setText(const QString& text);
    [[nodiscard]] QString text() const { return m_text; }
    void setElideMode(Qt::TextElideMode mode);
    void setAlignment(Qt::Alignment align);
    void setInk(Ink ink);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QFont ownFont() const { return fontFor(m_type, m_text, m_weight); }
    void updateTip();
    QString m_text;
    Type m_type;
    Ink m_ink;
    int m_weight;
    Qt::TextElideMode m_mode = Qt::ElideRight;
    Qt::Alignment m_align = Qt::AlignLeft;
};

/// Small 600 heading of a section with an optional caption at the right.
class SectionHeading : public QWidget {
    Q_OBJECT
public:
    explicit SectionHeading(const QString& text, const QString& right = {}, QWidget* parent = nullptr);
    void setText(const QString& text);
    void setRight(const QString& text);

private:
    TextLabel* m_text;
    ElidedLabel* m_right;
};

/// A key cap on its own.
class KeyCapLabel : public QWidget {
    Q_OBJECT
public:
    explicit KeyCapLabel(const QString& key, QWidget* parent = nullptr);
    void setKey(const QString& key);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_key;
};

/// An icon that follows the theme.
class IconLabel : public QWidget {
    Q_OBJECT
public:
    explicit IconLabel(Icon icon, Ink ink = Ink::ink2, int size = 20, QWidget* parent = nullptr);
    void setLineIcon(Icon icon, Ink ink);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Icon m_icon;
    Ink m_ink;
    int m_size;
};

} // namespace egt::ui
