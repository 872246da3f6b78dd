"""A week on a sheet: for a worker, for the team meeting, for the manager, and no name on it."""

from __future__ import annotations

import re

import pytest
from sqlmodel import Session, select

from supervision_tui.commands.sentences import in_words
from supervision_tui.desk.directions.giving import DirectionDraft, give_direction
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.today.week import week_view
from supervision_tui.exports.documents.document import Document
from supervision_tui.exports.documents.text import to_text
from supervision_tui.exports.records.week_sheet import (
    sheet_for_me,
    sheet_for_team,
    sheet_for_worker,
)
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.records import Child, Worker
from supervision_tui.vault.store import Store

from ..screens.app_under_test import press, running, shown

OTTER = "Otter Thimblewick"


def section(document: Document, title: str) -> list[str]:
    found = next(each for each in document.sections if each.title == title)
    return [text for _label, text in found.parts]


def everybody(session: Session) -> list[str]:
    names = [row.name or "" for row in session.exec(select(Child))]
    names += [row.name for row in session.exec(select(Worker))]
    return [name for name in names if name]


def test_a_workers_sheet_holds_what_is_the_workers_and_what_others_do_for_the_children(
    demo_store: Store, moment: Moment
) -> None:
    for who, text in ((OTTER, "Write to the aunt"), ("school", "Send the log")):
        said = SaidDirection(text, who, "by 4pm fri", "so that it is known")
        demo_store.run(give_direction, DirectionDraft("C-1001", said, link="log.xlsx"), moment)
    week = demo_store.run(week_view, moment)
    sheet = sheet_for_worker(week, OTTER)
    mine = section(sheet, "Directions that are yours")
    assert "C-1001: Write to the aunt · O.T. · by Fri 6 Mar 2026 16:00, due Fri · log.xlsx" in mine
    others = section(sheet, "Directions of others for your children")
    assert any(each.startswith("C-1001: Send the log · school") for each in others)
    assert all(each.days_late >= -6 for each in week.of_worker(OTTER))
    assert section(sheet, "Supervision") == [
        "Wed 4 Mar 2026 09:00, 90 minutes (supervision, planned)"
    ]


@pytest.mark.parametrize("whom", ["me", "team", "worker"])
def test_no_sheet_names_a_child_or_a_worker_or_a_key(
    unchanged_demo: Store, moment: Moment, whom: str
) -> None:
    week = unchanged_demo.run(week_view, moment)
    sheets = {
        "me": lambda: sheet_for_me(week, in_words),
        "team": lambda: sheet_for_team(week, in_words),
        "worker": lambda: sheet_for_worker(week, OTTER),
    }
    text = to_text(sheets[whom]())
    assert len(text.splitlines()) > 8
    assert [name for name in unchanged_demo.run(everybody) if name in text] == []
    assert not re.search("[‹›]", text)


def test_the_managers_sheet_has_every_group_of_today(unchanged_demo: Store, moment: Moment) -> None:
    week = unchanged_demo.run(week_view, moment)
    titles = [each.title for each in sheet_for_me(week, in_words).sections]
    assert titles[:2] == ["Diary", "Directions that are yours"]
    assert titles[2:] == [
        group.title
        for group in week.view.groups
        if group.counts and not group.title.startswith("Directions")
    ]


async def test_from_today_a_sheet_is_copied_for_whom_the_line_is_about(demo_store: Store) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "x")
        assert any("for Otter Thimblewick" in line for line in shown(app))
        await press(pilot, "ctrl+s")
        assert app.clipboard.startswith("Week of O.T., Mon 2 Mar 2026 to Sun 8 Mar 2026")
