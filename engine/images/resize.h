// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "images/image.h"

namespace egt {

/// The two references differ in two details: the precision of the weights and which pass comes first. On most sizes
/// that moves a byte by one at most; where Pillow 13 takes the vertical pass first, the clipping between the passes
/// moves sharp edges by more (measured: up to 15 at 640 x 480 -> 644 x 476).
enum class ResizeLike {
    pillow = 0,      ///< Pillow 13: 22-bit weights; rows first where the height shrinks by more than twice the width
    torchvision = 1, ///< torch's antialiased bicubic on bytes, transformers' default: 16-bit weights, columns first
};

/// Bicubic with antialias in 8 bits, to the byte as the reference on the same pixels: separable, Keys' kernel with
/// a = -0.5 stretched by the reduction, fixed-point weights, rounded and clipped between the passes. `width` and
/// `height` are positive. Any thread; takes memory for one more image between the passes.
/// Sources: Keys, Cubic convolution interpolation (1981); python-pillow/Pillow 13, src/libImaging/Resample.c;
/// pytorch 2.11, aten/src/ATen/native/cpu/UpSampleKernel.cpp (weights in 16 bits).
RgbImage resizeBicubic(const RgbImage& image, std::int32_t width, std::int32_t height,
                       ResizeLike like = ResizeLike::pillow);

} // namespace egt
