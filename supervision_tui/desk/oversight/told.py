"""The ledger of what was told: each summary that left the vault, for whom, with which figures.

It is asked before the next one leaves: two summaries together can tell what each of them hides.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.privacy.suppression import Figure
from supervision_tui.records import ToldCode, ToldSummary
from supervision_tui.vault.store import changes_records

# Of the period, of the one before, of the same last year.
COLUMNS = ("now", "previous", "last_year")
# By column, then by key.
ToldFigures = Mapping[str, Mapping[str, Figure]]


@dataclass(frozen=True, slots=True)
class Told:
    """A summary that was given away: when, of which period, for whom, with which figures."""

    made_on: date
    period: Period
    audience: str
    threshold: int
    form: str
    texts: tuple[str, ...]
    sealed_to: str
    revision: int
    figures_hash: str
    counts_hash: str
    figures: ToldFigures

    @classmethod
    def of_figures(cls, period: Period, threshold: int, figures: ToldFigures) -> Told:
        """Figures that are told together, by nobody in particular."""
        return cls(
            made_on=period.last,
            period=period,
            audience="",
            threshold=threshold,
            form="",
            texts=(),
            sealed_to="",
            revision=1,
            figures_hash="",
            counts_hash="",
            figures=figures,
        )


@dataclass(frozen=True, slots=True)
class CodesDrawn:
    """The codes that a summary was given, by the ids of workers and children.

    `are_kept` says that they are those of the summary before, for one reader who was promised so.
    """

    workers: Mapping[int, str]
    children: Mapping[int, str]
    are_kept: bool = False


def told_before(session: Session, audiences: Sequence[str] = ()) -> tuple[Told, ...]:
    """All summaries that were given away, or those for some audiences, the first of them first."""
    wanted = select(ToldSummary).order_by(col(ToldSummary.id))
    if audiences:
        wanted = wanted.where(col(ToldSummary.audience).in_(audiences))
    return tuple(_read(row) for row in session.exec(wanted))


def next_revision(session: Session, period: Period, audience: str, counts_hash: str) -> int:
    """The number of a period's summary for an audience: one more once a count has changed."""
    wanted = (
        select(ToldSummary.revision, ToldSummary.counts_hash)
        .where(ToldSummary.audience == audience)
        .where(ToldSummary.period_from == period.first, ToldSummary.period_to == period.last)
        .order_by(col(ToldSummary.id).desc())
    )
    last = session.exec(wanted).first()
    if last is None:
        return 1
    revision, counted = last
    return revision + (counted != counts_hash)


@changes_records
def note_told(
    session: Session, told: Told, file_hashes: Sequence[str], codes: CodesDrawn, moment: Moment
) -> None:
    """Keep what a summary told and under which codes, each file of it in the journal."""
    row = ToldSummary(
        at=moment.now,
        made_on=told.made_on,
        period_from=told.period.first,
        period_to=told.period.last,
        audience=told.audience,
        threshold=told.threshold,
        form=told.form,
        texts=" ".join(told.texts),
        sealed_to=told.sealed_to,
        revision=told.revision,
        figures_hash=told.figures_hash,
        counts_hash=told.counts_hash,
        file_hash=file_hashes[0],
        figures=json.dumps(_written(told.figures), separators=(",", ":")),
    )
    session.add(row)
    session.flush()
    for kind, of in (("worker", codes.workers), ("child", codes.children)):
        for subject, code in of.items():
            session.add(ToldCode(summary_id=row.id or 0, kind=kind, subject_id=subject, code=code))
    moment.note(session, "told", f"audience {told.audience}", _said(told, codes))
    for each in file_hashes:
        moment.note(session, "export oversight", f"audience {told.audience}", f"sha256 {each}")


def days_name(period: Period) -> str:
    """The name of a column of figures that is of other days: `2026-01-01/2026-01-31`."""
    return f"{period.first}/{period.last}"


def read_days(name: str) -> Period:
    """The days of such a column."""
    first, _, last = name.partition("/")
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def _said(told: Told, codes: CodesDrawn) -> str:
    """Word it for the journal: `2026-01-01 to 2026-03-31, json, below 5, revision 1, …`."""
    parts = [
        f"{told.period.first} to {told.period.last}",
        told.form,
        f"hidden below {told.threshold}" if told.threshold > 1 else "nothing hidden",
        f"revision {told.revision}",
        f"figures {told.figures_hash}",
    ]
    if told.texts:
        parts.append(f"texts {' '.join(told.texts)}")
    if told.sealed_to:
        parts.append(f"sealed to {told.sealed_to}")
    if codes.are_kept:
        parts.append("codes kept")
    return ", ".join(parts)


def _written(figures: ToldFigures) -> dict[str, dict[str, list[Any]]]:
    return {
        column: {
            key: [figure.value, figure.n, figure.suppressed, figure.is_share]
            for key, figure in of.items()
        }
        for column, of in figures.items()
    }


def _read(row: ToldSummary) -> Told:
    figures = {
        column: {key: Figure(*given) for key, given in of.items()}
        for column, of in json.loads(row.figures).items()
    }
    return Told(
        made_on=row.made_on,
        period=Period(row.period_from, row.period_to),
        audience=row.audience,
        threshold=row.threshold,
        form=row.form,
        texts=tuple(row.texts.split()),
        sealed_to=row.sealed_to,
        revision=row.revision,
        figures_hash=row.figures_hash,
        counts_hash=row.counts_hash,
        figures=figures,
    )
