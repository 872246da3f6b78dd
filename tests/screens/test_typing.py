"""Typing: keys act in their order, letters are only letters, a refusal leads to its field."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, TextArea

from supervision_tui.app.app import SupervisionApp
from supervision_tui.commands import MODE_IDS
from supervision_tui.configuration.settings import Settings
from supervision_tui.desk.workers.people import add_worker
from supervision_tui.runtime.running import RunsSupervision
from supervision_tui.runtime.themes import usual_colours
from supervision_tui.screens.review.screen import ReviewScreen
from supervision_tui.screens.session.screen import SessionScreen
from supervision_tui.screens.shared.search import SearchScreen
from supervision_tui.screens.shared.settings import SettingsScreen
from supervision_tui.screens.vault.screen import VaultScreen
from supervision_tui.system.clock import Clock
from supervision_tui.vault.store import Store
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.footline import Footline
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.labelled_text import LabelledText
from supervision_tui.widgets.line_field import LineField
from supervision_tui.widgets.list_filter import FilterField
from supervision_tui.widgets.rows import Rows
from supervision_tui.widgets.sheet import Sheet
from supervision_tui.widgets.text_field import TextField
from tests.conftest import HANGS_AFTER

from .app_under_test import NARROW, QuietApp, press, resize, running, shown, still, typed, until


async def burst(app: QuietApp, pilot: Pilot[Any], *keys: str) -> None:
    """Keys all at once, as a slow line or a text expander brings them.

    A word of several letters is typed.
    """
    for key in keys:
        for each in key if " " in key else [key]:
            name = {" ": "space"}.get(each, each)
            app.post_message(Key(name, each if len(each) == 1 else None))
    await still(pilot)


async def test_keys_that_come_in_a_burst_act_in_their_order(unchanged_demo: Store) -> None:
    async with running(unchanged_demo, NARROW) as (app, pilot):
        await press(pilot, "3", "d")
        who = app.screen.query_one("#field-who", Input)
        await burst(
            app,
            pilot,
            "tab",
            "ctrl+u",
            "the school nurze ",
            "backspace",
            "backspace",
            "backspace",
            "s",
            "e",
        )
        await until(pilot, lambda: who.value == "the school nurse")
        await burst(app, pilot, "home", "delete", "delete", "delete", "o", "u", "r", "end", " Ann")
        await until(pilot, lambda: who.value == "our school nurse Ann")


async def test_a_burst_in_a_text_acts_in_its_order(unchanged_demo: Store) -> None:
    async with running(unchanged_demo, NARROW) as (app, pilot):
        await press(pilot, "3", "n")
        note = app.screen.query_one("#field-text", TextArea)
        await burst(
            app,
            pilot,
            "seen alobe ",
            "backspace",
            "backspace",
            "backspace",
            "n",
            "e",
            "left",
            "left",
            "X ",
        )
        await until(pilot, lambda: note.text == "seen aloX ne")


@pytest.mark.parametrize(
    ("filled", "leads_to", "says"),
    [
        ({}, "field-do", "Say what is to be done"),
        ({"field-do": "Ring the school"}, "field-because", "Say why"),
        (
            {"field-do": "Ring", "field-because": "she is away"},
            "field-by-input",
            "A date is needed",
        ),
    ],
)
async def test_a_refusal_leads_to_the_field_it_is_about(
    unchanged_demo: Store, filled: dict[str, str], leads_to: str, says: str
) -> None:
    async with running(unchanged_demo, NARROW) as (app, pilot):
        await press(pilot, "3", "d")
        for name, words in filled.items():
            app.screen.query_one(f"#{name}", Input).value = words
        await still(pilot)
        await press(pilot, "ctrl+s")
        assert app.focused is not None and app.focused.id == leads_to
        assert says.casefold() in str(app.screen.query_one("#refusal").render()).casefold()


@pytest.mark.parametrize("size", [(40, 20), (80, 24)])
async def test_the_keys_and_the_refusal_of_a_form_are_always_in_view(
    unchanged_demo: Store, size: tuple[int, int]
) -> None:
    async with running(unchanged_demo, size) as (app, pilot):
        await press(pilot, "3", "d", "ctrl+s")
        await still(pilot)
        form = app.screen
        assert isinstance(form, Form)
        sheet, refusal = form.query_one(Sheet), form.query_one("#refusal")
        assert refusal.region.height > 0
        assert form.query_one("#fields").region.contains_region(refusal.region)
        assert sheet.region == form.region, "it takes the whole of a small screen"
        assert "ctrl+s give" in shown(app)[-1]


async def test_what_is_missing_before_the_signature_is_gone_to_in_its_very_field(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "s", "t", "f5")
        await typed(pilot, "Ring the school")
        await press(pilot, "f9", "ctrl+s")  # left out without a reason: refused where it is typed
        assert isinstance(app.screen, Form)
        await press(pilot, "escape", "f10", "enter")
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        await until(pilot, lambda: bool(app.focused and app.focused.id == "d0-because"))
        await typed(pilot, "she was away")
        assert screen.draft.child(screen.here).directions[0].because == "she was away"


async def test_letters_and_digits_never_act_while_text_is_typed(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        for mode, opens, field in (
            ("3", "f", "Input"),
            ("3", "d", "#field-do"),
            ("1", "slash", "Input"),
        ):
            await press(pilot, mode, opens)
            await press(pilot, *"j1k8q?b,u")
            assert app.screen.query_one(field, Input).value.endswith("j1k8q?b,u")
            assert app.current_mode == {"3": "review", "1": "today"}[mode]
            assert not app.running.names.are_hidden
            await press(pilot, "ctrl+u", "escape", "escape")


async def test_the_footer_names_the_keys_that_act_where_the_focus_is(demo_store: Store) -> None:
    def footer() -> list[str]:
        return [f"{entry.key} {entry.name}" for entry in app.screen.query_one(Footline).shown]

    async with running(demo_store) as (app, pilot):
        await press(pilot, "3")
        assert "d direct" in footer()
        await press(pilot, "f")
        assert footer() == [
            "enter keep these words",
            "esc back to the list",
            "ctrl+p all",
            "f1 keys",
        ]
        await press(pilot, "escape")
        assert "d direct" in footer()
        await press(pilot, "7", "s", "t", "tab")
        assert not [each for each in footer() if len(each.split()[0]) == 1]
        assert "f10 sign…" in footer()


async def test_the_digit_of_a_mode_leaves_a_screen_on_which_nothing_is_typed(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        for opens, screen in (("comma", SettingsScreen), ("V", VaultScreen)):
            await press(pilot, opens)
            assert isinstance(app.screen, screen)
            await press(pilot, "3")
            assert app.current_mode == "review"
            assert len(app.screen_stack) == 1
        await press(pilot, "7", "s", "t")
        app.screen.query_one(Rows).focus()
        await press(pilot, "3")
        assert isinstance(app.screen, SessionScreen)
        assert any("Leave what is open first" in each.message for each in app._notifications)


async def test_what_is_typed_before_a_form_stands_there_is_typed_into_it(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo, NARROW) as (app, pilot):
        await press(pilot, "3")
        await burst(app, pilot, "d", "Ring the school ", "backspace", "tab", "tab", "f", "r", "i")
        await until(pilot, lambda: isinstance(app.screen, Form))
        form = app.screen
        assert isinstance(form, Form)
        await until(pilot, lambda: form.values()["by"] == "fri")
        assert form.values()["do"] == "Ring the school"


@pytest.mark.parametrize(
    ("first", "becomes"),
    [((), "0"), (("end",), "10"), (("right",), "10"), (("left",), "01"), (("ctrl+z",), "0")],
)
async def test_what_stands_in_a_field_is_replaced_where_it_is_come_to_and_edited_after_an_arrow(
    unchanged_demo: Store, first: tuple[str, ...], becomes: str
) -> None:
    async with running(unchanged_demo, NARROW) as (app, pilot):
        await press(pilot, "7", "e", "tab")
        field = app.screen.query_one("#field-fte", Input)
        assert field.value == "1"
        await press(pilot, *first, "0")
        assert field.value == becomes
        await press(pilot, "ctrl+z")
        assert field.value == "1"


async def test_a_click_into_a_field_edits_it(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "e")
        field = app.screen.query_one("#field-fte", Input)
        await pilot.click(field, offset=(8, 0))
        await still(pilot)
        await press(pilot, "0")
        assert field.value == "10"


async def test_what_was_typed_before_is_written_on_where_it_comes_back(demo_store: Store) -> None:
    async with running(demo_store, NARROW) as (app, pilot):
        await press(pilot, "3", "d")
        await typed(pilot, "Ring the school")
        await press(pilot, "escape", "d")
        await typed(pilot, " today")
        assert app.screen.query_one("#field-do", Input).value == "Ring the school today"


async def test_a_paste_of_several_lines_is_taken_whole(unchanged_demo: Store) -> None:
    async with running(unchanged_demo, NARROW) as (app, pilot):
        await press(pilot, "3", "d")
        app.post_message(Paste("Ring the school\n  and the nurse\n\ntoday\n"))
        await still(pilot)
        assert (
            app.screen.query_one("#field-do", Input).value == "Ring the school and the nurse today"
        )
        await press(pilot, "escape", "f")
        app.post_message(Paste("C-1001\nC-1002"))
        await still(pilot)
        assert app.screen.query_one(FilterField).value == "C-1001 C-1002"


async def test_every_letter_reaches_every_word_of_a_choice_and_goes_round() -> None:
    words = ("worker sick", "Court", "leave", "crisis for a child", "workload", "court again")
    choice = Choice(words)

    class OneChoice(App[None], RunsSupervision):
        running = SupervisionApp(None, Clock()).running

        def compose(self) -> ComposeResult:
            yield choice

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return dict(usual_colours())

        def on_mount(self) -> None:
            self.set_focus(choice)

    async with OneChoice().run_test() as pilot:
        seen = []
        for letter in "wwwccccl":
            await pilot.press(letter)
            seen.append(choice.value)
        assert seen == [
            "workload", "worker sick", "workload", "court again", "Court", "crisis for a child",
            "court again", "leave",
        ]  # fmt: skip
        await pilot.press("x", "3", "?", "/")
        assert choice.value == "leave"
        await pilot.press("space")
        assert choice.value == "crisis for a child"


async def test_the_reason_of_a_cancellation_is_picked_by_its_letter(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "2", "delete")
        choice = app.screen.query_one(Choice)
        assert app.focused is choice
        await press(pilot, "w", "w")
        assert choice.value == "workload"
        await press(pilot, "c", "c")
        assert choice.value == "court"


async def test_letters_on_a_choice_or_a_list_of_the_session_run_no_command_of_the_app(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "s", "t")
        session = app.screen
        assert isinstance(session, SessionScreen)
        for where in ("#voice_how", "TickRow", Rows):
            for field in session.query(where).results():
                session.set_focus(field)
                await press(pilot, *"biquV,")
                assert app.screen is session
                assert not app.running.names.are_hidden
        assert "Letters are for writing here" in " ".join(app.said)
        await press(pilot, "f7")
        assert app.running.names.are_hidden


@pytest.mark.parametrize(
    "name", ["loomfield", "Loomfield", "loomf", "loomfield's", "basil-loomfield", "lóomfield"]
)
async def test_a_name_that_is_looked_for_is_hidden_with_the_names(
    demo_store: Store, name: str
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "f")
        await typed(pilot, name)
        await press(pilot, "enter", "b")
        shown = app.export_screenshot().replace("&#160;", " ").casefold()
        assert "loomf" not in shown
        assert "filter: •••" in shown
        await press(pilot, "x", "ctrl+s")
        assert app.clipboard.startswith("Children")
        assert "loomf" not in app.clipboard.casefold()
        await press(pilot, "b", "escape", "slash")
        await typed(pilot, name)
        await press(pilot, "f7")
        assert "loomf" not in app.export_screenshot().replace("&#160;", " ").casefold()
        await press(pilot, "f7")
        assert "loomf" in app.export_screenshot().replace("&#160;", " ").casefold()


@pytest.mark.parametrize("screen", ["3", "4", "6"])
async def test_the_lines_that_are_shown_are_given_away_and_no_others(
    demo_store: Store, screen: str
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, screen)
        rows = app.screen.query(Rows).first()
        there = rows.row_count
        await press(pilot, "f")
        await typed(pilot, "loomfield")
        await press(pilot, "enter")
        shown = rows.plain_text().splitlines()
        assert 0 < len(shown) == rows.row_count < there
        await press(pilot, "x", "ctrl+s")
        given = [each.removeprefix("· ") for each in app.clipboard.splitlines()[3:]]
        assert given[: len(shown)] == shown
        if screen != "3":  # there the child at the mark follows
            assert given[len(shown) :] == []
        assert "▇" not in app.clipboard
        assert "● " not in app.clipboard.replace("· ● ", ""), (
            "days drawn in a line say nothing here"
        )


async def test_what_was_looked_for_is_known_while_the_search_is_taken_down(
    unchanged_demo: Store,
) -> None:
    """As the place is kept, which happens each second."""
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "slash")
        await typed(pilot, "visit")
        (search,) = (each for each in app.screen_stack if isinstance(each, SearchScreen))
        await search.query("*").remove()
        assert "visit" in search.stood().values()


async def test_a_name_in_the_palette_is_hidden_with_the_names(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "b", "ctrl+p")
        await typed(pilot, "loomf")
        assert "loomf" not in app.export_screenshot().replace("&#160;", " ").casefold()


async def test_keys_wait_until_the_list_they_are_about_is_there(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await burst(app, pilot, "8", "x")
        assert isinstance(app.screen, Form)
        assert app.screen.spec.title.startswith("Export the summary")
        assert not app.said
        await press(pilot, "escape")
        await burst(app, pilot, "3", "d")
        assert isinstance(app.screen, Form)


@pytest.mark.parametrize("mode", MODE_IDS)
@pytest.mark.parametrize("size", [(56, 20), (80, 24)])
async def test_lists_become_sentences_in_a_window_made_narrower(
    unchanged_demo: Store, monkeypatch: pytest.MonkeyPatch, mode: str, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(QuietApp, "draws_every_frame", True)
    key = str(MODE_IDS.index(mode) + 1)
    async with running(unchanged_demo, size) as (app, pilot):
        await press(pilot, key)
        small = [rows_drawn(rows) for rows in app.screen.query(Rows)]
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, key)
        await resize(pilot, size)
        assert [rows_drawn(rows) for rows in app.screen.query(Rows)] == small


def rows_drawn(rows: Rows) -> str:
    """A list as it stands on the screen."""
    region = rows.region
    strips = rows.screen._compositor.render_strips()[region.y : region.bottom]
    return "\n".join(strip.crop(region.x, region.right).text for strip in strips)


async def test_the_text_in_hand_stays_in_view_whatever_becomes_of_the_window(
    demo_store: Store,
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "7", "s", "t", "f8")
        voice = app.screen.query_one("#voice", TextArea)
        assert app.focused is voice
        for line in range(12):
            await typed(pilot, f"line {line}")
            await press(pilot, "enter")
        for size in ((60, 20), (120, 40), (40, 15), (80, 24)):
            await resize(pilot, size)
            assert_is_seen(voice)
            await typed(pilot, "more")
            await press(pilot, "enter")
            assert_is_seen(voice)


async def test_the_field_in_hand_stays_in_view_whatever_becomes_of_the_window(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3", "d", "tab", "tab", "tab", "tab")
        for size in ((60, 12), (120, 40), (40, 12)):
            await resize(pilot, size)
            assert app.focused is not None
            assert_is_seen(app.focused)


def assert_is_seen(field: Widget) -> None:
    """The cursor of a field is within everything that stands around it."""
    at = field.cursor_screen_offset  # type: ignore[attr-defined]
    for around in field.ancestors:
        if isinstance(around, Widget):
            assert around.content_region.contains(at.x, at.y), around


async def test_a_result_of_the_search_that_is_left_at_once_ends_nothing(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo, NARROW) as (app, pilot):
        await press(pilot, "slash")
        await typed(pilot, "C-1029")
        await burst(app, pilot, "enter", "escape", "7", "3")
        await still(pilot)
        assert app.is_running


async def test_what_has_not_come_yet_when_the_app_ends_is_shown_no_more(
    unchanged_demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()
    given_up: list[bool] = []
    close_all = QuietApp._close_all

    async def noted(app: QuietApp) -> None:
        given_up.extend(
            worker.is_cancelled for worker in app.workers if worker.name == "_ask_for_card"
        )
        may_go_on.set()
        await close_all(app)

    monkeypatch.setattr(QuietApp, "_close_all", noted)
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3")
        unchanged_demo.submit(lambda _session: may_go_on.wait(HANGS_AFTER))
        app.screen.query_one("#children", Rows).action_last()  # whose card is not at hand
        await pilot.pause()
    assert given_up == [True], "else it would look for widgets that are gone"


async def test_the_cursor_is_seen_where_it_goes(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "slash")
        await typed(pilot, "school")
        for key in ("left", "home", "backspace", "ctrl+z"):
            field = app.focused
            assert isinstance(field, LineField)
            field._cursor_visible = False  # the half of a second in which it blinks
            await press(pilot, key)
            assert field._cursor_visible


async def test_a_long_preview_is_read_by_keys(store: Store) -> None:
    async with running(store, NARROW) as (app, pilot):
        for number in range(12):
            await app.running.desk.try_run(
                add_worker, f"Worker {'abcdefghijkl'[number]}", "Harbour"
            )
        await press(pilot, "2", "N", "right")
        box = app.screen.query_one("#preview-box")
        await until(pilot, lambda: box.max_scroll_y > 0)
        await press(pilot, "pagedown")
        assert box.scroll_y > 0
        await press(pilot, "pageup")
        assert box.scroll_y == 0


async def test_no_card_is_left_of_a_child_that_the_words_left_out(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3")
        await burst(app, pilot, *"fczzz")
        assert isinstance(app.screen, ReviewScreen)
        await until(pilot, lambda: app.screen.card is None)  # type: ignore[attr-defined]
        assert app.screen.query_one(LabelledText).plain_text() == ""


async def test_words_typed_straight_after_the_filters_key_are_its_words(
    unchanged_demo: Store,
) -> None:
    """A letter that overtook the field would act as a command: `p` pins a child."""
    for mode in ("3", "4", "5", "6", "8"):
        async with running(unchanged_demo) as (app, pilot):
            await press(pilot, mode)
            await burst(app, pilot, *"fpamc")
            assert app.screen.query_one(FilterField).value == "pamc"
            assert app.screen.focused is app.screen.query_one(FilterField)


async def test_half_a_letter_and_zero_bytes_are_taken_out_where_they_are_typed(
    demo_store: Store,
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "n")
        app.post_message(Key("\ud800", "\ud800"))
        app.post_message(Paste("a\ud83db\0c"))
        await still(pilot)
        field = app.screen.query_one(TextField)
        assert ascii(field.text) == ascii("\ufffda\ufffdbc"), "in signs that a report can hold"
        await press(pilot, "ctrl+s")
        assert not isinstance(app.screen, Form), "it is kept"


def test_a_byte_that_is_no_utf_8_is_read_as_an_unknown_letter() -> None:
    from textual.drivers import linux_driver

    from supervision_tui.app.terminal_driver import cleared

    cleared(linux_driver.LinuxDriver)
    decoder = vars(linux_driver)["getincrementaldecoder"]("utf-8")()
    assert decoder.decode(b"5 \xa3 and \xc2") == "5 \ufffd and "
    assert decoder.decode(b"\xa3", final=True) == "£"


async def test_a_phrase_of_ones_own_is_written_by_its_name(unchanged_demo: Store) -> None:
    settings = Settings(phrases={"alone": "Seen alone at home."})
    async with running(unchanged_demo, settings=settings) as (app, pilot):
        await press(pilot, "3", "n")
        field = app.screen.query_one(TextArea)
        await typed(pilot, "Mon: ;;Alone and ;;nobody here ;;alone")
        await press(pilot, "enter")
        assert field.text == "Mon: Seen alone at home. and ;;nobody here Seen alone at home.\n"
        await press(pilot, "ctrl+z", "ctrl+z")
        assert ";;alone" in field.text


async def test_help_says_what_a_screen_is_for_and_what_a_word_means(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "question_mark")
        assert "Is there time for supervision?" in "\n".join(shown(app))
        await typed(pilot, "not known here")
        text = " ".join("\n".join(shown(app)).split())
        assert "never counted as late" in text
