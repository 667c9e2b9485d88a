#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loads exported folders with the libraries that people train with and compares what these see with the project.

  exports_live.py FOLDER STUBS
                             FOLDER/FORMAT is an export, FOLDER/expected.json what the project holds, in order
                             answers go to FOLDER/answers.json: {consumer: "ok" | "skipped: why"}

A consumer that is not installed is skipped; one that sees something else ends this program with a message.
"""
import base64
import csv
import hashlib
import importlib.machinery
import importlib.util
import json
import os
import sys
import types
from pathlib import Path

try:
    import cuda_stubs
    cuda_stubs.import_torch(Path(sys.argv[2]))
    import datasets
except ImportError as error:
    print(error)
    sys.exit(77)

datasets.disable_progress_bars()
datasets.disable_caching()


class Skip(Exception):
    pass


def same(got, want, where):
    if got != want:
        raise AssertionError(f"{where}: got {got!r}, the project has {want!r}")


def rows_of(path):
    return datasets.load_dataset("json", data_files=path, split="train", cache_dir=CACHE)


def digest(reference, folder):
    if reference.startswith("data:"):
        data = base64.b64decode(reference.split("base64,", 1)[1])
    else:
        with open(os.path.join(folder, reference), "rb") as file:
            data = file.read()
    return hashlib.sha256(data).hexdigest()


def marked(pair):
    missing = len(pair["images"]) - pair["question"].count("<image>")
    return "<image>" * missing + pair["question"]


def check_datasets(home, expected):
    for name, train, heldout in (("trl", "train.jsonl", None), ("jsonl", "pairs.jsonl", None),
                                 ("ms_swift", "pairs.jsonl", "heldout.jsonl"),
                                 ("llama_factory", "pairs.jsonl", "heldout.jsonl"),
                                 ("easyr1", "train.jsonl", "heldout.jsonl"), ("verl", "train.json", "heldout.json")):
        folder = os.path.join(home, name)
        want = len(expected["train"]) if heldout else len(expected["train"]) + len(expected["heldout"])
        same(len(rows_of(os.path.join(folder, train))), want + (1 if name == "jsonl" else 0), f"rows of {name}")
        if heldout:
            same(len(rows_of(os.path.join(folder, heldout))), len(expected["heldout"]), f"held-out rows of {name}")


def check_swift(home, expected):
    """The row as docs/source_en/Customization/Custom-dataset.md of ms-swift describes it."""
    folder = os.path.join(home, "ms_swift")
    for row, pair in zip(rows_of(os.path.join(folder, "pairs.jsonl")), expected["train"]):
        same([message["role"] for message in row["messages"]], ["user", "assistant"], "roles")
        same(row["messages"][0]["content"], marked(pair), "question")
        same(row["messages"][1]["content"], pair["chosen"], "chosen")
        same(row["rejected_response"], pair["rejected"], "rejected")
        same(row["messages"][0]["content"].count("<image>"), len(row["images"]), "marks")
        same([digest(one, folder) for one in row["images"]], pair["images"], "images")


def check_hf(home, expected):
    folder = os.path.join(home, "hf")
    sets = datasets.load_dataset(folder, cache_dir=CACHE)
    same(sorted(sets), ["heldout", "train"], "splits")
    same(str(sets["train"].features["mean_entropy"].dtype), "float64", "type of mean_entropy")
    same(str(sets["train"].features["question"].dtype), "string", "type of question")
    labelled = [row for row in sets["train"] if row["label"] != "tie"]
    same(len(labelled), len(expected["train"]), "rows")
    same(len(sets["train"]) - len(labelled), 1, "ties")
    for row, pair in zip(labelled, expected["train"]):
        better = ("answer_a", "answer_b") if row["label"] == "A" else ("answer_b", "answer_a")
        same([row["question"], row[better[0]], row[better[1]]], [pair["question"], pair["chosen"], pair["rejected"]], "row")
        same([digest(one, folder) for one in row["images"]], pair["images"], "images")


def check_csv(home, expected):
    """Python's own reader, with the dialect of RFC 4180 (strict)."""
    with open(os.path.join(home, "csv", "pairs.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    want = expected["all"]
    same([[row["question"], row["answer_a"], row["answer_b"], row["label"]] for row in rows],
         [[pair["question"], pair["answer_a"], pair["answer_b"], pair["label"]] for pair in want], "rows")


def check_trl(home, expected):
    if importlib.util.find_spec("trl") is None:
        raise Skip("trl is not installed")
    from PIL import Image
    from trl.data_utils import is_conversational, prepare_multimodal_messages

    folder = os.path.join(home, "trl")
    rows = rows_of(os.path.join(folder, "train.jsonl"))
    for row, pair in zip(rows, expected["labelled"]):
        example = {key: row[key] for key in ("prompt", "chosen", "rejected")}
        same(is_conversational(example), True, "conversational")
        images = [Image.open(os.path.join(folder, path)) for path in row["images"]]
        same([digest(path, folder) for path in row["images"]], pair["images"], "images")
        for answer in ("chosen", "rejected"):
            messages = prepare_multimodal_messages(row["prompt"] + row[answer], images=images)
            texts = [part["text"] for message in messages for part in message["content"] if part["type"] == "text"]
            same(texts, [pair["question"], pair[answer]], answer)
            filled = [part["image"] for part in messages[0]["content"] if part["type"] == "image"]
            same([one.size for one in filled], [one.size for one in images], "image places")
    import dataclasses

    import yaml
    from trl import GRPOConfig, RLOOConfig

    with open(os.path.join(folder, "trainer.yaml"), encoding="utf-8") as file:
        settings = yaml.safe_load(file)
    for config in (GRPOConfig, RLOOConfig):
        known = {one.name for one in dataclasses.fields(config)}
        same(sorted(set(settings) - known), [], f"settings that {config.__name__} does not know")


def check_llama_factory(home, expected):
    if importlib.util.find_spec("llamafactory") is None:
        raise Skip("llamafactory is not installed")
    os.environ["DISABLE_VERSION_CHECK"] = "1"
    if importlib.util.find_spec("torchaudio") is None:  # only its audio inputs need it
        import transformers  # noqa: F401  looks for torchaudio itself, and must not find the stand-in

        sys.modules["torchaudio"] = types.ModuleType("torchaudio")
        sys.modules["torchaudio"].__spec__ = importlib.machinery.ModuleSpec("torchaudio", None)
    from llamafactory.data.converter import get_dataset_converter
    from llamafactory.data.mm_plugin import get_mm_plugin
    from llamafactory.data.parser import get_dataset_list

    folder = os.path.join(home, "llama_factory")
    arguments = types.SimpleNamespace(media_dir=folder, dataset_dir=folder)
    plugin = get_mm_plugin(name="qwen2_vl", image_token="<|image_pad|>", video_token="<|video_pad|>")
    for name, part in (("egt_pairs", "train"), ("egt_heldout", "heldout")):
        entry = get_dataset_list([name], folder)[0]
        same(entry.ranking, True, "ranking")
        convert = get_dataset_converter(entry.formatting, entry, arguments)
        rows = rows_of(os.path.join(folder, entry.dataset_name))
        same(len(rows), len(expected[part]), f"rows of {name}")
        for row, pair in zip(rows, expected[part]):
            got = convert(row)
            images = got["_images"] or []
            same([message["content"] for message in got["_prompt"]], [marked(pair)], "prompt")
            same([message["content"] for message in got["_response"]], [pair["chosen"], pair["rejected"]], "answers")
            same([digest(path, folder) for path in images], pair["images"], "images")
            plugin._validate_messages(got["_prompt"] + got["_response"][:1], images, [], [])
            plugin._validate_messages(got["_prompt"] + got["_response"][1:], images, [], [])
            plugin._regularize_images(images, image_max_pixels=262144, image_min_pixels=1024)
    check_llama_factory_settings(folder)


def check_llama_factory_settings(folder):
    import dataclasses

    import yaml
    from llamafactory.hparams import data_args, finetuning_args, model_args
    from transformers import Seq2SeqTrainingArguments

    with open(os.path.join(folder, "train.yaml"), encoding="utf-8") as file:
        settings = yaml.safe_load(file)
    known = set()
    for group in (data_args.DataArguments, finetuning_args.FinetuningArguments, model_args.ModelArguments,
                  Seq2SeqTrainingArguments):
        known |= {one.name for one in dataclasses.fields(group)}
    same(sorted(set(settings) - known), [], "settings that the trainer does not know")
    same(settings["disable_shuffling"], True, "disable_shuffling")


def pixels(image):
    return hashlib.sha256(repr(image.size).encode() + image.convert("RGB").tobytes()).hexdigest()


def known_pixels(home):
    """What Pillow sees in each picture, by the hash of its bytes."""
    from PIL import Image

    out = {}
    for path in Path(home, "trl", "images").iterdir():
        out[digest(path.name, path.parent)] = pixels(Image.open(path))
    return out


def table_rows(path):
    return datasets.load_dataset("parquet", data_files=path, split="train", cache_dir=CACHE)


def stored_digests(rows):
    """Hashes of the bytes that stand in the column of pictures, row by row."""
    raw = rows.cast_column("images", datasets.List(datasets.Image(decode=False)))
    return [[hashlib.sha256(one["bytes"]).hexdigest() for one in row["images"]] for row in raw]


def check_parquet(home, expected):
    """Through `datasets`, Pillow and pyarrow: types, rows in order, and pictures that open from the file alone."""
    import pyarrow.parquet

    seen = known_pixels(home)
    for name, train, heldout in (("easyr1_parquet", "train", "heldout"), ("verl_parquet", "train", "heldout"),
                                 ("hf_parquet", "data/train", "data/heldout")):
        for file, part in ((train, "train"), (heldout, "heldout")):
            path = os.path.join(home, name, file + ".parquet")
            schema = pyarrow.parquet.read_schema(path)
            element = schema.field("images").type.value_type
            same(sorted((one.name, str(one.type)) for one in element), [("bytes", "binary"), ("path", "string")],
                 f"type of a picture in {name}")
            rows = table_rows(path)
            same(str(rows.features["images"]), "List(Image(mode=None, decode=True))", f"pictures of {name}")
            ties = [i for i, row in enumerate(rows) if row.get("label") == "tie"]
            rows = rows.select([i for i in range(len(rows)) if i not in ties])
            same(len(ties), 1 if name == "hf_parquet" and part == "train" else 0, f"ties in {name}")
            same(len(rows), len(expected[part]), f"rows of {path}")
            want = [pair["images"] for pair in expected[part]]
            same(stored_digests(rows), want, f"bytes of the pictures of {path}")
            same([[pixels(one) for one in row["images"]] for row in rows],
                 [[seen[one] for one in images] for images in want], f"pictures of {path}")
            for row, pair in zip(rows, expected[part]):
                check_task(row if name != "verl_parquet" else row["extra_info"], pair)
    sets = datasets.load_dataset(os.path.join(home, "hf_parquet"), cache_dir=CACHE)
    same(sorted(sets), ["heldout", "train"], "splits")
    same(str(sets["train"].features["mean_entropy"].dtype), "float64", "type of mean_entropy")


def check_task(row, pair):
    """Question, answers and label as columns of their own."""
    better = ("answer_a", "answer_b") if row["label"] == "A" else ("answer_b", "answer_a")
    same([row["question"], row[better[0]], row[better[1]]], [pair["question"], pair["chosen"], pair["rejected"]], "row")


def check_easyr1(home, expected):
    """The prompt as verl/utils/dataset.py of EasyR1 b44b311 builds it: the text is split at its marks, and as many
    pictures go between the pieces. EasyR1 itself is on no package index."""
    for name, file in (("easyr1", "train.jsonl"), ("easyr1_parquet", "train.parquet")):
        path = os.path.join(home, name, file)
        rows = table_rows(path) if file.endswith("parquet") else rows_of(path)
        same(len(rows), len(expected["train"]), f"rows of {path}")
        for row, pair in zip(rows, expected["train"]):
            same(len(row["problem"].split("<image>")) - 1, len(row["images"]), "marks")
            shown = [row["answer_a"], row["answer_b"]][:: 1 if row["order"] == "stored" else -1]
            same(shown[int(row["answer"]) - 1], pair["chosen"], "the better answer")
            if name == "easyr1":
                same([digest(one, os.path.join(home, name)) for one in row["images"]], pair["images"], "images")


def import_verl():
    """verl's package starts with what its trainer runs on. Its data set calls nothing of ray, which is 200 MB: a module
    that is asked for nothing stands in for it where it is not installed."""
    if importlib.util.find_spec("verl") is None or importlib.util.find_spec("omegaconf") is None:
        raise Skip("verl is not installed")
    from unittest import mock

    class StandIn(types.ModuleType):
        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return mock.MagicMock(name=f"ray.{name}")

    if importlib.util.find_spec("ray") is None:
        sys.modules["ray"] = StandIn("ray")
        sys.modules["ray"].__spec__ = importlib.machinery.ModuleSpec("ray", None)
    try:
        from verl.utils.dataset.rl_dataset import RLHFDataset
    except ImportError as error:
        raise Skip(f"verl does not load here: {error}")
    return RLHFDataset


def check_verl(home, expected):
    RLHFDataset = import_verl()
    from omegaconf import OmegaConf

    seen = known_pixels(home)
    for name, files in (("verl", ("train.json", "heldout.json")),
                        ("verl_parquet", ("train.parquet", "heldout.parquet"))):
        for file, part in zip(files, ("train", "heldout")):
            config = OmegaConf.create({"prompt_key": "prompt", "image_key": "images", "filter_overlong_prompts": False,
                                       "cache_dir": CACHE, "shuffle": False})
            rows = RLHFDataset(os.path.join(home, name, file), tokenizer=None, config=config, processor=object())
            same(len(rows), len(expected[part]), f"rows of {name}/{file}")
            for i, pair in enumerate(expected[part]):
                check_verl_item(rows[i], pair, seen)


def check_verl_item(row, pair, seen):
    same([message["role"] for message in row["raw_prompt"]], ["user"], "roles")
    parts = row["raw_prompt"][0]["content"]
    parts = [{"type": "text", "text": parts}] if isinstance(parts, str) else parts
    images = [one["image"] for one in parts if one["type"] == "image"]
    if images and not isinstance(images[0], str):
        same([pixels(one) for one in images], [seen[one] for one in pair["images"]], "pictures")
    else:
        same([digest(one, "") for one in images], pair["images"], "images")
    text = "".join(one["text"] for one in parts if one["type"] == "text")
    answers = [row["extra_info"]["answer_a"], row["extra_info"]["answer_b"]]
    same(sorted(answers), sorted([pair["chosen"], pair["rejected"]]), "answers")
    shown = answers if row["extra_info"]["order"] == "stored" else answers[::-1]
    same(row["reward_model"]["style"], "rule", "style")
    same(shown[int(row["reward_model"]["ground_truth"]) - 1], pair["chosen"], "the better answer")
    same(text.index(f"[Response 1]:\n{shown[0]}") < text.index(f"[Response 2]:\n{shown[1]}"), True, "order")
    same(pair["question"].replace("<image>", "") in text, True, "question")
    same(row["index"], row["extra_info"]["index"], "index")


def load(path):
    spec = importlib.util.spec_from_file_location(path.replace(os.sep, "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check_reward(home, expected):
    cases = {"<think>a</think><answer>1</answer>": (1.0, 1.0), "<think>a</think>\n<answer> 1 </answer>\n": (1.0, 1.0),
             "<think>a</think><answer>2</answer>": (0.0, 1.0), "<answer>1</answer>": (0.0, 0.0),
             "<think>a</think>so<answer>1</answer>": (0.0, 0.0), "<think></think><answer>1</answer>1": (0.0, 0.0),
             "<think>a</think><answer>1</answer><answer>1</answer>": (0.0, 0.0), "1": (0.0, 0.0),
             "<think>a</think><answer>1</answer><|im_end|>": (1.0, 1.0)}
    easy = load(os.path.join(home, "easyr1", "reward.py"))
    verl = load(os.path.join(home, "verl", "reward.py"))
    same(easy.REWARD_TYPE, "sequential", "reward type")
    for response, (right, form) in cases.items():
        got = easy.compute_score({"response": response, "response_length": 1, "ground_truth": "1"})
        same((got["overall"], got["accuracy"], got["format"]), (right + 0.5 * form, right, form), response)
        got = verl.compute_score(data_source="x", solution_str=response, ground_truth="1", extra_info={})
        same((got["score"], got["acc"], got["format"]), (right + 0.5 * form, right, form), response)


def main():
    global CACHE
    home = sys.argv[1]
    CACHE = os.path.join(home, "cache")
    with open(os.path.join(home, "expected.json"), encoding="utf-8") as file:
        expected = json.load(file)
    answers = {}
    for name, check in (("datasets", check_datasets), ("swift", check_swift), ("hf", check_hf), ("csv", check_csv),
                        ("trl", check_trl), ("llama_factory", check_llama_factory), ("verl", check_verl),
                        ("parquet", check_parquet), ("easyr1", check_easyr1), ("reward", check_reward)):
        try:
            check(home, expected)
            answers[name] = "ok"
        except Skip as why:
            answers[name] = f"skipped: {why}"
        print(name, answers[name], flush=True)
    with open(os.path.join(home, "answers.json"), "w", encoding="utf-8") as file:
        json.dump(answers, file)


if __name__ == "__main__":
    main()
