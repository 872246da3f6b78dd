"""Writing the authority picture in the form that was asked for."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path

from supervision_tui.exchange.encrypted import OPEN
from supervision_tui.exchange.report.export import Form, in_form, write_report

from .engine import RollUp
from .picture import AuthorityPicture
from .report import as_report, to_json, to_parquet


class RollUpForm(StrEnum):
    """In which form an authority picture is written."""

    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def write_picture(found: RollUp, picture: AuthorityPicture, form: RollUpForm, out: Path) -> list[Path]:
    """Write it where only this person reads it; returns the files. Raises `VaultError`."""
    if form is RollUpForm.PARQUET:
        with tempfile.TemporaryDirectory(prefix=".supervision-tui.", dir=out.parent) as folder:  # private, same disk
            content = {"": to_parquet(found, Path(folder))}
        return list(write_report(content, Form.JSON, OPEN, out, None))
    shape = Form(form)
    return list(write_report(in_form(as_report(picture), to_json(picture), shape, out, OPEN), shape, OPEN, out, None))
