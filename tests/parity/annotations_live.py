#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes exports of annotation tools with the tools' own code, and what they say by a rule of its own.

usage: annotations_live.py FOLDER SEED
           FOLDER/*: files as Argilla's records.to_json and to_datasets and as Label Studio's converter write them
           FOLDER/expected.json: [{"file", "format", "pairs": [{"id", "question", "answer_a", "answer_b", "label"}]}]
Exit code 77: the libraries are not there.
"""
import json
import os
import random
import sys
import tempfile
import uuid
from collections import Counter
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_DATASETS_CACHE=tempfile.mkdtemp())

try:
    import argilla as rg
    import datasets
    from argilla.records._io import JsonIO
    from argilla.records._io._generic import GenericIO
    from label_studio_sdk.converter.converter import Converter
except ImportError as error:
    print(f"not installed: {error}")
    sys.exit(77)
datasets.disable_progress_bars()

SIDES = {"A": 0, "B": 1}


def decided(votes):
    """The one that has more votes than each other; None where nobody voted or the votes are even."""
    ranked = Counter(vote for vote in votes if vote).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return "none"
    return ranked[0][0]


def pair(row, number, votes):
    return {"id": row, "question": f"Which bird is number {number}?", "answer_a": f"A wren, {number}.",
            "answer_b": f"A robin, {number}.", "label": decided(votes)}


# --- Argilla ---------------------------------------------------------------------------------------------------------

WORDS = {"A": "response-1", "B": "response-2", "tie": "tie"}


def compared(first, second):
    return "A" if first > second else "B" if first < second else "tie"


def argilla_record(rng, number, rated):
    """A record with what users said, and (submitted votes, all votes, someone has judged it, the suggestion)."""
    responses, submitted, every, judged = [], [], [], False
    for user in range(rng.randint(0, 4)):
        status = rng.choice(["submitted", "submitted", "submitted", "draft", "discarded"])
        who = uuid.UUID(int=user + 1)
        if rated:
            stars = [rng.randint(1, 3), rng.randint(1, 3)]
            vote = compared(*stars)
            said = [(f"response-{i + 1}-rating", stars[i]) for i in range(2)]
        else:
            vote = rng.choice(["A", "B", "tie"])
            said = [("preference", WORDS[vote])]
        responses += [rg.Response(question, value, user_id=who, status=status) for question, value in said]
        every.append(vote)
        submitted += [vote] if status == "submitted" else []
        judged = judged or status != "draft"
    suggestion = rng.choice([None, "A", "B", "tie"]) if not rated else None
    record = rg.Record(id=f"r{number}", metadata={"place": number}, responses=responses,
                       fields={"prompt": f"Which bird is number {number}?", "response-1": f"A wren, {number}.",
                               "response-2": f"A robin, {number}."},
                       suggestions=[rg.Suggestion("preference", WORDS[suggestion])] if suggestion else [])
    return record, submitted, every, judged, suggestion


def write_argilla(folder, rng, rated):
    records, flat, nested = [], [], []
    for number in range(60):
        record, submitted, every, judged, suggestion = argilla_record(rng, number, rated)
        records.append(record)
        guess = [suggestion] if suggestion else []
        flat.append(pair(f"r{number}", number, submitted if judged else guess))
        nested.append(pair(f"r{number}", number, every or guess))  # the status is not written there
    name = "argilla_rated" if rated else "argilla"
    JsonIO.to_json(records, folder / f"{name}.json")
    table = datasets.Dataset.from_dict(GenericIO.to_dict(records, flatten=True))
    table.to_json(folder / f"{name}.jsonl")
    table.to_parquet(folder / f"{name}.parquet")
    return [{"file": f"{name}.json", "format": "argilla", "pairs": nested},
            {"file": f"{name}.jsonl", "format": "argilla", "pairs": flat},
            {"file": f"{name}.parquet", "format": "argilla", "pairs": flat}]


# --- Label Studio ----------------------------------------------------------------------------------------------------

CONFIG = """<View><Text name="prompt" value="$prompt"/><Image name="img" value="$image"/>
<Pairwise name="comparison" toName="answer1,answer2"/>
<Text name="answer1" value="$answer1"/><Text name="answer2" value="$answer2"/>
<Choices name="preference" toName="prompt"><Choice value="A"/><Choice value="B"/><Choice value="Both are good"/></Choices>
<Rating name="rate_answer1" toName="answer1"/><Rating name="rate_answer2" toName="answer2"/>
<TextArea name="why" toName="prompt"/></View>"""
CHOICES = {"A": "A", "B": "B", "tie": "Both are good"}


def result(kind, control, target, value):
    return {"id": "x", "type": kind, "from_name": control, "to_name": target, "value": value, "origin": "manual"}


def opinion(rng):
    """Results of one annotator, and the vote."""
    why = result("textarea", "why", "prompt", {"text": ["the beak"]})
    kind = rng.choice(["comparison", "choice", "rating", "nothing"])
    if kind == "comparison":
        vote = rng.choice(["A", "B"])
        side = {"selected": ["left", "right"][SIDES[vote]]}
        return [why, result("pairwise", "comparison", "comparison", side)], vote
    if kind == "choice":
        vote = rng.choice(["A", "B", "tie"])
        return [result("choices", "preference", "prompt", {"choices": [CHOICES[vote]]}), why], vote
    if kind == "rating":
        stars = [rng.randint(1, 5), rng.randint(1, 5)]
        return [result("rating", f"rate_answer{i + 1}", f"answer{i + 1}", {"rating": stars[i]}) for i in range(2)], \
            compared(*stars)
    return [why], None


def write_label_studio(folder, rng):
    tasks, whole, rows = [], [], []
    for number in range(60):
        annotations, votes, each = [], [], []
        for who in range(rng.randint(0, 4)):
            results, vote = opinion(rng)
            cancelled = rng.random() < 0.2
            # The converter sorts by time, the latest first.
            annotations.append({"id": number * 10 + who, "completed_by": who, "result": results, "lead_time": 1.5,
                                "was_cancelled": cancelled, "created_at": f"2024-01-0{9 - who}T00:00:00Z",
                                "updated_at": "2024-02-01T00:00:00Z", "ground_truth": False})
            if not cancelled:
                votes.append(vote)
                each.append(pair(str(number), number, [vote]))
        one = pair(str(number), number, votes)
        tasks.append({"id": number, "annotations": annotations, "predictions": [], "drafts": [], "meta": {},
                      "data": {"prompt": one["question"], "answer1": one["answer_a"], "answer2": one["answer_b"],
                               "image": f"/data/local-files/?d=birds/{number}.jpg"}})
        whole.append(one)
        rows += each if annotations else [pair(str(number), number, [])]
    (folder / "tasks.json").write_text(json.dumps(tasks, indent=1))
    converter = Converter(CONFIG, str(folder))
    converter.convert(str(folder / "tasks.json"), str(folder / "min"), "JSON_MIN", is_dir=False)
    converter.convert(str(folder / "tasks.json"), str(folder / "table"), "CSV", is_dir=False)
    return [{"file": "tasks.json", "format": "label_studio", "pairs": whole},
            {"file": "min/result.json", "format": "label_studio", "pairs": rows},
            {"file": "table/result.csv", "format": "label_studio", "pairs": rows}]


def main():
    folder, rng = Path(sys.argv[1]), random.Random(int(sys.argv[2]))
    expected = write_argilla(folder, rng, False) + write_argilla(folder, rng, True) + write_label_studio(folder, rng)
    (folder / "expected.json").write_text(json.dumps(expected))


main()
