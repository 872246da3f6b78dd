"""The files that a person names, read as sheets: told apart by what stands in them, never by their
name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from supervision_tui.desk.imports.files import ImportRefused
from supervision_tui.practice.wording import count
from supervision_tui.system.files import read_bytes

from .delimited_text import decoded, read_text
from .sheets import Sheet
from .web_tables import read_excel_xml, read_web_page
from .workbooks import read_workbook

LARGEST_FILE = 64 * 1024 * 1024
STANDARD_INPUT = Path("-")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
OF_LISTS = (".csv", ".tsv", ".xml", *_WORKBOOKS)  # endings of files that are lists and nothing else
_IN_FOLDERS = (*OF_LISTS, ".txt", ".htm", ".html")
_BESIDE = (".", "~$")  # files that systems lay beside others
_OLE = b"\xd0\xcf\x11\xe0"
_NO_TABLES = (
    (b"%PDF", "a PDF; export the list as a workbook or as CSV"),
    (b"{\\rtf", "a text document; export the list as a workbook or as CSV"),
    (b"\x89PNG", "a picture; export the list as a workbook or as CSV"),
    (
        b"From: ",
        "an e-mail, or a web page saved as one; save the list that it brings and import that",
    ),
    (
        b"MIME-Version",
        "an e-mail, or a web page saved as one; open it in Excel and save it as .xlsx",
    ),
    (b"Received: ", "an e-mail; save the list that it brings and import that"),
    (b"\x1f\x8b", "packed (gzip); unpack it first"),
    (b"7z\xbc\xaf", "packed (7-Zip); unpack it first"),
    (b"Rar!", "packed (RAR); unpack it first"),
)


@dataclass(slots=True)
class ReadFiles:
    """The sheets of files and folders, in their order.

    `notes` name each file and sheet that was left out.

    `hidden` are sheets that nobody sees who opens the workbook: they are not read as records.
    `is_whole` is false where something was left out that may have held records: then nobody is
    missing.
    """

    sheets: list[Sheet] = field(default_factory=list)
    hidden: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_whole: bool = True


def name_of(path: Path) -> str:
    """Name a file as a person knows it."""
    if path == STANDARD_INPUT:
        return "standard input"
    return path.name


def read_files(paths: Iterable[Path]) -> ReadFiles:
    """Read all sheets of these files and folders.

    Raises `ImportRefused` for one that is named and cannot be read.

    What lies in a folder and cannot be read is left out and noted, as long as anything else there
    can.
    """
    found = ReadFiles()
    for path in paths:
        if path != STANDARD_INPUT and os.path.isdir(path):
            _read_folder(path, found)
        else:
            _read_file(path, found)
    return found


def _read_folder(folder: Path, found: ReadFiles) -> None:
    files = [file for file in _in_folder(folder) if not file.name.startswith(_BESIDE)]
    found.notes += [
        f"Left out: the folder {each.name} within {folder.name}." for each in _folders_in(folder)
    ]
    if not files:
        raise ImportRefused(
            "There is no workbook or CSV file in that folder; name the folder that holds the lists."
        )
    refused: list[ImportRefused] = []
    for file in files:
        try:
            _read_file(file, found)
        except ImportRefused as why:
            refused.append(why)
            is_empty = file.is_file() and file.stat().st_size == 0
            found.is_whole = found.is_whole and is_empty
            found.notes.append(f"Left out: {why}")
    if len(refused) == len(files):
        raise refused[0]


def _in_folder(folder: Path) -> list[Path]:
    try:
        return sorted(
            file
            for file in folder.iterdir()
            if file.suffix.lower() in _IN_FOLDERS and file.is_file()
        )
    except OSError as why:
        raise ImportRefused(f"{folder.name} cannot be read: {why.strerror}.") from None


def _folders_in(folder: Path) -> list[Path]:
    return sorted(
        each for each in folder.iterdir() if each.is_dir() and not each.name.startswith(_BESIDE)
    )


def _read_file(path: Path, found: ReadFiles) -> None:
    name, content = name_of(path), content_of(path)
    if content[:2] == b"PK" or content[:4] == _OLE:
        book = read_workbook(name, content)
        found.sheets += [sheet for sheet in book.sheets.values() if not sheet.is_hidden]
        found.hidden += [sheet for sheet in book.sheets.values() if sheet.is_hidden]
        if book.not_worked_out:
            found.is_whole = False
            found.notes.append(
                f"{name} has formulas that were never worked out "
                f"({count(book.not_worked_out, 'cell')}); open it in "
                "Excel, save it, and import it again."
            )
        for each in book.outsized:
            found.is_whole = False
            found.notes.append(
                f"Left out: the sheet “{each}” of {name} reaches far beyond any list. If it is "
                f"one that is needed, "
                "delete the empty rows and columns around it and save it again."
            )
        return
    found.sheets += _text_sheets(path, name, content)


def _text_sheets(path: Path, name: str, content: bytes) -> Iterable[Sheet]:
    begins = content[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, what in _NO_TABLES:
        if begins.startswith(mark):
            raise ImportRefused(f"{name} is {what}.")
    text = decoded(content)
    plain = text[:65_536].lstrip("\ufeff").lstrip().casefold() if text else ""
    if text is not None and plain.startswith("<"):
        return _marked_up(name, path.stem, text, plain)
    if path.suffix.lower() in _WORKBOOKS and not _looks_like_a_table(content):
        raise ImportRefused(
            f"{name} cannot be read as a workbook: it is broken or cut short. Export it again."
        )
    return [read_text(name, path.stem, content)]


def _marked_up(name: str, stem: str, text: str, plain: str) -> Iterable[Sheet]:
    """Read a web page, or the XML of a workbook. Raises `ImportRefused` for any other."""
    if "urn:schemas-microsoft-com:office:spreadsheet" in plain and "<workbook" in plain:
        return read_excel_xml(name, text.lstrip("\ufeff"))
    if any(mark in plain for mark in ("<html", "<table", "<!doctype html")):
        return read_web_page(name, stem, text)
    if "<message" in plain or "<csww" in plain:
        raise ImportRefused(
            f"{name} is a workforce census; supervision-tui import workforce reads it."
        )
    raise ImportRefused(
        f"{name} is XML, and none that is known; export the list as a workbook or as CSV."
    )


def _looks_like_a_table(content: bytes) -> bool:
    """Tell whether a file that is called a workbook holds text in rows and columns."""
    lines = content[:4096].replace(b"\x00", b"").splitlines()[:5]
    return len(lines) > 1 and any(mark in b"".join(lines) for mark in (b"\t", b",", b";"))


def content_of(path: Path) -> bytes:
    """Read all that a file, or standard input, holds. Raises `ImportRefused`."""
    name = name_of(path)
    if path == STANDARD_INPUT:
        content = sys.stdin.buffer.read(LARGEST_FILE + 1)
        size = len(content)
    else:
        if not os.path.exists(path):
            raise ImportRefused(f"There is no file {name}; check its name and folder.")
        try:
            size = path.stat().st_size
            content = read_bytes(path, LARGEST_FILE) if size <= LARGEST_FILE else b"-"
        except OSError as why:
            raise ImportRefused(f"{name} cannot be read: {why.strerror}.") from None
    if size > LARGEST_FILE:
        raise ImportRefused(
            f"{name} is too large ({size // 2**20} MB); a caseload export is at most 64 MB."
        )
    if not content.strip():
        raise ImportRefused(f"{name} is empty; export it again.")
    return content
