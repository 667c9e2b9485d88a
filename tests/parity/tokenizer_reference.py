# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pinned `tokenizers` makes of texts that are hard for a tokenizer.

usage: tokenizer_reference.py --golden FOLDER STUBS  a small tokenizer.json, texts, and their ids under every variant
       tokenizer_reference.py FOLDER SEED DATA       the same live for tokenizer_parity_test.cpp: 20,000 texts of this seed
                                                     and those of the real sets in the folder DATA (which may be empty)
Exit code 77: the library is not there.
"""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
try:
    import tokenizers
    import tokenizer_texts as t
except ImportError as error:
    print(f"not installed: {error}")
    sys.exit(77)

ASCII = dict(ensure_ascii=True, separators=(",", ":"))


def ids_of(tokenizer, texts):
    return [encoding.ids for encoding in tokenizer.encode_batch(texts, add_special_tokens=False)]


def variants(whole, texts, most=None):
    """Each variant by what it changes in the whole tokenizer.json, and the ids of the (first `most`) texts."""
    base = json.loads(whole.to_str())
    for name, variant in t.variants(whole):
        entry = {"name": name, "changes": {k: v for k, v in variant.items() if v != base[k] and k != "model"}}
        if variant["model"] != base["model"]:
            entry["model"] = {k: v for k, v in variant["model"].items() if v != base["model"][k]}
        entry["ids"] = ids_of(tokenizers.Tokenizer.from_str(json.dumps(variant)), texts[:most])
        yield entry


def answers(whole, texts, broken, most=None):
    return {"texts": texts, "nfc": [whole.normalizer.normalize_str(text) for text in texts],
            "broken": [{"hex": data.hex(), "ids": whole.encode(data.decode(errors="replace")).ids} for data in broken],
            "variants": list(variants(whole, texts, most))}


def golden(folder):
    # Short texts: what they hold counts, and the files are read by people now and then.
    texts = [text for text in t.texts(20, 300) if len(text) < 120][:150] + ["", "a" * 200, " " * 150 + "x"]
    whole = t.trained(t.texts(2, 4000) + t.WORDS * 40, 1400)
    (folder / "tokenizer.json").write_text(whole.to_str())
    (folder / "ids.json").write_text(json.dumps(answers(whole, texts, t.broken(20, 40)), **ASCII) + "\n")


def live(folder, seed, data):
    whole = t.trained(t.corpus(data, 3_000_000), 8000)
    (folder / "tokenizer.json").write_text(whole.to_str())
    real = t.real_texts(data)
    found = answers(whole, t.texts(seed, 20000), t.broken(seed, 1000), 4000)
    found["variants"][0]["ids"] = ids_of(whole, found["texts"])
    (folder / "ids.json").write_text(json.dumps(found, **ASCII))
    (folder / "real.json").write_text(json.dumps({"texts": real, "ids": ids_of(whole, real)}, **ASCII))


if sys.argv[1] == "--golden":
    golden(Path(sys.argv[2]))
else:
    live(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
