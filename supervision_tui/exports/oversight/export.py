"""Giving the summary away: published once, written in the form that was asked for, closed, and
noted in the journal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.desk.long_work import progress_step
from supervision_tui.desk.oversight.pseudonyms import note_export, pseudonyms, team_code
from supervision_tui.desk.oversight.summary import oversight_summary
from supervision_tui.desk.vault.journal import journal_end
from supervision_tui.desk.workers.people import everyone
from supervision_tui.exports.documents.document import Form
from supervision_tui.exports.encryption import NO_ENCRYPTION, Encryption, check_encryption
from supervision_tui.exports.output_path import check_target, written
from supervision_tui.exports.writing import closed_files, load_ahead, report_in_form
from supervision_tui.practice.days.period import Period

from .free_text import TextName, texts_for
from .json_shape import to_json
from .publish import Audience, Codes, Published, publish
from .report import as_report

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment
    from supervision_tui.vault.store import Store


@dataclass(frozen=True, slots=True)
class Wanted:
    """The summary that is asked for: period, for whom, least count told, which free text."""

    period: Period
    audience: Audience
    threshold: int | None = None
    texts: Sequence[TextName] = ()


def published_summary(store: Store, wanted: Wanted, moment: Moment) -> Published:
    """The summary as its audience may read it. Raises `Refused`."""
    progress_step("1 of 4: reading the records", 0.0)
    summary = store.run(oversight_summary, wanted.period, moment)
    progress_step("2 of 4: weighing what may be told", 0.4)
    people = store.run(everyone)
    workers: Collection[int] = summary.worker_ids.values()
    children: Collection[int] = [row[0] for row in summary.longest_not_discussed]
    if wanted.texts:
        workers, children = people.workers, people.children
    codes = Codes(
        workers=store.run(pseudonyms, "worker", workers),
        children=store.run(pseudonyms, "child", children),
        team=store.run(team_code),
    )
    texts = texts_for(
        wanted.texts,
        summary.now,
        people,
        audience=wanted.audience,
        workers=codes.workers,
        children=codes.children,
    )
    return publish(
        summary, wanted.audience, wanted.threshold, policy=moment.policy, codes=codes, texts=texts
    )


def export_summary(
    store: Store,
    wanted: Wanted,
    form: Form,
    out: Path,
    moment: Moment,
    *,
    encryption: Encryption = NO_ENCRYPTION,
    replaces: bool = False,
) -> list[Path]:
    """Write a period's summary, noted in the journal: for whom, in which form, each file's hash.

    Returns the files. Raises `Refused`, `VaultError`; then nothing is written.
    """
    check_encryption(encryption)
    check_target(out, store.path, replaces=replaces)
    load_ahead(form)
    found = replace(published_summary(store, wanted, moment), journal=store.read(journal_end))
    progress_step(f"3 of 4: setting it as {form}", 0.6)
    content = report_in_form(as_report(found), lambda: to_json(found), form, out, encryption)
    progress_step("4 of 4: writing it", 0.9)
    files = closed_files(content, form, encryption, out)
    with written(files, store.path, replaces=replaces):
        for file in files.values():
            store.run(
                note_export,
                "oversight",
                str(wanted.audience),
                hashlib.sha256(file).hexdigest(),
                moment,
            )
    return list(files)
