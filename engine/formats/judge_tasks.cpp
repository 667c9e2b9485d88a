// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/judge_tasks.h"

namespace egt::formats {
namespace {

constexpr const char* kVerdict = R"py(
import re

MARKS = ("<think>", "</think>", "<answer>", "</answer>")
FORM = re.compile(r"\s*<think>.*?</think>\s*<answer>\s*([12])\s*</answer>\s*(?:<\|im_end\|>\s*)?", re.DOTALL)


def verdict(response):
    """"1", "2", or None when the response has not exactly the form that was asked for."""
    if any(response.count(mark) != 1 for mark in MARKS):
        return None
    found = FORM.fullmatch(response)
    return found.group(1) if found else None


def parts(response, ground_truth):
    said = verdict(response)
    return float(said == str(ground_truth)), float(said is not None)
)py";

constexpr const char* kEasyR1 = R"py(

REWARD_NAME = "pair_verdict"
REWARD_TYPE = "sequential"


def compute_score(reward_input, format_weight=0.5):
    accuracy, form = parts(reward_input["response"], reward_input["ground_truth"])
    return {"overall": accuracy + format_weight * form, "accuracy": accuracy, "format": form}
)py";

constexpr const char* kVerl = R"py(

def compute_score(data_source, solution_str, ground_truth, extra_info=None, format_weight=0.5, **kwargs):
    accuracy, form = parts(solution_str, ground_truth)
    return {"score": accuracy + format_weight * form, "acc": accuracy, "format": form}
)py";

} // namespace

std::string rewardPython(RewardStyle style) {
    return std::string(
               "# Reward of a judge's response: 1 when it names the better answer, 0.5 when it has the form\n"
               "# <think>reasoning</think><answer>1 or 2</answer>; a verdict in another form counts as wrong.") +
           kVerdict + (style == RewardStyle::easyr1 ? kEasyR1 : kVerl);
}

std::int64_t rowsPerStep(std::int64_t rows, std::int64_t most) {
    std::int64_t step = 1;
    while (step * 2 <= rows && step * 2 <= most)
        step *= 2;
    return step;
}

} // namespace egt::formats
