# SPDX-License-Identifier: GPL-3.0-or-later
"""Parquet and Arrow files of the `datasets` library, both ways.

usage: columnar_live.py write FOLDER SEED
           makes pairs.parquet (Image features inside), shards/ (to_parquet in pieces), saved/ (DatasetDict.save_to_disk)
           and expected.json: what is in them.
       columnar_live.py check FILE EXPECTED
           loads FILE as load_dataset("parquet") does and compares features, values and pictures with the JSON EXPECTED.
Exit code 77: the libraries are not there.
"""
import hashlib
import io
import json
import os
import random
import sys
import tempfile
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_DATASETS_CACHE=tempfile.mkdtemp())
try:
    import datasets
    from PIL import Image
except ImportError as error:
    print(f"not installed: {error}")
    sys.exit(77)
datasets.disable_progress_bars()


def picture(rng):
    image = Image.new("RGB", (rng.randint(1, 40), rng.randint(1, 40)), tuple(rng.randrange(256) for _ in range(3)))
    out = io.BytesIO()
    image.save(out, rng.choice(["PNG", "JPEG", "WEBP", "GIF", "BMP"]))
    return out.getvalue(), image.size


def text(rng):
    return "".join(rng.choice(["a", "é", "\n", '"', "\\", "猫", "😀", " ", "\t", "\x01"]) for _ in range(rng.randint(3, 40))) + "."


def rows(rng, count):
    out = []
    for i in range(count):
        data, size = picture(rng)
        out.append({"ds_name": "made", "image": {"bytes": data, "path": rng.choice([None, f"p{i}.jpg"])},
                    "question": text(rng) + str(i), "chosen": text(rng) + "1", "rejected": text(rng) + "2",
                    "idx": i, "image_path": f"place/{i}.jpg", "score": rng.random(), "none": None,
                    "turns": [{"role": "user", "n": k} for k in range(rng.randint(0, 3))], "size": list(size)})
    return out


def features():
    value = datasets.Value
    names = {name: value("string") for name in ("ds_name", "question", "chosen", "rejected", "image_path", "none")}
    return datasets.Features({**names, "image": datasets.Image(), "idx": value("int64"), "score": value("float64"),
                              "turns": [{"role": value("string"), "n": value("int32")}], "size": [value("int64")]})


def expected(row, split):
    return {"question": row["question"], "chosen": row["chosen"], "rejected": row["rejected"], "id": str(row["idx"]),
            "split": split, "sha256": hashlib.sha256(row["image"]["bytes"]).hexdigest(), "size": row["size"],
            "reference": row["image"]["path"] or row["image_path"], "score": row["score"], "turns": row["turns"]}


def write(folder, seed):
    rng = random.Random(seed)
    train, test = rows(rng, 230), rows(rng, 40)
    for row in test:
        row["question"] += " (test)"
    sets = {name: datasets.Dataset.from_list(made, features=features()) for name, made in (("train", train), ("test", test))}
    sets["train"].to_parquet(str(folder / "pairs.parquet"), batch_size=50)
    (folder / "shards").mkdir()
    for i in range(3):
        sets["train"].shard(3, i, contiguous=True).to_parquet(str(folder / "shards" / f"train-{i:05d}-of-00003.parquet"))
    datasets.DatasetDict(sets).save_to_disk(str(folder / "saved"), num_shards={"train": 2, "test": 1})
    (folder / "expected.json").write_text(json.dumps([expected(row, "") for row in train] + [expected(row, "test") for row in test]))


def plain(value):
    """Pictures as the hash of their pixels."""
    if isinstance(value, Image.Image):
        return hashlib.sha256(value.convert("RGB").tobytes()).hexdigest()
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def check(file, wanted):
    loaded = datasets.load_dataset("parquet", data_files=str(file), split="train")
    wanted = json.loads(Path(wanted).read_text())
    found = {name: str(feature) for name, feature in loaded.features.items()}
    assert found == wanted["features"], f"features: {found}"
    assert len(loaded) == len(wanted["rows"]), f"{len(loaded)} rows"
    for number, (row, other) in enumerate(zip(loaded, wanted["rows"])):
        pictures = [Image.open(path) for path in other.pop("files")]
        other["images"] = [plain(picture) for picture in pictures]
        assert plain(row) == other, f"row {number}: {plain(row)} is not {other}"


if sys.argv[1] == "write":
    write(Path(sys.argv[2]), int(sys.argv[3]))
else:
    check(sys.argv[2], sys.argv[3])
