// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QRectF>

class QPainter;

namespace egt::ui {

/// Line icons of the window, SVG on a 20 px grid (resources/icons, one file a name). none draws nothing.
enum class Icon {
    none,
    blind,
    both_bad,
    busy,
    chart,
    check,
    clock,
    close,
    colours,
    compare,
    copy,
    demo,
    down,
    drop,
    edit,
    error,
    explore,
    export_,
    file,
    filter,
    fit,
    flag,
    folder,
    grid,
    image,
    import_,
    info,
    judge,
    keyboard,
    language,
    lasso,
    layers,
    left,
    link,
    mask,
    moon,
    more,
    note,
    pause,
    person,
    pin,
    play,
    plus,
    queue,
    redo,
    rejudge,
    resume,
    review,
    right,
    saved,
    scatter,
    search,
    skip,
    sliders,
    star,
    stop,
    sun,
    swap,
    table,
    terminal,
    text_size,
    tie,
    train,
    undo,
    undock,
    up,
    video,
    warn,
    word_diff,
    zoom_in,
};

/// Registers the compiled-in icons and translations; called by everything here, safe to call again.
void initResources();
/// Follows the theme: ink2, accent when on, off when disabled. Good for actions and buttons.
[[nodiscard]] QIcon icon(Icon icon);
/// Always that colour.
[[nodiscard]] QIcon icon(Icon icon, const QColor& color);
/// One picture, cached per size, colour and device ratio.
[[nodiscard]] QPixmap iconPixmap(Icon icon, int size, const QColor& color, qreal device_ratio = 1.0);
/// Draws into the square in the middle of the box. The stroke is 1.5 px at any size up to 20.
void paintIcon(QPainter* painter, Icon icon, const QRectF& box, const QColor& color);
/// The program's sign: seven bars of the ramp and the cut.
void paintSign(QPainter* painter, const QRectF& box);
[[nodiscard]] QIcon signIcon();

} // namespace egt::ui
