"""Writing the authority picture in the form that was asked for."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path

from supervision_tui.exchange.encrypted import OPEN
from supervision_tui.exchange.report.export import Form, closed_files, in_form
from supervision_tui.exchange.target import written

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


def write_picture(
    found: RollUp, picture: AuthorityPicture, form: RollUpForm, out: Path, *, replaces: bool = False
) -> list[Path]:
    """Write it where only this person reads it; returns the files. Raises `VaultError`."""
    if form is RollUpForm.PARQUET:
        with tempfile.TemporaryDirectory(prefix=".supervision-tui.", dir=out.parent) as folder:  # private, same disk
            content = {"": to_parquet(found, Path(folder))}
        files = closed_files(content, Form.JSON, OPEN, out)
    else:
        shape = Form(form)
        content = in_form(as_report(picture), to_json(picture), shape, out, OPEN)
        files = closed_files(content, shape, OPEN, out)
    with written(files, None, replaces=replaces):
        pass  # it comes from no vault, so no journal notes it
    return list(files)
