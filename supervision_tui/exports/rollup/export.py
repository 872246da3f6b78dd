"""Writing the authority picture in the form that was asked for."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from supervision_tui.exports.documents.document import Form
from supervision_tui.exports.encryption import NO_ENCRYPTION
from supervision_tui.exports.output_path import written
from supervision_tui.exports.writing import closed_files, report_in_form
from supervision_tui.system.files import OUTPUT
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.files import PRIVATE_FOLDER, neighbour

from .engine import RollUp
from .picture import AuthorityPicture
from .report import as_report, to_json, to_parquet
from .tidy import TidyRow, tidy_rows


@contextlib.contextmanager
def _passing_folder(out: Path) -> Iterator[Path]:
    """A folder of ours beside the file to write, gone afterwards.

    Raises `VaultError` where none can be made.
    """
    if out == OUTPUT:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
        return
    beside = neighbour(out, "unpacked")
    try:
        beside.mkdir(mode=PRIVATE_FOLDER)
    except OSError as why:
        raise VaultError(
            f"{out.name} could not be written: {why.strerror}. Nothing was changed."
        ) from None
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_picture(
    found: RollUp,
    picture: AuthorityPicture,
    form: Form,
    out: Path,
    *,
    replaces: bool = False,
    by_team: bool = False,
) -> list[Path]:
    """Write it where only this person reads it; returns the files. Raises `VaultError`.

    With `by_team` every figure of each team stands behind the totals.
    """
    if form is Form.PARQUET:
        with _passing_folder(out) as folder:
            files = {out: to_parquet(found, folder)}
    else:
        rows: list[TidyRow] = []
        if form is Form.CSV or by_team:
            rows = list(tidy_rows(found, picture.over_time, only=picture.latest))
        report = as_report(picture, rows, by_team=by_team)
        content = report_in_form(report, lambda: to_json(picture), form, out, NO_ENCRYPTION)
        files = closed_files(content, form, NO_ENCRYPTION, out)
    with written(files, None, replaces=replaces):
        pass  # it comes from no vault, so no journal notes it
    return list(files)
