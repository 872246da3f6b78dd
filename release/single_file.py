"""One file with all that the app needs but Python itself.

From the same sources it is the same to the byte.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from .installed import readable, write_archive
from .licences import NOTICES

Version = tuple[int, int]
_OLDEST, _NEWEST = (3, 11), (3, 14)  # Pythons that the app runs on
_FIRST = Path(__file__).parent / "before_unpacking.py"
_MAIN = "__main__.py"
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


def pythons_that_are_not() -> list[Version]:
    """The Pythons that the app runs on and that are not at hand, so that no file is made for
    them.
    """
    there = {version for _, version in pythons_at_hand()}
    wanted = ((3, minor) for minor in range(_OLDEST[1], _NEWEST[1] + 1))
    return [version for version in wanted if version not in there]


def _version_of(interpreter: str) -> Version | None:
    ask = [interpreter, "-c", "import sys; print(*sys.version_info[:2])"]
    done = subprocess.run(ask, capture_output=True, text=True, check=False)
    words = done.stdout.split()
    return (int(words[0]), int(words[1])) if done.returncode == 0 and len(words) == 2 else None


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
        own = folder / NOTICES
        more = {NOTICES: own.read_bytes()} if own.exists() else {}
        _pack_again(made, file, version, more)


def _pack_again(made: Path, file: Path, version: Version, more: Mapping[str, bytes]) -> None:
    """The same with its own first steps, and without what differs from one machine to the next."""
    first = f"WANTED = {version}\n\n{_FIRST.read_text('utf-8')}\n\nbegin(WANTED)\n\n"
    with zipfile.ZipFile(made) as before:
        contents = {name: before.read(name) for name in before.namelist()}
    contents[_MAIN] = first.encode() + contents[_MAIN]
    with file.open("wb") as out:
        out.write(_SHEBANG)
        with zipfile.ZipFile(out, "w") as packed:
            write_archive(packed, contents | dict(more))
    readable(file, 0o755)
