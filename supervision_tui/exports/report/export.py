"""Writing a report in the form that was asked for, closed or open, where only this person reads it."""

from __future__ import annotations

import threading
from enum import StrEnum
from importlib import import_module
from pathlib import Path

from supervision_tui.exports.encryption import Encryption, encrypted

from .csv_files import COVER, to_csv_files, zipped
from .model import Report


class Form(StrEnum):
    """In which form a report is given away."""

    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"

    @property
    def ending(self) -> str:
        """The ending of such a file's name."""
        return {"markdown": ".md"}.get(self, f".{self}")


def in_form(
    report: Report, json_text: str, form: Form, out: Path, seal: Encryption
) -> dict[str, bytes]:
    """The report in one form: the content by what is put behind the file's name `out`; empty for a single file."""
    if form is Form.JSON:
        return {"": json_text.encode()}
    if form is Form.CSV:
        return (
            to_csv_files(report)
            if _is_archive(out, seal)
            else to_csv_files(report, lambda key: _beside(out, key).name)
        )
    if form is Form.XLSX:
        from .xlsx import to_xlsx

        return {"": to_xlsx(report)}
    if form is Form.PDF:
        from .pdf import to_pdf

        return {"": to_pdf(report)}
    if form is Form.HTML:
        from .html import to_html

        return {"": to_html(report).encode()}
    from .markdown import to_markdown

    return {"": to_markdown(report).encode()}


def load_ahead(form: Form) -> None:
    """Load what sets a PDF while the records are still being read, which leaves the other core free."""
    if form is Form.PDF:
        threading.Thread(target=import_module, args=("fpdf",), daemon=True).start()


def closed_files(
    files: dict[str, bytes], form: Form, seal: Encryption, out: Path
) -> dict[Path, bytes]:
    """A report's files as they are written, closed, by their paths. Raises `VaultError`.

    CSV is a file a section beside `out`, which says what they are; closed, or called .zip, it is
    one archive.
    """
    if len(files) > 1 and _is_archive(out, seal):
        files = {"": zipped(files)}
    return {_beside(out, name): encrypted(content, form, seal) for name, content in files.items()}


def _is_archive(out: Path, seal: Encryption) -> bool:
    """Whether several files are given away as one."""
    return not seal.is_open or out.suffix.casefold() == ".zip"


def _beside(out: Path, name: str) -> Path:
    """`summary.csv` for the cover, `summary-compliance.csv` for a section."""
    return out if name in ("", COVER) else out.with_name(f"{out.stem}-{name}{out.suffix or '.csv'}")
