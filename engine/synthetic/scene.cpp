// SPDX-License-Identifier: GPL-3.0-or-later
#include "synthetic/scene.h"

#include <algorithm>
#include <cmath>

namespace egt::synthetic {
namespace {

std::string place(const Object& object) {
    return std::string(kPlaces[object.place]);
}
std::string color(const Object& object) {
    return std::string(kColors[object.color].name);
}

std::vector<std::size_t> shuffled(Random& random, std::size_t n) {
    std::vector<std::size_t> items(n);
    for (std::size_t i = 0; i < n; ++i)
        items[i] = i;
    random.shuffle(items);
    return items;
}

/// The word tells nothing about who is right: it is drawn apart for each answer.
std::string styled(Random& random, const std::string& answer) {
    return answer + (random.uniform() < 0.5 ? " clearly" : " probably");
}

/// The signed way round the circle from one hue to the other, in degrees.
double hueStep(double from, double to) {
    const double step = std::fmod(to - from + 540.0, 360.0) - 180.0;
    return step;
}

struct Answers {
    std::string right, wrong;
};

Answers askColor(Scene& scene, Random& random) {
    Object& object = scene.objects[0];
    const std::size_t n = kColors.size();
    const std::size_t other = (object.color + (random.uniform() < 0.5 ? 1 : n - 1)) % n;
    const double hue = kColors[object.color].hue;
    object.hue = hue + hueStep(hue, kColors[other].hue) * scene.evidence;
    scene.question = "color at " + place(object) + " ?";
    scene.right_trace = place(object) + " looks " + color(object);
    scene.wrong_trace = place(object) + " looks " + std::string(kColors[other].name);
    return {color(object), std::string(kColors[other].name)};
}

Answers askSize(Scene& scene, Random& random) {
    constexpr double max_log_ratio = 0.28; // each way, so up to a factor of 1.75 between the two
    Object& larger = scene.objects[0];
    Object& smaller = scene.objects[1];
    const double half_log_ratio = (1.0 - 2.0 * scene.evidence) * max_log_ratio;
    const double base = random.uniform(8.0, 9.5);
    larger.radius = base * std::exp(half_log_ratio);
    smaller.radius = base * std::exp(-half_log_ratio);
    const bool larger_first = random.uniform() < 0.5;
    const Object& first = larger_first ? larger : smaller;
    const Object& second = larger_first ? smaller : larger;
    scene.question = "larger " + place(first) + " or " + place(second) + " ?";
    scene.right_trace = "larger " + color(larger) + " looks " + place(larger);
    scene.wrong_trace = "larger " + color(smaller) + " looks " + place(smaller);
    return {place(larger), place(smaller)};
}

std::string countTrace(const std::vector<std::size_t>& places) {
    std::string text = "objects";
    for (const std::size_t p : places)
        text += " " + std::string(kPlaces[p]);
    return text + " so " + std::string(kNumbers[places.size()]);
}

/// The last object is the one in doubt: it is there or it is not, and its contrast says so more or less plainly.
Answers askCount(Scene& scene, Random& random) {
    const bool there = random.uniform() < 0.5;
    const double visible = there ? 1.0 - scene.evidence : scene.evidence;
    scene.objects.back().contrast = std::max(0.0, visible) * 0.5;
    std::vector<std::size_t> all;
    for (const Object& object : scene.objects)
        all.push_back(object.place);
    std::vector<std::size_t> without(all.begin(), all.end() - 1);
    std::sort(all.begin(), all.end());
    std::sort(without.begin(), without.end());
    const auto& right = there ? all : without;
    const auto& wrong = there ? without : all;
    scene.question = "how many objects ?";
    scene.right_trace = countTrace(right);
    scene.wrong_trace = countTrace(wrong);
    return {std::string(kNumbers[right.size()]), std::string(kNumbers[wrong.size()])};
}

std::string describe(std::vector<Object> objects) {
    std::sort(objects.begin(), objects.end(), [](const Object& a, const Object& b) { return a.place < b.place; });
    std::string text;
    for (const Object& object : objects) {
        if (!text.empty()) text += ' ';
        text += place(object) + " " + color(object) + " " + std::string(kShapes[object.shape]);
    }
    return text;
}

void placeObjects(Scene& scene, Random& random) {
    const std::size_t count = 2 + random.below(2) + (scene.kind == Kind::count ? 1 : 0);
    const auto places = shuffled(random, kPlaces.size());
    const auto shapes = shuffled(random, kShapes.size());
    const auto colors = shuffled(random, kColors.size());
    constexpr double quarter = kImageSide / 4.0;
    for (std::size_t i = 0; i < count; ++i) {
        Object object;
        object.place = places[i];
        object.shape = shapes[i];
        object.color = colors[i];
        object.x = quarter + 2 * quarter * static_cast<double>(places[i] % 2) + random.uniform(-3.0, 3.0);
        object.y = quarter + 2 * quarter * static_cast<double>(places[i] / 2) + random.uniform(-3.0, 3.0);
        object.radius = random.uniform(7.0, 11.0);
        object.hue = kColors[colors[i]].hue + 3.0 * random.normal();
        scene.objects.push_back(object);
    }
}

} // namespace

Scene makeScene(std::uint64_t seed, std::uint64_t stream, std::uint64_t index, const Difficulty& difficulty) {
    Random random(mixSeed(seed, stream, index));
    Scene scene;
    scene.hard = random.uniform() < difficulty.hard_share;
    scene.ambiguity = scene.hard ? random.uniform(difficulty.hard_low, difficulty.hard_high)
                                 : random.uniform(difficulty.easy_low, difficulty.easy_high);
    scene.kind = static_cast<Kind>(random.below(3));
    scene.evidence = std::clamp(scene.ambiguity / 2 + difficulty.evidence_noise * random.normal(), -0.05, 1.05);
    scene.background = random.uniform(0.05, 0.20);
    scene.pixel_noise = difficulty.pixel_noise;
    placeObjects(scene, random);
    Answers answers;
    switch (scene.kind) {
    case Kind::color:
        answers = askColor(scene, random);
        break;
    case Kind::size:
        answers = askSize(scene, random);
        break;
    case Kind::count:
        answers = askCount(scene, random);
        break;
    }
    scene.right = styled(random, answers.right);
    scene.wrong = styled(random, answers.wrong);
    // Whether the faint object is there is the question of a count, so its picture has no sure description.
    if (scene.kind != Kind::count) scene.caption = describe(scene.objects);
    scene.noise_seed = random.next();
    return scene;
}

std::string_view name(Kind kind) {
    switch (kind) {
    case Kind::color:
        return "color";
    case Kind::size:
        return "size";
    case Kind::count:
        return "count";
    }
    return "";
}

} // namespace egt::synthetic
