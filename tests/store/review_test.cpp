// SPDX-License-Identifier: GPL-3.0-or-later
#include "samples.h"

namespace egt::test {
namespace {

class Review : public testing::Test {
protected:
    Review() { addPairs(*project, 1, 6); }
    std::string standing(PairId pair) {
        const ColumnsPtr columns = must(project->columns(0));
        return std::string(columns->find("decision")->text(columns->rowOf(pair)));
    }
    PairId undo(const std::string& who = "ann") {
        const auto taken = must(project->undoReview(who));
        return taken ? taken->pair : 0;
    }
    PairId redo(const std::string& who = "ann") {
        const auto back = must(project->redoReview(who));
        return back ? back->pair : 0;
    }
    TempFolder temp;
    std::unique_ptr<Project> project = must(Project::create(temp / "p.egt"));
};

TEST_F(Review, RowsComeBackEqual) {
    ReviewRecord review = decision(2, Decision::flip);
    review.note = "the label is wrong";
    review.blind = true;
    review.shown = Order::swapped;
    review.run = 3;
    const ReviewRecord added = must(project->addReview(review));
    EXPECT_GT(added.id, 0);
    EXPECT_GT(added.time_ms, 0);
    review.id = added.id;
    review.time_ms = added.time_ms;
    EXPECT_EQ(added, review);
    EXPECT_EQ(must(project->reviews(2)), std::vector<ReviewRecord>{review});
    EXPECT_EQ(must(project->allReviews()), std::vector<ReviewRecord>{review});
    EXPECT_EQ(codeOf(project->addReview(decision(77, Decision::left))), "store.no_pair");
}

TEST_F(Review, UndoGoesBackStepByStepAndRedoForward) {
    must(project->addReview(decision(1, Decision::left)));
    must(project->addReview(decision(2, Decision::right)));
    must(project->addReview(decision(1, Decision::drop)));
    EXPECT_EQ(standing(1), "drop");
    EXPECT_EQ(undo(), 1);
    EXPECT_EQ(standing(1), "left") << "the decision before stands again";
    EXPECT_EQ(undo(), 2);
    EXPECT_EQ(standing(2), "none");
    EXPECT_EQ(undo(), 1);
    EXPECT_EQ(undo(), 0) << "nothing left";
    EXPECT_EQ(standing(1), "none");
    EXPECT_EQ(redo(), 1);
    EXPECT_EQ(standing(1), "left");
    EXPECT_EQ(redo(), 2);
    EXPECT_EQ(redo(), 1);
    EXPECT_EQ(standing(1), "drop");
    EXPECT_EQ(redo(), 0);
    EXPECT_EQ(must(project->allReviews()).size(), 9U) << "append-only";
    EXPECT_EQ(undo(), 1) << "what was put back can be taken back";
    EXPECT_EQ(standing(1), "left");
    EXPECT_EQ(redo(), 1);
    EXPECT_EQ(standing(1), "drop");
}

TEST_F(Review, ANewDecisionEndsRedo) {
    must(project->addReview(decision(1, Decision::left)));
    must(project->addReview(decision(2, Decision::right)));
    EXPECT_EQ(undo(), 2);
    must(project->addReview(decision(3, Decision::tie)));
    EXPECT_EQ(redo(), 0);
    EXPECT_EQ(undo(), 3);
    EXPECT_EQ(undo(), 1);
    EXPECT_EQ(redo(), 1);
    must(project->addReview(decision(1, Decision::left))); // equal to what was put back, but new
    EXPECT_EQ(redo(), 0);
}

TEST_F(Review, RedoPutsBackAnEqualRow) {
    ReviewRecord review = decision(4, Decision::both_bad);
    review.note = "n";
    review.shown = Order::swapped;
    review.blind = true;
    const ReviewRecord first = must(project->addReview(review));
    const auto taken = must(project->undoReview(""));
    ASSERT_TRUE(taken.has_value());
    EXPECT_EQ(*taken, first);
    const std::vector<ReviewRecord> log = must(project->reviews(4));
    ASSERT_EQ(log.size(), 2U);
    EXPECT_EQ(log[1].undoes, first.id);
    EXPECT_EQ(log[1].annotator, "ann");
    ReviewRecord back = must(project->redoReview("")).value();
    EXPECT_GT(back.id, first.id);
    back.id = first.id;
    back.time_ms = first.time_ms;
    EXPECT_EQ(back, first);
}

TEST_F(Review, AnnotatorsTakeBackTheirOwn) {
    must(project->addReview(decision(1, Decision::left, "ann")));
    must(project->addReview(decision(2, Decision::right, "bob")));
    EXPECT_EQ(undo("ann"), 1);
    EXPECT_EQ(undo("ann"), 0);
    EXPECT_EQ(standing(2), "right");
    must(project->addReview(decision(3, Decision::tie, "bob")));
    EXPECT_EQ(redo("bob"), 0);
    EXPECT_EQ(redo("ann"), 1) << "bob's decision is not ann's";
    EXPECT_EQ(undo(""), 1) << "anyone's last";
    EXPECT_EQ(undo(""), 3);
}

TEST_F(Review, NotesAreNoDecisions) {
    must(project->addReview(decision(1, Decision::flip)));
    must(project->setNote(1, "first", "ann"));
    must(project->setNote(1, "看不清", "bob"));
    EXPECT_EQ(must(project->note(1)), "看不清");
    EXPECT_EQ(must(project->note(2)), "");
    EXPECT_EQ(standing(1), "flip");
    EXPECT_EQ(must(project->reviews(1)).size(), 3U) << "every version stays in the log";
    EXPECT_EQ(undo(), 1) << "undo speaks of decisions";
    EXPECT_EQ(must(project->note(1)), "看不清");
    must(project->setNote(1, "", "ann"));
    EXPECT_EQ(must(project->note(1)), "");
    EXPECT_EQ(codeOf(project->setNote(77, "x", "ann")), "store.no_pair");
}

TEST_F(Review, FlagsOfARuleAreReplacedWhole) {
    must(project->setFlags(FlagRule::uncertain, 4,
                           {{1, FlagRule::uncertain, 4, 2.5F, 1.5F}, {2, FlagRule::uncertain, 4, 2, 1.5F}}));
    must(project->setFlags(FlagRule::contradicted, 4, {{2, FlagRule::contradicted, 4, 0.1F, 0.3F}}));
    EXPECT_EQ(must(project->flags(2)), (std::vector<FlagRecord>{{2, FlagRule::uncertain, 4, 2, 1.5F},
                                                                {2, FlagRule::contradicted, 4, 0.1F, 0.3F}}));
    must(project->setFlags(FlagRule::uncertain, 5, {{3, FlagRule::uncertain, 5, 3, 2}}));
    EXPECT_TRUE(must(project->flags(1)).empty());
    EXPECT_EQ(must(project->flags(2)).size(), 1U);
    EXPECT_EQ(must(project->flags(3)).size(), 1U);
    EXPECT_EQ(codeOf(project->setFlags(FlagRule::uncertain, 5, {{99, FlagRule::uncertain, 5, 3, 2}})), "store.no_pair");
    EXPECT_EQ(must(project->flags(3)).size(), 1U) << "a refused call changes nothing";
}

} // namespace
} // namespace egt::test
