"""Writing a report in the form that was asked for, closed or open, where only this person reads it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from enum import StrEnum
from importlib import import_module
from pathlib import Path

from supervision_tui.exchange.encrypted import Seal, check_password, check_recipient, sealed
from supervision_tui.exchange.target import check_target

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


def in_form(report: Report, json_text: str, form: Form, out: Path, seal: Seal) -> dict[str, bytes]:
    """The report in one form: the content by what is put behind the file's name `out`; empty for a single file."""
    if form is Form.JSON:
        return {"": json_text.encode()}
    if form is Form.CSV:
        return (
            to_csv_files(report) if _is_archive(out, seal) else to_csv_files(report, lambda key: _beside(out, key).name)
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


def check_seal(seal: Seal) -> None:
    """Refuse a key or a password that is none, before any work is done. Raises `VaultError`."""
    if seal.recipient:
        check_recipient(seal.recipient)
    if seal.password:
        check_password(seal.password)


def write_report(files: dict[str, bytes], form: Form, seal: Seal, out: Path, vault: Path | None) -> dict[Path, str]:
    """Write a report where only this person reads it; the SHA-256 of each file by its path. Raises `VaultError`.

    CSV is a file a section beside `out`, which says what they are; closed, or called .zip, it is one archive.
    """
    if len(files) > 1 and _is_archive(out, seal):
        files = {"": zipped(files)}
    targets = {_beside(out, name): content for name, content in files.items()}
    for target in targets:
        check_target(target, vault)
    closed = {target: sealed(content, form, seal) for target, content in targets.items()}
    _write_all(closed)
    return {target: hashlib.sha256(content).hexdigest() for target, content in closed.items()}


def _is_archive(out: Path, seal: Seal) -> bool:
    """Whether several files are given away as one."""
    return not seal.is_open or out.suffix == ".zip"


def _beside(out: Path, name: str) -> Path:
    """`summary.csv` for the cover, `summary-compliance.csv` for a section."""
    return out if name in ("", COVER) else out.with_name(f"{out.stem}-{name}{out.suffix or '.csv'}")


def _write_all(contents: Mapping[Path, bytes]) -> None:
    """Write all files or, where one cannot be written, none that was not there before. Raises `VaultError`."""
    from supervision_tui.vault.errors import VaultError
    from supervision_tui.vault.places import write_whole

    new: list[Path] = []
    try:
        for target, content in contents.items():
            is_new = not target.exists()
            write_whole(target, content)
            new += [target] if is_new else []
    except VaultError:
        for target in new:
            target.unlink(missing_ok=True)
        raise
