# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes engine/text/unicode_tables.inc: what the pinned `tokenizers` library takes each character for.

usage: unicode_tables.py FILE          writes the table
       unicode_tables.py --check FILE  exit code 1 when FILE is not what would be written; 77: the library is not there

Every number is asked of the library itself, code point by code point, because it mixes Unicode versions: its expressions
(Oniguruma), the word characters around added tokens (the Rust regex crate) and its NFC are each of another one.
"""
import sys
import unicodedata

try:
    import tokenizers
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers
except ImportError as error:
    print(f"not installed: {error}")
    sys.exit(77)

EVERY = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
# The order is that of enum class Category in engine/text/unicode.h.
CATEGORIES = ["Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf",
              "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co"]
NFC, NFD = normalizers.NFC().normalize_str, normalizers.NFD().normalize_str


def taken_by(pattern, text):
    """Code points of `text` that the expression matches, and the text without them."""
    rest = normalizers.Replace(Regex(pattern), "").normalize_str(text)
    return set(map(ord, text)) - set(map(ord, rest)), rest


def categories():
    rest = "".join(map(chr, EVERY))
    found = {}
    for name in sorted(CATEGORIES, key=lambda name: name not in ("Cn", "Co", "Lo")):  # largest first: the text shrinks
        taken, rest = taken_by(rf"\p{{{name}}}", rest)
        found.update((c, CATEGORIES.index(name)) for c in taken)
    assert not rest, f"characters without a category: {rest[:9]!r}"
    return found


def word_of_expressions():
    return taken_by(r"\w", "".join(map(chr, EVERY)))[0]


def word_beside_added_tokens():
    """c is a word character when a single_word token right after it is not found."""
    probe = Tokenizer(models.BPE(vocab={"?": 0}, merges=[], unk_token="?"))
    probe.add_tokens([AddedToken("QQQ", single_word=True, normalized=False)])
    mark, words = probe.token_to_id("QQQ"), set()
    for start in range(0, len(EVERY), 4096):
        part = EVERY[start:start + 4096]
        encoding = probe.encode(" ".join(chr(c) + "QQQ" for c in part))
        found = {begin for id, (begin, _) in zip(encoding.ids, encoding.offsets) if id == mark}
        words.update(c for i, c in enumerate(part) if 5 * i + 1 not in found)
    return words


def decompositions():
    """{c: full canonical decomposition}, Hangul syllables left out (they follow a formula)."""
    return {c: NFD(chr(c)) for c in EVERY if not 0xAC00 <= c < 0xD7A4 and NFD(chr(c)) != chr(c)}


def reorders(first, second):
    return first != second and NFD("a" + chr(first) + chr(second)) == "a" + chr(second) + chr(first)


def combining_classes(whole):
    """A class is known by what it changes places with: a mark goes before one of a higher class."""
    lowest, highest = 0x334, 0x345  # classes 1 and 240
    marks = [c for c in EVERY if c not in whole and c != highest and c != lowest
             and (reorders(c, lowest) or reorders(highest, c))] + [lowest, highest]
    samples = {}
    for c in marks:
        samples.setdefault(unicodedata.combining(chr(c)), c)
    classes = {}
    for c in sorted(marks):
        likely = [unicodedata.combining(chr(c)), *samples]
        classes[c] = next(value for value in likely if value and all(
            reorders(c, other) == (of < value) and reorders(other, c) == (value < of)
            for of, other in samples.items()))
    return classes


def pairs(whole):
    """One step of each decomposition, (c, first, second or 0, whether NFC makes c of it again)."""
    rows = []
    for c, parts in sorted(whole.items()):
        composes = NFC(parts) == chr(c)
        # The first part of a pair is itself composed, unless that composition is excluded.
        first = NFC(parts[:-1]) if len(parts) > 1 else parts
        if len(parts) == 1:
            rows.append((c, ord(parts), 0, composes))
        elif len(first) == 1:
            rows.append((c, ord(first), ord(parts[-1]), composes))
        else:  # first stays decomposed: find the character that decomposes so
            known = next((k for k, v in whole.items() if v == parts[:-1]), 0)
            assert known, hex(c)
            rows.append((c, known, ord(parts[-1]), composes))
    return rows


def ranges(values):
    """[(start, value)] where the value changes."""
    rows, last = [], None
    for c in range(0x110000):
        value = values(c)
        if value != last:
            rows.append((c, value))
        last = value
    return rows


def block(name, kind, cells, width):
    lines = [f"constexpr {kind} {name}[] = {{"]
    for at in range(0, len(cells), width):
        lines.append("    " + ", ".join(cells[at:at + width]) + ",")
    return lines + ["};", ""]


def table():
    category, expression, beside = categories(), word_of_expressions(), word_beside_added_tokens()
    whole = decompositions()
    classes = combining_classes(whole)

    def properties(c):
        if 0xD800 <= c < 0xE000:
            return CATEGORIES.index("Cs")
        return category[c] | (c in expression) << 5 | (c in beside) << 6

    lines = ["// SPDX-License-Identifier: GPL-3.0-or-later",
             f"// Made by tests/parity/unicode_tables.py from tokenizers {tokenizers.__version__}; do not edit.", "",
             "// first code point << 8 | word beside an added token << 6 | word in an expression << 5 | category"]
    lines += block("property_ranges", "std::uint32_t", [hex(c << 8 | v) for c, v in ranges(properties)], 10)
    lines.append("// first code point << 8 | canonical combining class")
    lines += block("combining_ranges", "std::uint32_t",
                   [hex(c << 8 | v) for c, v in ranges(lambda c: classes.get(c, 0))], 10)
    lines.append("// character, first part, second part or 0, whether the parts compose to it")
    lines += block("decomposition_rows", "Decomposition",
                   [f"{{{c:#x}, {a:#x}, {b:#x}, {int(again)}}}" for c, a, b, again in pairs(whole)], 4)
    return "\n".join(lines)


def main():
    text = table()
    if sys.argv[1] == "--check":
        with open(sys.argv[2], encoding="utf-8") as file:
            if file.read() != text:
                print(f"{sys.argv[2]} is not what tokenizers {tokenizers.__version__} says; run unicode_tables.py")
                sys.exit(1)
        return
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write(text)


main()
