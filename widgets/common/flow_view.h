// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QColor>
#include <QTextLayout>
#include <algorithm>
#include <vector>

#include "common/fonts.h"
#include "common/word_diff.h"

namespace egt::ui {

/// A stretch of the text with its own ground, letters and underline. Invalid colours leave what is there.
struct FlowRange {
    int begin = 0;
    int end = 0;
    QColor fill;
    QColor ink;
    int underline = 0; ///< pixels
    QColor underline_color;
};

/// Wrapped reading text that can be selected and copied, with coloured ranges and marked matches of a search.
/// Positions are UTF-16. Accessible as read-only text whose ranges carry attributes.
class FlowView : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit FlowView(QWidget* parent = nullptr);

    void setText(const QString& text);
    [[nodiscard]] const QString& text() const { return m_text; }
    void setRanges(std::vector<FlowRange> ranges);
    [[nodiscard]] const std::vector<FlowRange>& ranges() const { return m_ranges; }
    /// Marks each occurrence, case-insensitive; empty clears. Returns how many.
    int setSearch(const QString& needle);
    /// Scrolls to the next (or previous) match; false when there is none.
    bool showMatch(int index);
    void setMaximumTextWidth(int pixels);
    void setType(Type type, int line_height = 0); ///< 0 = the type's own line height
    void setGround(const QColor& ground);         ///< invalid = paper

    /// UTF-16 position under a point of the viewport, -1 beside the text.
    [[nodiscard]] int positionAt(const QPoint& point) const;
    /// One rectangle a line, viewport coordinates.
    [[nodiscard]] std::vector<QRectF> rectsOf(int begin, int end) const;
    void showRange(int begin, int end);
    [[nodiscard]] int textHeight() const { return m_height; }
    [[nodiscard]] int lineStep() const { return m_line; }
    [[nodiscard]] QString selectedText() const;
    /// Half-open; empty where nothing is selected.
    [[nodiscard]] TextRange selection() const { return {std::min(m_anchor, m_cursor), std::max(m_anchor, m_cursor)}; }
    void select(int anchor, int cursor);
    /// What a screen reader says about the stretch around a position, "name:value;" pairs; sets its borders.
    [[nodiscard]] virtual QString attributesAt(int position, int* begin, int* end) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

public Q_SLOTS:
    void copySelection();

Q_SIGNALS:
    void scrolled(int offset);
    void heightChanged(int height);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    /// Over the text, viewport coordinates.
    virtual void paintOver(QPainter& painter);
    void relayout();
    [[nodiscard]] qreal textLeft() const;

private:
    void paintRange(QPainter& painter, const FlowRange& range) const;
    [[nodiscard]] int nearestPosition(const QPoint& point) const;

    QString m_text;
    std::vector<FlowRange> m_ranges;
    std::vector<TextRange> m_matches;
    int m_current_match = -1;
    QTextLayout m_layout;
    Type m_type = Type::read;
    int m_wanted_line = 0;
    int m_line = 22;
    int m_height = 0;
    int m_max_width = 0;
    int m_anchor = 0;
    int m_cursor = 0;
    bool m_keyboard_focus = false;
    QColor m_ground;
};

/// Makes the accessible interface of FlowView known; safe to call again.
void installTextAccessibility();

} // namespace egt::ui
