"""Giving the summary away: published once, written in the form that was asked for, closed, and noted in the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.desk.oversight import oversight_summary
from supervision_tui.desk.people import everyone
from supervision_tui.desk.period import Period
from supervision_tui.desk.pseudonyms import note_export, pseudonyms, team_code
from supervision_tui.exchange.encrypted import OPEN, Seal, check_password, check_recipient, sealed
from supervision_tui.exchange.report.csv_files import COVER, to_csv_files, zipped
from supervision_tui.exchange.report.model import Report

from .free_text import TextName, texts_for
from .json_shape import to_json
from .publish import Audience, Codes, Published, publish
from .report import as_report

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment
    from supervision_tui.vault.store import Store


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which summary: its period, for whom, from which count on numbers are told, and which free text."""

    period: Period
    audience: Audience
    threshold: int | None = None
    texts: Sequence[TextName] = ()


def published_summary(store: Store, wanted: Wanted, moment: Moment) -> Published:
    """The summary as its audience may read it. Raises `Refused`."""
    summary = store.run(oversight_summary, wanted.period, moment)
    people = store.run(everyone)
    listed = [row[0] for row in summary.longest_undiscussed]
    codes = Codes(
        workers=store.run(pseudonyms, "worker", people.workers if wanted.texts else summary.worker_ids.values()),
        children=store.run(pseudonyms, "child", people.children if wanted.texts else listed),
        team=store.run(team_code),
    )
    texts = texts_for(wanted.texts, summary.now, people, wanted.audience, codes.workers, codes.children)
    return publish(summary, wanted.audience, wanted.threshold, moment.policy, codes, texts)


def in_form(report: Report, json_text: str, form: Form) -> dict[str, bytes]:
    """The report in one form: the content by what is put behind the file's name; empty for a single file."""
    if form is Form.JSON:
        return {"": json_text.encode()}
    if form is Form.CSV:
        return to_csv_files(report)
    if form is Form.XLSX:
        from supervision_tui.exchange.report.xlsx import to_xlsx

        return {"": to_xlsx(report)}
    if form is Form.PDF:
        from supervision_tui.exchange.report.pdf import to_pdf

        return {"": to_pdf(report)}
    if form is Form.HTML:
        from supervision_tui.exchange.report.html import to_html

        return {"": to_html(report).encode()}
    from supervision_tui.exchange.report.markdown import to_markdown

    return {"": to_markdown(report).encode()}


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
    if len(files) > 1 and (not seal.is_open or out.suffix == ".zip"):
        files = {"": zipped(files)}
    targets = {_beside(out, name): content for name, content in files.items()}
    for target in targets:
        _check(target, vault)
    written = {}
    for target, content in targets.items():
        closed = sealed(content, form, seal)
        _write(target, closed)
        written[target] = hashlib.sha256(closed).hexdigest()
    return written


def export_summary(
    store: Store, wanted: Wanted, form: Form, out: Path, moment: Moment, seal: Seal = OPEN
) -> dict[Path, str]:
    """Write the summary of a period, noted in the journal: for whom, in which form, with the hash of each file.

    Raises `Refused`, `VaultError`; then nothing is written.
    """
    check_seal(seal)
    _check(out, store.path)
    found = published_summary(store, wanted, moment)
    written = write_report(in_form(as_report(found), to_json(found), form), form, seal, out, store.path)
    for digest in written.values():
        store.run(note_export, "oversight", str(wanted.audience), digest, moment)
    return written


def _beside(out: Path, name: str) -> Path:
    """`summary.csv` for the cover, `summary-compliance.csv` for a section."""
    return out if name in ("", COVER) else out.with_name(f"{out.stem}-{name}{out.suffix or '.csv'}")


def _check(target: Path, vault: Path | None) -> None:
    from supervision_tui.vault.errors import VaultError
    from supervision_tui.vault.places import check_is_no_vault_file, check_is_ours

    if target.is_dir():
        raise VaultError(f"{target} is a folder; name the file that is to be written.")
    if not target.parent.is_dir():
        raise VaultError(f"There is no folder {target.parent}; make it first, or name another.")
    check_is_ours(target)
    if vault is not None:
        check_is_no_vault_file(target, vault)


def _write(target: Path, content: bytes) -> None:
    from supervision_tui.vault.places import write_whole

    write_whole(target, content)
