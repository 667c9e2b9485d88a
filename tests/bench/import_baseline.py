# SPDX-License-Identifier: GPL-3.0-or-later
"""The baseline of core/import.cpp: what a careful script does to bring a preference set into the project's tables.

usage: import_baseline.py jsonl|parquet DATA EMPTY_PROJECT FOLDER. Says "ready"; at every line on its standard input it
copies EMPTY_PROJECT into a new folder below FOLDER, imports DATA into it (json or pyarrow, then sqlite3.executemany in
one transaction for every 5,000 rows; WAL, synchronous=NORMAL) and says how many pairs and pictures there are. Exit code 77:
pyarrow is not there.
"""
import hashlib
import json
import os
import shutil
import sqlite3
import struct
import sys
from pathlib import Path

kind, data, empty, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
if kind == "parquet":
    try:
        import pyarrow.parquet
    except ImportError as error:
        print(f"not installed: {error}")
        sys.exit(77)

BATCH = 5000
PAIR = ("INSERT INTO pair (id, import_id, label, words_question, words_a, words_b, images, image_state, split, source, "
        "content_hash, source_id, question, answer_a, answer_b, reason_a, reason_b, extra) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
HASH = "INSERT INTO pair_hash (hash, pair) VALUES (?,?)"
IMAGE = "INSERT INTO image (pair, position, reference, path, width, height) VALUES (?,?,?,?,?,?)"


def size_of(data):
    """Width and height of a PNG or a JPEG."""
    if data[:4] == b"\x89PNG":
        return struct.unpack(">II", data[16:24])
    at = 2
    while at + 9 < len(data):
        mark, length = data[at + 1], struct.unpack(">H", data[at + 2:at + 4])[0]
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5:at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def content_hash(*parts):
    hash = hashlib.blake2b(digest_size=16)
    for part in parts:
        part = part.encode()
        hash.update(b"%d:" % len(part))
        hash.update(part)
    return hash


class Importer:
    def __init__(self, project):
        self.project = project
        self.db = sqlite3.connect(project / "project.db", isolation_level=None)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.execute("INSERT INTO import VALUES (1, ?, '', ?, '', 0, 0, 0, 0, 0, 0)", (str(data), kind))
        self.pairs, self.images, self.hashes, self.known, self.there, self.next = [], [], [], {}, set(), 1

    def add(self, row, question, reference, path, size, identity, extra):
        chosen, rejected = row["chosen"], row["rejected"]
        hash = content_hash(question, chosen, rejected, "1", identity)
        key = hash.digest()
        if key in self.there:
            return
        self.there.add(key)
        self.hashes.append((key, self.next))
        self.pairs.append((self.next, 1, 1, len(question.split()), len(chosen.split()), len(rejected.split()), 1, 0, "",
                           row.get("ds_name") or data.stem, hash.hexdigest(),
                           str(row.get("idx", row.get("id", ""))), question, chosen, rejected, "", "", extra))
        self.images.append((self.next, 0, reference, path, *size))
        self.next += 1
        if len(self.pairs) == BATCH:
            self.flush()

    def flush(self):
        self.db.execute("BEGIN IMMEDIATE")
        self.db.executemany(PAIR, self.pairs)
        self.db.executemany(HASH, self.hashes)
        self.db.executemany(IMAGE, self.images)
        self.db.execute("UPDATE import SET lines_done = ?, imported = ? WHERE id = 1", (self.next - 1, self.next - 1))
        self.db.execute("COMMIT")
        self.pairs, self.images, self.hashes = [], [], []

    def jsonl(self):
        with open(data, encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                question, reference = row.pop("prompt"), row.pop("image")
                if reference not in self.known:
                    path = data.parent / reference
                    picture = path.read_bytes()
                    self.known[reference] = str(path), size_of(picture), hashlib.blake2b(picture).hexdigest()
                path, size, identity = self.known[reference]
                extra = json.dumps({k: v for k, v in row.items() if k not in ("id", "chosen", "rejected")})
                self.add(row, question, reference, path, size, identity, extra)

    def parquet(self):
        (self.project / "images").mkdir()
        for batch in pyarrow.parquet.ParquetFile(data).iter_batches(batch_size=100):
            for row in batch.to_pylist():
                picture = row["image"]["bytes"]
                name = "images/" + hashlib.sha256(picture).hexdigest() + ".jpg"
                if name not in self.known:
                    path = self.project / name
                    with open(str(path) + ".part", "wb") as file:
                        file.write(picture)
                    os.rename(str(path) + ".part", path)
                    self.known[name] = size_of(picture)
                extra = json.dumps({k: row[k] for k in ("origin_dataset", "origin_split")})
                self.add(row, row["question"], row["image_path"], name, self.known[name], name, extra)

    def finish(self):
        self.flush()
        self.db.execute("UPDATE import SET complete = 1 WHERE id = 1")
        counts = [self.db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in ("pair", "image")]
        self.db.close()
        return counts


print("ready", flush=True)
for number, _ in enumerate(sys.stdin):
    project = folder / f"baseline-{number}.egt"
    shutil.copytree(empty, project)
    importer = Importer(project)
    getattr(importer, kind)()
    print(*importer.finish(), flush=True)
