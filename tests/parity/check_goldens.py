# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes every golden set afresh with the reference libraries and compares it with the stored one.

usage: check_goldens.py STUBS [--write]. Each NAME_reference.py beside this file is run as
`NAME_reference.py --golden FOLDER STUBS` and golden/NAME is what it made before; what it writes must be what is stored: the same files, texts and integers equal,
floats within 2e-5 of their size, those of a tensor of its largest value: float32 sums differ from machine to machine, and by
what their terms are large, not their result (an AMD and an Intel processor differ by 4.8e-5 in logits up to 7). --write stores
the fresh ones instead.
"""
import json
import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
TOLERANCE = 2e-5


def differs(stored, fresh, where):
    """The first difference of two JSON values, or None."""
    if isinstance(stored, float) or isinstance(fresh, float):
        if not isinstance(stored, (int, float)) or not isinstance(fresh, (int, float)):
            return f"{where}: {stored!r} against {fresh!r}"
        close = math.isclose(stored, fresh, rel_tol=TOLERANCE, abs_tol=TOLERANCE) or stored == fresh
        return None if close else f"{where}: {stored} against {fresh}"
    if type(stored) is not type(fresh):
        return f"{where}: {type(stored).__name__} against {type(fresh).__name__}"
    if isinstance(stored, dict):
        if stored.keys() != fresh.keys():
            return f"{where}: fields {sorted(stored.keys() ^ fresh.keys())}"
        return next(filter(None, (differs(stored[k], fresh[k], f"{where}.{k}") for k in stored)), None)
    if isinstance(stored, list):
        if len(stored) != len(fresh):
            return f"{where}: {len(stored)} entries against {len(fresh)}"
        return next(filter(None, (differs(a, b, f"{where}[{i}]") for i, (a, b) in enumerate(zip(stored, fresh)))), None)
    return None if stored == fresh else f"{where}: {stored!r} against {fresh!r}"


def differs_tensors(stored, fresh):
    import numpy as np
    from safetensors import safe_open

    with safe_open(stored, "np") as a, safe_open(fresh, "np") as b:
        if set(a.keys()) != set(b.keys()):
            return f"tensors {sorted(set(a.keys()) ^ set(b.keys()))}"
        for name in a.keys():
            x, y = a.get_tensor(name), b.get_tensor(name)
            if x.shape != y.shape or x.dtype != y.dtype:
                return f"{name}: {x.dtype}{x.shape} against {y.dtype}{y.shape}"
            largest = np.abs(np.nan_to_num(x.astype(np.float64), posinf=0, neginf=0)).max(initial=1.0)
            if not np.allclose(x.astype(np.float64), y.astype(np.float64), rtol=0, atol=TOLERANCE * largest, equal_nan=True):
                return f"{name}: differs by up to {np.abs(x.astype(np.float64) - y.astype(np.float64)).max()}"
    return None


def differs_file(stored, fresh):
    if stored.read_bytes() == fresh.read_bytes():
        return None
    if stored.suffix == ".json":
        return differs(json.loads(stored.read_text()), json.loads(fresh.read_text()), "")
    if stored.suffix == ".safetensors":
        try:
            return differs_tensors(stored, fresh)
        except TypeError:  # a number type that numpy lacks (bf16): bytes decide
            return "bytes differ"
    return "bytes differ"


def files(folder):
    return {p.relative_to(folder) for p in folder.rglob("*") if p.is_file()}


def check(name, stored, fresh):
    missing = sorted(files(stored) ^ files(fresh))
    if missing:
        return [f"{name}: only on one side: {', '.join(map(str, missing))}"]
    found = ((path, differs_file(stored / path, fresh / path)) for path in sorted(files(stored)))
    return [f"{name}/{path}: {difference}" for path, difference in found if difference]


def main():
    stubs, write = sys.argv[1], "--write" in sys.argv
    problems, sets = [], 0
    for script in sorted(HERE.glob("*_reference.py")):
        name = script.stem.removesuffix("_reference")
        stored = HERE / "golden" / name
        if not stored.is_dir() and not write:
            problems.append(f"{name}: golden/{name} is missing, though {script.name} makes it")
            continue
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / name
            fresh.mkdir()
            done = subprocess.run([sys.executable, str(script), "--golden", str(fresh), stubs])
            if done.returncode != 0:
                problems.append(f"{name}: {script.name} ended with {done.returncode}")
                continue
            sets += 1
            if write:
                shutil.rmtree(stored, ignore_errors=True)
                shutil.copytree(fresh, stored)
            else:
                problems += check(name, stored, fresh)
    for problem in problems:
        print(f"golden: {problem}", file=sys.stderr)
    print(f"golden: {sets} sets made afresh, {len(problems)} differences", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
