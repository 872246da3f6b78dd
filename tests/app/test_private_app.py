"""Nothing of a record leaves by Textual's own ways: notices, pictures, the terminal, what is said
of an error.
"""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App
from textual.driver import Driver
from textual.drivers.headless_driver import HeadlessDriver

from supervision_tui.app.private_app import PrivateApp
from supervision_tui.app.terminal_driver import cleared


class Noting(PrivateApp):
    """An app that runs nowhere, and what it logged."""

    def __init__(self, *, goes_on: bool = True) -> None:
        super().__init__()
        self.noted: list[tuple[str, bool]] = []
        self.goes_on = goes_on

    @property
    def can_go_on(self) -> bool:
        return self.goes_on

    def note_error(self, at: str, *, ends: bool) -> None:
        self.noted.append((at, ends))


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to Textual to be shown."""
    shown: list[str] = []
    monkeypatch.setattr(App, "notify", lambda _app, message, **_how: shown.append(message))
    return shown


def test_no_picture_is_put_into_a_folder(said: list[str]) -> None:
    app = Noting()
    assert app.deliver_screenshot("picture.svg") is None
    assert said == ["Pictures of the screen are off: they would put records into a file."]


def test_a_notice_never_steers_the_terminal(said: list[str]) -> None:
    app = Noting()
    app.notify("a file named \x1b[2J\u202egnp", markup=False)
    assert not set("\x1b\u202e") & set(said[0])


def test_an_error_is_told_once_until_somebody_goes_on_and_never_in_its_own_words(
    said: list[str],
) -> None:
    app = Noting()

    def fail() -> None:
        try:
            raise ValueError("Zyxomarker")
        except ValueError as error:
            app._handle_exception(error)

    fail()
    fail()
    assert len(app.noted) == 1
    assert not any("Zyxomarker" in each for each in said)
    app.forget_errors_told()
    fail()
    assert [ends for _, ends in app.noted] == [False, False]


def test_an_app_alone_cannot_go_on() -> None:
    app = PrivateApp()
    assert not app.can_go_on
    assert not app.is_on_its_way_out


@pytest.mark.parametrize(("screen_program", "follows_mouse"), [("", True), ("1234.pts", False)])
def test_where_a_terminal_has_no_second_screen_the_last_page_is_wiped(
    screen_program: str, follows_mouse: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setenv("STY", screen_program)

    class Terminal(HeadlessDriver):
        def __init__(self, *arguments: Any, mouse: bool = True, **named: Any) -> None:
            self.follows_mouse = mouse

        def write(self, data: str) -> None:
            written.append(data)

        def stop_application_mode(self) -> None:
            written.append("left")

    driver: Driver = cleared(Terminal)(None)  # type: ignore[arg-type]
    driver.stop_application_mode()
    assert written == ["\x1b[H\x1b[2J", "left"]
    assert driver.follows_mouse is follows_mouse  # type: ignore[attr-defined]
