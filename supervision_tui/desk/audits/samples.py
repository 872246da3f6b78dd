"""Dip samples: children drawn at random, by strata, from a seed that is kept, with who was left out
and why.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice.sampling import draw
from supervision_tui.practice.wording import listing
from supervision_tui.records import Audit, Child, DipSample, SampledChild
from supervision_tui.vault.store import can_be_undone, changes_records

STRATA = ("worker", "plan")
UNALLOCATED, NOT_DISCUSSED = "unallocated", "not-discussed"
LEFT_OUT = (UNALLOCATED, NOT_DISCUSSED)  # where somebody asks for it
_WHY_LEFT_OUT = {UNALLOCATED: "nobody allocated", NOT_DISCUSSED: "never discussed yet"}
_LARGEST_SEED = 1_000_000
_MOST = 500  # children in one sample


@dataclass(frozen=True, slots=True)
class SampleChild:
    """A child of a sample: for which stratum it stands, and the audit made of it, if any."""

    ref: str
    stratum: str
    worker: str | None
    plan: str
    audit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A dip sample: everything it takes to draw it again.

    `excluded` pairs a reference with the reason.
    """

    id: int | None
    drawn_on: date
    seed: int
    size: int
    strata: tuple[str, ...]
    population: int
    children: tuple[SampleChild, ...]
    excluded: tuple[tuple[str, str], ...]

    @property
    def frame(self) -> str:
        """The children it was drawn from: all who are open, or without whom."""
        if not self.excluded:
            return f"drawn from all {self.population} open children"
        reasons = Counter(_kind_of(reason) for _, reason in self.excluded)
        without = listing([f"{number} {reason}" for reason, number in sorted(reasons.items())])
        whole = self.population + len(self.excluded)
        return f"drawn from {self.population} of {whole} open children, without {without}"

    @property
    def audited(self) -> int:
        """The number of its children that have been audited since."""
        return sum(child.audit_id is not None for child in self.children)


def _kind_of(reason: str) -> str:
    """A reason for leaving a child out, without its days."""
    if reason.startswith("audited"):
        return "audited lately"
    return reason


def read_left_out(typed: str) -> tuple[str, ...]:
    """Read who is to be left out, as typed: `unallocated, not-discussed`. Raises `Refused`."""
    wanted = typed.replace(",", " ").casefold().split()
    unknown = [each for each in wanted if each not in LEFT_OUT]
    if unknown:
        raise Refused(
            f"Left out can be {' and '.join(LEFT_OUT)}; not “{unknown[0][:30]}”.",
            field="left_out",
        )
    return tuple(each for each in LEFT_OUT if each in wanted)


def read_strata(typed: str) -> tuple[str, ...]:
    """The strata in what was typed: `worker,plan`. Raises `Refused`."""
    wanted = tuple(dict.fromkeys(typed.replace(",", " ").casefold().split()))
    unknown = [each for each in wanted if each not in STRATA]
    if unknown:
        raise Refused(
            f"A sample is drawn by {' and '.join(STRATA)}, or by one of them; not by "
            f"“{unknown[0][:30]}”.",
            field="by",
        )
    return tuple(each for each in STRATA if each in wanted)


def sample_drawn(
    session: Session,
    size: int,
    strata: Sequence[str],
    seed: int | None,
    moment: Moment,
    *,
    days: int = 0,
    left_out: Collection[str] = (),
) -> Sample:
    """The sample that a seed draws on that day from all open children; nothing is kept.

    Left out, each with its reason, are those whom `left_out` names, and with `days` those who were
    audited within so many days. Raises `Refused`.
    """
    if not 1 <= size <= _MOST:
        raise Refused(f"A sample has between 1 and {_MOST} children.", field="size")
    chosen = secrets.randbelow(_LARGEST_SEED) if seed is None else seed
    history = read_history(session, moment)
    there, excluded = _population(session, history, moment, days=days, left_out=left_out)
    if not there:
        raise Refused("There is no child to draw: nobody is open, or all are left out.")
    strata_of = {child.ref: _stratum(child, history, strata, moment.today) for child in there}
    drawn = draw(strata_of, size, chosen)
    by_ref = {child.ref: child for child in there}
    children = tuple(
        _child(by_ref[each.ref], each.stratum, history, moment.today) for each in drawn
    )
    return Sample(
        None,
        moment.today,
        chosen,
        size=size,
        strata=tuple(strata),
        population=len(there),
        children=children,
        excluded=tuple(excluded),
    )


@can_be_undone("the sample")
@changes_records
def draw_sample(
    session: Session,
    size: int,
    strata: Sequence[str],
    seed: int | None,
    moment: Moment,
    *,
    days: int = 0,
    left_out: Collection[str] = (),
) -> int:
    """Draw a sample and keep it; returns its number. Raises `Refused`."""
    found = sample_drawn(session, size, strata, seed, moment, days=days, left_out=left_out)
    row = DipSample(
        drawn_on=moment.today,
        seed=found.seed,
        size=size,
        strata=",".join(strata),
        population=found.population,
        excluded=json.dumps(found.excluded, ensure_ascii=False),
    )
    session.add(row)
    session.flush()
    ids = dict(session.exec(select(Child.ref, Child.id)).all())
    for child in found.children:
        session.add(
            SampledChild(sample_id=row.id or 0, child_id=ids[child.ref] or 0, stratum=child.stratum)
        )
    moment.note(session, "draw sample", f"sample {row.id}", f"seed {found.seed}, size {size}")
    return row.id or 0


def latest_sample(session: Session, history: History, moment: Moment) -> Sample | None:
    """The sample drawn last by that day, with the audits made of its children since."""
    wanted = (
        select(DipSample)
        .where(DipSample.drawn_on <= moment.today)
        .order_by(col(DipSample.id).desc())
    )
    row = session.exec(wanted).first()
    if row is None:
        return None
    audits = _audited_since(session, row.drawn_on, moment.today)
    drawn = session.exec(
        select(SampledChild).where(SampledChild.sample_id == row.id).order_by(col(SampledChild.id))
    )
    children = tuple(
        _child(
            history.children[each.child_id],
            each.stratum,
            history,
            moment.today,
            audits.get(each.child_id),
        )
        for each in drawn
    )
    excluded = tuple((ref, reason) for ref, reason in json.loads(row.excluded))
    strata = tuple(part for part in row.strata.split(",") if part)
    return Sample(
        row.id,
        row.drawn_on,
        row.seed,
        size=row.size,
        strata=strata,
        population=row.population,
        children=children,
        excluded=excluded,
    )


def _population(
    session: Session,
    history: History,
    moment: Moment,
    *,
    days: int,
    left_out: Collection[str],
) -> tuple[list[ChildHistory], list[tuple[str, str]]]:
    """List who can be drawn, and who cannot, with the reason."""
    today = moment.today
    audited = _last_audits(session, today)
    there, excluded = [], []
    for child in history.open_children(today):
        last = audited.get(child.id)
        if UNALLOCATED in left_out and child.held_by(today) is None:
            excluded.append((child.ref, _WHY_LEFT_OUT[UNALLOCATED]))
        elif NOT_DISCUSSED in left_out and child.last_discussed(today) is None:
            excluded.append((child.ref, _WHY_LEFT_OUT[NOT_DISCUSSED]))
        elif days and last is not None and (today - last).days < days:
            excluded.append((child.ref, f"audited {(today - last).days} days ago"))
        else:
            there.append(child)
    return there, excluded


def _stratum(child: ChildHistory, history: History, strata: Iterable[str], on: date) -> str:
    worker_id = child.held_by(on)
    name = "nobody"
    if worker_id:
        name = history.workers[worker_id].name
    words = {"worker": name, "plan": child.statuses(on, history.policy)[0]}
    return ", ".join(words[each] for each in strata)


def _child(
    past: ChildHistory, stratum: str, history: History, on: date, audit_id: int | None = None
) -> SampleChild:
    worker_id = past.held_by(on)
    worker = history.workers[worker_id].name if worker_id else None
    return SampleChild(past.ref, stratum, worker, past.statuses(on, history.policy)[0], audit_id)


def _last_audits(session: Session, on: date) -> dict[int, date]:
    rows = (
        select(Audit)
        .where(Audit.audited_on <= on)
        .where(Audit.recorded_on <= on)
        .order_by(col(Audit.audited_on))
    )
    return {row.child_id: row.audited_on for row in session.exec(rows) if row.child_id is not None}


def _audited_since(session: Session, first: date, on: date) -> dict[int, int]:
    rows = select(Audit).where(Audit.audited_on >= first).where(Audit.recorded_on <= on)
    return {row.child_id: row.id or 0 for row in session.exec(rows) if row.child_id is not None}
