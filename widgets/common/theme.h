// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>
#include <QObject>
#include <QPalette>
#include <QPen>
#include <array>

namespace egt::ui {

/// What the user asked for; system follows the desktop's palette at start.
enum class Scheme { system, light, dark };

/// Every colour of the window. No other file holds a colour value: painters take them from Theme::current().
struct Theme {
    bool dark = false;
    QColor chrome, rail, paper, sunken, hover, pressed; ///< grounds
    QColor line, grid, edge, cap, cap_edge;             ///< dividers, field edges, key caps
    QColor ink, ink2, ink3, off;                        ///< text, strongest first; off = disabled only
    QColor accent, accent_hover, accent_ink, accent_wash, focus;
    QColor a, a_wash, b, b_wash, b_graph, on_side; ///< the two answers
    QColor warn, warn_wash, err, err_wash, ok;
    QColor entropy_ink, ramp_outline, hatch;
    QColor floating;                      ///< ground of menus, tool tips, hover cards
    std::array<QColor, 8> entropy_fill;   ///< ground of token steps 0..7; invalid = none
    std::array<QColor, 8> entropy_letter; ///< letters on them
    std::array<QColor, 6> series;         ///< runs in plots, with seriesDash()

    static const Theme& light();
    static const Theme& darkTheme();
    static const Theme& current();
    [[nodiscard]] QPalette palette() const;

    /// Cividis, 0 = certain, 1 = uncertain; the same in both themes.
    static QColor ramp(double t);
    /// True where the ramp sinks into the paper and needs its 1 px outline.
    [[nodiscard]] bool rampNeedsOutline(double t) const { return dark ? t < 0.32 : t > 0.70; }
    /// Dash pattern that goes with series[i]; empty = solid.
    static QList<qreal> seriesDash(int index);
    [[nodiscard]] QPen seriesPen(int index, qreal width) const;
    [[nodiscard]] QColor seriesColor(int index) const {
        return series[static_cast<std::size_t>(index) % series.size()];
    }
};

/// Lower borders of token steps 1..7 in nats.
inline constexpr std::array<double, 7> kEntropyBorders{0.25, 0.50, 0.75, 1.00, 1.30, 1.65, 2.10};
/// Underline of token steps 0..7 in pixels: says the same without colour.
inline constexpr std::array<int, 8> kEntropyUnderline{0, 0, 0, 1, 1, 2, 2, 3};
/// Step 0..7 of an entropy in nats.
[[nodiscard]] int entropyStep(double nats);
/// Colour of the underline on that step's ground.
[[nodiscard]] QColor entropyUnderlineColor(const Theme& theme, int step);

/// Tells when colours or the text size changed. Thread: GUI.
class ThemeNotifier : public QObject {
    Q_OBJECT
public:
    static ThemeNotifier& instance();
    [[nodiscard]] Scheme scheme() const { return m_scheme; }
    /// Sets the theme, the application palette and repaints everything.
    void setScheme(Scheme scheme);

Q_SIGNALS:
    void changed();

private:
    ThemeNotifier() = default;
    Scheme m_scheme = Scheme::light;
};

/// WCAG 2.1 contrast ratio of two opaque colours.
[[nodiscard]] double contrastRatio(const QColor& one, const QColor& other);

} // namespace egt::ui
