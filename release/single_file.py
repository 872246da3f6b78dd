"""One file with all that the app needs but Python itself.

From the same sources it is the same to the byte.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

Version = tuple[int, int]
_OLDEST, _NEWEST = (3, 11), (3, 14)  # Pythons that the app runs on
_FIRST = Path(__file__).parent / "before_unpacking.py"
_MAIN = "__main__.py"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file knows
_SHEBANG = b"#!/usr/bin/env python3\n"


def pythons_at_hand() -> list[tuple[str, Version]]:
    """The interpreters for which a single file is made: this one, and each newer one that really
    runs here.
    """
    found = {sys.version_info[:2]: sys.executable}
    for minor in range(_OLDEST[1], _NEWEST[1] + 1):
        name = shutil.which(f"python3.{minor}")
        if name is not None and (3, minor) not in found and _version_of(name) == (3, minor):
            found[(3, minor)] = name
    return [(interpreter, version) for version, interpreter in found.items()]


def _version_of(interpreter: str) -> Version | None:
    ask = [interpreter, "-c", "import sys; print(*sys.version_info[:2])"]
    done = subprocess.run(ask, capture_output=True, text=True, check=False)
    words = done.stdout.split()
    return (int(words[0]), int(words[1])) if done.returncode == 0 and len(words) == 2 else None


def install(interpreter: str, lock: Path, wheel: Path, folder: Path) -> None:
    """Put the locked libraries and the wheel into a folder, for that Python.

    Raises `CalledProcessError`.

    Nothing is compiled here, and what names this machine is left out.
    """
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        interpreter,
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    into = ["--target", str(folder), "--no-compile", "--only-binary", ":all:"]
    for what in (["--require-hashes", "-r", str(lock)], ["--no-deps", str(wheel)]):
        subprocess.run([*pip, *into, *what], check=True)
        # Each begins with the interpreter's path on this machine.
        shutil.rmtree(folder / "bin", ignore_errors=True)
    for record in folder.glob("*.dist-info/direct_url.json"):
        record.unlink()  # it names the folder in which the release was built
    for record in folder.glob("*.dist-info/RECORD"):
        lines = record.read_text("utf-8").splitlines(keepends=True)
        record.write_text("".join(line for line in lines if _is_there(folder, line)), "utf-8")


def _is_there(folder: Path, line: str) -> bool:
    """Tell whether the file of a line of a RECORD is still in the folder.

    A name with a comma stands in quotes.
    """
    name = line.split('"')[1] if line.startswith('"') else line.split(",")[0]
    return (folder / name).exists()


def platform_of(version: Version) -> str:
    """On what a single file runs, as its name says it: `py311-linux-x86_64`."""
    return f"py{version[0]}{version[1]}-{sysconfig.get_platform()}"


def pack(folder: Path, program: str, version: Version, file: Path) -> None:
    """Make one file of an installed folder, whose console script of that name it runs.

    Raises `CalledProcessError`.
    """
    with tempfile.TemporaryDirectory() as beside:
        made = Path(beside) / "made.pyz"
        shiv = [
            sys.executable,
            "-m",
            "shiv",
            "--site-packages",
            str(folder),
            "--console-script",
            program,
        ]
        subprocess.run([*shiv, "--reproducible", "--output-file", str(made)], check=True)
        _pack_again(made, file, version)


def _pack_again(made: Path, file: Path, version: Version) -> None:
    """The same with its own first steps, and without what differs from one machine to the next:
    order, days, rights.
    """
    first = f"WANTED = {version}\n\n{_FIRST.read_text('utf-8')}\n\nbegin(WANTED)\n\n"
    with zipfile.ZipFile(made) as before, file.open("wb") as out:
        out.write(_SHEBANG)
        with zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED) as packed:
            for name in sorted(before.namelist()):
                content = before.read(name)
                entry = zipfile.ZipInfo(name, _LONG_AGO)
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
                entry.external_attr = 0o100644 << 16
                packed.writestr(entry, first.encode() + content if name == _MAIN else content)
    file.chmod(0o755 & ~_umask())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
