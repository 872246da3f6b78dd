"""To whom the records of one person were exported, and until when they are kept: what a request of
access asks beside the records themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment
from supervision_tui.practice import wording
from supervision_tui.records import ToldCode, ToldSummary
from supervision_tui.system.clock import local_day
from supervision_tui.vault.journal_entry import JournalEntry

from .file import Held
from .legal_hold import holds
from .retention import HeldFile, files_held

_EXPORT = "export "
_NOT_LISTED = (
    "Listed is what was exported about this person alone, and summaries under a code. Summaries "
    "for the manager or the head of service, lists and sheets may name the person as well."
)
_USUAL_PATHS = {
    "child": ("retention.child_file_years", "retention.looked_after_file_years"),
    "worker": ("retention.supervision_file_years",),
}


def kept_and_exported(
    session: Session, kind: str, number: int, key: str, moment: Moment
) -> Iterator[Held]:
    """Say what left the vault about a person, and until when the file is kept.

    `kind` is child or worker, `key` the child's reference.
    """
    subject = f"{kind} {key}" if kind == "child" else f"{kind} {number}"
    exported = [*_documents(session, subject, moment), *_summaries(session, kind, number, moment)]
    yield Held("Exported", (*exported, ("", _NOT_LISTED)))
    held_key = key if kind == "child" else str(number)
    yield Held("Kept until", tuple(_kept(session, kind, number, held_key, moment)))


def _documents(session: Session, subject: str, moment: Moment) -> Iterable[tuple[str, str]]:
    """The documents that were exported, by the journal, which knows them by their hash."""
    rows = session.exec(
        select(JournalEntry)
        .where(col(JournalEntry.verb).startswith(_EXPORT), JournalEntry.subject == subject)
        .order_by(col(JournalEntry.seq))
    )
    for row in rows:
        on = local_day(datetime.fromisoformat(row.at))
        if on <= moment.today:
            how, _, _ = row.detail.partition(", sha256")
            yield wording.full_day(on), f"{row.verb.removeprefix(_EXPORT)}, {how}"


def _summaries(
    session: Session, kind: str, number: int, moment: Moment
) -> Iterable[tuple[str, str]]:
    """The summaries in which the person stood under a code."""
    rows = session.exec(
        select(ToldCode, ToldSummary)
        .join(ToldSummary, col(ToldCode.summary_id) == ToldSummary.id)
        .where(ToldCode.kind == kind, ToldCode.subject_id == number)
        .order_by(col(ToldSummary.id))
    )
    for code, told in rows:
        on = local_day(told.at)
        if on <= moment.today:
            days = f"{wording.full_day(told.period_from)} to {wording.full_day(told.period_to)}"
            says = f"oversight summary of {days} for {told.audience}, under the code {code.code}"
            yield wording.full_day(on), says


def _kept(
    session: Session, kind: str, number: int, key: str, moment: Moment
) -> Iterable[tuple[str, str]]:
    hold = holds(session).get((kind, number))
    if hold is not None:
        yield "On legal hold", f"since {wording.full_day(hold.since)}"
    files = files_held(session, moment)
    file = next((each for each in files if (each.kind, each.key) == (kind, key)), None)
    if file is None or file.is_here:
        yield from _while_open(kind, moment)
    else:
        yield "", _kept_words(file, moment)


def _while_open(kind: str, moment: Moment) -> Iterable[tuple[str, str]]:
    """Say how long a file is kept that has not ended yet."""
    for path in _USUAL_PATHS[kind]:
        entry = moment.policy.entry(path)
        yield "Once it has ended", f"{entry.value} {entry.words} ({entry.source.line})"


def _kept_words(file: HeldFile, moment: Moment) -> str:
    entry = moment.policy.entry(file.held.path)
    until = "not known, since the date of birth is not on record"
    if file.held.until is not None:
        until = wording.full_day(file.held.until)
    return f"{until}: {entry.value} {entry.words} ({entry.source.line})"
