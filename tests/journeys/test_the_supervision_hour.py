"""Whole supervisions through the app: prepared, held, signed, given away.

The caseload at the speed of a keyboard.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select
from textual.pilot import Pilot
from textual.widgets import Input, Static, TextArea

from supervision_tui.desk.children.notes import add_note
from supervision_tui.desk.children.review import ReviewLine, review_card, review_list
from supervision_tui.desk.destination import Destination
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision.agenda import next_agenda
from supervision_tui.desk.supervision.preparation import leave_out, preparation, session_to_prepare
from supervision_tui.desk.supervision.signed_record import latest_record_with, signed_record
from supervision_tui.records import CaseNote, Direction, Pin, RagEntry, Worker
from supervision_tui.screens.review.allocation import AllocationScreen
from supervision_tui.screens.review.screen import ReviewScreen
from supervision_tui.screens.schedule.leaving import LeavingScreen
from supervision_tui.screens.schedule.preparation import PreparationScreen, moved
from supervision_tui.screens.schedule.screen import ScheduleScreen
from supervision_tui.screens.session import SessionScreen
from supervision_tui.screens.session.sign import SignDialog
from supervision_tui.screens.session.signed import SignedScreen
from supervision_tui.screens.shared.search import SearchScreen
from supervision_tui.vault.store import Store
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.rows import Rows
from tests.screens.app_under_test import press, running, send, still, typed

# What docs/managers-guide.md says of the keys that each takes, typed words aside.
GUIDE = Path(__file__).parents[2] / "docs" / "managers-guide.md"
MOST_KEYS = {
    "an ad hoc direction": 3,
    "twenty children reviewed": 90,
    "a session with six children": 70,
}


def check_against_the_guide(what: str, keys: int) -> None:
    """The guide says how many keys it takes, and it is no more than was promised."""
    assert keys <= MOST_KEYS[what]
    line = next(line for line in GUIDE.read_text().splitlines() if line.startswith(f"| {what}"))
    assert line.rstrip(" |").endswith(f"| {keys}")


class Keyboard:
    """Presses keys and counts them; words typed into a field are not counted."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot
        self.count = 0

    async def press(self, *keys: str) -> None:
        self.count += len(keys)
        await press(self.pilot, *keys)

    async def type(self, words: str) -> None:
        await typed(self.pilot, words)


async def test_an_ad_hoc_direction_takes_three_keys(demo_store: Store, moment: Moment) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    async with running(demo_store) as (_, pilot):
        await press(pilot, "3")
        keyboard = Keyboard(pilot)
        await keyboard.press("d")
        await keyboard.type("school: Send the attendance by 5wd because lateness")
        await keyboard.press("enter")
    check_against_the_guide("an ad hoc direction", keyboard.count)
    given = demo_store.run(review_card, ref, moment).directions[-1]
    assert [given.owner, given.due.isoformat()] == ["school", "2026-03-09"]
    assert "Send the attendance" in {
        each.text for each in demo_store.run(review_card, ref, moment).directions
    }


async def test_twenty_children_with_an_action_each_in_under_ninety_keys(
    demo_store: Store, moment: Moment
) -> None:
    before = [demo_store.run(_count, table) for table in (Pin, RagEntry, CaseNote, Direction)]
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3")
        rows = app.screen.query_one("#children", Rows)
        keyboard = Keyboard(pilot)
        seen = set()
        for n in range(20):
            seen.add(rows.key)
            if n % 4 == 0:
                await keyboard.press("p")
            elif n % 4 == 1:
                await keyboard.press("v", "g")
                await keyboard.type("plan holds")
                await keyboard.press("enter")
            elif n % 4 == 2:
                await keyboard.press("n")
                await keyboard.type("rang the school")
                await keyboard.press("ctrl+s")
            else:
                await keyboard.press("d")
                await keyboard.type("Visit by 5wd because evenings")
                await keyboard.press("enter")
            await keyboard.press("j")
    assert len(seen) == 20
    check_against_the_guide("twenty children reviewed", keyboard.count)
    after = [demo_store.run(_count, table) for table in (Pin, RagEntry, CaseNote, Direction)]
    assert [now - then for now, then in zip(after, before, strict=True)][1:] == [5, 5, 5]


async def test_a_session_with_six_children_from_the_first_key_to_the_signature(
    demo_store: Store, moment: Moment
) -> None:
    session_id = demo_store.run(session_to_prepare, 1, moment)
    refs = [item.child.ref for item in demo_store.run(preparation, session_id, moment).items]
    for ref in refs[6:]:
        demo_store.run(leave_out, session_id, ref, "next time", moment)
    for line in demo_store.run(preparation, session_id, moment).does_not_fit:
        demo_store.run(leave_out, session_id, line.child.ref, "next time", moment)
    while more := demo_store.run(_beyond, session_id, refs[:6], moment):
        demo_store.run(leave_out, session_id, more, "next time", moment)
    async with running(demo_store, size=(120, 60)) as (app, pilot):
        await press(pilot, "7")
        keyboard = Keyboard(pilot)
        await keyboard.press("s", "t")
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        assert screen.view is not None
        six = [item.child.ref for item in screen.view.agenda]
        assert len(six) == 6
        for n, ref in enumerate(six):
            await keyboard.press("ctrl+n" if n else "f8")
            assert screen.here == ref
            await keyboard.type("Heard alone")
            await keyboard.press("f8")
            await keyboard.type("A visit")
            await keyboard.press("tab")
            await keyboard.type("It stirred")
            await keyboard.press("f8", "f8")
            await keyboard.type("My view")
            await keyboard.press("f5")
            await keyboard.type("See the child")
            await keyboard.press("tab", "tab")
            await keyboard.type("evenings")
            await keyboard.press("tab")
            await keyboard.type("10wd")
        await keyboard.press("ctrl+t")
        await keyboard.type("Well")
        await keyboard.press("f10")
        assert isinstance(app.screen, SignDialog)
        assert app.screen.missing == []
        await keyboard.press("s", "enter")
    check_against_the_guide("a session with six children", keyboard.count)
    record = demo_store.run(signed_record, session_id, moment)
    discussed = [each for each in record.discussions if each.discussed]
    assert [each.ref for each in discussed] == six
    assert {each.voice for each in discussed} == {"Heard alone"}
    assert all(each.view.startswith("My view") for each in discussed), (
        "what a family shares is typed by each"
    )
    assert all(each.directions for each in discussed)


async def test_from_the_evening_before_to_the_workers_word(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    async with running(demo_store, size=(120, 60)) as (app, pilot):
        await press(pilot, "2", "p")
        screen = app.screen
        assert isinstance(screen, PreparationScreen)
        assert screen.view is not None
        rows = screen.query_one(Rows)
        first = rows.key
        await press(pilot, "n")
        await typed(pilot, "duty rota")
        await press(pilot, "enter")
        await press(pilot, "J")
        assert screen.view.items[0].child.ref != first
        assert rows.key == first, "the mark stays with the child"
        await press(pilot, "G", "k", "delete")
        out = rows.key
        await press(pilot, "escape") if isinstance(app.screen, Form) else None
        await press(pilot, "g", "delete")
        await typed(pilot, "seen on Friday")
        await press(pilot, "enter")
        assert screen.view.left_out
        await press(pilot, "x")
        app.screen.query_one("#field-form", Choice).value = "text"
        app.screen.query_one("#field-folder", Input).value = str(tmp_path)
        await press(pilot, "ctrl+s")
        sheet = next(tmp_path.glob("*.txt")).read_text()
        assert "duty rota" in sheet
        await press(pilot, "s", "t")
        session = app.screen
        assert isinstance(session, SessionScreen)
        assert session.view is not None
        for _ in session.view.agenda:
            await press(pilot, "delete")
            await typed(pilot, "short of time")
            await press(pilot, "enter", "j")
        await press(pilot, "ctrl+t")
        await typed(pilot, "Well")
        await press(pilot, "f10")
        sign = app.screen
        assert isinstance(sign, SignDialog)
        assert not sign.missing
        sign.query_one("#says", Choice).value = "disagreed"
        await press(pilot, "s", "enter")
        assert app.screen is sign, "a disagreement needs the worker's words"
        assert app.focused is sign.query_one("#words")
        await typed(pilot, "too short")
        sign.query_one("#minutes", Input).value = "35"
        await press(pilot, "enter", "enter")
        assert isinstance(app.screen, ScheduleScreen), "what was prepared is over"
    assert out
    record = demo_store.run(signed_record, session.session_id, moment)
    assert [(word.says, word.words) for word in record.words] == [("disagreed", "too short")]
    assert record.minutes == 35


async def test_a_signed_record_is_given_away_and_the_journal_says_so(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    session_id = demo_store.run(latest_record_with, 1, moment)
    async with running(demo_store) as (app, pilot):
        await app.push_screen(SignedScreen(session_id))
        await still(pilot)
        await press(pilot, "x")
        app.screen.query_one("#field-form", Choice).value = "pdf"
        folder = app.screen.query_one("#field-folder", Input)
        folder.value = str(tmp_path / "nowhere")
        await press(pilot, "ctrl+s")
        assert "no folder" in str(app.screen.query_one("#refusal", Static).content)
        folder.value = str(tmp_path)
        await press(pilot, "ctrl+s")
        record = demo_store.run(signed_record, session_id, moment)
        files = list(tmp_path.glob("case-record-*.pdf"))
        assert len(files) == len(record.discussions)
        files[0].write_text("somebody else's")
        # Over a file that is there only after a question.
        for answer, stays in (("k", True), ("r", False)):
            await press(pilot, "x")
            app.screen.query_one("#field-form", Choice).value = "pdf"
            app.screen.query_one("#field-folder", Input).value = str(tmp_path)
            await press(pilot, "ctrl+s")
            assert isinstance(app.screen, Form)
            assert app.screen.spec.title.endswith("is there already. Replace it?")
            await press(pilot, answer)
            assert (files[0].read_bytes() == b"somebody else's") is stays
            await press(pilot, "escape") if stays else None
        await press(pilot, "x")
        app.screen.fill(  # type: ignore[attr-defined]
            {
                "form": "pdf",
                "folder": str(tmp_path),
                "closed": "with a password",
                "password": "too short",
            }
        )
        await press(pilot, "ctrl+s")
        assert app.focused is app.screen.query_one("#field-password")
        app.screen.query_one("#field-password", Input).value = "long enough for it"
        await press(pilot, "ctrl+s")
        sealed = list(tmp_path.glob("case-record-*.pdf.age"))
        assert len(sealed) == len(record.discussions)
        assert all(each.read_bytes().startswith(b"age-encryption.org/") for each in sealed)
        await press(pilot, "x")
        for meant, leads_to in (("not encrypted", "closed"), ("with a password", "form")):
            app.screen.fill({"closed": meant, "password": "long enough for it"})  # type: ignore[attr-defined]
            await press(pilot, "ctrl+s")
            assert app.focused is app.screen.query_one(f"#field-{leads_to}"), (
                "a password that would close nothing"
            )
        assert not app.clipboard
        await press(pilot, "escape", "x", "ctrl+s")
        assert "CASE SUPERVISION" in app.clipboard.upper()
        await press(pilot, "w")
        app.screen.query_one("#field-says", Choice).value = "acknowledged"
        await press(pilot, "ctrl+s")
    assert demo_store.run(signed_record, session_id, moment).is_acknowledged


async def test_what_is_typed_in_a_line_is_taken_back(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3", "d")
        await press(pilot, *"Visit")
        field = app.screen.query_one("#field-do", Input)
        await press(pilot, "ctrl+z", "ctrl+z")
        assert field.value == "Vis"
        await press(pilot, "ctrl+y")
        assert field.value == "Visi"
        await press(pilot, "tab", "down")
        assert app.screen.query_one("#field-who", Input).value


async def test_u_takes_back_what_was_done_last(demo_store: Store, moment: Moment) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    before = demo_store.run(review_card, ref, moment)
    async with running(demo_store) as (_, pilot):
        await press(pilot, "3", "v", "r")
        await typed(pilot, "injury")
        await press(pilot, "enter")
        assert demo_store.run(review_card, ref, moment).line.rag == "red"
        await press(pilot, "u")
        assert demo_store.run(review_card, ref, moment) == before
        await press(pilot, "u")
        assert demo_store.run(review_card, ref, moment) == before, "nothing more to take back"


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("cp", lambda each: "cp" in each.statuses),
        (
            "cp cla red",
            lambda each: not {"cp", "cla"}.isdisjoint(each.statuses) and each.rag == "red",
        ),
        (">60", lambda each: each.age > 60),
        ("60+", lambda each: each.age >= 60),
        ("late cin", lambda each: "cin" in each.statuses and each.age > each.interval),
        ("owed", lambda each: bool(each.outstanding)),
        ("pinned", lambda each: each.pinned),
        ("unrated", lambda each: not each.rag),
        ("c-100", lambda each: each.ref.startswith("C-100")),
    ],
)
async def test_the_caseload_is_narrowed_by_words(
    unchanged_demo: Store, moment: Moment, words: str, holds: Any
) -> None:
    wanted = [each.ref for each in unchanged_demo.run(review_list, moment) if holds(each)]
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3", "f")
        app.screen.query_one(Input).value = words
        await still(pilot)
        assert [row.key for row in app.screen.query_one("#children", Rows)._rows] == wanted


async def test_one_direction_goes_to_all_that_are_picked(demo_store: Store, moment: Moment) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "F", "j", "j", "space")
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        picked = sorted(screen.picked)
        assert len(picked) > 1
        await press(pilot, "d")
        await typed(pilot, "See each child alone by 10wd because nobody has")
        await press(pilot, "enter", "escape")
        assert screen.picked == set()
        await press(pilot, "u")
        assert not demo_store.run(_directions_saying, "See each child alone"), "taken back as one"
        await press(pilot, "F", "d")
        await typed(pilot, "See each child alone by 10wd because nobody has")
        await press(pilot, "enter")
    assert len(demo_store.run(_directions_saying, "See each child alone")) >= len(picked) - 1


async def test_moving_a_child_shows_both_fits_and_then_asks_for_the_direction(
    demo_store: Store, moment: Moment
) -> None:
    line = demo_store.run(review_list, moment)[0]
    to = demo_store.run(_other_worker, line)
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "a")
        app.screen.query_one("#field-worker", Input).value = to
        await still(pilot)
        shown = str(app.screen.query_one("#preview", Static).content)
        assert to in shown
        assert str(line.worker) in shown
        await press(pilot, "ctrl+s")
        assert "Direction is due at allocation" in str(
            app.screen.query_one("#says", Static).content
        )
        await typed(pilot, "Meet the family by 5wd because new worker")
        await press(pilot, "enter")
    card = demo_store.run(review_card, line.ref, moment)
    assert (card.line.worker, card.line.outstanding) == (to, "")


async def test_a_worker_who_leaves_is_handed_on_and_closed(
    demo_store: Store, moment: Moment
) -> None:
    to = demo_store.run(_worker, 2).name
    async with running(demo_store) as (app, pilot):
        await app.push_screen(LeavingScreen(9))
        await still(pilot)
        screen = app.screen
        assert isinstance(screen, LeavingScreen)
        await press(pilot, "ctrl+s")
        assert not isinstance(app.screen, Form), "not while anything hangs on the worker"
        await press(pilot, "A", "enter")
        side_by_side = app.screen
        assert isinstance(side_by_side, AllocationScreen)
        await press(pilot, *["space"] * len(side_by_side.children_), "enter")
        side_by_side.query_one("#team", Rows).go_to(to)
        await press(pilot, "enter", "ctrl+s", "ctrl+s")
        while isinstance(app.screen, Form):  # a direction for each family, asked for on Today
            await press(pilot, "escape")
        await press(pilot, "escape")
        rows = screen.query_one(Rows)
        assert screen.view is not None
        assert not screen.view.of("child")
        for _ in range(len(screen.view.hanging)):
            await press(pilot, "g", "enter")
            if isinstance(app.screen, Form):
                app.screen.query_one("#field-who", Input).value = to
                await press(pilot, "ctrl+s")
        assert rows.row_count == 0
        await press(pilot, "ctrl+s", "ctrl+s")
        assert app.current_mode == "today"
    assert demo_store.run(_worker, 9).left_on is not None


async def test_a_word_is_found_and_leads_to_its_place(demo_store: Store, moment: Moment) -> None:
    ref = demo_store.run(review_list, moment)[3].ref
    demo_store.run(add_note, ref, "the xylophone teacher", moment)
    async with running(demo_store) as (app, pilot):
        await press(pilot, "slash")
        await typed(pilot, "xylo")
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        assert [hit.leads_to for hit in screen.view.hits] == [Destination.of_child(ref)]
        assert "xylophone" in str(screen.query_one("#around", Static).content)
        await press(pilot, "enter")
        assert app.current_mode == "review"
        assert app.screen.query_one("#children", Rows).key == ref
        await press(pilot, "slash")
        await typed(pilot, "cumulative harm under")
        await press(pilot, "enter")
        assert isinstance(app.screen, SignedScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, SearchScreen), "back to what was found"


async def test_a_family_is_written_once_and_apart_again(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "s", "t")
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        family = screen.draft.family_of(screen.here)
        assert len(family) >= 3
        screen.query_one("#decision", TextArea).focus()
        await typed(pilot, "Shared")
        await press(pilot, "ctrl+n")
        assert screen.query_one("#decision", TextArea).text == "Shared"
        await press(pilot, "f4")
        screen.query_one("#decision", TextArea).focus()
        await press(pilot, "end")
        await typed(pilot, " alone")
        assert [screen.draft.whole(ref).decision for ref in family[:3]] == [
            "Shared",
            "Shared alone",
            "Shared",
        ]


async def test_a_childs_name_in_the_personal_record_is_said_at_once(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "s", "t")
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        assert screen.view is not None
        name = next(name for name in screen.view.names.values() if name)
        await press(pilot, "ctrl+t")
        screen.query_one("#p-workload", TextArea).insert(f"{name} keeps me awake")
        await still(pilot)
        assert f"“{name}” (write C-" in str(screen.query_one("#names-found", Static).content)


@pytest.mark.parametrize("key", ["f2", "f4"])
async def test_whoever_types_goes_on_typing_after_prompts_and_family(
    unchanged_demo: Store, key: str
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "s", "t")
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        for field in ("#stage-analysis", "#d0-do", "#known"):
            there = screen.query_one(field)
            there.focus()
            await typed(pilot, "before")
            await press(pilot, key)
            await typed(pilot, "after")
            assert "beforeafter" in screen.draft.to_json(), field
            await press(pilot, key)
            screen.draft.child(screen.here).directions.clear()


async def test_another_model_is_typed_into_at_once(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "s", "t")
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        screen.query_one("#stage-analysis", TextArea).focus()
        await typed(pilot, "old")
        await press(pilot, "ctrl+e", "ctrl+e", "ctrl+e")
        await typed(pilot, "uuu")
        stages = screen.draft.shared(screen.here).stages
        assert "old" in stages.values()
        assert "uuu" in stages.values()


async def test_one_childs_typing_is_not_taken_back_into_anothers_record(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "s", "t")
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        screen.query_one("#voice_on", Input).focus()
        await typed(pilot, "24 feb")
        await press(pilot, "ctrl+n")
        second = screen.here
        screen.query_one("#voice_on", Input).focus()
        await press(pilot, "ctrl+z", "ctrl+z")
        assert screen.draft.child(second).voice_on == ""


async def test_what_is_typed_just_before_the_next_child_stays_with_its_child(
    unchanged_demo: Store,
) -> None:
    """The fields stay where they are, and hold the next child's words: of the last letters typed
    none is lost, and none comes into the record of another child.
    """
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "s", "t")
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        first = screen.here
        screen.query_one("#scale-0", Input).focus()
        await still(pilot)
        score = screen.query_one("#scale-0", Input)
        send(pilot, "7", "ctrl+n")
        await still(pilot)
        second = screen.here
        assert [list(each.values()) for each in screen.draft.child(first).scales.values()] == [[7]]
        assert not any(screen.draft.child(second).scales.values())
        assert (screen.query_one("#scale-0", Input), score.value) == (score, "")
        screen.query_one("#d0-do", Input).focus()
        await still(pilot)
        send(pilot, *"Visit", "ctrl+n")
        await still(pilot)
        third = screen.here
        assert [each.do for each in screen.draft.child(second).directions][:1] == ["Visit"]
        assert [each.do for each in screen.draft.child(third).directions] == [""]
        assert screen.query_one("#d0-do", Input).value == ""
        screen.query_one("#agenda", Rows).go_to(second)
        await still(pilot)
        assert screen.here == second
        assert [each.value for each in screen.query("#grid Input.do").results(Input)][:1] == [
            "Visit"
        ]
        assert screen.query_one("#scale-0", Input).value == ""


async def test_the_rest_is_left_out_with_one_reason(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "s", "t", "X")
        await typed(pilot, "fire alarm")
        await press(pilot, "enter", "ctrl+t")
        await typed(pilot, "Well")
        await press(pilot, "f10")
        assert isinstance(app.screen, SignDialog)
        assert app.screen.missing == []


async def test_a_preview_shows_how_the_record_will_read(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "s", "t")
        app.screen.query_one("#voice", TextArea).load_text(
            "Said **twice**:\n\n- not there\n- not now"
        )
        await still(pilot)
        await press(pilot, "f3")
        shown = str(app.screen.query_one("#preview", Static).content)
        assert "**" not in shown
        assert "· not there" in shown
        await press(pilot, "escape")
        assert isinstance(app.screen, SessionScreen)


@pytest.mark.parametrize(
    ("ref", "step", "order"),
    [("a", 1, "bca"), ("b", -1, "bca"), ("c", -1, "bca"), ("a", -1, "abc"), ("b", 1, "abc")],
)
def test_a_child_moves_past_a_neighbour_with_the_family(ref: str, step: int, order: str) -> None:
    assert "".join(moved([("a", None), ("b", "f"), ("c", "f")], ref, step)) == order


async def test_the_agenda_of_the_command_line_is_the_one_prepared(
    demo_store: Store, moment: Moment
) -> None:
    session_id = demo_store.run(session_to_prepare, 1, moment)
    view = demo_store.run(preparation, session_id, moment)
    gone = view.items[0].child.ref
    demo_store.run(leave_out, session_id, gone, "closing", moment)
    assert gone not in {
        item.child.ref
        for item in demo_store.run(next_agenda, view.worker, None, moment).agenda.items
    }


def _beyond(session: Session, session_id: int, refs: list[str], moment: Moment) -> str:
    """A child who moved up onto the agenda when others were left out."""
    there = [item.child.ref for item in preparation(session, session_id, moment).items]
    return next((ref for ref in there if ref not in refs), "")


def _count(session: Session, table: type[Any]) -> int:
    return len(session.exec(select(table)).all())


def _directions_saying(session: Session, text: str) -> list[Direction]:
    return list(session.exec(select(Direction).where(Direction.text == text)))


def _other_worker(session: Session, line: ReviewLine) -> str:
    return next(
        worker.name for worker in session.exec(select(Worker)) if worker.name != line.worker
    )


def _worker(session: Session, worker_id: int) -> Worker:
    found = session.get(Worker, worker_id)
    assert found is not None
    return found
