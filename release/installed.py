"""The locked libraries and the wheel, installed into a folder as they are given out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from .licences import NOTICES, notices

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file knows
_WINDOWS = "x86_64-pc-windows-msvc"


def install(interpreter: str, locks: Sequence[Path], wheel: Path, folder: Path) -> None:
    """Put the locked libraries and the wheel into a folder, for that Python of this machine.

    Nothing is compiled here, and what names this machine is left out. Raises `CalledProcessError`.
    """
    pip = [sys.executable, "-m", "pip", "--python", interpreter, "install", "--quiet"]
    into = ["--disable-pip-version-check", "--no-compile"]
    _install([*pip, *into], locks, wheel, folder)


def install_for_windows(
    version: tuple[int, int], locks: Sequence[Path], wheel: Path, folder: Path
) -> None:
    """Put the libraries as they are made for Windows, and the wheel, into a folder.

    Raises `CalledProcessError`.
    """
    python = f"{version[0]}.{version[1]}"
    uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--link-mode", "copy"]
    _install([*uv, "--python-platform", _WINDOWS, "--python-version", python], locks, wheel, folder)


def _install(program: list[str], locks: Sequence[Path], wheel: Path, folder: Path) -> None:
    into = [*program, "--target", str(folder), "--only-binary", ":all:"]
    locked = [word for lock in locks for word in ("-r", str(lock))]
    for what in (["--require-hashes", *locked], ["--no-deps", str(wheel)]):
        subprocess.run([*into, *what], check=True)
    _leave_out_this_machine(folder)
    (folder / NOTICES).write_text(notices(folder), "utf-8")


def _leave_out_this_machine(folder: Path) -> None:
    """Delete what names the machine or the moment of the installing."""
    # Each program in it begins with the interpreter's path on this machine.
    shutil.rmtree(folder / "bin", ignore_errors=True)
    shutil.rmtree(folder / "Scripts", ignore_errors=True)
    (folder / ".lock").unlink(missing_ok=True)
    for name in ("direct_url.json", "uv_cache.json", "INSTALLER", "REQUESTED"):
        for record in folder.glob(f"*.dist-info/{name}"):
            record.unlink()
    for record in folder.glob("*.dist-info/RECORD"):
        lines = record.read_text("utf-8").splitlines(keepends=True)
        record.write_text("".join(line for line in lines if is_there(folder, line)), "utf-8")


def is_there(folder: Path, line: str) -> bool:
    """Tell whether the file of a line of a RECORD is still in the folder.

    A name with a comma stands in quotes.
    """
    name = line.split('"')[1] if line.startswith('"') else line.split(",")[0]
    return (folder / name).exists()


def files_in(folder: Path, under: str = "") -> dict[str, bytes]:
    """Every file below a folder by its name in an archive."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return {f"{under}{each.relative_to(folder).as_posix()}": each.read_bytes() for each in found}


def write_archive(out: zipfile.ZipFile, contents: Mapping[str, bytes]) -> None:
    """Write files into an archive without what differs from one machine to the next: order, days,
    rights.
    """
    for name in sorted(contents):
        entry = zipfile.ZipInfo(name, _LONG_AGO)
        entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
        entry.external_attr = 0o100644 << 16
        out.writestr(entry, contents[name])


def readable(file: Path, mode: int) -> None:
    """Give a file the rights that whoever builds gives new files."""
    mask = os.umask(0)
    os.umask(mask)
    file.chmod(mode & ~mask)
