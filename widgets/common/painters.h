// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What several widgets and the style draw alike. All take the theme of the moment and device-independent pixels.

#include <QIcon>
#include <QRectF>
#include <QSize>
#include <QString>

#include "common/icons.h"

class QPainter;

namespace egt::ui {

enum class ButtonKind { normal, ghost, link, primary, side_a, side_b }; ///< link: a ghost with accent ink

struct ButtonLook {
    QString text;
    QString key; ///< key cap at the left of the label, empty = none
    Icon icon = Icon::none;
    QIcon other_icon; ///< used when icon is none
    ButtonKind kind = ButtonKind::normal;
    bool checked = false;
    bool hovered = false;
    bool pressed = false;
    bool enabled = true;
    bool menu = false; ///< small chevron at the right
    bool left = false; ///< label at the left, not centred
};

[[nodiscard]] QSize buttonSize(const ButtonLook& look, int height);
void paintButton(QPainter* painter, const QRectF& box, const ButtonLook& look);

/// Colours of a key cap; default: cap, capEdge, ink2.
struct CapColors {
    QColor fill, edge, ink;
};
[[nodiscard]] int keyCapWidth(const QString& key);
/// Draws at x, centred on cy; returns its width.
int paintKeyCap(QPainter* painter, qreal x, qreal cy, const QString& key, const CapColors& colors = {});

void paintBox(QPainter* painter, const QRectF& box, const QColor& fill, const QColor& edge, qreal radius,
              qreal pen = 1);
void paintFocusRing(QPainter* painter, const QRectF& box, qreal radius);
/// Three stacked translucent rounds: only under things that float.
void paintShadow(QPainter* painter, const QRectF& box, qreal radius = 8);
/// Field ground with its edge; the focus edge is 2 px.
void paintField(QPainter* painter, const QRectF& box, bool focused, bool enabled = true, bool error = false);
/// 52x8 bar: share 0..1 of the scale in the ramp on hover, outlined where it would sink into the paper.
void paintEntropyBar(QPainter* painter, const QRectF& box, double share);
/// Kept part in the ramp's dark blue, the rest hatched: shares of a source.
void paintKeptBar(QPainter* painter, const QRectF& box, double total_share, double kept_share);
/// Hatch of dropped things in the box, outlined.
void paintHatch(QPainter* painter, const QRectF& box);
/// The letter of a side, 22x22.
void paintBadge(QPainter* painter, const QRectF& box, bool side_b);
/// Ground of a list row; selected ones have the accent bar at the left edge when bar is set.
void paintRowGround(QPainter* painter, const QRectF& box, bool selected, bool hovered, bool bar);
/// Text in one line, elided at the end, vertically centred in the box.
void paintText(QPainter* painter, const QRectF& box, const QString& text, const QFont& font, const QColor& color,
               Qt::Alignment align = Qt::AlignLeft, Qt::TextElideMode elide = Qt::ElideRight);

} // namespace egt::ui
