# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that are hard for a byte-level tokenizer, the tokenizers that they are tried on, and a corpus to train one on."""
import json
import random
import sysconfig
import unicodedata
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

SPLITS = {
    "qwen2": r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|"
             r"\s+(?!\S)|\s+",
    "llama3": r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|"
              r"\s+(?!\S)|\s+",
    "gpt2": r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    # Others that the general matcher must get right: categories of two letters, marks, scripts by range, case, words.
    "categories": r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
                  r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}|"
                  r" ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "ranges": r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[一-龥ぁ-ゟ゠-ヿ]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+|"
              r" ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "words": r"\w+|[^\w\s]+?|\d++x|(?<=\s)\S",
    "empty": r"\p{Nd}*",
}
ADDED = [  # content, settings: as in real files, and each flag
    ("<|endoftext|>", dict(special=True)), ("<|im_start|>", dict(special=True)), ("<|im_end|>", dict(special=True)),
    ("<|vision_start|>", dict(special=True)), ("<|vision_end|>", dict(special=True)),
    ("<|image_pad|>", dict(special=True)), ("<think>", dict(special=False, normalized=False)),
    ("</think>", dict(special=False, normalized=False)), ("<think>>", dict(special=False, normalized=False)),
    ("[L]", dict(special=True, lstrip=True)), ("[R]", dict(special=True, rstrip=True)),
    ("[LR]", dict(special=False, normalized=True, lstrip=True, rstrip=True)),
    ("word", dict(special=False, normalized=False, single_word=True)),
    ("caf\u00e9", dict(special=False, normalized=True)), ("a\u0301\u0323", dict(special=False, normalized=True)),
    ("\u7ea2\u8272", dict(special=False, normalized=True, single_word=True)),
]
EVERY = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
BY_CATEGORY = {}
for _c in EVERY:
    BY_CATEGORY.setdefault(unicodedata.category(_c), []).append(_c)
SPACES = [c for c in EVERY if c.isspace()] + list("\u180e\u200b\u2060\ufeff\u200c\u200d\u001c\u001f")
MARKS = BY_CATEGORY["Mn"] + BY_CATEGORY["Mc"]
DECOMPOSED = [c for c in EVERY if unicodedata.decomposition(c) and not unicodedata.decomposition(c).startswith("<")]
WORDS = ("the image shows a red circle left of it's I'LL don't We'Re you'd they've word words sword "
         "na\u00efve cafe\u0301 caf\u00e9 \u7ea2\u8272 response 1 2 is better answer").split()
LINES = ["def f(x):\n    return x + 1\n", "| a | b |\n|---|---|\n", "# Title\r\n\r\n* item\r\n", "$x^2$ \\frac{1}{2}",
         "https://example.org/a?b=c&d=1", "{\"a\": [1, 2.50, -3e10]}", "<b>bold</b><br/>", "3.5%  of 12345"]


def _pick(r, pool, low, high):
    return "".join(r.choice(pool) for _ in range(r.randint(low, high)))


def _script(first, last):
    return [chr(c) for c in range(first, last + 1)]


CJK = _script(0x4E00, 0x9FFF) + _script(0x3400, 0x34FF) + _script(0x20000, 0x200FF)
KANA = _script(0x3041, 0x3096) + _script(0x30A0, 0x30FF) + ["\u3099", "\u309a", "\uff9e"]
JAMO = _script(0x1100, 0x11FF) + _script(0xAC00, 0xACFF) + _script(0xD7B0, 0xD7FF) + _script(0xA960, 0xA97C)
RTL = _script(0x590, 0x6FF) + _script(0x750, 0x77F) + _script(0xFB1D, 0xFB4F) + list("\u200e\u200f\u202a\u202b\u202c")
INDIC = _script(0x900, 0xD7F)
FACES = _script(0x1F600, 0x1F64F) + _script(0x1F466, 0x1F469) + list("\u2764\u261d\u2708")
EMOJI = FACES + _script(0x1F3FB, 0x1F3FF) + _script(0x1F1E6, 0x1F1FF) + list("\u200d\ufe0f\ufe0e\u20e3#*0")


def _emoji(r):
    return "".join(r.choice(FACES) + r.choice(["", "\ufe0f", r.choice(EMOJI), "\u200d" + r.choice(FACES)])
                   for _ in range(r.randint(1, 8)))


def _combining(r):
    return "".join(r.choice(DECOMPOSED + list("aeioun\u0338<=>\u1100\uac00")) + _pick(r, MARKS, 0, 4)
                   for _ in range(r.randint(1, 8)))


def _marked(r):
    names = [content for content, _ in ADDED]
    return "".join(r.choice(names + WORDS + SPACES + ["\u0301", "\u0338", "x", "\u200d", "<", "|>"])
                   for _ in range(r.randint(1, 14)))


def _run(r):
    unit = r.choice(["a", "A", " ", "\n", "\r\n", "\t", "-", "0", "\u00a0", "\u7ea2", "ab", "'s", "e\u0301", "\u0301", "\U0001F534",
                     "\u1100\u1161", "=", "\u0661", "<|im_end|>"])
    return unit * r.choice([2, 3, 17, 63, 64, 65, 66, 130, 700])


def _code_points(r):
    return "".join(r.choice(BY_CATEGORY[r.choice([k for k in BY_CATEGORY if k != "Cs"])]) for _ in range(r.randint(1, 24)))


KINDS = {
    "words": lambda r: r.choice(["", " "]).join(
        r.choice(["", " ", "\u2019", "'", "'\u017f", "-"]) + r.choice(WORDS) + r.choice(["", ".", ",", "!?", "'S", "'T", "'lL"])
        for _ in range(r.randint(1, 12))),
    "cjk": lambda r: _pick(r, CJK + KANA + list("\u3002\uff0c\u3001\uff01\u300c\u300d "), 1, 40),
    "kana": lambda r: _pick(r, KANA, 1, 30),
    "jamo": lambda r: _pick(r, JAMO, 1, 20),
    "rtl": lambda r: _pick(r, RTL + [" "], 1, 30),
    "indic": lambda r: _pick(r, INDIC + [" "], 1, 30),
    "emoji": _emoji,
    "combining": _combining,
    "control": lambda r: _pick(r, BY_CATEGORY["Cc"] + BY_CATEGORY["Cf"] + ["a", " ", "1"], 1, 20),
    "spaces": lambda r: _pick(r, SPACES + ["\n", "\r", " ", " ", "x", "1", "-"], 1, 30),
    "digits": lambda r: _pick(r, BY_CATEGORY["Nd"] + BY_CATEGORY["Nl"] + BY_CATEGORY["No"] + list("0123456789 .,"), 1, 20),
    "any": _code_points,
    "run": _run,
    "marked": _marked,
    "lines": lambda r: "".join(r.choice(LINES) for _ in range(r.randint(1, 3))),
}


def text_of(r):
    kind = r.choice([*KINDS, "mixed", "mixed", "mixed"])
    if kind != "mixed":
        return KINDS[kind](r)
    return r.choice(["", " ", "\n"]).join(KINDS[r.choice(list(KINDS))](r) for _ in range(r.randint(2, 4)))


def broken_of(r):
    """Bytes that are hardly UTF-8: cut, overlong, surrogates, bits turned."""
    data = bytearray(text_of(r).encode()[:60] or b"\xff")
    for _ in range(r.randint(1, 5)):
        at = r.randrange(len(data) + 1)
        data[at:at + r.randint(0, 2)] = r.choice([b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80",
                                                  b"\xf0\x9f", bytes([r.randrange(256)])])
    return bytes(data)


def texts(seed, count):
    r = random.Random(seed)
    return [text_of(r) for _ in range(count)]


def broken(seed, count):
    r = random.Random(seed)
    return [broken_of(r) for _ in range(count)]


def real_texts(data):
    """Questions and answers of the real sets in the folder `data`; none where it has none."""
    rows = [json.loads(line) for path in (sorted(Path(data).glob("*.jsonl")) if data else [])
            for line in path.read_text(encoding="utf-8").splitlines()]
    return [row[key] for row in rows for key in ("prompt", "chosen", "rejected") if isinstance(row.get(key), str)]


def corpus(data, most_bytes):
    """Text for training: the answers of the real sets in the folder `data` where there are some, the sources and
    documents of the Python installation, and generated text in other scripts."""
    parts = real_texts(data)
    folders = [Path(sysconfig.get_paths()["stdlib"]), Path(sysconfig.get_paths()["purelib"])]
    size = sum(len(p) for p in parts)
    for path in (p for folder in folders for kind in ("*.py", "*.md", "*.txt", "*.rst") for p in sorted(folder.rglob(kind))):
        if size > most_bytes:
            break
        part = path.read_text(encoding="utf-8", errors="replace")[:40000]
        parts.append(part)
        size += len(part)
    return parts + texts(1, 3000)


def byte_level(split, use_nfc=True):
    tokenizer = Tokenizer(models.BPE())
    if use_nfc:
        tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLITS[split]), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def trained(parts, vocabulary, split="qwen2"):
    tokenizer = byte_level(split)
    tokenizer.train_from_iterator(parts, trainers.BpeTrainer(
        vocab_size=vocabulary, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.add_tokens([AddedToken(content, **settings) for content, settings in ADDED])
    return tokenizer


def variants(tokenizer):
    """(name, tokenizer.json as a dict): one vocabulary under every setting that changes ids."""
    base = json.loads(tokenizer.to_str())
    for name, pattern in SPLITS.items():
        changed = json.loads(json.dumps(base))
        changed["pre_tokenizer"]["pretokenizers"][0]["pattern"] = {"Regex": pattern}
        yield name, changed
    yield "whole", json.loads(json.dumps(base)) | {"model": base["model"] | {"ignore_merges": True}}
    yield "no-nfc", base | {"normalizer": None}
    yield "gpt2-prefix", base | {"pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True,
                                                   "use_regex": True}}
    yield "removed", base | {"pre_tokenizer": {"type": "Sequence", "pretokenizers": [
        {"type": "Split", "pattern": {"String": " "}, "behavior": "Removed", "invert": False},
        {"type": "Split", "pattern": {"Regex": SPLITS["qwen2"]}, "behavior": "Isolated", "invert": False},
        {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False}]}}
    vocab = {t: i for t, i in base["model"]["vocab"].items()}
    yield "unknown", base | {"model": _without(base["model"], vocab, "x"), "added_tokens": []}


def _without(model, vocab, byte):
    """The model without the tokens that hold one letter: it stands for what a vocabulary lacks."""
    kept = {t: n for n, t in enumerate(t for t, _ in sorted(vocab.items(), key=lambda item: item[1]) if byte not in t)}
    merges = [m for m in model["merges"] if all(byte not in part for part in m)]
    return model | {"vocab": kept, "merges": merges, "unk_token": "a", "fuse_unk": True}
