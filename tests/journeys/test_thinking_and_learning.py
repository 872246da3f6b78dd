"""A consultation from its request to the next agenda.

A training missed that tips a standing, and the answer to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from supervision_tui.desk.consultations.lines import consultation_lines
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.today.today import today
from supervision_tui.desk.training.board import learning
from supervision_tui.desk.training.bookings import BookingDraft, book
from supervision_tui.desk.workload.responses import reviewed
from supervision_tui.desk.workload.statuses import WorkerWorkload, team_workload
from supervision_tui.practice.consultation import Step
from supervision_tui.practice.vocabulary import WorkloadStatus
from supervision_tui.practice.wording import initials
from supervision_tui.screens.consultations.detail import ConsultationScreen
from supervision_tui.screens.imports.attendance import show_attendance
from supervision_tui.screens.imports.preview import ImportPreview
from supervision_tui.screens.schedule.preparation import PreparationScreen
from supervision_tui.screens.training import TrainingScreen
from supervision_tui.screens.workload import WorkloadScreen
from supervision_tui.system.clock import Clock
from supervision_tui.vault.store import Store
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.labelled_text import LabelledText
from supervision_tui.widgets.rows import Rows
from tests.conftest import NOW
from tests.screens.app_under_test import QuietApp, press, running, still, typed

CROWDED = 1  # the worker whose caseload crowds supervision out
STRETCHED = 3  # the worker whose load is raised and whose supervision still holds


async def fill(pilot: Pilot[Any], **values: str) -> None:
    """Put values into the form that is open.

    The keys that type them are the business of other tests.
    """
    form = pilot.app.screen
    assert isinstance(form, Form)
    for name, value in values.items():
        widget = form.query_one(f"#field-{name}")
        if isinstance(widget, TextArea):
            widget.load_text(value)
        elif isinstance(widget, Choice):
            widget.value = value
        else:
            field = widget if isinstance(widget, Input) else widget.query_one(Input)
            field.value = value
    await still(pilot)


def on_day(store: Store, days: int) -> QuietApp:
    """The app so many days later."""
    return QuietApp(store, Clock(fixed=NOW + timedelta(days=days)))


@pytest.fixture
def stretched(demo_store: Store, moment: Moment) -> Iterator[WorkerWorkload]:
    """The worker whose load is raised, as the demo has it."""
    found = next(
        each
        for each in demo_store.run(team_workload, moment).workers
        if each.worker_id == STRETCHED
    )
    assert found.workload.status is WorkloadStatus.STRETCHED
    yield found


async def test_a_consultation_from_request_to_the_next_agenda(
    demo_store: Store, moment: Moment
) -> None:
    workers = demo_store.run(team_workload, moment).workers
    crowded = next(each for each in workers if each.worker_id == CROWDED).workload.load
    ref = next(child.ref for child in crowded.children if not child.family)
    async with running(demo_store) as (app, pilot):
        app.navigation.show(Destination.of_child(ref))
        await still(pilot)
        await press(pilot, "c")
        await fill(
            pilot, question="What are we not seeing?", clinician="Ada Finch, clinical psychologist"
        )
        await press(pilot, "ctrl+s")
        line = next(
            each for each in demo_store.run(consultation_lines, moment) if ref in each.children
        )
        assert line.step is Step.REQUESTED
        app.navigation.show(Destination(RecordKind.CONSULTATION, str(line.id)))
        await still(pilot)
        await press(pilot, "space")
        await fill(pilot, on="today", time="10:00")
        await press(pilot, "ctrl+s", "space")
        await fill(
            pilot, recommendations="Draw the week with her\nSee her at school", follow_up="2d"
        )
        await press(pilot, "ctrl+s")
        assert not [
            each for each in demo_store.run(open_directions, moment) if "Draw the week" in each.text
        ]
        await press(pilot, "enter")
        assert isinstance(app.screen, ConsultationScreen)
        await press(pilot, "d")
        await fill(pilot, by="10wd", because="the nights are not known")
        await press(pilot, "ctrl+s", "j", "delete")
        await fill(pilot, reason="the school does this already")
        await press(pilot, "ctrl+s")
        given = next(
            each for each in demo_store.run(open_directions, moment) if "Draw the week" in each.text
        )
        assert (given.child, given.origin and given.origin.consultation_id) == (ref, line.id)
        await press(pilot, "k", "enter")  # from the recommendation to its direction
        assert app.current_mode == "directions"
        assert app.screen.query_one(Rows).key == str(given.id)
        await press(pilot, "!open_origin")  # and back
        assert isinstance(app.screen, ConsultationScreen)
    worker = line.worker_id or 0
    app = on_day(demo_store, 2)
    async with app.run_test(size=(120, 40)) as pilot:
        await still(pilot)
        later = Moment(app.running.vault.today, app.running.vault.clock.now(), moment.policy)
        need = next(
            each
            for each in demo_store.run(today, later).needs
            if each.leads_to == Destination(RecordKind.CONSULTATION, str(line.id))
        )
        assert need.word == "review today"
        app.navigation.prepare(worker)
        await still(pilot)
        screen = app.screen
        assert isinstance(screen, PreparationScreen)
        assert screen.view is not None
        item = next(each for each in screen.view.items if each.child.ref == ref)
        assert "look back at the consultation" in item.why
        screen.query_one("#agenda", Rows).go_to(ref)
        await still(pilot)
        assert "consulted" in screen.query_one("#child", LabelledText).plain_text()


async def test_a_training_missed_tips_a_side_and_its_answer_comes_back(
    demo_store: Store, moment: Moment, stretched: WorkerWorkload
) -> None:
    app = on_day(demo_store, 0)
    async with app.run_test(size=(120, 40)) as pilot:
        await still(pilot)
        await press(pilot, "6", "n")
        await fill(pilot, worker=stretched.name, course="neglect", on="2026-02-26")
        await press(pilot, "ctrl+s", "right")
        bookings = demo_store.run(learning, moment).bookings
        booked = next(
            each for each in bookings if each.worker_id == STRETCHED and each.word == "to record"
        )
        screen = app.screen
        assert isinstance(screen, TrainingScreen)
        screen.focus_on(f"bookings/{booked.id}")
        await press(pilot, "delete")
        await fill(pilot, reason="duty", state="did not attend")
        await press(pilot, "ctrl+s", "z")  # and back on duty with work unfinished, in one key
        tipped = next(
            each
            for each in demo_store.run(team_workload, moment).workers
            if each.worker_id == STRETCHED
        )
        levels = {signal.code: str(signal.level) for signal in tipped.workload.signals}
        assert (levels["training-missed"], levels["unfinished-at-duty"]) == ("amber", "amber")
        assert tipped.workload.status is WorkloadStatus.CROWDED_OUT
        app.navigation.show(Destination.of_worker(STRETCHED))
        await still(pilot)
        await press(pilot, "r")
        await fill(
            pilot,
            text="Nobody else on duty that week",
            by="2w",
            kind="more hours",
            told="the worker",
        )
        await press(pilot, "ctrl+s")
    app = on_day(demo_store, 14)
    async with app.run_test(size=(120, 40)) as pilot:
        await still(pilot)
        later = Moment(app.running.vault.today, app.running.vault.clock.now(), moment.policy)
        needs = [
            each
            for each in demo_store.run(today, later).needs
            if "Nobody else on duty" in each.what
        ]
        assert [each.word for each in needs] == ["today"]
        app.navigation.show(Destination.of_worker(STRETCHED))
        await still(pilot)
        await press(pilot, "r")
        assert isinstance(app.screen, Form)
        assert app.screen.spec.title.startswith("What helped")
        assert f"then fit {stretched.workload.fit:.1f}" in app.screen.spec.says
        await fill(pilot, helped="partly", words="the reports are in")
        await press(pilot, "ctrl+s")
        assert demo_store.run(reviewed, later).reviewed[0].text == "Nobody else on duty that week"
        screen = app.screen
        assert isinstance(screen, WorkloadScreen)
        await press(pilot, "left")
        assert "the reports are in" in screen.query_one(LabelledText).plain_text()


async def test_every_picture_of_pressure_says_itself_in_words(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7")
        texts = []
        for _ in range(7):
            texts.append(app.screen.query_one(LabelledText).plain_text())
            await press(pilot, "right")
            for _ in range(50):
                if "reading a year" not in app.screen.query_one(LabelledText).plain_text():
                    break
                await pilot.pause(0.02)
        why, quarters, trend, team, days, caseload, helped = texts
        assert "crowded out" in why
        assert "on track: " in quarters
        assert "a quarter ago" in trend
        assert trend != team
        assert "not discussed in time" in days
        assert "England 15.2" in caseload
        assert "stop allocating" in helped


async def test_lists_turn_keep_their_line_and_filter(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "6", "right", "j", "j")
        rows = app.screen.query_one(Rows)
        here = rows.key
        await press(pilot, "right", "left")
        assert rows.key == here
        await press(pilot, "f")
        await typed(pilot, "missed workload")
        assert 0 < rows.row_count < 10
        await press(pilot, "enter", "escape")
        assert rows.row_count > 10


async def test_attendance_is_brought_in_through_the_same_preview(
    demo_store: Store, moment: Moment, tmp_path: Any
) -> None:
    name = demo_store.run(learning, moment).matrix[0].worker
    path = tmp_path / "attendance.csv"
    path.write_text(
        f"worker,course,date,status\n{name},Trauma,2026-02-20,attended\nNobody,Trauma,x,attended\n"
    )
    async with running(demo_store) as (app, pilot):
        await show_attendance(app, path)
        await still(pilot)
        assert isinstance(app.screen, ImportPreview)
        assert app.screen.query_one("#changes", Rows).row_count == 2
        await press(pilot, "ctrl+s")
        assert not isinstance(app.screen, ImportPreview)
    assert [
        each.title for each in demo_store.run(learning, moment).bookings if each.title == "Trauma"
    ] == ["Trauma"]


async def test_with_names_blanked_no_name_stands_on_the_new_screens(
    unchanged_demo: Store, moment: Moment
) -> None:
    names = [each.worker for each in unchanged_demo.run(learning, moment).matrix]
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "b")
        for mode in ("5", "6", "7"):
            await press(pilot, mode)
            for _ in range(7):
                await press(pilot, "right")
                shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
                assert not [name for name in names if name in shown or name[:14] in shown], mode


async def test_with_names_blanked_a_request_keeps_whole_names(
    demo_store: Store, moment: Moment
) -> None:
    workers = demo_store.run(team_workload, moment).workers
    crowded = next(each for each in workers if each.worker_id == CROWDED)
    ref = next(child.ref for child in crowded.workload.load.children if not child.family)
    async with running(demo_store) as (app, pilot):
        await press(pilot, "b")
        needs = app.screen.query_one("#needs", Rows)
        whom = {row.cells[0].text.strip() for row in needs._rows}
        assert any(text.startswith("C-11") for text in whom)
        app.navigation.show(Destination.of_child(ref))
        await still(pilot)
        await press(pilot, "c")
        await fill(pilot, question="Why now?", asked_by=initials(crowded.name))
        await press(pilot, "ctrl+s")
    line = next(
        each for each in demo_store.run(consultation_lines, moment) if each.question == "Why now?"
    )
    assert (line.worker, line.asked_by) == (crowded.name, crowded.name)


async def test_attendance_is_ticked_down_a_list(demo_store: Store, moment: Moment) -> None:
    names = [each.worker for each in demo_store.run(learning, moment).matrix][:3]
    for name in names:
        demo_store.run(book, BookingDraft(name, "Trauma", "2026-02-27"), moment)
    async with running(demo_store) as (_, pilot):
        await press(pilot, "6", "right", "f")
        await typed(pilot, "trauma")
        await press(pilot, "enter", "g", "space", "space", "space")
    lines = [each for each in demo_store.run(learning, moment).bookings if each.title == "Trauma"]
    assert [str(each.state) for each in lines] == ["attended"] * 3


async def test_a_booked_consultation_is_moved_to_another_day(
    demo_store: Store, moment: Moment
) -> None:
    line = next(
        each for each in demo_store.run(consultation_lines, moment) if each.word == "to record"
    )
    async with running(demo_store) as (app, pilot):
        app.navigation.show(Destination(RecordKind.CONSULTATION, str(line.id)))
        await still(pilot)
        await press(pilot, "m")
        await fill(pilot, on="1w", time="9.30")
        await press(pilot, "ctrl+s")
    moved = next(each for each in demo_store.run(consultation_lines, moment) if each.id == line.id)
    assert (moved.word, moved.time) == ("Mon 9 Mar", "09:30")
