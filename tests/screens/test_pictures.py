"""The picture of every screen, at 120×40; the main ones also at 80×24."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supervision_tui.configuration.settings import Settings
from supervision_tui.desk.destination import RecordKind
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.today.today import today
from supervision_tui.desk.workers.absence import cover_children, record_leave
from supervision_tui.desk.workers.absence_view import absence_of
from supervision_tui.screens.imports.opening import show_preview
from supervision_tui.screens.schedule.away import AwayScreen
from supervision_tui.vault.store import Store
from tests.desk.children.teams import team_of
from tests.imports.workbooks import annex_a_workbook, child

from .app_under_test import NARROW, WIDE, after, app_on, still, until

SnapCompare = Callable[..., bool]

MODES = {
    "today": (),
    "schedule": ("2",),
    "review": ("3",),
    "directions": ("4",),
    "consultations": ("5",),
    "training": ("6",),
    "pressure": ("7",),
    "oversight": ("8",),
    "session": ("7", "s", "t"),
    "preparation": ("2", "p"),
    "what_if": ("7", "equals_sign", "j", "F", "tab", "space"),
    "decision": ("3", "j", "D", "s", "f8", *"police", "tab", "tab", "tab"),
    "decision_on_record": ("slash", *"substantiated", "enter"),
    "childrens_files": ("C",),
}
LISTS = {
    "oversight_audits": ("8", "right"),
    "oversight_actions": ("8", "right", "right"),
    "oversight_moderation": ("8", "right", "right", "right"),
    "oversight_sample": ("8", "right", "right", "right", "right"),
    "oversight_weeks": ("8", "left", "left"),
    "oversight_held": ("8", "left"),
    "oversight_records": ("8", "enter"),
    "consultations_by_child": ("5", "right"),
    "consultations_to_ask": ("5", "right", "right"),
    "consultations_year": ("5", "left"),
    "consultation": ("5", "j", "j", "j", "j", "j", "j", "j", "enter"),
    "training_bookings": ("6", "right"),
    "training_missed": ("6", "right", "right"),
    "training_cpd": ("6", "right", "right", "right"),
    "training_goals": ("6", "left", "left", "left"),
    "training_readiness": ("6", "left", "left"),
    "training_duty": ("6", "left"),
    "pressure_quarters": ("7", "right"),
    "pressure_trend": ("7", "right", "right"),
    "pressure_days": ("7", "left", "left", "left"),
    "pressure_caseload": ("7", "left", "left"),
    "pressure_helped": ("7", "left"),
}
OTHERS = {
    "clinicians": ("5", "right", "right", "right"),
    "request_form": ("3", "c"),
    "held_form": ("5", "j", "j", "space"),
    "adopt_form": ("5", "j", "j", "j", "j", "j", "j", "j", "enter", "d"),
    "missed_form": ("6", "right", "delete"),
    "direction_form": ("3", "d"),
    "record_decision_form": ("3", "j", "D", "f10"),
    "on_file_form": ("C", "j", "space"),
    "copy_part_form": ("C", "j", "X"),
    "link_form": ("4", "L"),
    "rag_form": ("3", "v"),
    "tick_form": ("4", "space"),
    "extend_form": ("4", "e"),
    "response_form": ("7", "r"),
    "worker_form": ("7", "e"),
    "what_if_option": ("7", "equals_sign", "t"),
    "pressure_sources": ("7", "y"),
    "review_sources": ("3", "y"),
    "take_up_form": ("3", "t"),
    "event_form": ("3", "h"),
    "change_of_plans_form": ("3", "j", "e", "enter"),
    "held_on_form": ("G", "h"),
    "plan_form": ("2", "n"),
    "cancel_form": ("2", "delete"),
    "terms_form": ("2", "!terms"),
    "leave_form": ("2", "l"),
    "help": ("question_mark",),
    "palette": ("ctrl+p",),
    "which_session": ("7", "s"),
    "personal_record": ("7", "s", "t", "ctrl+t"),
    "not_complete": ("7", "s", "t", "f10"),
    "names_blanked": ("b",),
    "kind_of_audit_form": ("8", "right", "n"),
    "audit_form": ("8", "right", "n", "ctrl+s"),
    "second_grade_form": ("8", "right", "right", "right", "space"),
    "period_form": ("8", "o"),
    "sample_form": ("8", "right", "right", "right", "right", "j", "j", "j", "j", "j", "j", "n"),
    "themes_form": ("8", *("j",) * 12, "enter", "enter", "t"),
    "theme_chooser": ("ctrl+o", "G"),
    "settings": ("comma",),
    "getting_started": ("ctrl+p", *"getting", "enter"),
    "leaving": ("tab", "!leaves"),
    "allocate_form": ("3", "a", "down"),
    "review_picked": ("3", "F", "j", "space"),
    "series_form": ("2", "N"),
    "other_sitting_form": ("2", "S"),
    "agreement": ("2", "j", "!agreement"),
    "agreement_form": ("2", "!agreement", "e"),
    "clauses_form": ("2", "!agreement", "enter"),
    "cover_form": ("2", "!cover"),
    "rest_left_out": ("7", "s", "t", "X"),
    "allocation": ("a", "space", "space", "enter", "enter"),
    "allocation_form": ("a", "enter", "j", "enter", "ctrl+s"),
    "name_form": ("3", "e", "n"),
    "workers_of_child_form": ("3", "e", "w", "enter"),
    "my_week": ("w",),
    "my_days_form": ("w", "e"),
}
EVERY_LIST = pytest.mark.hard("every list in every size")
WRITTEN = "Seen **alone** on Tuesday.\n\n- asked when school starts\n- did not ask about home"
TYPED = {"meaning": "10wd", "refusal": "asap", "which": "next fri", "unknown_code": "@core-grup"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_mode(
    snap_compare: SnapCompare, unchanged_demo: Store, mode: str, size: tuple[int, int]
) -> None:
    assert snap_compare(app_on(unchanged_demo), terminal_size=size, run_before=after(*MODES[mode]))


@pytest.mark.hard("every mode in every size and theme")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("theme", ["morning", "contrast-dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_mode_in_another_theme(
    snap_compare: SnapCompare, unchanged_demo: Store, mode: str, theme: str, size: tuple[int, int]
) -> None:
    app = app_on(unchanged_demo, Settings().with_value("theme", theme, "a test"))
    assert snap_compare(app, terminal_size=size, run_before=after(*MODES[mode]))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "size", [WIDE, pytest.param(NARROW, marks=EVERY_LIST)], ids=["wide", "narrow"]
)
def test_list(
    snap_compare: SnapCompare, unchanged_demo: Store, name: str, size: tuple[int, int]
) -> None:
    async def run(pilot: Any) -> None:
        await after(*LISTS[name])(pilot)
        if name == "pressure_trend":  # a year of weeks is read behind the screen
            await until(pilot, lambda: bool(pilot.app.screen.shown.trends))
            await still(pilot)

    assert snap_compare(app_on(unchanged_demo), terminal_size=size, run_before=run)


@pytest.mark.parametrize("name", OTHERS)
def test_other(snap_compare: SnapCompare, unchanged_demo: Store, name: str) -> None:
    assert snap_compare(app_on(unchanged_demo), terminal_size=WIDE, run_before=after(*OTHERS[name]))


@pytest.mark.parametrize("name", TYPED)
def test_timescale(snap_compare: SnapCompare, unchanged_demo: Store, name: str) -> None:
    keys = ("3", "d", "tab", "tab")
    assert snap_compare(
        app_on(unchanged_demo), terminal_size=WIDE, run_before=after(*keys, words=TYPED[name])
    )


@pytest.mark.parametrize("key", ["1", "2", "3", "4", "5", "6", "7", "8"])
def test_empty(snap_compare: SnapCompare, store: Store, key: str) -> None:
    assert snap_compare(app_on(store), terminal_size=NARROW, run_before=after(key))


def test_bring_in(snap_compare: SnapCompare, store: Store, tmp_path: Path) -> None:
    book = annex_a_workbook(tmp_path / "annex-a.xlsx")

    async def run(pilot: Any) -> None:
        await still(pilot)
        await show_preview(pilot.app, book)
        await after()(pilot)

    assert snap_compare(app_on(store), terminal_size=WIDE, run_before=run)


def test_import_of_several_teams(snap_compare: SnapCompare, store: Store, tmp_path: Path) -> None:
    rows = [child(1001, "CIN"), child(1002, "CP/CLA", team="Quay"), child(1003, "banana"),
    child(1004, "Closed"),
            child(1005, "CIN", born="04/17/2015"), child(1006, "CIN", "Ms Ada Quillfeather"),
            ["Total", 6]]  # fmt: skip
    path = annex_a_workbook(tmp_path / "annex-a.xlsx", children=rows)

    async def run(pilot: Any) -> None:
        await still(pilot)
        await show_preview(pilot.app, path)
        await after("space", "tab")(pilot)

    assert snap_compare(app_on(store), terminal_size=WIDE, run_before=run)


def test_import_with_columns_that_are_not_known(
    snap_compare: SnapCompare, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "caseload.csv"
    path.write_text(
        "Nr;Allocated to;Status;Where\nC-1;Ada Finch;CIN;Harbour\nC-2;Bo Lark;CP;Quay\n", "utf-8"
    )

    async def run(pilot: Any) -> None:
        await still(pilot)
        await show_preview(pilot.app, path)
        await after()(pilot)

    app = app_on(store, Settings(folder=tmp_path / "config"))
    assert snap_compare(app, terminal_size=WIDE, run_before=run)


def test_signed_record(snap_compare: SnapCompare, unchanged_demo: Store) -> None:
    from sqlmodel import Session, select

    from supervision_tui.records import CaseDiscussion
    from supervision_tui.screens.session.signed import SignedScreen

    def latest(session: Session) -> int:
        return max(row.session_id for row in session.exec(select(CaseDiscussion)))

    async def run(pilot: Any) -> None:
        await still(pilot)
        await pilot.app.push_screen(SignedScreen(unchanged_demo.run(latest)))
        await after()(pilot)

    assert snap_compare(app_on(unchanged_demo), terminal_size=WIDE, run_before=run)


def test_search(snap_compare: SnapCompare, unchanged_demo: Store) -> None:
    assert snap_compare(
        app_on(unchanged_demo), terminal_size=WIDE, run_before=after("slash", words="pace too slow")
    )


@pytest.mark.parametrize("name", ["preview", "signature"])
def test_session_written(snap_compare: SnapCompare, unchanged_demo: Store, name: str) -> None:
    from textual.widgets import TextArea

    async def run(pilot: Any) -> None:
        await after("7", "s", "t")(pilot)
        screen = pilot.app.screen
        screen.query_one("#voice", TextArea).load_text(WRITTEN)
        screen.query_one("#view", TextArea).load_text("The pace is too slow for this child.")
        await still(pilot)
        await screen.keep()  # so that the head says the same each time
        if name == "preview":
            await after("f3")(pilot)
            return
        for item in screen.view.agenda[1:]:
            screen.draft.child(item.child.ref).not_discussed = "time ran out"
        await after("f10")(pilot)

    assert snap_compare(app_on(unchanged_demo), terminal_size=WIDE, run_before=run)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_away(
    snap_compare: SnapCompare, demo_store: Store, moment: Moment, size: tuple[int, int]
) -> None:
    """A worker who is away, some children covered, a direction handed on."""
    worker = 3
    demo_store.run(record_leave, worker, "today", "10 apr", "sick", moment=moment)
    view = demo_store.run(absence_of, worker, moment)
    covers = next(
        line.name for line in demo_store.run(today, moment).lines if line.name != view.worker
    )
    refs = [each.ref for each in view.children[:6]]
    demo_store.run(cover_children, view.leave_id, refs, covers, moment)

    async def run(pilot: Any) -> None:
        await still(pilot)
        await pilot.app.push_screen(AwayScreen(worker))
        await after("j", "j")(pilot)

    assert snap_compare(app_on(demo_store), terminal_size=size, run_before=run)


def test_workers_checked_in_one_table(
    snap_compare: SnapCompare, store: Store, moment: Moment
) -> None:
    team_of(store, moment, "Ada Finch", "Bo Hart", "Cy Moor", "Di Moss", "Ed Reed")
    needs = store.run(today, moment).needs
    place = next(n for n, each in enumerate(needs) if each.leads_to.kind is RecordKind.UNCHECKED)
    keys = (*["j"] * place, "enter")
    assert snap_compare(app_on(store), terminal_size=WIDE, run_before=after(*keys))
