"""Plain layout, blanked names, odd names and small terminals: what reaches the terminal, line by
line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from sqlmodel import Session, col, select
from textual.color import Color
from textual.widgets import Input, TextArea

from supervision_tui.commands import MODE_IDS, MODES
from supervision_tui.configuration.settings import Settings
from supervision_tui.desk.imports.dataset import DatasetFile
from supervision_tui.desk.imports.files import CaseloadFile, CaseloadRow
from supervision_tui.desk.imports.workforce import WorkforceFile, WorkforceRow
from supervision_tui.desk.workers import people
from supervision_tui.desk.workers.people import add_worker, every_name
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.records import Child, Clinician, Worker
from supervision_tui.runtime.line_filters import NothingDrawn, Veil
from supervision_tui.screens.imports.attendance import show_attendance
from supervision_tui.screens.imports.kinds import names_in
from supervision_tui.screens.imports.opening import show_preview
from supervision_tui.vault.store import Store, changes_records
from supervision_tui.widgets.columns import Column, fitted
from supervision_tui.widgets.rows import Rows
from supervision_tui.widgets.sentences import sentences_of, spoken
from tests.imports.workbooks import annex_a_workbook

from .app_under_test import press, running, shown, still, until

PLAIN = Settings().with_value("layout", "plain", "a test")
DRAWN = re.compile("[\u2500-\u25ff]")
ODD_NAMES = (
    "李小龍",
    "Zoë O’Hara-Ñandú",
    "محمد العربي",
    "e\u0301\u0302lodie\u200d",
    "👩‍👩‍👧 Okafor",
    "[/]x" * 40,
    "\x1b[31mred",
)


# Plain


async def test_in_plain_layout_nothing_is_drawn_and_each_line_is_whole(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo, (80, 24), PLAIN) as (app, pilot):
        for number in range(1, 9):
            await press(pilot, str(number))
            text = "\n".join(shown(app))
            assert not DRAWN.search(text), (number, DRAWN.findall(text))
            assert all(cell_len(line) == 80 for line in shown(app)), number
        await press(pilot, "question_mark")
        assert not DRAWN.search("\n".join(shown(app)))


async def test_in_plain_layout_a_line_is_said_with_its_titles_and_in_whole_words(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo, (80, 24), PLAIN) as (app, pilot):
        await press(pilot, "3")
        text = " ".join(" ".join(shown(app)).split())
        assert (
            "Child Vetch O. C-1006, Plan CP, RAG amber, Discussed never, 35 days late, Worker"
            in text
        )


async def test_in_plain_layout_the_terminals_own_cursor_follows_the_mark(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo, (80, 24), PLAIN) as (app, pilot):
        await press(pilot, "3")
        first = app.cursor_position
        await press(pilot, "j")
        assert app.cursor_position.y > first.y
        line = shown(app)[app.cursor_position.y]
        assert line.startswith("> Child"), line


async def test_layout_is_changed_on_the_settings_screen_and_holds_at_once(
    unchanged_demo: Store, tmp_path: Path
) -> None:
    async with running(unchanged_demo, (120, 40), Settings(folder=tmp_path)) as (app, pilot):
        assert DRAWN.search("\n".join(shown(app)))
        await press(pilot, "comma", "j", "enter")
        assert app.running.look.is_plain
        assert not DRAWN.search("\n".join(shown(app)))
        await press(pilot, "escape")
        assert not DRAWN.search("\n".join(shown(app)))
    assert 'layout = "plain"' in (tmp_path / "settings.toml").read_text("utf-8")


# Names blanked


def all_names(session: Session) -> list[str]:
    kinds = (Worker, Child, Clinician)
    return [name for kind in kinds for name in session.exec(select(kind.name)) if name]


async def test_no_name_is_on_any_screen_while_names_are_blanked(unchanged_demo: Store) -> None:
    parts = {
        part for name in unchanged_demo.run(all_names) for part in name.split() if len(part) > 2
    }
    words = re.compile(rf"\b({'|'.join(map(re.escape, sorted(parts)))})\b")
    async with running(unchanged_demo, (120, 40)) as (app, pilot):
        assert words.search("\n".join(shown(app)))
        await press(pilot, "b")
        for keys in (
            *((str(n),) for n in range(1, 9)),
            ("7", "s", "t"),
            ("escape", "2", "n"),
            ("escape", "7", "w"),
        ):
            await press(pilot, *keys)
            app.notify(f"A notice about {sorted(parts)[0]}.", markup=False)
            await still(pilot)
            found = words.findall("\n".join(shown(app)))
            assert not found, (keys, found)


async def test_what_is_typed_is_veiled_too_and_comes_back_whole(unchanged_demo: Store) -> None:
    name = unchanged_demo.run(all_names)[0]
    async with running(unchanged_demo, (120, 40)) as (app, pilot):
        await press(pilot, "3", "n")
        field = app.screen.query_one(TextArea)
        field.load_text(f"Spoke with {name} today.")
        await still(pilot)
        assert name in "\n".join(shown(app))
        await app.action_blank_names()
        await still(pilot)
        assert name.split()[-1] not in "\n".join(shown(app))
        assert field.text == f"Spoke with {name} today."
        await app.action_blank_names()
        await still(pilot)
        assert name in "\n".join(shown(app))


def test_a_name_keeps_its_width_and_a_month_is_none() -> None:
    veil = Veil(["May Lin", "Ēloise Müller-Ñ", "李 小龍"], enabled=True)
    assert veil.hides("May Lin came on 5 May.") == "M·· L·· came on 5 May."
    assert veil.hides("MAY and Linden stay, may too") == "M·· and Linden stay, may too"
    assert veil.hides("Eloise Ēlo… 小龍") == "Eloise Ē··… 小··"


@given(st.text(min_size=1), st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=5))
def test_a_veiled_line_is_as_wide_as_it_was_however_it_is_cut(text: str, names: list[str]) -> None:
    segments = [Segment(text[:2]), Segment(text[2:5]), Segment(text[5:])]
    found = Veil(names, enabled=True).apply(segments, Color(0, 0, 0))
    assert [segment.style for segment in found] == [None, None, None]
    assert sum(cell_len(each.text) for each in found) == sum(
        sum(cell_len(c) for c in each.text) for each in segments
    ) or ([each.text for each in found] == [each.text for each in segments])


# Odd names, small terminals


@changes_records
def rename(session: Session, names: Sequence[str]) -> None:
    for worker, name in zip(
        session.exec(select(Worker).order_by(col(Worker.id))), names, strict=False
    ):
        worker.name = name
        session.add(worker)


async def test_odd_names_break_no_table_and_steer_no_terminal(demo_store: Store) -> None:
    demo_store.run(rename, ODD_NAMES)
    async with running(demo_store, (80, 24)) as (app, pilot):
        for key in ("1", "7", "2"):
            await press(pilot, key)
            assert all(cell_len(line) == 80 for line in shown(app)), key
            assert "\x1b" not in "".join(shown(app))


@given(st.text(max_size=60) | st.text("\u200d\ufe0fa 1👩…", max_size=8), st.integers(1, 30))
@example("\u200d", 1)
def test_a_cell_has_exactly_its_width(text: str, room: int) -> None:
    assert cell_len(fitted(text, room)) == room


@given(
    st.lists(st.lists(st.text(max_size=50), min_size=3, max_size=3), max_size=5), st.integers(8, 60)
)
def test_sentences_fit_their_width_and_lose_nothing(rows: list[list[str]], width: int) -> None:
    columns = (Column("One"), Column(""), Column("Three"))
    found = sentences_of(columns, rows, width)
    assert len(found.starts) == len(rows)
    assert all(cell_len(line) <= width for line in found.lines)
    assert [found.row_at(start) for start in found.starts] == list(range(len(rows)))


def test_short_words_are_said_whole() -> None:
    assert spoken("13 wd late, 41 d, 90 min") == "13 working days late, 41 days, 90 minutes"


def test_what_is_drawn_becomes_space_of_the_same_width() -> None:
    [segment] = NothingDrawn().apply([Segment("── A · B ▌█▏")], Color(0, 0, 0))
    assert segment.text == "   A,  B >  "


async def test_forty_columns_still_let_one_search_and_read(unchanged_demo: Store) -> None:
    async with running(unchanged_demo, (40, 24)) as (app, pilot):
        assert "[1 Today]" in shown(app)[1]
        await press(pilot, "slash")
        app.screen.query_one(Input).value = "pace"
        await still(pilot)
        assert app.screen.query_one(Rows).row_count > 0
        await press(pilot, "escape", "3")
        assert "Child Vetch O. C-1006" in "\n".join(shown(app))
        assert all(cell_len(line) == 40 for line in shown(app))


EVERY_SIZE = pytest.mark.hard("every size")


@pytest.mark.parametrize(
    "size",
    [
        (80, 24),
        (120, 40),
        *(pytest.param(size, marks=EVERY_SIZE) for size in ((100, 30), (200, 60))),
    ],
)
async def test_every_mode_fits_every_size_with_help_in_the_footer(
    unchanged_demo: Store, size: tuple[int, int]
) -> None:
    async with running(unchanged_demo, size) as (app, pilot):
        for number in range(1, 9):
            await press(pilot, str(number))
            lines = shown(app)
            assert lines[-1].rstrip().endswith("? keys"), lines[-1]
            assert all(cell_len(line) == size[0] for line in lines)


# Keys and text fields, the mouse


async def test_digits_j_and_k_are_text_while_a_field_has_the_focus(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        for keys in (("slash",), ("3", "f"), ("3", "d"), ("3", "n"), ("question_mark",)):
            await press(pilot, *keys)
            mode, screen = app.current_mode, app.screen
            await press(pilot, "8", "j", "k", "q", "b")
            assert (app.current_mode, app.screen) == (mode, screen), keys
            field = app.focused
            typed = (
                field.text
                if isinstance(field, TextArea)
                else field.value
                if isinstance(field, Input)
                else ""
            )
            assert typed.endswith("8jkqb"), keys
            assert not app.running.names.are_hidden
            await press(pilot, "escape", "escape", "escape")


async def test_a_click_goes_where_a_key_would(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        for mode in reversed(MODE_IDS):
            title = next(title for _, title, each in MODES if each == mode)
            await pilot.click(offset=(shown(app)[1].index(title) + 1, 1))
            await still(pilot)
            assert app.current_mode == mode
        line = shown(app)[-1]
        await pilot.click(offset=(line.index("? keys"), 39))
        await still(pilot)
        assert type(app.screen).__name__ == "HelpScreen"


async def test_the_help_is_searched_by_words_and_says_the_keys_as_they_are_set(
    unchanged_demo: Store,
) -> None:
    settings: Any = Settings(keys={"today.supervise": "Z"})
    async with running(unchanged_demo, (120, 40), settings) as (app, pilot):
        assert "Z supervise" in shown(app)[-1]
        await press(pilot, "question_mark")
        app.screen.query_one(Input).value = "begin supervision"
        await still(pilot)
        lines = [line for line in shown(app) if "Begin or resume supervision" in line]
        assert len(lines) == 1
        assert "Z" in lines[0].split()


async def test_the_palette_counts_and_does_what_other_screens_do(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "ctrl+p")
        text = "\n".join(shown(app))
        assert re.search(r"Children · \d+ open", text)
        assert re.search(r"Directions · \d+ open, \d+ late", text)
        app.screen.query_one(Input).value = "Children: RAG"
        await until(pilot, lambda: "Children: " in "\n".join(shown(app)))
        await press(pilot, "enter")
        await until(pilot, lambda: app.current_mode == "review")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Eoin's caseload", "E···'s caseload"),
        ("Marsh’s view, Marsh-led", "M····’s view, M····-led"),
        ("O’Brien and O'Brien", "O’B···· and O'B····"),
        ("Smith-Jones, Ms Jones", "S····-J····, Ms J····"),
        ("Jose\u0301 Marsh", "J··· M····"),
        ("a marsh in May", "a marsh in May"),
        ("ask eoin marsh, or marsh, eoin", "ask e··· m····, or m····, e···"),
    ],
)
def test_a_name_is_veiled_in_whatever_form_it_stands(text: str, shown: str) -> None:
    veil = Veil(["Eoin Marsh", "Niamh O'Brien", "Ann Smith-Jones", "José Marsh"], enabled=True)
    assert veil.hides(text) == shown


async def test_a_name_that_comes_while_names_are_out_of_sight_is_out_of_sight(
    store: Store, tmp_path: Path
) -> None:
    async with running(store, (100, 30)) as (app, pilot):
        await press(pilot, "b")
        await app.running.desk.try_run(add_worker, "Zebedee Quill", "Harbour")
        await still(pilot)
        assert not [line for line in shown(app) if "Zebedee" in line or "Quill" in line]
        await show_preview(app, annex_a_workbook(tmp_path / "a.xlsx"))
        await still(pilot)
        text = "\n".join(shown(app))
        assert "Candlecroft" not in text and "Quillfeather" not in text, text


async def test_an_auditor_s_name_is_veiled_and_a_role_is_no_name(unchanged_demo: Store) -> None:
    names = unchanged_demo.run(every_name)
    assert not [
        name for name in names if {"worker", "manager", "team"} & set(name.casefold().split())
    ]
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "b")
        text = "\n".join(shown(app))
        assert "Worker" in text and "Lantern Team" in text
        assert "Otter" not in text


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Amara Osei, PSW", "Amara Osei"),
        ("Kim Achterberg", "Kim Achterberg"),
        ("principal social worker", ""),
        ("Team Manager, Duty", ""),
        ("Audit lead", ""),
    ],
)
def test_what_stands_for_an_auditor_is_a_name_or_a_role(typed: str, name: str) -> None:
    assert people._name_in(typed) == name


async def test_names_of_a_list_of_attendance_are_out_of_sight_before_it_is_shown(
    store: Store, tmp_path: Path
) -> None:
    list_ = tmp_path / "attendance.csv"
    list_.write_text(
        "worker,course,date,status\nZebedee Quill,Court skills,2026-02-20,attended\n", "utf-8"
    )
    async with running(store, (100, 30)) as (app, pilot):
        await press(pilot, "b")
        await show_attendance(app, list_)
        await still(pilot)
        assert not [line for line in shown(app) if "Zebedee" in line or "Quill" in line]
        assert [line for line in shown(app) if "rejected" in line]


def test_both_files_of_a_dataset_have_names() -> None:
    workers = WorkforceFile("w.csv", (WorkforceRow("SW1", "Eoin Marsh", None, None),))
    rows = (CaseloadRow("C-1", Plan.CIN, "Ada Quill", "Harbour", "Kit Fern"),)
    children = CaseloadFile("c.csv", rows, frozenset(), rejected=(), warnings=(), lists={})
    assert names_in(DatasetFile(workers, children)) == {"Eoin Marsh", "Ada Quill", "Kit Fern"}
