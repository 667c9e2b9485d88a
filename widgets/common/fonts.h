// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace egt::ui {

/// The seven sizes of the window. Strong variants are the weights that look for emphasis.
enum class Type { display, title, lead, read, body, small, tiny };

/// Chosen by the user, 0.9 to 2.0. Setting it changes the application font and tells ThemeNotifier.
[[nodiscard]] double textFactor();
void setTextFactor(double factor);

/// Font of a size; weight 0 takes the size's own (600 for display, title, lead; else 400).
[[nodiscard]] QFont font(Type type, int weight = 0);
/// As font(), but weight 400 where the text has CJK letters: their face has one weight, and mixed weights look broken.
[[nodiscard]] QFont fontFor(Type type, const QString& text, int weight = 0);
[[nodiscard]] QFont monoFont(Type type);
[[nodiscard]] bool hasCjk(const QString& text);
/// Line height of running text in that size: wider where there are CJK letters.
[[nodiscard]] int lineHeight(Type type, const QString& text);

/// Digits of equal width, on every Qt: each digit is painted in the cell of the widest.
[[nodiscard]] qreal tabularWidth(const QFont& font, const QString& text);
void drawTabular(QPainter* painter, const QRectF& box, Qt::Alignment align, const QString& text);

/// Sets application font, families and LC_NUMERIC's C locale. Call once after QApplication.
void initFonts();

} // namespace egt::ui
