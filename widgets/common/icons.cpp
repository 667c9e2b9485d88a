// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/icons.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "common/theme.h"

using namespace Qt::StringLiterals;

static void registerResources() {
    Q_INIT_RESOURCE(egt);
}

namespace egt::ui {
namespace {

const char* fileName(Icon icon) {
    switch (icon) {
    case Icon::none:
        return "";
    case Icon::blind:
        return "blind";
    case Icon::both_bad:
        return "both_bad";
    case Icon::busy:
        return "busy";
    case Icon::chart:
        return "chart";
    case Icon::check:
        return "check";
    case Icon::clock:
        return "clock";
    case Icon::close:
        return "close";
    case Icon::colours:
        return "colours";
    case Icon::compare:
        return "compare";
    case Icon::copy:
        return "copy";
    case Icon::demo:
        return "demo";
    case Icon::down:
        return "down";
    case Icon::drop:
        return "drop";
    case Icon::edit:
        return "edit";
    case Icon::error:
        return "error";
    case Icon::explore:
        return "explore";
    case Icon::export_:
        return "export";
    case Icon::file:
        return "file";
    case Icon::filter:
        return "filter";
    case Icon::fit:
        return "fit";
    case Icon::flag:
        return "flag";
    case Icon::folder:
        return "folder";
    case Icon::grid:
        return "grid";
    case Icon::image:
        return "image";
    case Icon::import_:
        return "import";
    case Icon::info:
        return "info";
    case Icon::judge:
        return "judge";
    case Icon::keyboard:
        return "keyboard";
    case Icon::language:
        return "language";
    case Icon::lasso:
        return "lasso";
    case Icon::layers:
        return "layers";
    case Icon::left:
        return "left";
    case Icon::link:
        return "link";
    case Icon::mask:
        return "mask";
    case Icon::moon:
        return "moon";
    case Icon::more:
        return "more";
    case Icon::note:
        return "note";
    case Icon::pause:
        return "pause";
    case Icon::person:
        return "person";
    case Icon::pin:
        return "pin";
    case Icon::play:
        return "play";
    case Icon::plus:
        return "plus";
    case Icon::queue:
        return "queue";
    case Icon::redo:
        return "redo";
    case Icon::rejudge:
        return "rejudge";
    case Icon::resume:
        return "resume";
    case Icon::review:
        return "review";
    case Icon::right:
        return "right";
    case Icon::saved:
        return "saved";
    case Icon::scatter:
        return "scatter";
    case Icon::search:
        return "search";
    case Icon::skip:
        return "skip";
    case Icon::sliders:
        return "sliders";
    case Icon::star:
        return "star";
    case Icon::stop:
        return "stop";
    case Icon::sun:
        return "sun";
    case Icon::swap:
        return "swap";
    case Icon::table:
        return "table";
    case Icon::terminal:
        return "terminal";
    case Icon::text_size:
        return "text_size";
    case Icon::tie:
        return "tie";
    case Icon::train:
        return "train";
    case Icon::undo:
        return "undo";
    case Icon::undock:
        return "undock";
    case Icon::up:
        return "up";
    case Icon::video:
        return "video";
    case Icon::warn:
        return "warn";
    case Icon::word_diff:
        return "word_diff";
    case Icon::zoom_in:
        return "zoom_in";
    }
    return "";
}

QByteArray source(Icon icon) {
    static QHash<int, QByteArray> sources;
    const int key = static_cast<int>(icon);
    if (const auto found = sources.constFind(key); found != sources.constEnd()) return *found;
    initResources();
    QFile file(u":/egt/icons/"_s + QLatin1StringView(fileName(icon)) + u".svg"_s);
    const QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    sources.insert(key, text);
    return text;
}

// Draws with the theme of the moment, so that an action's icon follows a theme switch without being set again.
class LineIconEngine final : public QIconEngine {
public:
    LineIconEngine(Icon icon, const QColor& color) : m_icon(icon), m_color(color) {}
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        paintIcon(painter, m_icon, rect, colorFor(mode, state));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new LineIconEngine(m_icon, m_color); }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode, QIcon::State state) const {
        const Theme& theme = Theme::current();
        if (mode == QIcon::Disabled) return theme.off;
        if (m_color.isValid()) return m_color;
        return state == QIcon::On ? theme.accent : theme.ink2;
    }
    Icon m_icon;
    QColor m_color;
};

} // namespace

void initResources() {
    static const bool once = [] {
        registerResources();
        return true;
    }();
    Q_UNUSED(once)
}

QIcon icon(Icon icon) {
    return QIcon(new LineIconEngine(icon, QColor()));
}

QIcon icon(Icon icon, const QColor& color) {
    return QIcon(new LineIconEngine(icon, color));
}

QPixmap iconPixmap(Icon icon, int size, const QColor& color, qreal device_ratio) {
    const QString key = u"egt/%1/%2/%3/%4"_s.arg(static_cast<int>(icon)).arg(size).arg(color.rgba()).arg(device_ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    pixmap = QPixmap(QSize(size, size) * device_ratio);
    pixmap.setDevicePixelRatio(device_ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintIcon(&painter, icon, QRectF(0, 0, size, size), color);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void paintIcon(QPainter* painter, Icon icon, const QRectF& box, const QColor& color) {
    if (icon == Icon::none) return;
    const qreal size = std::min(box.width(), box.height());
    QByteArray svg = source(icon);
    svg.replace("#000000", color.name().toLatin1());
    const qreal stroke = size < 20 ? 30.0 / size : 1.5;
    svg.replace("stroke-width=\"1.5\"", "stroke-width=\"" + QByteArray::number(stroke) + '"');
    QSvgRenderer renderer(svg);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setOpacity(painter->opacity() * color.alphaF());
    renderer.render(painter, QRectF(box.center().x() - size / 2, box.center().y() - size / 2, size, size));
    painter->restore();
}

void paintSign(QPainter* painter, const QRectF& box) {
    static constexpr std::array<double, 7> heights{.42, .78, 1, .74, .5, .34, .22};
    const double s = std::min(box.width(), box.height());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    for (std::size_t i = 0; i < heights.size(); ++i) {
        const double place = static_cast<double>(i);
        const double height = s * heights[i] * .92;
        const double x = box.x() + place * s / 7.2 + (i > 3 ? s * .09 : 0);
        painter->setBrush(Theme::ramp(place / 6.3 + .05));
        painter->drawRoundedRect(QRectF(x, box.y() + s - height, s / 8.2, height), s / 26, s / 26);
    }
    const double width = std::max(1.0, s / 26);
    painter->fillRect(QRectF(std::round(box.x() + 4 * s / 7.2), box.y() - s / 13, width, s * 1.15),
                      Theme::current().ink);
    painter->restore();
}

QIcon signIcon() {
    QIcon result;
    for (const int size : {16, 24, 32, 48, 64, 128}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        const double edge = size / 10.0;
        paintSign(&painter, QRectF(edge, edge, size - 2 * edge, size - 2 * edge));
        painter.end();
        result.addPixmap(pixmap);
    }
    return result;
}

} // namespace egt::ui
