"""How something leaves the vault by a command: into which file or onto standard output, in which form, closed how."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from supervision_tui.exchange.target import OUTPUT

if TYPE_CHECKING:
    from supervision_tui.exchange.encrypted import Seal

Out = Annotated[Path, typer.Option(help="The file to write; - is standard output.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]
DOCUMENTS = {".md": "markdown", ".markdown": "markdown", ".pdf": "pdf", ".txt": "text"}  # forms by endings
REPORTS = {
    **{".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".pdf": "pdf"},
    **{".xlsx": "xlsx", ".csv": "csv", ".zip": "csv", ".json": "json"},
}
PICTURES = {**REPORTS, ".parquet": "parquet"}
CALENDARS = {".ics": "ics"}
_CLOSED = ".age"
_BINARY = ("pdf", "xlsx", "parquet")
_KNOWN = {*DOCUMENTS, *PICTURES, *CALENDARS, ".docx", ".doc", ".odt", ".xls", ".rtf"}


@dataclass(frozen=True, slots=True)
class WayOut:
    """The file (or `OUTPUT`), whether it may replace one that is there, the form, and how it is closed."""

    path: Path
    form: str
    seal: Seal
    replaces: bool = False

    def says(self, what: str, more: str = "") -> str:
        """The sentence about what was written; `more` comes behind the place."""
        closed = "" if self.seal.is_open else f"; {self.seal.words(self.form)}"
        if self.path == OUTPUT:
            return f"The {what} went to standard output{closed}."
        return f"The {what} is in {self.path}{more}, readable by you alone{closed}."


def form_of(out: Path, asked: str | None, by_ending: Mapping[str, str], usual: str) -> str:
    """The form that was asked for, or that the file's ending means; where the two differ it is refused."""
    forms = tuple(dict.fromkeys(by_ending.values()))
    if asked is not None and asked not in forms:
        raise typer.BadParameter(f"--format is one of: {', '.join(forms)}")
    plain = out.with_suffix("") if out.suffix.casefold() == _CLOSED else out
    ending = plain.suffix.casefold()
    meant = by_ending.get(ending)
    if meant is None and ending in _KNOWN:
        raise typer.BadParameter(f"It is not written as {ending}; name a file that ends in {_listed(by_ending)}.")
    if asked is not None and meant is not None and asked != meant:
        raise typer.BadParameter(f"--format says {asked} and {plain.name} ends in {ending}; leave one of them out.")
    return asked or meant or usual


def check_output(out: Path, form: str, seal: Seal) -> None:
    """Refuse to draw a PDF or a workbook onto a terminal."""
    if out == OUTPUT and sys.stdout.isatty() and (form in _BINARY or not seal.is_open):
        raise typer.BadParameter("That is no text: send it into a file with --out, or into a pipe.")


def _listed(by_ending: Mapping[str, str]) -> str:
    *first, last = by_ending
    return f"{', '.join(first)} or {last}" if first else last
