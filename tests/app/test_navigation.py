"""A record is shown where it belongs, whatever line leads to it."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App
from textual.screen import Screen

from supervision_tui.app.key_order import KeyOrder
from supervision_tui.app.navigation import Navigation
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.vault.store import Store
from tests.runtime.parts import Parts


class Bare(App[None]):
    """An app that runs nowhere: it knows which screens were asked for."""

    def __init__(self, *stack: Screen[Any]) -> None:
        super().__init__()
        self.stack = list(stack)

    @property
    def screen_stack(self) -> list[Screen[Any]]:
        return self.stack


def navigation_of(parts: Parts, *stack: Screen[Any]) -> Navigation:
    """Ways through an app with these screens."""
    keys = KeyOrder(lambda: False, send=lambda _key: None, look_later=lambda _look: None)
    return Navigation(Bare(*stack), parts.desk, parts.notices, keys)


@pytest.mark.parametrize(
    ("to", "place"),
    [
        (Destination.of_child("C-1001"), ("review", "C-1001")),
        (Destination(RecordKind.DATE_DUE, "cp-review", "C-1001"), ("review", "C-1001")),
        (Destination.of_worker(6), ("pressure", "6")),
        (Destination(RecordKind.SESSIONS, "6"), ("schedule", "6")),
        (Destination(RecordKind.TRAINING_BOOKING, "12"), ("training", "bookings/12")),
        (Destination(RecordKind.DEVELOPMENT, "3"), ("training", "CPD/3")),
        (Destination(RecordKind.COMPLIANCE_DATE, "6 dbs"), ("training", "checks/6 dbs")),
        (Destination(RecordKind.BACK_ON_DUTY, "6"), ("training", "duty/6")),
        (Destination(RecordKind.CLINICIAN, "2"), ("consultations", "clinicians/2")),
        (Destination(RecordKind.AUDIT, "4"), ("oversight", "audits/4")),
        (Destination(RecordKind.DRAFT, "C-1001", "C-1001"), ("review", "C-1001")),
    ],
)
async def test_each_kind_of_record_has_its_place(to: Destination, place: tuple[str, str]) -> None:
    assert await navigation_of(Parts(None))._place_of(to) == place


async def test_an_open_direction_is_on_its_list_and_a_closed_one_with_its_child(
    unchanged_demo: Store,
) -> None:
    parts = Parts(unchanged_demo)
    given = unchanged_demo.run(open_directions, parts.state.moment())[0]
    navigation = navigation_of(parts)
    here = Destination(RecordKind.DIRECTION, str(given.id), given.child)
    assert await navigation._place_of(here) == ("directions", str(given.id))
    gone = Destination(RecordKind.DIRECTION, "999999", given.child)
    assert await navigation._place_of(gone) == ("review", given.child)
    of_nobody = Destination(RecordKind.DIRECTION, "999999")
    assert await navigation._place_of(of_nobody) == ("directions", "999999"), (
        "its number is no child's reference"
    )


async def test_a_draft_about_nobody_says_where_it_comes_again() -> None:
    parts = Parts(None)
    await navigation_of(parts)._show(Destination(RecordKind.DRAFT))
    assert parts.heard.said == [
        "warning: ! That was typed in a form; open the form again, and it is there."
    ]


async def test_from_behind_other_screens_one_leaves_first() -> None:
    parts = Parts(None)
    stack = [Screen[None]() for _ in range(3)]
    await navigation_of(parts, *stack)._show(Destination.of_child("C-1001"))
    assert "Leave what is open first" in parts.heard.said[-1]


def test_every_kind_of_record_is_shown_somewhere() -> None:
    """Of a kind that nobody thought of, the last way would look for a child."""
    from supervision_tui.app import navigation

    with_a_child = {RecordKind.CHILD, RecordKind.DATE_DUE, RecordKind.DIRECTION, RecordKind.DRAFT}
    asked_elsewhere = {
        RecordKind.DATES_NOT_KNOWN,
        RecordKind.UNCHECKED,
        RecordKind.UNWRITTEN_RECORD,
    }
    known = {*navigation._ON_LIST, *navigation._IN_FRONT, *with_a_child, *asked_elsewhere}
    assert known == set(RecordKind)
