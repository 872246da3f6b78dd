"""How the app looks: what is set holds at once, and is written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from supervision_tui.commands import Keymap
from supervision_tui.configuration.settings import Settings
from supervision_tui.configuration.settings_file import read_settings
from supervision_tui.configuration.theme_files import OWN_FOLDER
from supervision_tui.runtime.look import PLAIN_LAYOUT, Look
from supervision_tui.runtime.spelling import Spelling
from supervision_tui.runtime.themes import shipped_folder, textual_theme, usual_colours

from .parts import Parts


class Bare(App[None]):
    """An app with nothing of ours, which runs nowhere."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(usual_colours())

    def refresh_css(self, animate: bool = True) -> None:
        """Nothing is drawn."""


def look_of(settings: Settings) -> tuple[Look, App[Any], Parts]:
    """A look, the app that has it, and what was said."""
    app, parts = Bare(), Parts(None)
    return Look(app, settings, parts.vault, parts.notices, Spelling(None)), app, parts


async def test_what_is_set_holds_and_is_written_down(tmp_path: Path) -> None:
    look, app, _ = look_of(Settings(folder=tmp_path))
    assert (app.theme, look.is_plain, look.is_still) == ("evening", False, False)
    await look.change("theme", "paper")
    await look.change("layout", "plain")
    assert app.theme == "paper"
    assert app.has_class(PLAIN_LAYOUT)
    assert app.animation_level == "none"
    assert look.nothing_drawn.enabled
    assert read_settings(tmp_path)["theme"] == "paper"


async def test_what_cannot_be_written_down_holds_and_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "settings"
    folder.write_text("no folder")
    look, app, parts = look_of(Settings(folder=folder))
    await look.change("theme", "paper")
    assert app.theme == "paper"
    assert parts.heard.said[-1].startswith("warning: ")


def test_a_theme_is_tried_without_being_written(tmp_path: Path) -> None:
    look, app, _ = look_of(Settings(folder=tmp_path))
    look.try_theme("paper")
    look.try_theme("there-is-none")
    assert app.theme == "paper"
    assert look.settings["theme"] == "evening"
    assert not list(tmp_path.iterdir())


def test_a_theme_file_of_ones_own_is_a_theme_as_soon_as_it_is_there(tmp_path: Path) -> None:
    look, app, parts = look_of(Settings(folder=tmp_path))
    assert not look.read_changed_themes()
    (tmp_path / OWN_FOLDER).mkdir()
    evening = (shipped_folder() / "evening.toml").read_text()
    (tmp_path / OWN_FOLDER / "moss.toml").write_text(
        evening.replace('name = "evening"', 'name = "moss"')
    )
    assert look.read_changed_themes()
    assert "moss" in look.themes.there
    assert app.theme == "evening", "the one that is shown goes on being shown"
    assert "The theme moss is here" in parts.heard.said[-1]
    (tmp_path / OWN_FOLDER / "torn.toml").write_text("name = ")
    assert look.read_changed_themes()
    assert "cannot be used" in parts.heard.said[-1]


def test_what_is_wrong_is_said_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(
        'theme = "none-such"\nlayout = 3\n[keys]\n"nowhere.nothing" = "x"\n'
    )
    settings = read_settings(tmp_path)
    look, _, parts = look_of(settings)
    look.say_what_is_wrong(Keymap(settings.keys))
    said = "\n".join(parts.heard.said)
    assert "There is no theme none-such" in said
    assert "line 2" in said
    assert "nowhere.nothing" in said


@pytest.mark.parametrize("name", ["evening", "paper"])
def test_a_theme_gives_textual_each_meaning_by_its_name(name: str) -> None:
    look, _, _ = look_of(Settings())
    made = textual_theme(look.themes.there[name])
    assert made.variables["late"] == look.themes.there[name].colours["late"]
    assert made.variables["text-muted"] == look.themes.there[name].colours["quiet"]
