"""The history is read once, and kept from one verb to the next while nothing of it has changed.

What has changed is known by the store, which knows what was changed through this very connection; by the file, which
knows whether another connection wrote; and by the journal, which every change is written into in its own transaction.
Reading it all takes seconds for an authority.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlmodel import Session

from supervision_tui.practice.policy import Policy
from supervision_tui.vault.changed import Changed, is_changing, seen_by
from supervision_tui.vault.rows import Rows, rows_of

from .glance import is_only_care, last_entry
from .history import History

_OF_CHILDREN = {"direction", "direction_date", "direction_owner", "pin", "rag_entry", "trigger_date"}
_BESIDE = {"draft", "vault_fact", "case_note"}
_FEW = 200  # children: more of them are read with all the others


@dataclass(slots=True)
class _Kept:
    history: History
    rules: tuple[str, Any]
    entry: int  # the journal's last, when it was read
    changes: int  # how many were known then
    version: int  # of the file: another one as soon as another connection has written into it


_KEPT: WeakKeyDictionary[Any, _Kept] = WeakKeyDictionary()  # by the engine, which is the open file


def kept_history(
    session: Session,
    policy: Policy,
    read: Callable[[], History],
    read_again: Callable[[History, Collection[int]], None],
) -> History:
    """The history as it was read before, brought up to date; read anew where that is not enough."""
    if is_changing(session):
        return read()
    there = history_at_hand(session, policy, read_again)
    if there is not None:
        return there
    history = read()
    rows = rows_of(session)
    _KEPT[session.get_bind()] = _Kept(history, _rules(policy), last_entry(rows), len(seen_by(session)), _version(rows))
    return history


def history_at_hand(
    session: Session, policy: Policy, read_again: Callable[[History, Collection[int]], None]
) -> History | None:
    """The history, if it was read before and can be brought up to date; nothing where it would be read anew."""
    kept = None if is_changing(session) else _KEPT.get(session.get_bind())
    if kept is None or kept.rules != _rules(policy):
        return None
    changes = seen_by(session)
    children, rows = _children_of(kept.history, changes[kept.changes :]), rows_of(session)
    version, has_changed = _version(rows), len(changes) > kept.changes
    if children is None or (has_changed and version != kept.version):
        return None
    if not has_changed and not is_only_care(rows, kept.entry):
        return None
    if children:
        read_again(kept.history, children)
    kept.entry, kept.changes, kept.version = last_entry(rows), len(changes), version
    return kept.history


def _version(rows: Rows) -> int:
    return int(rows("PRAGMA data_version")[0][0])


def _rules(policy: Policy) -> tuple[str, Any]:
    return policy.version, policy.day


def _children_of(history: History, changes: Collection[Changed]) -> set[int] | None:
    """Whose own rows were changed; nothing where more than such rows were, or it is not known which."""
    found: set[int] = set()
    for change in changes:
        if change.rows is None:
            return None
        for table, values in change.rows:
            if table in _BESIDE:
                continue
            direction = history.directions.get(values.get("direction_id", 0))
            child_id = values.get("child_id") or (direction.child_id if direction else None)
            if table not in _OF_CHILDREN or child_id is None or child_id not in history.children:
                return None
            found.add(child_id)
    return found if len(found) <= _FEW else None
