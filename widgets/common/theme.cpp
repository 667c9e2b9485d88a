// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/theme.h"

#include <QApplication>
#include <QWidget>
#include <algorithm>
#include <cmath>

namespace egt::ui {
namespace {

QColor rgb(QRgb value) {
    return QColor::fromRgb(value);
}

Theme makeLight() {
    Theme t;
    t.chrome = rgb(0xF1F2F4), t.rail = rgb(0xE7E9ED), t.paper = rgb(0xFFFFFF), t.sunken = rgb(0xF6F7F9),
    t.hover = rgb(0xE4E7EC);
    t.pressed = rgb(0xD8DCE3), t.line = rgb(0xDCDFE5), t.grid = rgb(0xECEEF1), t.edge = rgb(0x7D8593),
    t.cap = rgb(0xFFFFFF);
    t.cap_edge = rgb(0xAEB5C0), t.ink = rgb(0x1A1E26), t.ink2 = rgb(0x454D5B), t.ink3 = rgb(0x5F6775),
    t.off = rgb(0x9AA1AD);
    t.accent = rgb(0x0B7371), t.accent_hover = rgb(0x096260), t.accent_ink = rgb(0xFFFFFF),
    t.accent_wash = rgb(0xDDEFEE);
    t.focus = t.accent, t.ok = t.accent;
    t.a = rgb(0x1D62BC), t.a_wash = rgb(0xE3EDF9), t.b = rgb(0xA64A00), t.b_wash = rgb(0xFCEBDD),
    t.b_graph = rgb(0xCC6805);
    t.on_side = rgb(0xFFFFFF), t.warn = rgb(0x8A5A00), t.warn_wash = rgb(0xFBF0D6), t.err = rgb(0xA81E57),
    t.err_wash = rgb(0xFBE4ED);
    t.entropy_ink = rgb(0x6E6200), t.ramp_outline = rgb(0x8A7A00), t.hatch = rgb(0x7D8593), t.floating = rgb(0xFFFFFF);
    t.entropy_fill = {QColor(),      QColor(),      rgb(0xECEFF4), rgb(0xE3E5E8),
                      rgb(0xE4DFCB), rgb(0xEADDA6), rgb(0xF2E078), rgb(0xFDE737)};
    t.entropy_letter.fill(t.ink);
    t.series = {rgb(0x1D62BC), rgb(0xC4620A), rgb(0x0B7371), rgb(0x9A3A8C), rgb(0x6E6200), rgb(0x55606F)};
    return t;
}

Theme makeDark() {
    Theme t;
    t.dark = true;
    t.chrome = rgb(0x14161B), t.rail = rgb(0x101216), t.paper = rgb(0x1B1E25), t.sunken = rgb(0x171A20),
    t.hover = rgb(0x2A2F39);
    t.pressed = rgb(0x343A46), t.line = rgb(0x2E333D), t.grid = rgb(0x252931), t.edge = rgb(0x747D8C),
    t.cap = rgb(0x2A2F39);
    t.cap_edge = rgb(0x525A68), t.ink = rgb(0xE7E9ED), t.ink2 = rgb(0xBAC0CA), t.ink3 = rgb(0x959DAA),
    t.off = rgb(0x626A77);
    t.accent = rgb(0x4FC3BC), t.accent_hover = rgb(0x6AD2CB), t.accent_ink = rgb(0x06211F),
    t.accent_wash = rgb(0x143735);
    t.focus = t.accent, t.ok = t.accent;
    t.a = rgb(0x73B2FF), t.a_wash = rgb(0x17293F), t.b = rgb(0xFFA45C), t.b_wash = rgb(0x382414),
    t.b_graph = rgb(0xFF9A4A);
    t.on_side = rgb(0x0E1116), t.warn = rgb(0xF0BE55), t.warn_wash = rgb(0x352B14), t.err = rgb(0xFF8DB4),
    t.err_wash = rgb(0x3B1A28);
    t.entropy_ink = rgb(0xFDE737), t.ramp_outline = rgb(0x5677B4), t.hatch = rgb(0x6D7583), t.floating = rgb(0x252A33);
    t.entropy_fill = {QColor(),      QColor(),      rgb(0x232E45), rgb(0x353F55),
                      rgb(0x535860), rgb(0xA59C74), rgb(0xD2BF5F), rgb(0xFDE737)};
    t.entropy_letter = {rgb(0xE7E9ED), rgb(0xE7E9ED), rgb(0xE7E9ED), rgb(0xE7E9ED),
                        rgb(0xFFFFFF), rgb(0x14161B), rgb(0x14161B), rgb(0x14161B)};
    t.series = {rgb(0x73B2FF), rgb(0xFFA45C), rgb(0x4FC3BC), rgb(0xE59BDB), rgb(0xD8C24A), rgb(0xAEB6C2)};
    return t;
}

bool g_dark = false;

bool desktopIsDark() {
    static const bool dark = QPalette().color(QPalette::Window).lightnessF() < 0.5;
    return dark;
}

double luminance(const QColor& color) {
    const auto part = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
}

} // namespace

const Theme& Theme::light() {
    static const Theme theme = makeLight();
    return theme;
}

const Theme& Theme::darkTheme() {
    static const Theme theme = makeDark();
    return theme;
}

const Theme& Theme::current() {
    return g_dark ? darkTheme() : light();
}

QPalette Theme::palette() const {
    QPalette p;
    const auto set = [&p](QPalette::ColorRole role, const QColor& color) { p.setColor(role, color); };
    set(QPalette::Window, chrome), set(QPalette::Base, paper), set(QPalette::AlternateBase, sunken);
    set(QPalette::Button, paper), set(QPalette::Text, ink), set(QPalette::WindowText, ink);
    set(QPalette::ButtonText, ink), set(QPalette::PlaceholderText, ink3), set(QPalette::Highlight, accent);
    set(QPalette::HighlightedText, accent_ink), set(QPalette::Link, accent), set(QPalette::LinkVisited, accent);
    set(QPalette::Light, paper), set(QPalette::Midlight, hover), set(QPalette::Mid, line), set(QPalette::Dark, edge);
    set(QPalette::Shadow, edge), set(QPalette::ToolTipBase, floating), set(QPalette::ToolTipText, ink);
    set(QPalette::BrightText, err);
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, off);
    p.setColor(QPalette::Disabled, QPalette::Highlight, hover);
    return p;
}

QColor Theme::ramp(double t) {
    static constexpr std::array<QRgb, 10> stops{0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173,
                                                0x8A8678, 0xA59C74, 0xC3B369, 0xE1CC55, 0xFDE737};
    const double place = std::clamp(std::isfinite(t) ? t : 0.0, 0.0, 1.0) * (stops.size() - 1);
    const auto i = std::min(static_cast<std::size_t>(place), stops.size() - 2);
    const double f = place - static_cast<double>(i);
    const QColor low(stops[i]);
    const QColor high(stops[i + 1]);
    const auto mix = [f](int u, int v) { return static_cast<int>(std::lround(u + (v - u) * f)); };
    return {mix(low.red(), high.red()), mix(low.green(), high.green()), mix(low.blue(), high.blue())};
}

QList<qreal> Theme::seriesDash(int index) {
    static const std::array<QList<qreal>, 6> dashes{
        QList<qreal>{}, QList<qreal>{6, 3}, {6, 2, 1.5, 2}, {1.5, 2}, {10, 3}, {3, 3}};
    return dashes[static_cast<std::size_t>(index) % dashes.size()];
}

QPen Theme::seriesPen(int index, qreal width) const {
    QPen pen(seriesColor(index), width);
    pen.setJoinStyle(Qt::RoundJoin);
    if (const QList<qreal> dash = seriesDash(index); !dash.isEmpty()) {
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern(dash);
    }
    return pen;
}

int entropyStep(double nats) {
    int step = 0;
    for (const double border : kEntropyBorders)
        step += nats >= border ? 1 : 0;
    return step;
}

QColor entropyUnderlineColor(const Theme& theme, int step) {
    return theme.dark && step >= 5 ? theme.entropy_letter[static_cast<std::size_t>(step)] : theme.entropy_ink;
}

ThemeNotifier& ThemeNotifier::instance() {
    static ThemeNotifier notifier;
    return notifier;
}

void ThemeNotifier::setScheme(Scheme scheme) {
    const bool desktop = desktopIsDark(); // asked before our own palette hides the desktop's
    m_scheme = scheme;
    g_dark = scheme == Scheme::dark || (scheme == Scheme::system && desktop);
    if (qApp != nullptr) QApplication::setPalette(Theme::current().palette());
    Q_EMIT changed();
    for (QWidget* widget : QApplication::allWidgets())
        widget->update();
}

double contrastRatio(const QColor& one, const QColor& other) {
    const double x = luminance(one) + 0.05;
    const double y = luminance(other) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

} // namespace egt::ui
