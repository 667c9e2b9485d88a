// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/painters.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "common/fonts.h"
#include "common/metrics.h"
#include "common/theme.h"

using namespace Qt::StringLiterals;

namespace egt::ui {

void paintBox(QPainter* painter, const QRectF& box, const QColor& fill, const QColor& edge, qreal radius, qreal pen) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF inner = edge.isValid() ? box.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2) : box;
    painter->setPen(edge.isValid() ? QPen(edge, pen) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter->drawRoundedRect(inner, radius, radius);
    painter->restore();
}

void paintFocusRing(QPainter* painter, const QRectF& box, qreal radius) {
    paintBox(painter, box, {}, Theme::current().focus, radius, 2);
}

void paintShadow(QPainter* painter, const QRectF& box, qreal radius) {
    static constexpr std::array<std::pair<int, double>, 3> rounds{{{8, .025}, {5, .035}, {2, .05}}};
    for (const auto& [grow, alpha] : rounds) {
        const QColor color(0, 0, 0, qRound(255 * alpha * (Theme::current().dark ? 2 : 1)));
        const QRectF round(box.x() - grow / 2.0, box.y() - grow / 3.0 + 2, box.width() + grow, box.height() + grow);
        paintBox(painter, round, color, {}, radius + grow / 2.0);
    }
}

void paintField(QPainter* painter, const QRectF& box, bool focused, bool enabled, bool error) {
    const Theme& t = Theme::current();
    QColor edge = t.dark ? t.edge : t.cap_edge;
    if (!enabled) edge = t.line;
    if (focused) edge = t.focus;
    if (error) edge = t.err;
    paintBox(painter, box, enabled ? t.paper : QColor(), edge, metrics::kRadius, focused || error ? 2 : 1);
}

void paintEntropyBar(QPainter* painter, const QRectF& box, double share) {
    const Theme& t = Theme::current();
    const qreal radius = std::min(box.height() / 2, 3.0);
    paintBox(painter, box, t.hover, {}, radius);
    if (!std::isfinite(share) || share <= 0) return;
    const double part = std::clamp(share, 0.0, 1.0);
    const QRectF filled(box.x(), box.y(), std::max(box.width() * part, 2.0), box.height());
    paintBox(painter, filled, Theme::ramp(part), t.rampNeedsOutline(part) ? t.ramp_outline : QColor(), radius);
}

void paintHatch(QPainter* painter, const QRectF& box) {
    const Theme& t = Theme::current();
    if (box.width() < 1 || box.height() < 0.5) return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(t.hatch, 1));
    painter->setBrush(QBrush(t.hatch, Qt::BDiagPattern));
    painter->drawRect(box.adjusted(0.5, 0.5, -0.5, 0));
    painter->restore();
}

void paintKeptBar(QPainter* painter, const QRectF& box, double total_share, double kept_share) {
    const double total = std::clamp(total_share, 0.0, 1.0) * box.width();
    const double kept = std::clamp(kept_share, 0.0, 1.0) * total;
    painter->fillRect(QRectF(box.x(), box.y(), kept, box.height()),
                      Theme::current().dark ? Theme::current().series[5] : Theme::ramp(0.2));
    if (total - kept >= 2) paintHatch(painter, QRectF(box.x() + kept + 1, box.y(), total - kept - 1, box.height()));
}

void paintBadge(QPainter* painter, const QRectF& box, bool side_b) {
    const Theme& t = Theme::current();
    paintBox(painter, box, side_b ? t.b : t.a, {}, 5);
    paintText(painter, box, side_b ? u"B"_s : u"A"_s, font(Type::body, 600), t.on_side, Qt::AlignHCenter);
}

void paintRowGround(QPainter* painter, const QRectF& box, bool selected, bool hovered, bool bar) {
    const Theme& t = Theme::current();
    if (selected)
        painter->fillRect(box, t.accent_wash);
    else if (hovered)
        painter->fillRect(box, t.dark ? t.hover : t.sunken);
    if (selected && bar) painter->fillRect(QRectF(box.x(), box.y(), 3, box.height()), t.accent);
}

void paintText(QPainter* painter, const QRectF& box, const QString& text, const QFont& f, const QColor& color,
               Qt::Alignment align, Qt::TextElideMode elide) {
    painter->save();
    painter->setFont(f);
    painter->setPen(color);
    const QFontMetricsF fm(f);
    const QString shown = fm.elidedText(text, elide, box.width() + 1);
    const qreal width = fm.horizontalAdvance(shown);
    qreal x = box.x();
    if (align & Qt::AlignRight) x = box.right() - width;
    if (align & Qt::AlignHCenter) x = box.x() + (box.width() - width) / 2;
    painter->drawText(QPointF(x, box.y() + (box.height() + fm.ascent() - fm.descent()) / 2), shown);
    painter->restore();
}

int keyCapWidth(const QString& key) {
    const qreal text = QFontMetricsF(fontFor(Type::tiny, key, 500)).horizontalAdvance(key);
    return std::max(metrics::px(metrics::kKeyCap), qRound(text + 10));
}

int paintKeyCap(QPainter* painter, qreal x, qreal cy, const QString& key, const CapColors& colors) {
    const Theme& t = Theme::current();
    const QColor fill = colors.fill.isValid() ? colors.fill : t.cap;
    const QColor edge = colors.edge.isValid() ? colors.edge : t.cap_edge;
    const QColor ink = colors.ink.isValid() ? colors.ink : t.ink2;
    const int width = keyCapWidth(key);
    const int height = metrics::px(metrics::kKeyCap);
    const qreal y = std::round(cy - height / 2.0);
    paintBox(painter, QRectF(x, y, width, height), fill, edge, 4);
    painter->fillRect(QRectF(x + 3, y + height - 2, width - 6, 1), edge);
    paintText(painter, QRectF(x, y, width, height - 1), key, fontFor(Type::tiny, key, 500), ink, Qt::AlignHCenter);
    return width;
}

namespace {

constexpr int kPad = 12;

struct ButtonColors {
    QColor fill, edge, ink;
    CapColors cap;
};

ButtonColors buttonColors(const ButtonLook& look) {
    const Theme& t = Theme::current();
    const QColor edge = t.dark ? t.edge : t.cap_edge;
    ButtonColors c{t.paper, edge, t.ink, {}};
    const bool bare = look.kind == ButtonKind::ghost || look.kind == ButtonKind::link;
    if (bare) c = {{}, {}, look.kind == ButtonKind::link ? t.accent : t.ink2, {}};
    if (look.kind == ButtonKind::primary) c = {look.hovered ? t.accent_hover : t.accent, {}, t.accent_ink, {}};
    if (look.kind == ButtonKind::side_a) c = {t.a_wash, t.a, t.ink, {t.paper, t.a, t.a}};
    if (look.kind == ButtonKind::side_b) c = {t.b_wash, t.b, t.ink, {t.paper, t.b, t.b}};
    const bool plain = look.kind == ButtonKind::normal || bare;
    if (look.kind == ButtonKind::primary) c.cap = {c.fill, t.accent_ink, t.accent_ink};
    if (look.checked && plain)
        c = {t.accent_wash, bare ? QColor() : t.accent, t.accent, {}};
    else if (look.hovered && plain)
        c.fill = t.hover, c.ink = look.kind == ButtonKind::link ? t.accent_hover : t.ink;
    if (look.pressed) c.fill = look.kind == ButtonKind::primary ? t.accent_hover : t.pressed;
    if (!look.enabled) c = {{}, bare ? QColor() : t.line, t.off, {t.chrome, t.line, t.off}};
    return c;
}

struct ButtonParts {
    qreal icon = 0, key = 0, text = 0, menu = 0;
    [[nodiscard]] qreal total() const {
        qreal sum = 2.0 * kPad;
        if (icon > 0) sum += icon + (text > 0 || key > 0 ? 6 : 0) - 2;
        if (key > 0) sum += key + (text > 0 ? 8 : 0);
        return sum + text + menu;
    }
};

ButtonParts measure(const ButtonLook& look) {
    ButtonParts parts;
    parts.icon = look.icon != Icon::none || !look.other_icon.isNull() ? metrics::px(20) : 0;
    parts.key = look.key.isEmpty() ? 0 : keyCapWidth(look.key);
    parts.text =
        look.text.isEmpty() ? 0 : QFontMetricsF(fontFor(Type::body, look.text, 500)).horizontalAdvance(look.text);
    parts.menu = look.menu ? metrics::px(20) : 0;
    return parts;
}

} // namespace

QSize buttonSize(const ButtonLook& look, int height) {
    return {static_cast<int>(std::ceil(measure(look).total())), metrics::px(height)};
}

void paintButton(QPainter* painter, const QRectF& box, const ButtonLook& look) {
    const ButtonColors colors = buttonColors(look);
    const ButtonParts parts = measure(look);
    if (colors.fill.isValid() || colors.edge.isValid())
        paintBox(painter, box, colors.fill, colors.edge, metrics::kRadius);
    const qreal spare = box.width() - parts.total();
    qreal x = std::round(box.x() + kPad + (look.left ? 0 : std::max(0.0, spare / 2)));
    if (parts.icon > 0) {
        const QRectF at(x - 2, box.center().y() - parts.icon / 2, parts.icon, parts.icon);
        if (look.icon != Icon::none)
            paintIcon(painter, look.icon, at, colors.ink);
        else
            look.other_icon.paint(painter, at.toRect(), Qt::AlignCenter,
                                  look.enabled ? QIcon::Normal : QIcon::Disabled);
        x += parts.icon + 4;
    }
    if (parts.key > 0) x += paintKeyCap(painter, x, box.center().y(), look.key, colors.cap) + 8;
    const qreal room = std::min(parts.text + 1, box.right() - kPad / 2.0 - parts.menu - x);
    paintText(painter, QRectF(x, box.y(), room, box.height()), look.text, fontFor(Type::body, look.text, 500),
              colors.ink);
    if (look.menu) {
        const int size = metrics::px(16);
        paintIcon(painter, Icon::down, QRectF(box.right() - kPad - size + 4, box.center().y() - size / 2.0, size, size),
                  colors.ink);
    }
}

} // namespace egt::ui
