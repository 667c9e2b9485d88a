// SPDX-License-Identifier: GPL-3.0-or-later
// One typical row of every layout, and which layout each of them is taken for.
#include <set>

#include <gmock/gmock.h>

#include "base/json.h"
#include "formats/reading.h"

namespace egt::test {
namespace {

struct Typical {
    const char* format;
    const char* row;
};

const Typical kRows[] = {
    {"mm_rlhf",
     R"({"id": "1", "prompt": "q", "chosen": "a", "rejected": "b", "chosen_reason": "r", "image": "1.jpg"})"},
    {"trl", R"({"prompt": [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": "q"}]}],
             "chosen": [{"role": "assistant", "content": "a"}], "rejected": [{"role": "assistant", "content": "b"}],
             "images": ["1.jpg"]})"},
    {"trl", R"({"prompt": "q", "chosen": "a", "rejected": "b", "images": ["1.jpg"]})"},
    {"jsonl", R"({"question": "q", "answer_a": "a", "answer_b": "b", "label": "A", "images": ["1.jpg"], "id": "1"})"},
    {"llama_factory", R"({"conversations": [{"from": "human", "value": "<image>q"}], "chosen": {"from": "gpt",
                       "value": "a"}, "rejected": {"from": "gpt", "value": "b"}, "images": ["1.jpg"]})"},
    {"llama_factory", R"({"instruction": "q", "input": "", "chosen": "a", "rejected": "b", "images": ["1.jpg"]})"},
    {"ms_swift", R"({"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}],
                  "rejected_response": "b", "images": ["1.jpg"]})"},
    {"llava_rlhf", R"({"id": "1", "image": "1.jpg", "conversations": [{"from": "human", "value": "q"}],
                    "output_1": {"from": "llava", "value": "a"}, "output_2": {"from": "llava", "value": "b"},
                    "preference": 1})"},
    {"povid", R"({"id": 1, "image": "1.jpg", "conversations": [{"from": "human", "value": "q"}, {"from": "gpt",
               "value": "a"}], "rejected_conversations": [{"from": "human", "value": "q"}, {"from": "gpt",
               "value": "b"}]})"},
    {"vl_rewardbench",
     R"({"id": "w-1", "query": "q", "response": ["a", "b"], "human_ranking": [0, 1], "image": null})"},
    {"multimodal_rewardbench", R"({"ID": "1", "Image": "1.png", "Text": "q", "Output1": "a", "Output2": "b",
                                "Better": "Output2", "Category": "vqa"})"},
    {"vlfeedback", R"({"id": "v", "prompt": "q", "img_path": "1.jpg", "completions": [
        {"model": "m", "response": "a", "annotations": {"Helpfulness": {"Rating": "4"},
         "Ethical Considerations": {"Rating": "4"}, "Visual Faithfulness": {"Rating": "4"}}},
        {"model": "n", "response": "b", "annotations": {"Helpfulness": {"Rating": "3"},
         "Ethical Considerations": {"Rating": "3"}, "Visual Faithfulness": {"Rating": "3"}}}]})"},
    {"rlaif_v", R"({"ds_name": "RLAIF-V", "image": "1.jpg", "question": "q", "chosen": "a", "rejected": "b",
                 "origin_dataset": "COCO", "idx": 1, "image_path": "1.jpg"})"},
    {"rlhf_v", R"({"ds_name": "RLHF-V", "text": "{\"question\":\"q\",\"chosen\":\"a\",\"rejected\":\"b\"}",
                "image_path": "1.jpg"})"},
    {"llava_critic", R"({"id": "1", "image": "1.jpg", "conversations": [{"from": "human",
                      "value": "Judge.\nQuestion: [q]\nResponse 1: [a]\nResponse 2: [b]"}, {"from": "gpt",
                      "value": "The better response: [2]."}]})"},
    {"unified_reward", R"({"images": ["1.jpg"], "conversations": [{"from": "human",
                        "value": "Judge.\nQuestion: [q]\nAnswer 1: [a]\nAnswer 2: [b]"}, {"from": "gpt",
                        "value": "<answer>Answer 2 is better</answer>"}]})"},
    {"r1_reward",
     R"({"message": "[{\"role\":\"user\",\"content\":\"Judge.\\n###### [Question]:\\nq\\n\\n###### [Response 1]:\\na\\n\\n###### [Response 2]:\\nb\\n\\n###### **Output Format:**\\n\"}]",
                   "question": "q", "answer": ["<answer>2</answer>"]})"},
    {"easyr1",
     R"({"problem": "<image>Judge.\n###### [Question]:\nq\n\n###### [Response 1]:\na\n\n###### [Response 2]:\nb\n\n**Output format**",
                "answer": "2", "images": ["1.jpg"]})"},
    {"verl", R"({"data_source": "m", "prompt": [{"role": "user",
              "content": "<image>Judge.\nQuestion: [q]\nAnswer 1: [a]\nAnswer 2: [b]"}], "images": [{"image": "1.jpg"}],
              "ability": "judge", "reward_model": {"style": "rule", "ground_truth": "1"}, "extra_info": {"index": 3}})"},
    {"label_studio", R"({"id": 1, "data": {"prompt": "q", "answer1": "a", "answer2": "b"}, "annotations": [],
                      "predictions": []})"},
    {"label_studio", R"({"question": "q", "answer_a": "a", "answer_b": "b", "image": "1.jpg", "id": 1, "annotator": 1,
                      "annotation_id": 2, "created_at": "t", "updated_at": "t", "lead_time": 1.5})"},
    {"label_studio", R"({"prompt": "q", "chosen": "a", "rejected": "b", "image": "1.jpg", "id": 1, "annotator": 1,
                      "annotation_id": 2, "lead_time": 1.5})"},
    {"argilla", R"({"id": "1", "fields": {"prompt": "q", "chosen": "a", "rejected": "b"}, "metadata": {},
                 "suggestions": {}, "responses": {}, "vectors": {}, "status": "pending", "_server_id": "s"})"},
    {"argilla", R"({"id": "1", "status": "pending", "_server_id": "s", "prompt": "q", "chosen": "a", "rejected": "b",
                 "images": ["1.jpg"], "preference.responses": ["chosen"], "preference.responses.users": ["u"],
                 "preference.responses.status": ["submitted"]})"},
    {"argilla", R"({"question": "q", "answer_a": "a", "answer_b": "b", "label": [], "label-suggestion": null,
                 "label-suggestion-metadata": {"type": null, "score": null, "agent": null}, "external_id": null,
                 "metadata": "{}"})"},
};

std::string oneLine(std::string row) {
    std::replace(row.begin(), row.end(), '\n', ' ');
    return row;
}

TEST(Detection, EveryLayoutIsItself) {
    std::set<std::string> seen;
    for (const Typical& typical : kRows) {
        seen.insert(typical.format);
        const std::string row = oneLine(typical.row);
        for (const std::string& text : {row + "\n" + row + "\n", "[" + row + ",\n" + row + "]"}) {
            const ReadRows read = readText(text);
            EXPECT_EQ(read.format, typical.format) << row;
            EXPECT_EQ(read.pairs.size(), 2U) << row;
            EXPECT_GE(read.confidence, 0.9) << row;
        }
    }
    for (const auto& reader : formats::readers())
        EXPECT_TRUE(seen.contains(reader->name())) << reader->name() << " has no typical row here";
}

// A reader that takes what is another's may win where the other is unsure.
TEST(Detection, AnnotationToolsClaimNothingElse) {
    for (const char* name : {"label_studio", "argilla"})
        for (const Typical& typical : kRows) {
            const double sure = formats::readerByName(name)->recognise(oneLine(typical.row) + "\n");
            EXPECT_EQ(sure > 0, std::string(typical.format) == name) << name << ' ' << typical.row;
        }
}

} // namespace
} // namespace egt::test
