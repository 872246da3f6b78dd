"""Changes through an open file, told to those who keep something of it in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from sqlmodel import Session

Work = TypeVar("Work", bound=Callable[..., object])

CHANGED, CHANGING = "changed", "is changing"  # what a session of the store carries
_ROW_BY_ROW = "_changes_row_by_row"


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: the rows, by table, as they are now or were before.

    Nothing where they are not known one by one.
    """

    rows: tuple[tuple[str, Mapping[str, Any]], ...] | None


def row_by_row(verb: Work) -> Work:
    """Mark a verb whose every change passes the session as a row, so that its rows are known.

    A verb that can be taken back needs no mark: it could not be, were a row not known.
    """
    setattr(verb, _ROW_BY_ROW, True)
    return verb


def is_row_by_row(verb: Callable[..., object]) -> bool:
    """Tell whether a verb was marked so."""
    return getattr(verb, _ROW_BY_ROW, False)


def seen_by(session: Session) -> list[Changed]:
    """All changes since the file was opened, as far as a session can see them."""
    found: list[Changed] = session.info.get(CHANGED, [])
    return found


def is_changing(session: Session) -> bool:
    """Tell whether the session is in the middle of a change, or of no store at all."""
    return bool(session.info.get(CHANGING, True))
