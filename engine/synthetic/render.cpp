// SPDX-License-Identifier: GPL-3.0-or-later
#include "synthetic/render.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace egt::synthetic {
namespace {

struct Point {
    double x = 0, y = 0;
};
using Polygon = std::vector<Point>;

/// Corners on circles of radius `outer` and, between them, `inner` (equal to outer: none between), first corner upwards
/// turned by `turn`, scaled so that the area is kAreaOfRadius.
Polygon corners(std::size_t n, double turn, double inner) {
    Polygon points;
    const std::size_t count = inner < 1.0 ? 2 * n : n;
    for (std::size_t i = 0; i < count; ++i) {
        const double angle =
            turn - std::numbers::pi / 2 + 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(count);
        const double r = inner < 1.0 && i % 2 == 1 ? inner : 1.0;
        points.push_back({r * std::cos(angle), r * std::sin(angle)});
    }
    double twice_area = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Point& a = points[i];
        const Point& b = points[(i + 1) % count];
        twice_area += a.x * b.y - b.x * a.y;
    }
    const double scale = std::sqrt(kAreaOfRadius / std::abs(twice_area / 2));
    for (Point& p : points)
        p = {p.x * scale, p.y * scale};
    return points;
}

const Polygon& polygonOf(std::size_t shape) {
    static const std::vector<Polygon> polygons = {{}, // the circle needs none
                                                  corners(4, std::numbers::pi / 4, 1.0),
                                                  corners(3, 0, 1.0),
                                                  corners(4, 0, 1.0),
                                                  corners(5, 0, 0.5)};
    return polygons[shape];
}

double distanceToSegment(const Point& p, const Point& a, const Point& b) {
    const double abx = b.x - a.x, aby = b.y - a.y;
    const double t = std::clamp(((p.x - a.x) * abx + (p.y - a.y) * aby) / (abx * abx + aby * aby), 0.0, 1.0);
    return std::hypot(p.x - a.x - t * abx, p.y - a.y - t * aby);
}

/// Even-odd rule for the sign, nearest edge for the distance.
double polygonDistance(const Polygon& polygon, const Point& p) {
    double nearest = std::numeric_limits<double>::max();
    bool inside = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const Point& a = polygon[j];
        const Point& b = polygon[i];
        nearest = std::min(nearest, distanceToSegment(p, a, b));
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
    }
    return inside ? -nearest : nearest;
}

/// HSV with saturation and value 0.9.
std::array<double, 3> rgbOfHue(double hue) {
    constexpr double value = 0.9, chroma = 0.9 * 0.9;
    const double h = std::fmod(std::fmod(hue, 360.0) + 360.0, 360.0) / 60.0;
    std::array<double, 3> rgb{};
    constexpr std::array<double, 3> offset = {5, 3, 1};
    for (std::size_t k = 0; k < 3; ++k) {
        const double x = std::fmod(offset[k] + h, 6.0);
        rgb[k] = value - chroma * std::clamp(std::min(x, 4.0 - x), 0.0, 1.0);
    }
    return rgb;
}

/// Normal deviates from a table, five to a random word: the pictures need millions.
class FastNormal {
public:
    explicit FastNormal(std::uint64_t seed) : m_random(seed) {}
    double next() {
        if (m_left == 0) {
            m_word = m_random.next();
            m_left = 5;
        }
        --m_left;
        const double value = table()[m_word & 0xFFF];
        m_word >>= 12;
        return value;
    }

private:
    static const std::vector<double>& table() {
        static const std::vector<double> values = [] {
            Random random(0x5EED);
            std::vector<double> out(4096);
            for (double& v : out)
                v = random.normal();
            return out;
        }();
        return values;
    }
    Random m_random;
    std::uint64_t m_word = 0;
    int m_left = 0;
};

void paint(std::vector<double>& canvas, const Object& object) {
    const auto rgb = rgbOfHue(object.hue);
    const double reach = object.radius * 1.5 + 2.0; // farther than any corner
    const auto low = [&](double c) { return std::max(0, static_cast<int>(std::floor(c - reach))); };
    const auto high = [&](double c) { return std::min(kImageSide - 1, static_cast<int>(std::ceil(c + reach))); };
    for (int y = low(object.y); y <= high(object.y); ++y) {
        for (int x = low(object.x); x <= high(object.x); ++x) {
            const double d = signedDistance(object.shape, object.radius, x + 0.5 - object.x, y + 0.5 - object.y);
            const double cover = std::clamp(0.5 - d, 0.0, 1.0) * object.contrast;
            if (cover <= 0) continue;
            double* pixel = &canvas[static_cast<std::size_t>((y * kImageSide + x) * 3)];
            for (std::size_t k = 0; k < 3; ++k)
                pixel[k] += (rgb[k] - pixel[k]) * cover;
        }
    }
}

} // namespace

double signedDistance(std::size_t shape, double radius, double dx, double dy) {
    if (shape == 0) return std::hypot(dx, dy) - radius * std::sqrt(kAreaOfRadius / std::numbers::pi);
    return radius * polygonDistance(polygonOf(shape), {dx / radius, dy / radius});
}

RgbImage render(const Scene& scene) {
    constexpr std::size_t samples = std::size_t{kImageSide} * kImageSide * 3;
    std::vector<double> canvas(samples, scene.background);
    for (const Object& object : scene.objects)
        paint(canvas, object);
    FastNormal noise(scene.noise_seed);
    RgbImage image{kImageSide, kImageSide, std::vector<std::uint8_t>(samples)};
    for (std::size_t i = 0; i < samples; ++i)
        image.bytes[i] =
            static_cast<std::uint8_t>(std::clamp(canvas[i] + scene.pixel_noise * noise.next(), 0.0, 1.0) * 255.0 + 0.5);
    return image;
}

} // namespace egt::synthetic
