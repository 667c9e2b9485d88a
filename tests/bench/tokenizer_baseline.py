# SPDX-License-Identifier: GPL-3.0-or-later
"""The baseline of bench_tokenizer.cpp: huggingface/tokenizers in one thread, driven through a pipe.

usage: tokenizer_baseline.py FOLDER DATA. Trains FOLDER/tokenizer.json (40,000 merges, Qwen2's settings) unless it is there,
writes FOLDER/texts.json with the real answers of DATA/vl_rewardbench.jsonl, says "ready", and encodes them all at every
line on its standard input. Exit code 77: library or data are not there.
"""
import json
import os
import sys
import time
from pathlib import Path

os.environ.update(TOKENIZERS_PARALLELISM="false", RAYON_NUM_THREADS="1")
sys.path.insert(0, str(Path(__file__).parent.parent / "parity"))
folder, data = Path(sys.argv[1]), Path(sys.argv[2])
try:
    import tokenizers
    import tokenizer_texts
except ImportError as error:
    print(f"not installed: {error}")
    sys.exit(77)
real = data / "vl_rewardbench.jsonl"
if not real.exists():
    print(f"no real answers: {real} is missing")
    sys.exit(77)


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


rows = [json.loads(line) for line in real.read_text(encoding="utf-8").splitlines()]
texts = [row[key] for row in rows for key in ("chosen", "rejected")]
(folder / "texts.json").write_text(json.dumps(texts))
path = folder / "tokenizer.json"
if not path.exists():
    tokenizer_texts.trained(tokenizer_texts.corpus(data, 12_000_000), 40_256).save(str(path))
tokenizer = tokenizers.Tokenizer.from_file(str(path))
ways = {"encode_batch": lambda: tokenizer.encode_batch(texts, add_special_tokens=False),
        "encode_batch_fast": lambda: tokenizer.encode_batch_fast(texts, add_special_tokens=False),
        "encode": lambda: [tokenizer.encode(text, add_special_tokens=False) for text in texts]}
fastest = min(ways, key=lambda name: min(seconds(ways[name]) for _ in range(2)))
ids = [encoding.ids for encoding in ways["encode"]()]
(folder / "ids.json").write_text(json.dumps(ids))
print(f"ready {fastest}", flush=True)
for _ in sys.stdin:
    ways[fastest]()
    print("done", flush=True)
