"""The history is read once, and kept from one verb to the next while nothing of it has changed.

What has changed is known by the store, which knows what was changed through this very connection;
by the file, which knows whether another connection wrote; and by the journal, which every change is
written into in its own transaction. Reading it all takes seconds for an authority.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlmodel import Session

from supervision_tui.practice.policy.policy import Policy
from supervision_tui.vault.change_feed import Changed, is_changing, seen_by
from supervision_tui.vault.journal import is_only_care, last_entry
from supervision_tui.vault.plain_sql import Rows, rows_of

from .history import History

_OF_CHILDREN = {
    "direction", "direction_date", "direction_owner", "pin", "rag_entry", "trigger_date",
    "visit_frequency",
}  # fmt: skip
_OF_TRAINING = {"duty_return", "training_booking", "training_step"}
_BESIDE = {
    "case_note",
    "cpd_piece",
    "development_goal",
    "draft",
    "legal_hold",
    "page_entry",
    "readiness_date",
    "search_entry",
    "told_code",
    "told_summary",
    "vault_fact",
    "week_feedback",
}
_FEW = 200  # children: more of them are read with all the others


@dataclass(slots=True)
class _Kept:
    history: History
    rules: tuple[str, Any]
    entry: int  # the journal's last, when it was read
    changes: int  # how many were known then
    version: int  # of the file: another one as soon as another connection has written into it


_KEPT: WeakKeyDictionary[Any, _Kept] = WeakKeyDictionary()  # by the engine, which is the open file


@dataclass(frozen=True, slots=True)
class Stale:
    """The parts of a history to read again: some children's rows, some workers' training."""

    children: Collection[int]
    learners: Collection[int]


ReadAgain = Callable[[History, Stale], None]


def kept_history(
    session: Session, policy: Policy, read: Callable[[], History], read_again: ReadAgain
) -> History:
    """The history as it was read before, brought up to date; read anew where that is not enough."""
    if is_changing(session):
        return read()
    there = history_at_hand(session, policy, read_again)
    if there is not None:
        return there
    history = read()
    rows = rows_of(session)
    _KEPT[session.get_bind()] = _Kept(
        history, _rules(policy), last_entry(rows), len(seen_by(session)), _version(rows)
    )
    return history


def history_at_hand(session: Session, policy: Policy, read_again: ReadAgain) -> History | None:
    """The history, if it was read before and can be brought up to date.

    Nothing where it would be read anew.
    """
    kept = None if is_changing(session) else _KEPT.get(session.get_bind())
    if kept is None or kept.rules != _rules(policy):
        return None
    changes = seen_by(session)
    stale, rows = _stale(kept.history, changes[kept.changes :]), rows_of(session)
    version, has_changed = _version(rows), len(changes) > kept.changes
    if stale is None or (has_changed and version != kept.version):
        return None
    if not has_changed and not is_only_care(rows, kept.entry):
        return None
    if stale.children or stale.learners:
        read_again(kept.history, stale)
    kept.entry, kept.changes, kept.version = last_entry(rows), len(changes), version
    return kept.history


def _version(rows: Rows) -> int:
    return int(rows("PRAGMA data_version")[0][0])


def _rules(policy: Policy) -> tuple[str, Any]:
    return policy.version, policy.day


def _stale(history: History, changes: Collection[Changed]) -> Stale | None:
    """Tell what these changes made stale.

    Nothing where more than that was changed, or it is not known what.
    """
    children: set[int] = set()
    learners: set[int] = set()
    for change in changes:
        if change.rows is None:
            return None
        given = {
            values["id"]: values["child_id"]
            for table, values in change.rows
            if table == "direction" and values
        }
        for table, values in change.rows:
            if table in _BESIDE:
                continue
            if table in _OF_TRAINING:
                learner = values.get("worker_id") or _learner_of(
                    history, change, values.get("booking_id", 0)
                )
                if learner not in history.workers:
                    return None
                learners.add(learner)
                continue
            child_id = values.get("child_id") or _child_of(
                history, given, values.get("direction_id", 0)
            )
            if table not in _OF_CHILDREN or child_id not in history.children:
                return None
            children.add(child_id)
    if len(children) <= _FEW:
        return Stale(children, learners)
    return None


def _learner_of(history: History, change: Changed, booking_id: int) -> int:
    """Find whose booking it is: one that was just made, or one that was known before.

    Of nobody, 0.
    """
    for table, values in change.rows or ():
        if table == "training_booking" and values.get("id") == booking_id:
            return int(values["worker_id"])
    for worker in history.workers.values():
        if any(each.id == booking_id for each in worker.trainings):
            return worker.id
    return 0


def _child_of(history: History, given: Mapping[int, int], direction_id: int) -> int:
    """Find whose direction it is: one that was just given, or one that was known before.

    Of nobody, 0.
    """
    known = history.directions.get(direction_id)
    if direction_id in given or known is None:
        return given.get(direction_id, 0)
    return known.child_id
