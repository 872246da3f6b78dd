"""Workbooks and CSV files read into plain rows, with the broken, locked and outsized ones refused in one sentence."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import signal
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from supervision_tui.desk.caseload import ImportRefused
from supervision_tui.desk.watching import step
from supervision_tui.named_files import whole
from supervision_tui.own_process import own_process

from .reader_process import MOST_CELLS, MOST_ROWS, OUTSIZED, PASSWORD_NEEDED, unpacked

LARGEST_FILE = 64 * 1024 * 1024
LARGEST_UNPACKED = 512 * 1024 * 1024
SWOLLEN_FROM, LARGEST_RATIO = 64 * 1024 * 1024, 100
LONGEST_SECONDS = 120
_LOOKS_A_SECOND = 5  # at the process that reads
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BROKEN = "{name} cannot be read as a workbook: it is broken or cut short. Export it again."
_OUTSIZED = "{name} holds far more than a caseload export; export only the lists that are needed."
_SUFFIXES = {".xlsx", ".xls", ".xlsm", ".csv"}

Cell = object


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet or CSV file: its name and its rows, each with its number as a person counts them."""

    name: str
    rows: list[list[Cell]]


def read_sheets(paths: list[Path]) -> list[Sheet]:
    """All sheets of the files and folders named. Raises `ImportRefused`."""
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise ImportRefused("There is no workbook or CSV file in that folder; name the folder that holds the lists.")
    return [sheet for file in files for sheet in _read(file)]


def _files(path: Path) -> Iterator[Path]:
    if os.path.isdir(path):
        yield from sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
        return
    if not os.path.exists(path):
        raise ImportRefused(f"There is no file {path.name}; check its name and folder.")
    if path.suffix.lower() not in _SUFFIXES:
        raise ImportRefused(f"{path.name} is not a workbook or CSV file; export Annex A as .xlsx, .xls or .csv.")
    yield path


def _read(path: Path) -> Iterator[Sheet]:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise ImportRefused(f"{path.name} is too large ({size // 2**20} MB); a caseload export is at most 64 MB.")
        content = whole(path, LARGEST_FILE)
    except OSError as why:
        raise ImportRefused(f"{path.name} cannot be read: {why.strerror}.") from None
    if not content:
        raise ImportRefused(f"{path.name} is empty; export it again.")
    if path.suffix.lower() == ".csv":
        yield Sheet(path.stem, _csv_rows(path.name, content))
    else:
        yield from _workbook(path, content)


def _csv_rows(name: str, content: bytes) -> list[list[Cell]]:
    if b"\x00" in content[:4096] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise ImportRefused(f"{name} is not a text file, though it is called .csv; export it again as CSV.")
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    between = max(",;\t", key=first.count)
    rows: list[list[Cell]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=between):
            cells += len(row)
            if cells > MOST_CELLS or len(rows) > MOST_ROWS:
                raise ImportRefused(_OUTSIZED.format(name=name))
            rows.append(list(row))
    except csv.Error:
        raise ImportRefused(f"{name} is not a well-formed CSV file; export it again.") from None
    return _bounded(name, rows)


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _workbook(path: Path, content: bytes) -> Iterator[Sheet]:
    """The sheets of a workbook, read in a process of its own: a broken one may end its reader, and never the app."""
    _check_container(path, content)
    for name, rows in _read_in_a_child(path, content):
        yield Sheet(name, _bounded(path.name, rows))


def _read_in_a_child(path: Path, content: bytes) -> list[tuple[str, list[list[Cell]]]]:
    status, read = _outcome_of_child(path, content)
    if status == PASSWORD_NEEDED:
        raise ImportRefused(f"{path.name} is protected by a password; save a copy without one.")
    if status in (OUTSIZED, -signal.SIGABRT):  # the latter: the reader's own end where memory ran out
        raise ImportRefused(_OUTSIZED.format(name=path.name))
    if status:
        raise ImportRefused(_BROKEN.format(name=path.name))
    return [(name, [[unpacked(cell) for cell in row] for row in rows]) for name, rows in json.loads(read)]


def _outcome_of_child(path: Path, content: bytes) -> tuple[int, bytes]:
    """How the reading process ended, and what it read. It ends with us, and when somebody stops the work."""
    asked: bytes | None = content
    with subprocess.Popen(
        own_process(f"{__package__}.reader_process"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        try:
            for waited in range(LONGEST_SECONDS * _LOOKS_A_SECOND):
                step(f"reading {path.name}, {waited // _LOOKS_A_SECOND} s", 0.0)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    read, _ = child.communicate(asked, timeout=1 / _LOOKS_A_SECOND)
                    return child.returncode, read
                asked = None  # it has been given
        finally:
            child.kill()
    raise ImportRefused(f"{path.name} takes too long to read; export only the lists that are needed.")


def _check_container(path: Path, content: bytes) -> None:
    """Look at the container before a reader unpacks it."""
    if content[:4] == _OLE:
        if _ENCRYPTED in content:
            raise ImportRefused(f"{path.name} is protected by a password; save a copy without one.")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked_size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise ImportRefused(
            f"{path.name} cannot be read as a workbook: broken or cut short. Export it again."
        ) from None
    swollen = unpacked_size > SWOLLEN_FROM and unpacked_size > len(content) * LARGEST_RATIO
    if unpacked_size > LARGEST_UNPACKED or swollen:
        size = unpacked_size // 2**20
        raise ImportRefused(f"{path.name} would unpack to {size} MB; a caseload export is far smaller.")


def _bounded(name: str, rows: list[list[Cell]]) -> list[list[Cell]]:
    if len(rows) > MOST_ROWS:
        raise ImportRefused(f"{name} has more than {MOST_ROWS:,} rows; a caseload export has far fewer.")
    return rows
