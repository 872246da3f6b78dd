"""What is typed in any form comes back after a lock: the same form, each field, and the field in
hand.
"""

from __future__ import annotations

import ast
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlmodel import Session
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from supervision_tui import screens
from supervision_tui.commands import MODES
from supervision_tui.configuration.settings import Settings
from supervision_tui.desk.children.cases import close_child
from supervision_tui.desk.children.notes import add_note
from supervision_tui.desk.directions.giving import close_direction
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.drafts import find_draft
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.vault_facts import PLACE
from supervision_tui.desk.workers.people import worker_names
from supervision_tui.practice.vocabulary import DirectionState
from supervision_tui.records import SupervisionSession
from supervision_tui.runtime.place import Asked
from supervision_tui.screens.imports.file_chooser import FileChooser
from supervision_tui.screens.imports.opening import show_preview
from supervision_tui.screens.imports.preview import ImportPreview
from supervision_tui.screens.session import SessionScreen
from supervision_tui.screens.session.sign import SignDialog
from supervision_tui.system.clock import Clock
from supervision_tui.vault.store import Store, changes_records
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.kept_fields import KeptFields
from supervision_tui.widgets.rows import Row, Rows
from supervision_tui.widgets.timescale_field import TimescaleField
from tests.conftest import NOW
from tests.imports.workbooks import annex_a_workbook
from tests.vault.vaults import opened

from .app_under_test import QuietApp, app_on, press, running, still, until

SCREENS = Path(screens.__path__[0])
_MODES = {mode: key for key, _title, mode in MODES}

BEGUN = ("today", "@team #1", "!supervise", "=which another one now")
SIGNED = ("today", "slash", *"home", "@hits case record", "!open")

# Every place in the code that opens a form, and the way to it from a mode: `@list row` goes to a
# row by its key, its text or its number, `!action` does what a key does, `=field value, …` answers
# a form and saves it, `%file` reads a file to import; the rest are keys.
WAYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "today.screen._which_child": (("today", "@needs visits", "!direct"),),
    "vault.backup_form.choose_backup_folder": (("today", "!app.guide", "@steps backups", "!do"),),
    "review.case_forms._change_plans": (
        ("review", "@children #2", "!change", "=what plans or status"),
    ),
    "review.case_forms._close": (("review", "@children #2", "!change", "=what close the case"),),
    "review.case_forms._transfer": (("review", "@children #2", "!change", "=what another team"),),
    "review.case_forms.add_child": (("review", "!add"),),
    "review.allocation_forms.allocate": (
        ("review", "@children #2", "!allocate"),
        (
            "today",
            "@team #1",
            "!leaves",
            "@hanging child",
            "!deal",
        ),
    ),
    "review.case_forms.change_child": (("review", "@children #2", "!change"),),
    "consultations.forms.add_clinician": (
        ("consultations", "right", "right", "right", "!request"),
    ),
    "consultations.forms.adopt": (
        ("consultations", "@list 1 to decide", "!open", "@list decide", "!adopt"),
    ),
    "consultations.forms.book": (("consultations", "@list requested", "!next_step"),),
    "consultations.forms.change_clinician": (
        ("consultations", "right", "right", "right", "@list #1", "!edit"),
    ),
    "consultations.forms.close": (("consultations", "@list requested", "!close"),),
    "consultations.forms.decline": (
        ("consultations", "@list 1 to decide", "!open", "@list decide", "!decline"),
    ),
    "consultations.forms.hold": (("consultations", "@list booked", "!next_step"),),
    "consultations.forms.look_back": (("consultations", "@list #5", "!next_step"),),
    "consultations.forms.put_on_file": (("consultations", "@list #5", "!edit"),),
    "consultations.forms.request": (
        ("review", "@children #2", "!consult"),
        ("today", "@team #1", "!consult"),
        ("training", "@list #2", "!consult"),
        ("pressure", "@workers #2", "!consult"),
        ("directions", "!order", "@directions #3", "!consult"),
        ("consultations", "right", "@list #2", "!request"),
    ),
    "shared.forms.note_children": (("review", "@children #2", "!note"),),
    "shared.forms.rate_children": (
        ("review", "f", "c", "p", "enter", "@children #1", "!pick", "!pick", "!rate"),
    ),
    "directions.forms.extend_direction": (
        ("directions", "!order", "!order", "@directions #3", "!extend"),
    ),
    "directions.forms.give_directions": (
        ("review", "@children #2", "!direct"),
        ("review", "@children #1", "@follows #1", "!take_up"),
        ("today", "@needs C-117", "!direct"),
        ("review", "@children #2", "!change", "=what another team", "=team Duty, reason moved"),
        ("review", "!add", "=ref C-9001, worker Otter Thimblewick"),
        ("today", "@team #1", "!leaves", "@hanging child", "!deal", "=worker Otter Thimblewick"),
    ),
    "oversight.held_forms.erase": (("oversight", *("right",) * 6, "@list #1", "!erase"),),
    "oversight.held_forms.hold": (("oversight", *("right",) * 6, "@list #1", "!hold"),),
    "oversight.held_forms.hold_somebody": (("oversight", "!hold"),),
    "directions.forms.tick_direction": (("directions", "@directions #3", "!tick"),),
    "directions.forms.link_direction": (("directions", "@directions #3", "!link"),),
    "decisions.record_screen.action_amend": (
        ("today", "slash", *"grandmother", "@hits decision", "!open", "!amend"),
    ),
    "on_file.forms.ask_on_file": (("today", "!on_file", "@records #2", "!note"),),
    "on_file.forms._ask_the_day": (
        ("today", "!on_file", "@records #2", "!note", "=answer another day"),
    ),
    "on_file.forms.copy_part": (("today", "!on_file", "@records #2", "!copy_part"),),
    "directions.forms.withdraw_direction": (("directions", "@directions #3", "!withdraw"),),
    "review.event_forms._ask_held": (("today", "@needs not-known", "!record_event"),),
    "review.event_forms.record_event": (
        ("review", "@children #2", "!record_event"),
        ("review", "@children #1", "@follows #1", "!record_event"),
        ("today", "@needs C-117", "!record_event"),
        (*BEGUN, "!record_event"),
    ),
    "imports.columns.action_keep": (
        (
            *("today", "%unknown", "@columns #0", "!say", "=meaning reference of the child"),
            *("@columns #1", "!say", "=meaning worker", "!keep"),
        ),
    ),
    "imports.columns.action_say": (("today", "%unknown", "@columns #2", "!say"),),
    "imports.names.paste_names": (("today", "!app.import_names"),),
    "imports.not_taken.save_not_taken": (("today", "%rejected", "!save_not_taken"),),
    "shared.export_form.ask_and_export": (
        ("training", "right", "!give_away"),
        ("pressure", "right", "@workers #1", "!give_away"),
        ("oversight", "!whole_record", "=who C-1029"),
        ("schedule", "!give_diary", "=what this week as a page"),
    ),
    "schedule.leaving._hand_on": (("today", "@team #1", "!leaves", "@hanging direction", "!deal"),),
    "schedule.leaving.action_close_post": (
        (
            "today",
            "!add_worker",
            "=name Nova Reed",
            "escape",
            "@team Nova",
            "!leaves",
            "!close_post",
        ),
    ),
    "shared.manager_form.ask_who_manages": (
        ("today", "!app.settings", "@settings who", "!who"),
        ("today", "!app.guide", "@steps manager", "!do"),
    ),
    "oversight.audit_forms._shown": (
        ("oversight", "!draw"),
        ("oversight", *("right",) * 5, "!new"),
    ),
    "oversight.audit_forms.agree_learning": (("oversight", "right", "@list #1", "!learning"),),
    "oversight.audit_forms.hold_learning": (("oversight", "right", "@list #0", "!next_step"),),
    "oversight.audit_forms.moderate": (("oversight", *("right",) * 3, "@list #1", "!moderate"),),
    "oversight.audit_forms._kind_of_audit": (("oversight", "right", "!new"),),
    "oversight.audit_forms.agree_grade": (
        ("oversight", *("right",) * 3, "@list agree", "!agree_grade"),
    ),
    "oversight.audit_forms.amend": (("oversight", "right", "@list #1", "!amend"),),
    "oversight.audit_forms.record": (("oversight", "right", "!new", "=kind supervision file"),),
    "oversight.audit_forms.require": (("oversight", "right", "@list #1", "!require"),),
    "oversight.audit_forms.add_feedback": (
        ("oversight", *("right",) * 5, "@list #1", "!next_step"),
    ),
    "oversight.page_forms._kind_of_entry": (("oversight", "!add_to_page"),),
    "oversight.page_forms.add": (
        ("oversight", "!add_to_page", "=kind decision asked"),
        ("oversight", "!add_to_page", "=kind comparator"),
    ),
    "oversight.page_forms.end": (
        (
            "oversight",
            "!add_to_page",
            "=kind decision asked",
            "=says one more worker, who Head of service, by 10wd",
            "@list one more worker",
            "!next_step",
        ),
    ),
    "oversight.forms.choose_period": (
        ("oversight", "!period"),
        ("oversight", "!period", "=which this quarter", "!period"),
    ),
    "oversight.forms.export_summary": (
        ("oversight", "!period", "=which this quarter", "!give_away"),
    ),
    "oversight.forms.roll_up": (("oversight", "!roll_up"),),
    "oversight.held_forms.whole_record": (("oversight", "!whole_record"),),
    "schedule.preparation.action_off": (("today", "@team #1", "!prepare", "@agenda #2", "!off"),),
    "schedule.preparation.action_topic": (("today", "@team #1", "!prepare", "!topic"),),
    "workload.response_forms.respond": (
        ("pressure", "@workers #1", "!respond"),
        ("today", "@team #2", "!respond"),
    ),
    "workload.response_forms.review": (
        ("pressure", "@workers #1", "!respond", "=text cover, by today", "!respond"),
    ),
    "schedule.forms._give_calendar": (
        ("schedule", "!give_diary", "=what the next 13 weeks as a calendar file"),
    ),
    "schedule.forms._ask_leave": (("schedule", "!cover"),),
    "schedule.forms.arrange_cover": (
        ("schedule", "!cover", "=first 9 mar, last 13 mar", "!cover"),
    ),
    "schedule.worker_forms.change_absence": (
        (
            *("schedule", "@weeks #1", "!leave_of_absence", "=first 2 mar, last 4 may"),
            "!last_day",
        ),
    ),
    "schedule.forms.begin_other": (("schedule", "@weeks #1", "!other_sitting"),),
    "schedule.forms.cancel": (
        ("schedule", "@weeks #1", "!cancel"),
        ("schedule", "@sessions planned", "!cancel"),
    ),
    "schedule.forms.give_diary": (("schedule", "!give_diary"),),
    "schedule.forms.move": (("schedule", "@weeks #1", "!move"),),
    "schedule.forms.plan": (("schedule", "@weeks #1", "!plan"),),
    "schedule.forms.plan_series": (
        ("schedule", "@weeks #1", "!series"),
        ("today", "!app.guide", "@steps sessions", "!do"),
    ),
    "session.beginning._which": (
        ("today", "@team #1", "!supervise"),
        ("today", "@team #1", "!prepare", "!supervise"),
    ),
    "session.left_out.ask_why": ((*BEGUN, "!left_out"), (*BEGUN, "!rest_left_out")),
    "session.screen.action_bring": ((*BEGUN, "!bring"),),
    "session.sections.choose_sections": ((*BEGUN, "!sections"),),
    "session.signed.action_amend": ((*SIGNED, "!amend"),),
    "session.signed.action_observed": ((*SIGNED, "!observed"),),
    "session.signed.action_themes": ((*SIGNED, "!themes"),),
    "session.signed.action_workers_word": ((*SIGNED, "!workers_word"),),
    "training.forms.add_entry": (("training", "right", "@list attended", "!as_piece"),),
    "training.forms.book": (("training", "@list #2", "!new"),),
    "training.forms.change_booking": (("training", "right", "@list #0", "!edit"),),
    "training.forms.describe_unfinished": (("training", *("right",) * 6, "@list #1", "!new"),),
    "training.forms.end_goal": (("training", *("right",) * 4, "@list #0", "!tick"),),
    "training.forms.missed": (("training", "right", "@list #0", "!missed"),),
    "training.forms.set_date": (("training", *("right",) * 5, "@list #1", "!new"),),
    "training.forms.set_goal": (("training", *("right",) * 4, "@list #0", "!new"),),
    "review.allocation.action_save": (
        ("today", "!allocate", "!choose", "@team #1", "!choose", "!save"),
    ),
    "schedule.away._ask_who_covers": (
        (
            "schedule",
            "@weeks #1",
            "!leave_of_absence",
            "=first 2 mar, last 4 may",
            "@away #1",
            "!deal",
        ),
    ),
    "schedule.away._hand_on": (
        (
            "schedule",
            "@weeks #1",
            "!leave_of_absence",
            "=first 2 mar, last 4 may",
            "@away direction",
            "!deal",
        ),
    ),
    "schedule.away.action_back": (
        ("schedule", "@weeks #1", "!leave_of_absence", "=first 2 mar, last 4 may", "!back"),
    ),
    "review.people_forms.begin_role": (("review", "@children #2", "!change", "=what workers"),),
    "review.people_forms.change_people": (
        ("review", "@children C-1006", "!change", "=what workers"),
    ),
    "review.people_forms.set_details": (
        ("review", "@children #2", "!change", "=what name and family"),
    ),
    "review.people_forms.leave_unallocated": (
        ("review", "@children #2", "!change", "=what unallocated"),
        ("today", "@team #1", "!leaves", "@hanging child", "!leave_unallocated"),
    ),
    "review.visit_forms.set_visits": (("review", "@children #2", "!change", "=what visits"),),
    "schedule.worker_forms.add_worker": (("today", "!add_worker"),),
    "schedule.agreement.action_clauses": (("schedule", "@weeks #1", "!agreement", "!clauses"),),
    "schedule.worker_forms.agree": (("schedule", "@weeks #1", "!agreement", "!terms"),),
    "schedule.worker_forms.agree_for_a_time": (("schedule", "@weeks #1", "!terms"),),
    "schedule.worker_forms.edit_worker": (
        ("today", "@team #1", "!edit_worker"),
        ("today", "!add_worker", "=name Nova Reed"),
        ("pressure", "@workers #2", "!edit_worker"),
    ),
    "schedule.worker_forms.check_workers": (
        (
            "today",
            "!add_worker",
            "=name Nova Reed",
            "escape",
            "!app.guide",
            "@steps workers",
            "!do",
        ),
    ),
    "schedule.worker_forms.record_leave": (("schedule", "@weeks #1", "!leave_of_absence"),),
}

# How you unlock the vault is never begun by itself; without a vault nothing locks; the rest ask
# for a confirmation alone.
NOT_COME_BACK_TO = (
    "vault.screen.",
    "vault.welcome.",
    "shared.export_form.ask_first",
    "imports.undo.ask_to_undo",
    "schedule.forms._end_cover",
    "schedule.away.action_withdraw",
)


_FILES = Path(tempfile.mkdtemp())
_CONTENT = {
    "rejected": "child_ref,worker,plan\nC-9001,Ada Finch,cin\nC-9002,Ada Finch,banana\n",
    "unknown": "Nr,Wer,Wo\nC-9001,Ada Finch,Harbour\nC-9002,Bo Lark,Harbour\n",
}


@pytest.fixture(scope="module", autouse=True)
def files() -> Iterator[None]:
    """Files that are imported on the way to a form."""
    for name, content in _CONTENT.items():
        (_FILES / f"{name}.csv").write_text(content, "utf-8")
    yield
    shutil.rmtree(_FILES)


def places_that_open_a_form() -> Iterator[str]:
    """Each function of the screens that opens a form, by its module and name."""
    for file in sorted(SCREENS.rglob("*.py")):
        module = ".".join(file.relative_to(SCREENS).with_suffix("").parts)
        yield from (f"{module}.{name}" for name in _opening(ast.parse(file.read_text("utf-8")), ""))


def _opening(node: ast.AST, name: str) -> Iterator[str]:
    for each in ast.iter_child_nodes(node):
        if (
            isinstance(each, ast.Call)
            and isinstance(each.func, ast.Name)
            and each.func.id == "show_form"
        ):
            yield name
        yield from _opening(
            each, each.name if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) else name
        )


def test_there_is_a_way_to_each_form() -> None:
    there = {place for place in places_that_open_a_form() if not place.startswith(NOT_COME_BACK_TO)}
    assert set(WAYS) == there


@pytest.fixture
def opened_by(monkeypatch: pytest.MonkeyPatch) -> dict[Form, str]:
    """Where in the code each form was opened."""
    found: dict[Form, str] = {}
    make = Form.__init__

    def made(form: Form, *what: Any, **how: Any) -> None:
        make(form, *what, **how)
        frame = sys._getframe(1)
        while frame.f_code.co_name != "show_form" and frame.f_back is not None:
            frame = frame.f_back
        caller = frame.f_back
        assert caller is not None
        file = Path(caller.f_code.co_filename).relative_to(SCREENS).with_suffix("")
        found[form] = f"{'.'.join(file.parts)}.{caller.f_code.co_name}"

    monkeypatch.setattr(Form, "__init__", made)
    return found


async def go(app: QuietApp, pilot: Pilot[Any], steps: tuple[str, ...]) -> None:
    """Go from the start of the app to a form."""
    mode, *rest = steps
    await press(pilot, _MODES[mode])
    await go_on(app, pilot, rest)


async def go_on(app: QuietApp, pilot: Pilot[Any], steps: Sequence[str]) -> None:
    """Go on from the screen in front."""
    for step in steps:
        if step.startswith("@"):
            list_, _, row = step[1:].partition(" ")
            rows = app.screen.query_one(f"#{list_}", Rows)
            app.screen.set_focus(rows)
            rows.cursor = _row(rows, row)
        elif step.startswith("!"):
            of_app = step.startswith("!app.")
            await app.run_action(
                step.removeprefix("!app.").removeprefix("!"), app if of_app else app.screen
            )
        elif step.startswith("%"):
            await show_preview(app, _FILES / f"{step[1:]}.csv")
        elif step.startswith("="):
            form = app.screen
            assert isinstance(form, Form), step
            form.fill(dict(each.split(" ", 1) for each in step[1:].split(", ")))
            await press(pilot, "ctrl+s")
        else:
            await press(pilot, step)
        await still(pilot)


def _row(rows: Rows, wanted: str) -> int:
    if wanted.startswith("#"):
        return int(wanted[1:])
    for place, row in enumerate(rows._rows):
        if has(row, wanted):
            return place
    raise AssertionError(f"{wanted}: {[[cell.text for cell in row.cells] for row in rows._rows]}")


def has(row: Row, wanted: str) -> bool:
    """Whether a row is about what is named: its key or a cell begins so, or it has that child."""
    if wanted.startswith("C-"):
        return wanted in row.key
    return row.key.startswith(wanted) or any(cell.text.startswith(wanted) for cell in row.cells)


def fill(front: KeptFields) -> None:
    """Something that does not stand there by itself, in each field that is kept."""
    assert isinstance(front, Screen)
    for number, name in enumerate(front.kept_names()):
        widget = front.query_one(f"#{front.FIELD}{name}")
        if isinstance(widget, TextArea):
            widget.load_text(f"typed {number}")
        elif isinstance(widget, Choice):
            widget.value = widget.words[-1]
        elif isinstance(widget, Input | TimescaleField):
            widget.value = f"typed {number}"


def kept_of(front: KeptFields) -> dict[str, str]:
    """The values of the fields that are kept."""
    return {name: front.value_of(name) for name in front.kept_names()}


def form_in(app: QuietApp) -> Form:
    """The form in front."""
    assert isinstance(app.screen, Form), app.said
    return app.screen


def shown(app: QuietApp) -> list[str]:
    """The lines of the screen."""
    return [
        "".join(each.text for each in strip).rstrip()
        for strip in app.screen._compositor.render_strips()
    ]


def name_of(field: Widget | None) -> str | None:
    """The name of the field in hand."""
    return field.id if field else None


async def locked(demo_store: Store, pilot: Pilot[Any], *, days: int = 0) -> QuietApp:
    """Lock, and what opens after it, so many days later."""
    await press(pilot, "ctrl+l")
    assert pilot.app.return_value == "locked"
    demo_store._file.is_closing.clear()  # an app that ended stops what takes long
    settings = cast(QuietApp, pilot.app).running.look.settings
    return QuietApp(demo_store, Clock(fixed=NOW + timedelta(days=days)), settings=settings)


@pytest.mark.parametrize(
    ("place", "steps"),
    [(place, steps) for place, ways in WAYS.items() for steps in ways],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else each,
)
async def test_each_form_comes_back_as_it_was(
    demo_store: Store,
    opened_by: dict[Form, str],
    place: str,
    steps: tuple[str, ...],
    tmp_path: Path,
) -> None:
    app = app_on(demo_store, Settings(folder=tmp_path) if "%unknown" in steps else None)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, steps)
        form = app.screen
        assert isinstance(form, Form), app.said
        assert opened_by[form] == place
        fill(form)
        await still(pilot)
        before, title, in_hand = kept_of(form), form.spec.title, name_of(form.focused)
        again = await locked(demo_store, pilot)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        form = again.screen
        assert isinstance(form, Form), again.said
        assert (opened_by[form], form.spec.title) == (place, title)
        assert kept_of(form) == before
        assert name_of(form.focused) == in_hand
        await press(pilot, "escape")
        if form.spec.passes:
            assert demo_store.run(find_draft, form.spec.draft_key) is None, (
                "what passes is gone once the form is left"
            )


async def test_what_is_said_before_a_signature_comes_back_and_nothing_is_signed(
    demo_store: Store,
) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, (*BEGUN, "!rest_left_out", "=because no time", "f10"))
        dialog = app.screen
        assert isinstance(dialog, SignDialog)
        fill(dialog)
        dialog.query_one("#sign", Choice).value = dialog.query_one("#sign", Choice).words[-1]
        dialog.set_focus(dialog.query_one("#words"))
        before = kept_of(dialog)
        again = await locked(demo_store, pilot)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        dialog = again.screen
        assert isinstance(dialog, SignDialog), again.said
        assert kept_of(dialog) == before
        assert dialog.query_one("#sign", Choice).value == dialog.query_one("#sign", Choice).words[0]
        assert name_of(dialog.focused) == "words"
        await press(pilot, "escape", "f10")
        dialog = again.screen
        assert isinstance(dialog, SignDialog)
        assert kept_of(dialog) == before, "what was typed comes again when it is signed"
        await press(pilot, "tab", "shift+tab")
        dialog.fill({"minutes": "45", "sign": dialog.query_one("#sign", Choice).words[-1]})
        dialog.set_focus(dialog.query_one("#sign"))
        await press(pilot, "enter")
        assert demo_store.run(find_draft, dialog.draft_key) is None, "it is on the record now"


async def test_minutes_that_nobody_typed_follow_the_clock(demo_store: Store) -> None:
    async with running(demo_store) as (app, pilot):
        await go(app, pilot, (*BEGUN, "!rest_left_out", "=because no time", "f10"))
        dialog = app.screen
        assert isinstance(dialog, SignDialog)
        dialog.fill({"words": "agreed"})
        await press(pilot, "escape")
        session = app.screen
        assert isinstance(session, SessionScreen)
        session._clock.seconds = 80 * 60
        await press(pilot, "f10")
        dialog = app.screen
        assert isinstance(dialog, SignDialog)
        assert (dialog.value_of("words"), dialog.value_of("minutes")) == ("agreed", "80")


async def test_the_path_of_a_file_comes_back(demo_store: Store, tmp_path: Path) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, ("training", "!bring_in_attendance"))
        assert isinstance(app.screen, FileChooser)
        app.screen.fill({"path": f"{tmp_path}/att"})
        again = await locked(demo_store, pilot)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        chooser = again.screen
        assert isinstance(chooser, FileChooser)
        assert chooser.value_of("path") == f"{tmp_path}/att"
        await press(pilot, "escape", "i")
        assert isinstance(again.screen, FileChooser)
        assert again.screen.value_of("path") != f"{tmp_path}/att", (
            "it was left: the next begins anew"
        )


async def test_a_file_about_to_be_taken_is_read_again(demo_store: Store, tmp_path: Path) -> None:
    book = annex_a_workbook(tmp_path / "annex-a.xlsx")
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await show_preview(app, book)
        await still(pilot)
        await press(pilot, "c")
        before, row = shown(app), app.screen.query_one(Rows).key
        again = await locked(demo_store, pilot)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        assert isinstance(again.screen, ImportPreview)
        assert again.screen.query_one(Rows).key == row
        assert shown(again)[2:-1] == before[2:-1]
    book.unlink()
    gone = app_on(demo_store)
    async with gone.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        assert not isinstance(gone.screen, ImportPreview)


LEFT_AS = (
    ("review", "f", *"cp", "enter", "down", "space", "space"),
    ("review", "f", *"cp"),
    ("review", "tab", "tab", "down"),
    ("directions", "o", "o", "down", "down"),
    ("training", "right", "right", "down"),
    ("pressure", "down", "right", "right"),
    ("oversight", "!period", "=which this quarter", "down", "down"),
    ("consultations", "right", "down"),
    ("schedule", "tab", "down", "down"),
    ("today", "tab", "down"),
    ("today", "slash", *"home", "down", "down"),
    ("today", "@team #1", "!leaves", "down", "space"),
    ("today", "@team #1", "!prepare", "down", "down"),
    ("today", "!app.settings", "down"),
    ("today", "!app.guide", "down"),
    ("pressure", "down", "!what_if", "space", "down", "space", "tab", "space", "tab", *"45"),
)


@pytest.mark.parametrize("steps", LEFT_AS, ids=" ".join)
async def test_each_screen_comes_back_as_it_was_left(
    demo_store: Store, steps: tuple[str, ...]
) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, steps)
        before, in_hand, kind = shown(app), name_of(app.screen.focused), type(app.screen)
        again = await locked(demo_store, pilot)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        assert type(again.screen) is kind
        assert name_of(again.screen.focused) == in_hand
        assert shown(again) == before


async def test_text_about_two_children_is_not_found_by_two_others(demo_store: Store) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, ("review", "@children #1", "space", "space", "!note"))
        app.screen.query_one(TextArea).load_text("about the first two")
        await press(pilot, "escape", "escape")
        await go(app, pilot, ("review", "@children #5", "space", "space", "!note"))
        assert app.screen.query_one(TextArea).text == ""


KEPT = "1 unfinished draft. / finds it."


async def test_no_form_comes_back_about_another_row(demo_store: Store, moment: Moment) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, ("directions", "@directions #0", "!tick"))
        fill(form_in(app))
        [line, *_] = demo_store.run(open_directions, moment)
        again = await locked(demo_store, pilot)
    # In another window.
    demo_store.run(close_direction, line.id, DirectionState.DONE, "seen", moment)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        assert again.current_mode == "directions"
        assert not isinstance(again.screen, Form)
        assert KEPT in again.said


async def test_no_form_comes_back_about_others_than_were_picked(
    demo_store: Store, moment: Moment
) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, ("review", "@children #1", "!pick", "@children #4", "!note"))
        picked = app.screen_stack[0].picked  # type: ignore[attr-defined]
        fill(form_in(app))
        again = await locked(demo_store, pilot)
    [ref] = picked
    for line in demo_store.run(open_directions, moment):  # in another window
        if line.child == ref:
            demo_store.run(close_direction, line.id, DirectionState.WITHDRAWN, "moved", moment)
    demo_store.run(close_child, ref, "moved away", moment)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        assert not isinstance(again.screen, Form)
        assert KEPT in again.said


@pytest.mark.parametrize(
    "steps",
    [
        ("today", "@team #1", "!edit_worker"),
        ("today", "!add_worker"),
        ("today", "@needs C-117", "!direct"),
        ("today", "@needs C-117", "!consult"),
        ("schedule", "@weeks #1", "!agreement", "!clauses"),
        ("oversight", "!give_away"),
    ],
    ids=" ".join,
)
async def test_a_form_comes_back_after_the_night(
    demo_store: Store, opened_by: dict[Form, str], steps: tuple[str, ...]
) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, steps)
        form = form_in(app)
        fill(form)
        before, place = kept_of(form), opened_by[form]
        again = await locked(demo_store, pilot, days=5)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        form = form_in(again)
        assert (opened_by[form], kept_of(form)) == (place, before)


async def test_a_second_lock_on_the_way_back_loses_no_place(demo_store: Store) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, ("review", "@children #3", "!allocate"))
        fill(form_in(app))
        before = kept_of(form_in(app))
        again = await locked(demo_store, pilot)
    async with again.run_test(size=(120, 50)) as pilot:
        await until(pilot, lambda: again.reopening.comes_back_to is not None)
        third = await locked(demo_store, pilot)
    async with third.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        assert kept_of(form_in(third)) == before


async def test_what_is_under_way_without_a_form_is_not_begun_again(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        screen, done = app.screen, asyncio.Event()
        assert isinstance(screen, DeskScreen)
        screen.ask(Asked("action_add_worker"), done.wait)
        assert not app.reopening.place().asked
        done.set()
        await still(pilot)


async def test_a_form_that_is_saved_as_the_lock_comes_does_not_come_back(
    demo_store: Store, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, ("today", "!add_worker"))
        form, keep = form_in(app), app.lock.keep_all_drafts
        form.fill({"name": "Nova Reed"})

        async def saved_first() -> bool:
            await form._hand_over()
            return await keep()

        monkeypatch.setattr(app.lock, "keep_all_drafts", saved_first)
        again = await locked(demo_store, pilot)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        assert "Nova Reed" in demo_store.run(worker_names, moment)
        assert not isinstance(again.screen, Form)


async def test_while_a_form_is_opened_again_nothing_is_changed(demo_store: Store) -> None:
    """What a form was opened by may do something else by now; it does nothing by itself."""
    async with running(demo_store) as (app, _pilot):
        app.running.desk.only_looks = True
        await app.running.desk.try_run(add_note, "C-1001", "not written by anybody")
        assert (
            demo_store.read(
                lambda rows: rows("SELECT 1 FROM case_note WHERE text LIKE 'not written%'")
            )
            == []
        )
        assert "nothing was done by itself" in app.said[-1]


async def test_a_reader_opens_no_form_again(demo_store: Store, demo_path: Path) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, ("today", "!add_worker"))
        fill(form_in(app))
        await locked(demo_store, pilot)
    reading = QuietApp(opened(demo_path, writable=False), Clock(fixed=NOW), is_read_only=True)
    async with reading.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        assert not isinstance(reading.screen, Form)


async def test_a_folder_whose_name_is_no_text_stops_no_lock(demo_store: Store) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, ("today", "!app.bring_in"))
        assert isinstance(app.screen, FileChooser)
        app.screen.fill({"path": "/nowhere/\udcff/"})
        again = await locked(demo_store, pilot)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        assert isinstance(again.screen, FileChooser)
        assert again.screen.value_of("path") == "/nowhere/\udcff/"


async def test_an_erasure_is_confirmed_again_after_a_lock(demo_store: Store) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, ("oversight", *("right",) * 6, "@list #1", "!erase"))
        form = form_in(app)
        form.fill({"reason": "a court has ordered it", "confirm": "C-1"})
        again = await locked(demo_store, pilot)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        values = form_in(again).values()
        assert (values["reason"], values["confirm"]) == ("a court has ordered it", "")


async def test_a_screen_that_has_nothing_to_show_any_more_is_not_come_back_to(
    demo_store: Store,
) -> None:
    """What was prepared is signed meanwhile, in another window."""
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, ("today", "@team #1", "!prepare", "!topic"))
        fill(form_in(app))
        session_id = app.screen_stack[1].session_id  # type: ignore[attr-defined]
        again = await locked(demo_store, pilot)
    demo_store.run(signed_by_somebody, session_id)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        assert again.screen is again.screen_stack[0]


async def test_a_session_that_was_signed_meanwhile_is_not_written_in_again(
    demo_store: Store,
) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, BEGUN)
        assert isinstance(app.screen, SessionScreen)
        session_id = app.screen.session_id
        again = await locked(demo_store, pilot)
    demo_store.run(signed_by_somebody, session_id)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        assert not any(isinstance(each, SessionScreen) for each in again.screen_stack)


async def test_what_was_typed_about_a_session_goes_once_it_is_signed(
    demo_store: Store, moment: Moment
) -> None:
    async with running(demo_store) as (app, pilot):
        await go(app, pilot, (*BEGUN, "!bring"))
        form = form_in(app)
        form.fill({"ref": "C-10"})
        assert await form.keep()
        session = app.screen_stack[-2]
        assert isinstance(session, SessionScreen)
        assert demo_store.run(find_draft, form.draft_key)
        await press(pilot, "escape")
        await app.running.drafts.keep(form.draft_key, "typed, and then the app was left")
        await go_on(app, pilot, ("!rest_left_out", "=because no time", "f10"))
        dialog = app.screen
        assert isinstance(dialog, SignDialog)
        dialog.fill({"sign": dialog.query_one("#sign", Choice).words[-1]})
        await press(pilot, "enter")
        assert demo_store.run(find_draft, form.draft_key) is None


async def test_a_reader_comes_back_to_no_session(demo_store: Store, demo_path: Path) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, BEGUN)
        await locked(demo_store, pilot)
    reading = QuietApp(opened(demo_path, writable=False), Clock(fixed=NOW), is_read_only=True)
    async with reading.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        assert not any(isinstance(each, SessionScreen) for each in reading.screen_stack)


async def test_coming_back_changes_no_number_that_was_typed(demo_store: Store) -> None:
    """Another stage proposes other days; those before were typed again all the same."""
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await go(app, pilot, ("today", "@team #1", "!edit_worker"))
        form = form_in(app)
        days = form.value_of("interval")
        stage = form.query_one("#field-stage", Choice)
        stage.value = next(word for word in stage.words if word != stage.value)
        await still(pilot)
        form.fill({"interval": days})
        await still(pilot)
        again = await locked(demo_store, pilot)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        assert form_in(again).value_of("interval") == days


async def test_once_a_form_is_saved_nothing_leads_back_to_it(demo_store: Store) -> None:
    """A kill just after it was saved finds no form to come back to."""
    async with running(demo_store) as (app, pilot):
        await go(app, pilot, ("directions", "@directions #0", "!tick"))
        form_in(app).fill({"outcome": "seen at home"})
        await form_in(app).keep()
        assert "tick" in (demo_store.run(find_draft, PLACE) or "")
        await press(pilot, "ctrl+s")
        assert demo_store.run(find_draft, PLACE) is None


@changes_records
def signed_by_somebody(session: Session, session_id: int) -> None:
    row = session.get_one(SupervisionSession, session_id)
    row.state, row.signed_at = "held", NOW
    session.add(row)
