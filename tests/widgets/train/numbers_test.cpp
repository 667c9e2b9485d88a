// SPDX-License-Identifier: GPL-3.0-or-later
// What stands under a curve: smoothing, band, decimation, curriculum bands, preflight, form.
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "base/random.h"
#include "common/style.h"
#include "train/curriculum.h"
#include "train/metric_series.h"
#include "train/preflight.h"
#include "train/smoothing.h"
#include "train/train_form.h"

using namespace egt;
using namespace egt::ui;

namespace {

// Snapshot with the columns that the curriculum reads. Values: entropies; NaN = not scored.
ColumnSnapshot snapshot(const std::vector<float>& entropies) {
    ColumnSnapshot out;
    out.rows = static_cast<std::int64_t>(entropies.size());
    out.run = 1;
    const auto column = [&](const std::string& name, ColumnType type, std::vector<std::string> words,
                            const ColumnChunk& chunk) {
        Column c;
        c.name = name;
        c.type = type;
        c.dictionary = std::move(words);
        c.chunks.push_back(std::make_shared<const ColumnChunk>(chunk));
        out.columns.push_back(c);
    };
    ColumnChunk ids, scores, codes;
    for (const float entropy : entropies)
        scores.reals.push_back(entropy);
    for (std::size_t i = 0; i < entropies.size(); ++i) {
        ids.integers.push_back(static_cast<std::int64_t>(i) + 1);
        codes.codes.push_back(0);
    }
    column("pair", ColumnType::integer, {}, ids);
    column("mean_entropy", ColumnType::real, {}, scores);
    column("label", ColumnType::code, {"A"}, codes);
    column("decision", ColumnType::code, {"none", "drop", "left"}, codes);
    column("split", ColumnType::code, {"train", "heldout"}, codes);
    column("image", ColumnType::code, {"present", "missing"}, codes);
    return out;
}

void setCode(ColumnSnapshot& columns, const std::string& name, std::size_t row, std::int32_t code) {
    for (Column& column : columns.columns)
        if (column.name == name) {
            ColumnChunk chunk = *column.chunks[0];
            chunk.codes[row] = code;
            column.chunks[0] = std::make_shared<const ColumnChunk>(chunk);
        }
}

} // namespace

class NumbersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void emaFollowsHandWorkedSeries() {
        // w = 0.5: s1 = 1; s2 = (0.5*0.5*1 + 0.5*3)/0.75 = 7/3; s3 = (0.125*1 + 0.25*3 + 0.5*2)/0.875 = 15/7.
        const std::vector<double> raw{1, 3, 2};
        const auto out = smoothed(raw, 0.5);
        QCOMPARE(out.size(), std::size_t{3});
        QVERIFY(std::abs(out[0] - 1) < 1e-12);
        QVERIFY(std::abs(out[1] - 7.0 / 3) < 1e-12);
        QVERIFY(std::abs(out[2] - 15.0 / 7) < 1e-12);
    }
    void emaEqualsWeightedMean() {
        std::mt19937 random(7);
        std::normal_distribution<double> normal;
        std::vector<double> raw(300);
        for (double& value : raw)
            value = normal(random);
        const double w = 0.93;
        const auto out = smoothed(raw, w);
        for (const std::size_t n : {std::size_t{0}, std::size_t{17}, std::size_t{299}}) {
            double top = 0;
            double bottom = 0;
            for (std::size_t i = 0; i <= n; ++i) {
                const double weight = std::pow(w, static_cast<double>(n - i));
                top += weight * raw[i];
                bottom += weight;
            }
            QVERIFY(std::abs(out[n] - top / bottom) < 1e-10);
        }
    }
    void emaLeavesConstantsAndGapsAlone() {
        for (const double value : smoothed(std::vector<double>(500, 0.1), 0.98))
            QCOMPARE(value, 0.1);
        const auto out = smoothed(std::vector<double>{1, NAN, 3}, 0.5);
        QVERIFY(std::isnan(out[1]));
        QVERIFY(std::abs(out[2] - 7.0 / 3) < 1e-12);
        QCOMPARE(smoothed(std::vector<double>{4, 2}, 0.0)[1], 2.0);
    }
    void bandHoldsAllNeighbours() {
        std::mt19937 random(3);
        std::uniform_real_distribution<double> uniform(-1, 1);
        std::vector<double> raw(200);
        for (double& value : raw)
            value = uniform(random);
        raw[50] = NAN;
        const Extremes band = rollingExtremes(raw, 9);
        for (std::size_t i = 0; i < raw.size(); ++i) {
            double low = 9, high = -9;
            for (std::size_t j = i > 9 ? i - 9 : 0; j < std::min(raw.size(), i + 10); ++j)
                if (std::isfinite(raw[j])) low = std::min(low, raw[j]), high = std::max(high, raw[j]);
            QCOMPARE(band.low[i], low);
            QCOMPARE(band.high[i], high);
        }
        QCOMPARE(bandHalfWidth(0.9), std::size_t{10});
    }
    void decimationKeepsEverySpike() {
        std::vector<double> xs(100'000), ys(100'000, 0.5);
        for (std::size_t i = 0; i < xs.size(); ++i)
            xs[i] = static_cast<double>(i);
        ys[12'345] = 9;
        ys[77'777] = -9;
        ys[50'000] = NAN;
        const auto kept = decimate(xs, ys, 0, xs.size(), 400);
        QVERIFY(kept.size() <= 4 * 400);
        QVERIFY(std::is_sorted(kept.begin(), kept.end()));
        QVERIFY(std::adjacent_find(kept.begin(), kept.end()) == kept.end());
        QVERIFY(std::binary_search(kept.begin(), kept.end(), std::size_t{12'345}));
        QVERIFY(std::binary_search(kept.begin(), kept.end(), std::size_t{77'777}));
        QCOMPARE(kept.front(), std::size_t{0});
        QCOMPARE(kept.back(), xs.size() - 1);
        QCOMPARE(decimate(xs, ys, 10, 20, 400).size(), std::size_t{10});
        QVERIFY(decimate(xs, ys, 20, 20, 400).empty());
    }
    void seriesKeepsStepsInOrder() {
        MetricSeries series;
        series.setWeight(0.5);
        series.append(1, 1);
        series.append(3, 2);
        series.append(2, 3); // late
        QCOMPARE(series.steps()[1], 2.0);
        QVERIFY(std::abs(series.smooth()[2] - 15.0 / 7) < 1e-12);
        series.append(3, 4); // again: replaced
        QCOMPARE(series.size(), std::size_t{3});
        QCOMPARE(series.values()[2], 4.0);
        QCOMPARE(*series.nearest(2.6, 0.5), std::size_t{2});
        QVERIFY(!series.nearest(9, 0.5));
        const auto [first, last] = series.window(1.5, 2.5);
        QCOMPARE(first, std::size_t{0}); // one more at either side: the line reaches the frame
        QCOMPARE(last, std::size_t{3});
    }
    void bandsOfEqualCount() {
        const ColumnSnapshot columns = snapshot({0.5f, 0.1f, NAN, 0.4f, 0.2f, 0.3f});
        const std::vector<std::int64_t> rows{0, 1, 2, 3, 4, 5};
        const auto plan = planCurriculum(columns, rows, "mean_entropy", CurriculumOrder::low_to_high, 2, 10);
        QCOMPARE(plan.pairs, std::int64_t{6});
        QCOMPARE(plan.unscored, std::int64_t{1});
        QCOMPARE(plan.stages.size(), std::size_t{2});
        QCOMPARE(plan.stages[0].pairs, std::int64_t{2}); // places [0, 2) and [2, 5) of five
        QVERIFY(std::abs(plan.stages[0].to - 0.2) < 1e-6);
        QCOMPARE(plan.stages[1].pairs, std::int64_t{3});
        QVERIFY(std::abs(plan.stages[1].from - 0.3) < 1e-6);
        std::int64_t binned = 0;
        for (const auto n : plan.bins)
            binned += n;
        QCOMPARE(binned, std::int64_t{5});
        const auto down = planCurriculum(columns, rows, "mean_entropy", CurriculumOrder::high_to_low, 2, 10);
        QVERIFY(std::abs(down.stages[0].from - 0.4) < 1e-6);
        QVERIFY(planCurriculum(columns, rows, "mean_entropy", CurriculumOrder::random, 2, 10).stages.empty());
    }
    void trainableFollowsTheTrainersRules() {
        ColumnSnapshot columns = snapshot(std::vector<float>(40, 0.2f));
        setCode(columns, "decision", 0, 1);         // dropped in review
        setCode(columns, "label", 1, kMissingCode); // no label
        setCode(columns, "label", 2, kMissingCode);
        setCode(columns, "decision", 2, 2); // no label, but decided: left
        setCode(columns, "split", 3, 1);    // held out
        setCode(columns, "image", 4, 1);    // missing image
        std::vector<PairId> all;
        for (PairId id = 1; id <= 40; ++id)
            all.push_back(id);
        TrainConfig config;
        auto rows = trainableRows(columns, all, {4}, config);
        QCOMPARE(rows.size(), std::size_t{36});
        QVERIFY(std::find(rows.begin(), rows.end(), 2) != rows.end());
        config.use_reviewed_labels = false;
        rows = trainableRows(columns, all, {4}, config);
        QVERIFY(std::find(rows.begin(), rows.end(), 0) != rows.end());
        QVERIFY(std::find(rows.begin(), rows.end(), 2) == rows.end());
        // Nothing is held out: a fixed tenth is.
        ColumnSnapshot plain = snapshot(std::vector<float>(40, 0.2f));
        std::size_t kept = 0;
        for (const PairId id : all)
            kept += mixSeed(0x68656c646f7574, static_cast<std::uint64_t>(id)) % 10 != 0;
        QCOMPARE(trainableRows(plain, all, {}, config).size(), kept);
        QVERIFY(kept < 40);
    }
    void formSaysWhatWasTyped() {
        TrainForm form;
        form.setSelections(
            {{QStringLiteral("All"), QStringLiteral("all")}, {QStringLiteral("Low"), QStringLiteral("low")}});
        QCOMPARE(form.config(), TrainConfig()); // the defaults of the engine, no second list of them
        QSignalSpy changed(&form, &TrainForm::changed);
        form.findChild<QSpinBox*>(QStringLiteral("form.steps"))->setValue(960);
        form.findChild<QSpinBox*>(QStringLiteral("form.stages"))->setValue(3);
        auto* rate = form.findChild<QLineEdit*>(QStringLiteral("form.learning_rate"));
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("1e-5"));
        form.findChild<QComboBox*>(QStringLiteral("form.selection"))->setCurrentIndex(1);
        form.findChild<QComboBox*>(QStringLiteral("form.order"))->setCurrentIndex(1);
        QVERIFY(changed.count() > 3);
        const TrainConfig config = form.config();
        QCOMPARE(config.steps, std::int64_t{960});
        QCOMPARE(config.stages, 3);
        QCOMPARE(config.learning_rate, 1e-5);
        QCOMPARE(config.selection, std::string("low"));
        QVERIFY(config.order == CurriculumOrder::high_to_low);
        rate->setText(QStringLiteral("fast"));
        QCOMPARE(form.badFields().size(), 1);
        TrainConfig set;
        set.name = "seed 2";
        set.method = TrainMethod::sft;
        set.order = CurriculumOrder::random;
        set.seed = 17;
        set.beta = 0.04;
        set.schedule = Schedule::linear;
        set.use_reviewed_labels = false;
        set.column = "max_entropy"; // has no control of its own: kept
        form.setConfig(set);
        QCOMPARE(form.config(), set);
        QVERIFY(!form.findChild<QSpinBox*>(QStringLiteral("form.num_generations"))->isEnabled());
        QVERIFY(!form.findChild<QSpinBox*>(QStringLiteral("form.stages"))->isEnabled());
    }
    void preflightNamesWhatIsMissing() {
        PreflightFacts facts;
        facts.judge = QStringLiteral("/judges/base");
        facts.plan.pairs = 100;
        facts.any_scores = true;
        facts.heldout = 20;
        const auto errors = [&] {
            const auto all = preflight(facts);
            return std::count_if(all.begin(), all.end(),
                                 [](const Preflight& p) { return p.weight == Preflight::Weight::error; });
        };
        QCOMPARE(errors(), 0);
        facts.judge.clear();
        QCOMPARE(errors(), 1);
        facts.judge = QStringLiteral("/judges/base");
        facts.any_scores = false; // random order only
        QCOMPARE(errors(), 1);
        facts.config.order = CurriculumOrder::random;
        QCOMPARE(errors(), 0);
        facts.plan.pairs = 0;
        QCOMPARE(errors(), 1);
    }
};

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    initLook();
    NumbersTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "numbers_test.moc"
