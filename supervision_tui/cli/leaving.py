"""Ways in which something leaves the vault by a command: into which file, in which form, closed
how.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from supervision_tui.system.files import OUTPUT, expanded

if TYPE_CHECKING:
    from supervision_tui.exports.encryption import Encryption

    from .opening import Opening

Out = Annotated[Path, typer.Option(help="The file to write; - is standard output.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]
BY_ENDING = "else the file's ending decides"
# Forms by endings.
DOCUMENTS = {
    **{".md": "markdown", ".markdown": "markdown", ".pdf": "pdf", ".docx": "docx"},
    **{".txt": "text"},
}
LISTS = {
    **{".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".pdf": "pdf"},
    **{".docx": "docx", ".xlsx": "xlsx"},
}
REPORTS = {
    **LISTS,
    **{".csv": "csv", ".zip": "csv", ".json": "json"},
}
PICTURES = {**REPORTS, ".parquet": "parquet"}
CALENDARS = {".ics": "ics"}
_ENDS_LIKE = {"tagged-pdf": "pdf"}  # forms whose files end as those of another
_CLOSED = ".age"
_BINARY = ("pdf", "tagged-pdf", "docx", "xlsx", "parquet")
_KNOWN = {*DOCUMENTS, *PICTURES, *CALENDARS, ".doc", ".odt", ".xls", ".rtf"}


@dataclass(frozen=True, slots=True)
class WayOut:
    """The file (or `OUTPUT`), whether it may replace another, its form, and how it is closed."""

    path: Path
    form: str
    encryption: Encryption
    replaces: bool = False

    def says(self, what: str, more: str = "") -> str:
        """The sentence about what was written; `more` comes behind the place."""
        closed = "" if self.encryption.is_open else f"; {self.encryption.words(self.form)}"
        if self.path == OUTPUT:
            return f"The {what} went to standard output{closed}."
        return f"The {what} is in {self.path}{more}, readable by you alone{closed}."


def form_of(out: Path, asked: str | None, by_ending: Mapping[str, str], usual: str) -> str:
    """The form that was asked for, or that the file's ending means.

    Where the two differ it is refused.
    """
    forms = tuple(dict.fromkeys(by_ending.values()))
    forms += tuple(form for form, like in _ENDS_LIKE.items() if like in forms)
    if asked is not None and asked not in forms:
        raise typer.BadParameter(f"--format is one of: {', '.join(forms)}")
    plain = out.with_suffix("") if out.suffix.casefold() == _CLOSED else out
    ending = plain.suffix.casefold()
    meant = by_ending.get(ending)
    if meant is None and ending in _KNOWN:
        raise typer.BadParameter(
            f"It is not written as {ending}; name a file that ends in {_listed(by_ending)}."
        )
    if asked is not None and meant not in (None, asked, _ENDS_LIKE.get(asked)):
        raise typer.BadParameter(
            f"--format says {asked} and {plain.name} ends in {ending}; leave one of them out."
        )
    return asked or meant or usual


def way_out(
    out: Path,
    form: str,
    encryption: Encryption,
    opening: Opening,
    reads: Iterable[str | Path | None] = (),
    *,
    force: bool = False,
) -> WayOut:
    """Settle where and how a document leaves.

    What cannot be written there is refused before anybody is asked anything.

    `reads` are the other files of the command, which are never written over. Raises `BadParameter`,
    `VaultError`.
    """
    from supervision_tui.exports.encryption import check_encryption
    from supervision_tui.exports.output_path import check_is_no_source, check_target

    path = out if out == OUTPUT else expanded(out)
    _check_ending(path, form, encryption)
    if path == OUTPUT:
        _check_output(form, encryption)
    else:
        check_is_no_source(
            path, [expanded(each) for each in (opening.passphrase_file, *reads) if each]
        )
        check_target(path, opening.path, replaces=force)
    check_encryption(encryption)
    return WayOut(path, form, encryption, force)


def _check_ending(out: Path, form: str, encryption: Encryption) -> None:
    """Refuse a name that says age of a file that age does not close."""
    if out.suffix.casefold() != _CLOSED or encryption.is_closed_by_age(form):
        return
    if encryption.is_open:
        raise typer.BadParameter(
            f"{out.name} would not be encrypted; leave {_CLOSED} out, or say for whom it is."
        )
    raise typer.BadParameter(
        f"Excel itself asks for the password of a workbook; leave {_CLOSED} out of its name."
    )


def _check_output(form: str, encryption: Encryption) -> None:
    """Refuse several files on standard output, and a PDF or a workbook on a terminal."""
    if form == "csv" and encryption.is_open:
        raise typer.BadParameter(
            "CSV is several files here: name a file with --out, or one that ends in .zip."
        )
    if sys.stdout.isatty() and (form in _BINARY or not encryption.is_open):
        raise typer.BadParameter("That is no text: send it into a file with --out, or into a pipe.")


def _listed(by_ending: Mapping[str, str]) -> str:
    *first, last = by_ending
    if first:
        return f"{', '.join(first)} or {last}"
    return last
