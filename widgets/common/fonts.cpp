// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/fonts.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QRegularExpression>
#include <algorithm>
#include <clocale>

#include "common/metrics.h"
#include "common/theme.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

double g_factor = 1.0;

struct Size {
    double points;
    int weight;
};

Size sizeOf(Type type) {
    switch (type) {
    case Type::display:
        return {21, 600};
    case Type::title:
        return {13.5, 600};
    case Type::lead:
        return {11.25, 600};
    case Type::read:
        return {10.5, 400};
    case Type::body:
        return {9.75, 400};
    case Type::small:
        return {9, 400};
    case Type::tiny:
        return {8.25, 400};
    }
    return {9.75, 400};
}

bool tabularDigit(QChar c) {
    return c >= u'0' && c <= u'9';
}

qreal digitWidth(const QFontMetricsF& metrics) {
    qreal widest = 0;
    for (char16_t c = u'0'; c <= u'9'; ++c)
        widest = std::max(widest, metrics.horizontalAdvance(QChar(c)));
    return widest;
}

// Calls f(text, x, width) for each digit and for each stretch between digits.
template <class F> qreal walkTabular(const QFontMetricsF& metrics, const QString& text, F f) {
    const qreal cell = digitWidth(metrics);
    qreal x = 0;
    for (qsizetype i = 0; i < text.size();) {
        qsizetype end = i + 1;
        if (!tabularDigit(text[i]))
            while (end < text.size() && !tabularDigit(text[end]))
                ++end;
        const QString part = text.mid(i, end - i);
        const qreal width = tabularDigit(text[i]) ? cell : metrics.horizontalAdvance(part);
        f(part, x, width, tabularDigit(text[i]));
        x += width;
        i = end;
    }
    return x;
}

} // namespace

double textFactor() {
    return g_factor;
}

void setTextFactor(double factor) {
    g_factor = std::clamp(factor, 0.9, 2.0);
    QApplication::setFont(font(Type::body));
    Q_EMIT ThemeNotifier::instance().changed();
}

QFont font(Type type, int weight) {
    const Size size = sizeOf(type);
    QFont result;
    result.setFamilies({u"Inter"_s, u"Noto Sans CJK SC"_s, u"WenQuanYi Micro Hei"_s, u"sans-serif"_s});
    result.setPointSizeF(size.points * g_factor);
    result.setWeight(static_cast<QFont::Weight>(weight == 0 ? size.weight : weight));
    result.setHintingPreference(QFont::PreferNoHinting);
    result.setStyleStrategy(QFont::PreferAntialias);
    return result;
}

QFont fontFor(Type type, const QString& text, int weight) {
    if (!hasCjk(text)) return font(type, weight);
    QFont result = font(type, 400);
    if (type == Type::read) result.setPointSizeF(11.25 * g_factor);
    return result;
}

QFont monoFont(Type type) {
    QFont result = font(type, 400);
    result.setFamilies({u"JetBrains Mono"_s, u"DejaVu Sans Mono"_s, u"WenQuanYi Micro Hei Mono"_s, u"monospace"_s});
    result.setStyleHint(QFont::Monospace);
    return result;
}

bool hasCjk(const QString& text) {
    return std::any_of(text.begin(), text.end(), [](QChar c) {
        const char16_t u = c.unicode();
        return (u >= 0x2E80 && u <= 0x9FFF) || (u >= 0xAC00 && u <= 0xD7AF) || (u >= 0xF900 && u <= 0xFAFF);
    });
}

int lineHeight(Type type, const QString& text) {
    const bool cjk = hasCjk(text);
    switch (type) {
    case Type::display:
        return metrics::px(40);
    case Type::title:
        return metrics::px(26);
    case Type::lead:
        return metrics::px(24);
    case Type::read:
        return metrics::px(cjk ? 26 : 22);
    case Type::body:
        return metrics::px(20);
    case Type::small:
        return metrics::px(18);
    case Type::tiny:
        return metrics::px(16);
    }
    return metrics::px(20);
}

qreal tabularWidth(const QFont& f, const QString& text) {
    return walkTabular(QFontMetricsF(f), text, [](const QString&, qreal, qreal, bool) {});
}

void drawTabular(QPainter* painter, const QRectF& box, Qt::Alignment align, const QString& text) {
    const QFontMetricsF fm(painter->font());
    const qreal width = tabularWidth(painter->font(), text);
    qreal left = box.left();
    if (align & Qt::AlignRight) left = box.right() - width;
    if (align & Qt::AlignHCenter) left = box.center().x() - width / 2;
    qreal base = box.top() + (box.height() + fm.ascent() - fm.descent()) / 2;
    if (align & Qt::AlignTop) base = box.top() + fm.ascent();
    if (align & Qt::AlignBottom) base = box.bottom() - fm.descent();
    walkTabular(fm, text, [&](const QString& part, qreal x, qreal cell, bool digit) {
        const qreal shift = digit ? (cell - fm.horizontalAdvance(part)) / 2 : 0;
        painter->drawText(QPointF(left + x + shift, base), part);
    });
}

void initFonts() {
    std::setlocale(LC_NUMERIC, "C"); // QApplication set the user's; the engine reads and writes numbers in C
    QApplication::setFont(font(Type::body));
}

namespace metrics {
int px(int size) {
    return qRound(size * textFactor());
}
} // namespace metrics

} // namespace egt::ui
