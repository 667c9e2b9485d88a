// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/selection_rule.h"

#include "table.h"

namespace egt::curation {
namespace {

using test::codeOf;
using test::must;
using test::Table;

Table table() {
    Table out(8);
    out.reals("mean_entropy", {1, 2, 3, 4, 5, 6, 7, 8})
        .reals("p_label", {0.1F, 0.2F, 0.3F, 0.4F, 0.5F, 0.6F, 0.7F, 0.8F})
        .words("source", {"lab", "wild"}, {"lab", "lab", "wild", "wild", "wild", "wild", "lab", "lab"});
    return out;
}

TEST(SelectionRule, ComesBackEqualThroughJson) {
    SelectionRule rule;
    rule.where = "source == \"wild\"";
    rule.cut = CutStep{"p_label", 0.25, std::nullopt, true, "source"};
    rule.keep = KeepStep{"mean_entropy", 0.7, Keep::highest, "source"};
    rule.run = 3;
    rule.pairs = std::vector<PairId>{10, 30};
    EXPECT_EQ(must(ruleFromJson(ruleToJson(rule))), rule);
    EXPECT_EQ(must(ruleFromJson("{}")), SelectionRule());
    EXPECT_EQ(must(ruleFromJson(ruleToJson({}))), SelectionRule());
    EXPECT_EQ(must(ruleFromJson(R"({"keep": {"share": 0.5}})")).keep->column, "mean_entropy");
}

TEST(SelectionRule, AppliesItsPartsInOrder) {
    EXPECT_EQ(must(applyRule("{}", table())).size(), 8U);
    EXPECT_EQ(must(applyRule(R"({"keep": {"share": 0.5}})", table())), (std::vector<PairId>{10, 20, 30, 40}));
    EXPECT_EQ(must(applyRule(R"({"keep": {"share": 0.5, "per": "source"}})", table())),
              (std::vector<PairId>{10, 20, 30, 40}));
    EXPECT_EQ(must(applyRule(R"({"keep": {"share": 0.25, "per": "source", "side": "highest"}})", table())),
              (std::vector<PairId>{60, 80}));
    EXPECT_EQ(must(applyRule(R"({"where": "source == wild", "keep": {"share": 0.5}})", table())),
              (std::vector<PairId>{30, 40}));
    EXPECT_EQ(must(applyRule(R"({"cut": {"low": 3, "high": 6}, "keep": {"share": 0.5, "side": "highest"}})", table())),
              (std::vector<PairId>{50, 60}))
        << "the share is of what the cut left";
    EXPECT_EQ(must(applyRule(R"({"cut": {"column": "p_label", "by": "quantile", "low": 0.5}})", table())),
              (std::vector<PairId>{50, 60, 70, 80}));
    EXPECT_EQ(must(applyRule(R"({"pairs": [30, 10, 999]})", table())), (std::vector<PairId>{10, 30}));
    const TextSearch search = [](const std::string&) -> Result<std::vector<PairId>> { return std::vector<PairId>{20}; };
    EXPECT_EQ(must(applyRule(R"({"where": "text ~ x"})", table(), search)), std::vector<PairId>{20});
    EXPECT_TRUE(must(applyRule(R"({"where": "nonsense"})", Table(0))).empty())
        << "an empty project has nothing to select";
}

TEST(SelectionRule, NamesWhatIsWrong) {
    EXPECT_EQ(codeOf(ruleFromJson("{")), "json.invalid");
    const auto unknown = ruleFromJson(R"({"keep": {"shar": 0.5}})");
    ASSERT_EQ(codeOf(unknown), "selection.bad_rule");
    EXPECT_EQ(unknown.error().message(), "The selection rule has no “keep.shar”. Use “keep.share”.");
    EXPECT_EQ(unknown.error().field, "keep.shar");
    for (const char* json :
         {"[]", "3", R"({"where": 3})", R"({"keep": 0.5})", R"({"keep": {"share": "much"}})",
          R"({"keep": {"side": "left"}})", R"({"cut": {"by": "mean"}})", R"({"pairs": "all"})", R"({"cuts": {}})"})
        EXPECT_EQ(codeOf(ruleFromJson(json)), "selection.bad_rule") << json;
    EXPECT_EQ(codeOf(applyRule(R"({"keep": {"share": 7}})", table())), "curation.bad_share");
    EXPECT_EQ(codeOf(applyRule(R"({"where": "entrpy > 1"})", table())), "filter.unknown_column");
}

} // namespace
} // namespace egt::curation
