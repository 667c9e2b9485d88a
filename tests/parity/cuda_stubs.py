# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets `import torch` of a CUDA wheel succeed where the NVIDIA libraries are not installed.

The wheel's extension modules are linked against cuBLAS, cuDNN and others (some gigabytes) that a CPU never calls. For
each such library that is missing, a stub is linked that defines exactly the symbols the wheel asks for, with their
versions; every one of them traps. Only for tests: never put the folder on a path of anything else.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

WHEEL = ("libtorch_global_deps.so", "libtorch_cuda.so", "libtorch_cuda_linalg.so", "libtorch_nvshmem.so",
         "libtorch_python.so", "libc10_cuda.so", "libtorch.so", "libshm.so")


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def needed(library):
    return re.findall(r"\(NEEDED\).*\[(.+?)\]", run("readelf", "-d", str(library)))


def version_owners(library):
    """Symbol version -> the library that must define it."""
    owners, file = {}, None
    for line in run("readelf", "-V", "--wide", str(library)).splitlines():
        if match := re.search(r"File: (\S+)", line):
            file = match.group(1)
        elif (match := re.search(r"Name: (\S+)\s+Flags", line)) and file:
            owners[match.group(1)] = file
    return owners


def symbols(library, which):
    """(name, version or None) of undefined or defined dynamic symbols."""
    for line in run("nm", "-D", which, "--with-symbol-versions", str(library)).splitlines():
        parts = line.split()
        if which == "--undefined-only" and parts[0] in ("w", "v"):
            continue
        name, _, version = parts[-1].partition("@")
        yield name, version.lstrip("@") or None


def resolve(libraries, folders):
    """(paths of the NEEDED libraries that are here, names of those that are not)."""
    system = dict(re.findall(r"^\s+(\S+) \(.*x86-64.*\) => (\S+)", run("/sbin/ldconfig", "-p"), re.M))
    present, missing = set(), set()
    for name in {name for library in libraries for name in needed(library)}:
        own = next((f / name for f in folders if (f / name).exists()), None)
        if own or name in system:
            present.add(own or Path(system[name]))
        else:
            missing.add(name)
    return sorted(present), sorted(missing)


def write_stub(folder, soname, by_version):
    source, script = folder / f"{soname}.s", folder / f"{soname}.map"
    lines = [".text"]
    for name in sorted({n for names in by_version.values() for n in names}):
        lines += [f".globl {name}", f".type {name},@function", f"{name}:"]
    lines += ["ud2", '.section .note.GNU-stack,"",@progbits', ""]
    source.write_text("\n".join(lines))
    versions = "".join(f"{version} {{ global: {'; '.join(sorted(names))}; }};\n"
                       for version, names in sorted(by_version.items()) if version)
    script.write_text(versions)
    command = ["gcc", "-shared", "-nostdlib", f"-Wl,-soname,{soname}", "-o", str(folder / soname), str(source)]
    if versions:
        command.append(f"-Wl,--version-script,{script}")
    run(*command)


def make_stubs(torch_lib, folder):
    """Returns the folders for LD_LIBRARY_PATH."""
    libraries = [torch_lib / name for name in WHEEL if (torch_lib / name).exists()]
    nvidia = sorted({p.parent for p in (torch_lib.parent.parent / "nvidia").rglob("*.so.*")})
    present, missing = resolve(libraries, [torch_lib, *nvidia])
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {soname: {} for soname in missing}
    unversioned = set()
    for library in libraries:
        owners = version_owners(library)
        for name, version in symbols(library, "--undefined-only"):
            if version is None:
                if not name.startswith(("Py", "_Py")):  # those come from the interpreter
                    unversioned.add(name)
            elif owners.get(version) in wanted:
                wanted[owners[version]].setdefault(version, set()).add(name)
    for library in {*present, *libraries, Path(sys.executable).resolve()}:
        unversioned -= {name for name, _ in symbols(library, "--defined-only")}
    if missing:
        wanted[missing[0]].setdefault(None, set()).update(unversioned)
    for soname, by_version in wanted.items():
        if None in by_version and len(by_version) > 1:  # one list cannot hold both kinds: a stub of its own
            write_stub(folder, "libegt_unversioned_stub.so", {None: by_version.pop(None)})
        write_stub(folder, soname, by_version or {None: set()})
    return [folder, torch_lib, *nvidia]


def import_torch(folder):
    """Re-executes this program with stubs when torch alone cannot be imported."""
    try:
        import torch  # noqa: F401
        return
    except ImportError as error:
        if os.environ.get("EGT_CUDA_STUBS"):
            raise
        print(f"torch needs stubs: {error}", file=sys.stderr)
    import importlib.util
    torch_lib = Path(importlib.util.find_spec("torch").origin).parent / "lib"
    paths = make_stubs(torch_lib, folder)
    environment = dict(os.environ, EGT_CUDA_STUBS="1", LD_LIBRARY_PATH=":".join(map(str, paths)))
    extra = folder / "libegt_unversioned_stub.so"
    if extra.exists():
        environment["LD_PRELOAD"] = str(extra)
    os.execve(sys.executable, [sys.executable, *sys.argv], environment)
