"""Workbooks, read in a process of its own: a broken one may end its reader, and never the app."""

from __future__ import annotations

import contextlib
import io
import json
import signal
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from supervision_tui.desk.imports.files import ImportRefused
from supervision_tui.desk.long_work import progress_step
from supervision_tui.system.child_process import own_process

from .reader_process import BROKEN, PASSWORD_NEEDED, SWOLLEN, unpacked
from .sheets import OUTSIZED, Sheet

_LARGEST_UNPACKED = 512 * 1024 * 1024
_SWOLLEN_FROM, _LARGEST_RATIO = 64 * 1024 * 1024, 100
_LONGEST_SECONDS = 120
_LOOKS_A_SECOND = 5  # at the process that reads
_MOST_LEFT_OUT = 20  # sheets that end the reader
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BROKEN_SAYS = "{name} cannot be read as a workbook: it is broken or cut short. Export it again."
_PASSWORD_SAYS = "{name} is protected by a password; save a copy without one."  # noqa: S105  (a sentence)
_OF_KINDS = (
    ("word/document.xml", "a Word document; copy its table into Excel and save it as .xlsx"),
    ("ppt/presentation.xml", "a presentation; copy its table into Excel and save it as .xlsx"),
)
_OF_OLD_KINDS = (
    ("WordDocument", "a Word document; copy its table into Excel and save it as .xlsx"),
    ("PowerPoint Document", "a presentation; copy its table into Excel and save it as .xlsx"),
    (
        "__properties_version1.0",
        "an e-mail of Outlook; save the list that it brings and import that",
    ),
)
_OLD_WORKBOOKS = ("Workbook", "Book")
_WORKBOOKS = ("xl/", "content.xml", "[Content_Types].xml")


@dataclass(slots=True)
class Workbook:
    """The sheets of a workbook by name, those far too large, and formulas without a value."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    outsized: list[str] = field(default_factory=list)
    not_worked_out: int = 0


def read_workbook(name: str, content: bytes) -> Workbook:
    """Read all sheets of a workbook. Raises `ImportRefused`."""
    if content[:2] == b"PK":
        _check_archive(name, content)
    elif _ENCRYPTED in content:
        raise ImportRefused(_PASSWORD_SAYS.format(name=name))
    else:
        _check_container(name, content)
    book = Workbook()
    while len(book.outsized) < _MOST_LEFT_OUT:
        status, read = _outcome_of_child(name, content, book.outsized)
        begun = _take(book, name, read)
        ran_out = status == -signal.SIGABRT  # the reader's own end where memory ran out
        if begun is None or not ran_out:
            break
        book.outsized.append(begun)
    _check_outcome(name, status, book)
    return book


def _take(book: Workbook, name: str, read: bytes) -> str | None:
    """Take what the reader wrote; returns the sheet that it had begun when it ended, or nothing."""
    begun, is_hidden = None, False
    for line in read.splitlines():
        part = json.loads(line)
        begun, is_hidden = part.get("begins", begun), part.get("is_hidden", is_hidden)
        book.not_worked_out = part.get("not_worked_out", book.not_worked_out)
        if "rows" in part:
            rows = [[unpacked(cell) for cell in row] for row in part["rows"]]
            book.sheets[begun] = Sheet(begun, rows, part["numbers"], name, is_hidden=is_hidden)
            begun = None
        elif part.get("is_outsized"):
            book.outsized.append(begun)
            begun = None
    return begun


def _check_outcome(name: str, status: int, book: Workbook) -> None:
    if status == PASSWORD_NEEDED:
        raise ImportRefused(_PASSWORD_SAYS.format(name=name))
    if status == SWOLLEN or (book.outsized and not book.sheets):
        raise ImportRefused(OUTSIZED.format(name=name))
    if status == BROKEN or (status and status != -signal.SIGABRT):
        raise ImportRefused(_BROKEN_SAYS.format(name=name))


def _outcome_of_child(name: str, content: bytes, without: list[str]) -> tuple[int, bytes]:
    """Tell how the reading process ended, and what it read.

    It ends with us, and when somebody stops the work.
    """
    command = [*own_process(f"{__package__}.reader_process"), *without]
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as child,
        ThreadPoolExecutor(1) as beside,
    ):
        answer = beside.submit(child.communicate, content)
        try:
            for waited in range(_LONGEST_SECONDS * _LOOKS_A_SECOND):
                progress_step(f"reading {name}, {waited // _LOOKS_A_SECOND} s", 0.0)
                with contextlib.suppress(TimeoutError):
                    read, _ = answer.result(1 / _LOOKS_A_SECOND)
                    return child.returncode, read
        finally:
            child.kill()
    raise ImportRefused(f"{name} takes too long to read; export only the lists that are needed.")


def _check_container(name: str, content: bytes) -> None:
    """Look at which kind of old Office file it is.

    Raises `ImportRefused` for one that is no workbook.
    """
    if any(part.encode("utf-16-le") in content for part in _OLD_WORKBOOKS):
        return
    for part, says in _OF_OLD_KINDS:
        if part.encode("utf-16-le") in content:
            raise ImportRefused(f"{name} is {says}.")


def _check_archive(name: str, content: bytes) -> None:
    """Look at the container before a reader unpacks it. Raises `ImportRefused`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked_size = sum(entry.file_size for entry in archive.infolist())
            there = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise ImportRefused(_BROKEN_SAYS.format(name=name)) from None
    for part, says in _OF_KINDS:
        if part in there:
            raise ImportRefused(f"{name} is {says}.")
    swollen = unpacked_size > _SWOLLEN_FROM and unpacked_size > len(content) * _LARGEST_RATIO
    if unpacked_size > _LARGEST_UNPACKED or swollen:
        size = unpacked_size // 2**20
        raise ImportRefused(f"{name} would unpack to {size} MB; a caseload export is far smaller.")
    if not any(entry.startswith(_WORKBOOKS) for entry in there):
        raise ImportRefused(
            f"{name} is an archive and no workbook; unpack it first and name the folder."
        )
