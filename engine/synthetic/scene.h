// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One question of the demo world about one small picture, before it is written down.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"

namespace egt::synthetic {

enum class Kind : std::int32_t { color = 0, size = 1, count = 2 };

inline constexpr std::int32_t kImageSide = 56; ///< 4 x 4 patches of 14, merged to 4 image tokens

struct ColorName {
    std::string_view name;
    double hue; ///< degrees
};
inline constexpr std::array<ColorName, 8> kColors = {{{"red", 0},
                                                      {"orange", 32},
                                                      {"yellow", 58},
                                                      {"green", 120},
                                                      {"cyan", 180},
                                                      {"blue", 230},
                                                      {"purple", 280},
                                                      {"pink", 325}}};
inline constexpr std::array<std::string_view, 5> kShapes = {"circle", "square", "triangle", "diamond", "star"};
inline constexpr std::array<std::string_view, 4> kPlaces = {"top-left", "top-right", "bottom-left", "bottom-right"};
inline constexpr std::array<std::string_view, 5> kNumbers = {"zero", "one", "two", "three", "four"};

struct Object {
    std::size_t place = 0; ///< quadrant
    std::size_t shape = 0;
    std::size_t color = 0;
    double x = 0; ///< pixels
    double y = 0;
    double radius = 0;   ///< pixels: the area is kAreaOfRadius * radius^2 whatever the shape
    double hue = 0;      ///< degrees
    double contrast = 1; ///< 0 = invisible
};
inline constexpr double kAreaOfRadius = 2.2;

/// How hard a scene is: ambiguity a in 0..1 puts the true evidence at a/2 of the way from the right answer to the wrong
/// one, and the picture shows that plus normal noise, so near a = 1 the picture itself may speak for the wrong answer.
struct Difficulty {
    double hard_share = 0.5;
    double easy_low = 0.0, easy_high = 0.25;
    double hard_low = 0.45, hard_high = 1.0;
    double evidence_noise = 0.10;
    double pixel_noise = 0.03;
};

struct Scene {
    Kind kind = Kind::color;
    double ambiguity = 0;
    double evidence = 0; ///< what the picture shows: above 0.5 it speaks for the wrong answer
    bool hard = false;
    double background = 0;
    double pixel_noise = 0;
    std::vector<Object> objects;
    std::string question;
    std::string right, wrong;             ///< answers with their style word
    std::string right_trace, wrong_trace; ///< the percept, without the verdict
    std::string caption;                  ///< empty when the picture is in doubt
    std::uint64_t noise_seed = 0;
};

/// Everything about item `index` of the set `stream` follows from (seed, stream, index) alone, so that a larger world
/// begins with the smaller one.
Scene makeScene(std::uint64_t seed, std::uint64_t stream, std::uint64_t index, const Difficulty& difficulty);

std::string_view name(Kind kind); ///< "color"

} // namespace egt::synthetic
