// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Sizes in pixels at 96 dpi and 100 % text. Heights that hold text are multiplied with textFactor() by px().

namespace egt::ui::metrics {

inline constexpr int kGrid = 8;
inline constexpr int kHalf = 4;
inline constexpr int kPaneInset = 12;
inline constexpr int kReadingInset = 16;
inline constexpr int kGap = 8;       ///< between controls
inline constexpr int kGroupGap = 20; ///< between groups
inline constexpr int kButton = 32;
inline constexpr int kDecisionKey = 40;
inline constexpr int kToolRow = 28;
inline constexpr int kSegment = 28;
inline constexpr int kField = 32;
inline constexpr int kFilterField = 36;
inline constexpr int kChip = 24;
inline constexpr int kKeyCap = 20;
inline constexpr int kTableRow = 28;
inline constexpr int kListRow = 44;
inline constexpr int kMenuBar = 30;
inline constexpr int kStatusBar = 28;
inline constexpr int kToolbar = 48;
inline constexpr int kDecisionBar = 68;
inline constexpr int kRail = 64;
inline constexpr int kDock = 280;
inline constexpr int kTarget = 24; ///< no target is smaller
inline constexpr int kRadius = 6;
inline constexpr int kFloatRadius = 8;
inline constexpr int kPhotoRadius = 4;
inline constexpr int kTokenRadius = 3;

/// A height that grows with the text size.
int px(int size);

} // namespace egt::ui::metrics
