// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>

#include "base/clock.h"
#include "base/numbers.h"
#include "demo/demo.h"
#include "demo/figures.h"

namespace egt::demo {
namespace {

constexpr const char* kStyle = R"CSS(
:root{--paper:#fff;--ink:#1a1e26;--ink2:#454d5b;--ink3:#5f6775;--line:#dcdfe5;--grid:#eceef1;--accent:#0b7371;--wash:#f6f7f9;
--warn:#8a5a00;--warnWash:#fbf0d6;--s1:#1d62bc;--s2:#c4620a;--s3:#0b7371;--s4:#9a3a8c;--s5:#6e6200;--s6:#55606f}
@media (prefers-color-scheme:dark){:root{--paper:#1b1e25;--ink:#e7e9ed;--ink2:#bac0ca;--ink3:#959daa;--line:#2e333d;--grid:#252931;
--accent:#4fc3bc;--wash:#171a20;--warn:#f0be55;--warnWash:#352b14;--s1:#73b2ff;--s2:#ffa45c;--s3:#4fc3bc;--s4:#e59bdb;--s5:#d8c24a;--s6:#aeb6c2}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:14px/22px Inter,system-ui,sans-serif}
main{max-width:760px;margin:0 auto;padding:48px 24px 80px}h1{font-size:28px;line-height:34px;margin:0 0 8px}
h2{font-size:18px;margin:44px 0 8px}p{margin:8px 0;max-width:680px}.lead{font-size:15px;color:var(--ink2)}
.note{color:var(--ink3);font-size:12px;line-height:18px}table{border-collapse:collapse;margin:12px 0;width:100%;font-size:13px}
th{font-weight:500;text-align:left;color:var(--ink2);background:var(--wash)}th,td{padding:5px 10px;border-bottom:1px solid var(--grid)}
td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.yes,.no{display:inline-block;min-width:72px;font-weight:600;white-space:nowrap}
.yes{color:var(--accent)}.no{color:var(--warn)}svg{width:100%;height:auto;margin:12px 0;font:11px Inter,system-ui,sans-serif}
svg .t,svg .u,svg .n{fill:var(--ink3)}svg .n{fill:var(--ink);font-size:12px}svg .g{stroke:var(--grid)}svg .a{stroke:var(--ink3)}
svg .b1{fill:var(--s1)}svg .b2{fill:var(--s2)}svg .c{stroke:var(--ink);stroke-width:2}svg .r{stroke:var(--ink3);stroke-dasharray:4 3}
svg .i{stroke:var(--accent)}svg .p{fill:var(--accent)}svg .l{fill:none;stroke:var(--accent);stroke-width:2}svg .f{stroke-width:2}
.key{display:inline-block;width:10px;height:10px;margin-right:6px}code{font:12px 'JetBrains Mono','DejaVu Sans Mono',monospace}
)CSS";

std::string percent(double share, int digits = 1) {
    return fixedText(100 * share, digits) + "%";
}
std::string withInterval(const Estimate& e, int digits = 3) {
    return fixedText(e.value, digits) + " (" + fixedText(e.low, digits) + " to " + fixedText(e.high, digits) + ")";
}
std::string signedText(double v, int digits = 3) {
    return (v > 0 ? "+" : "") + fixedText(v, digits);
}

/// One finding: said to hold only when the interval says so.
std::string finding(bool held, const std::string& sentence) {
    return std::string("<tr><td><span class=\"") + (held ? "yes\">held" : "no\">not shown") + "</span></td><td>" +
           sentence + "</td></tr>";
}

std::string differenceSentence(const Arm& arm, const Arm& reference) {
    std::string out = "“" + escapeHtml(arm.name) + "” against “" + escapeHtml(reference.name) +
                      "”: " + signedText(arm.difference.value) + " (" + fixedText(arm.difference.low, 3) + " to " +
                      fixedText(arm.difference.high, 3) + ")";
    return out + (arm.difference.containsZero() ? "; the interval contains zero, so no effect is claimed."
                                                : ", and the interval excludes zero.");
}

std::string findings(const DemoResult& r) {
    std::string out = "<table><tbody>";
    out +=
        finding(r.scores.spearman.high < 0, "Entropy predicts the judge’s errors: rank correlation with correctness " +
                                                withInterval(r.scores.spearman, 2) + ".");
    const Detector& entropy = r.scores.detectors.at(0);
    const Detector& label = r.scores.detectors.at(1);
    out += finding(entropy.wrong.low > 0.5,
                   "Mean token entropy finds wrong verdicts: AUROC " + withInterval(entropy.wrong, 2) + ".");
    out += finding(label.flipped.low > 0.5,
                   "1 − P(labelled answer) finds flipped labels: AUROC " + withInterval(label.flipped, 2) + ".");
    out += finding(entropy.flipped.low > 0.5 && entropy.flipped.low >= label.flipped.high,
                   "Entropy finds flipped labels better than confidence in the label: AUROC " +
                       withInterval(entropy.flipped, 2) + " against " + withInterval(label.flipped, 2) + ".");
    const double half_width = std::max(std::abs(r.blank_accuracy.high - 0.5), std::abs(r.blank_accuracy.low - 0.5));
    out += finding(r.blank_accuracy.low <= 0.5 + 0.05 && r.blank_accuracy.high >= 0.5 - 0.05 && half_width < 0.15,
                   "The judge looks at the image: with every image blanked its accuracy is " +
                       withInterval(r.blank_accuracy, 3) + ", with images " + withInterval(r.start_accuracy, 3) + ".");
    const Arm& reference = r.arms.at(r.reference_arm);
    for (std::size_t i = 0; i < r.arms.size(); ++i)
        if (i != r.reference_arm)
            out += finding(!r.arms[i].difference.containsZero() && r.arms[i].difference.value > 0,
                           differenceSentence(r.arms[i], reference));
    out +=
        finding(r.order_effect.low > 0,
                "Low-to-high order is better than random order of the same pairs: " + signedText(r.order_effect.value) +
                    " (" + fixedText(r.order_effect.low, 3) + " to " + fixedText(r.order_effect.high, 3) + ").");
    const auto best = std::max_element(r.arms.begin(), r.arms.end(),
                                       [](const Arm& a, const Arm& b) { return a.accuracy.value < b.accuracy.value; });
    out += finding(best->gain.low > 0, "Training on noisy labels improves on the start judge: the best arm, “" +
                                           escapeHtml(best->name) + "”, differs from it by " +
                                           signedText(best->gain.value) + " (" + fixedText(best->gain.low, 3) + " to " +
                                           fixedText(best->gain.high, 3) + ").");
    return out + "</tbody></table>";
}

std::string detectorTable(const ScoreMeasures& m) {
    std::string out = "<table><thead><tr><th>Score</th><th class=\"n\">finds wrong verdicts, AUROC</th>"
                      "<th class=\"n\">finds flipped labels, AUROC</th></tr></thead><tbody>";
    for (const Detector& d : m.detectors)
        out += "<tr><td>" + escapeHtml(d.name) + "</td><td class=\"n\">" + withInterval(d.wrong, 2) +
               "</td><td class=\"n\">" + withInterval(d.flipped, 2) + "</td></tr>";
    return out + "</tbody></table>";
}

/// Value over its interval, for a narrow column.
std::string cell(const Estimate& e, bool sign) {
    return "<td class=\"n\">" + (sign ? signedText(e.value) : fixedText(e.value, 3)) + "<br><span class=\"note\">" +
           fixedText(e.low, 3) + " to " + fixedText(e.high, 3) + "</span></td>";
}

std::string armTable(const std::vector<Arm>& arms, std::size_t reference) {
    std::string out = "<table><thead><tr><th>Arm</th><th class=\"n\">Pairs</th><th class=\"n\">Wrong labels</th>"
                      "<th class=\"n\">Accuracy</th><th class=\"n\">To random subset</th><th class=\"n\">To start "
                      "judge</th></tr></thead><tbody>";
    for (std::size_t i = 0; i < arms.size(); ++i) {
        const Arm& arm = arms[i];
        std::string seeds;
        for (const double a : arm.seed_accuracies)
            seeds += (seeds.empty() ? "" : " · ") + fixedText(a, 3);
        const double share = arm.pairs > 0 ? static_cast<double>(arm.flipped) / static_cast<double>(arm.pairs) : 0;
        out += "<tr><td><b>" + escapeHtml(arm.name) + "</b><br><span class=\"note\">" + escapeHtml(arm.what) +
               " Per seed: " + seeds + "</span></td><td class=\"n\">" + std::to_string(arm.pairs) +
               "</td><td class=\"n\">" + percent(share) + "</td>" + cell(arm.accuracy, false) +
               (i == reference ? "<td class=\"n\">reference</td>" : cell(arm.difference, true)) + cell(arm.gain, true) +
               "</tr>";
    }
    return out + "</tbody></table>";
}

std::string curves(const DemoResult& r, Engine& engine, const std::string& metric, const std::string& title) {
    LinesFigure figure;
    figure.x_title = "step";
    figure.y_title = title;
    for (const Arm& arm : r.arms) {
        std::map<double, std::pair<double, int>> by_step; // mean over seeds
        for (const RunId run : arm.runs) {
            const auto points = engine.metrics(run, -1);
            if (!points) continue;
            for (const MetricPoint& p : *points)
                if (p.name == metric) {
                    auto& slot = by_step[static_cast<double>(p.step)];
                    slot.first += p.value;
                    ++slot.second;
                }
        }
        LinesFigure::Series series{arm.name, {}, {}};
        for (const auto& [step, sum] : by_step) {
            series.x.push_back(step);
            series.y.push_back(sum.first / sum.second);
        }
        if (!series.x.empty()) figure.series.push_back(std::move(series));
    }
    return linesSvg(figure);
}

std::string decileFigure(const ScoreMeasures& m) {
    PointsFigure figure;
    for (std::size_t i = 0; i < m.deciles.size(); ++i) {
        figure.labels.push_back(std::to_string(i + 1));
        figure.values.push_back(m.deciles[i].value);
        figure.lows.push_back(m.deciles[i].low);
        figure.highs.push_back(m.deciles[i].high);
    }
    figure.x_title = "entropy decile, 1 = most certain";
    figure.y_title = "accuracy";
    double lowest = 1;
    for (const double v : figure.lows)
        if (std::isfinite(v)) lowest = std::min(lowest, v);
    figure.y_min = std::max(0.0, std::floor(lowest * 10) / 10);
    return pointsSvg(figure);
}

std::string armFigure(const DemoResult& r) {
    ForestFigure figure;
    figure.x_title = "difference in held-out accuracy to “" + r.arms.at(r.reference_arm).name + "”";
    for (std::size_t i = 0; i < r.arms.size(); ++i)
        if (i != r.reference_arm)
            figure.rows.push_back({r.arms[i].name, r.arms[i].difference.value, r.arms[i].difference.low,
                                   r.arms[i].difference.high, static_cast<int>(i)});
    return forestSvg(figure);
}

std::string timeTable(const DemoResult& r) {
    std::string out = "<table><tbody>";
    double total = 0;
    for (const auto& [name, seconds] : r.seconds) {
        out += "<tr><td>" + escapeHtml(name) + "</td><td class=\"n\">" + fixedText(seconds, 1) + " s</td></tr>";
        total += seconds;
    }
    return out + "<tr><td><b>Total</b></td><td class=\"n\"><b>" + fixedText(total, 1) +
           " s</b></td></tr></tbody></table>";
}

} // namespace

std::string reportHtml(const DemoOptions& options, const DemoResult& r, Engine& engine) {
    const ScoreMeasures& m = r.scores;
    const double flipped = m.pairs > 0 ? static_cast<double>(m.flipped) / static_cast<double>(m.pairs) : 0;
    std::string h = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                    "content=\"width=device-width\"><title>EGT Studio demo report</title><style>" +
                    std::string(kStyle) + "</style></head><body><main>";
    h += "<h1>Does entropy know when the judge is wrong?</h1><p class=\"lead\">A small vision-language judge of the "
         "Qwen2.5-VL architecture was given its reasoning, asked about " +
         std::to_string(m.pairs) + " pairs in both orders with " + std::to_string(options.samples) +
         " sampled responses each, and trained again by GRPO on what the cuts kept. Everything ran in this program; "
         "seed " +
         std::to_string(options.seed) + (options.quick ? ", quick sizes" : "") + ", " + isoUtc(nowMs()) + ".</p>";
    h += "<p class=\"note\">The world is synthetic: coloured shapes with controlled ambiguity, and label noise put "
         "there on "
         "purpose (" +
         percent(flipped) +
         " of labels are flipped, most of them on ambiguous pairs). What holds here need not "
         "hold on photographs and people’s labels; the program lets you test it on your own data. Intervals are 95 %; "
         "those "
         "of the arms are clustered by held-out pair and do not include the spread between training seeds, which the "
         "table "
         "shows beside them. Several differences are looked at, without correction for their number.</p>";
    h += "<h2>What held and what did not</h2>" + findings(r);
    h += "<h2>Entropy histogram</h2><p><span class=\"key\" style=\"background:var(--s1)\"></span>verdict right · <span "
         "class=\"key\" style=\"background:var(--s2)\"></span>verdict wrong, against the ground truth. The line is the "
         "global "
         "cut that keeps " +
         percent(options.keep, 0) +
         "; the arms cut within each kind of question, because raw entropy "
         "differs by kind.</p>" +
         histogramSvg({m.bin_edges, m.bin_right, m.bin_wrong, r.cut, "cut " + fixedText(r.cut, 2) + " nats"});
    h += "<h2>Accuracy by entropy decile</h2><p>Rank correlation " + withInterval(m.spearman, 2) +
         ", n = " + std::to_string(m.pairs) + " pairs.</p>" + decileFigure(m);
    h += "<h2>Which score finds which noise</h2><p>0.5 is chance, 1 is perfect.</p>" + detectorTable(m);
    h += "<h2>Training arms</h2><p>Each arm starts from the same judge, with the same number of steps and rollouts, " +
         std::to_string(options.arm_seeds) + (options.arm_seeds == 1 ? " training seed" : " training seeds") +
         " each, and is measured greedily in both orders on the same " + std::to_string(r.arms.at(0).correct.size()) +
         " clean held-out pairs. The start judge has " + withInterval(r.start_accuracy) + ".</p>" +
         armTable(r.arms, r.reference_arm) + armFigure(r);
    h += "<h2>Training curves</h2>" + curves(r, engine, "reward", "reward, mean of the step") +
         curves(r, engine, "entropy", "entropy, nats per token") +
         curves(r, engine, "eval/accuracy", "held-out accuracy, both orders");
    h += "<h2>Stage 1</h2><p>" + std::to_string(r.traces) +
         " reasoning traces were used; the fidelity filter left out " + std::to_string(r.filtered_out) +
         " whose verdict was not that of the label.</p>";
    h += "<h2>Export</h2><p>" + std::to_string(r.exported) + " pairs in entropy order: <code>" +
         escapeHtml(r.export_folder) + "</code>.</p><h2>Time</h2>" + timeTable(r);
    return h + "</main></body></html>\n";
}

} // namespace egt::demo
