"""Spelling: the machine's dictionary is found, and what it does not know is underlined."""

import os
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from supervision_tui.app.app import SupervisionApp
from supervision_tui.configuration.settings import Settings
from supervision_tui.runtime.running import RunsSupervision
from supervision_tui.runtime.spelling import Spelling
from supervision_tui.runtime.themes import usual_colours
from supervision_tui.system.clock import Clock
from supervision_tui.system.dictionary import dictionary_folders, find_dictionary
from supervision_tui.widgets.text_field import TextField

WORDS = ("seen", "alone", "at", "the", "home", "child", "didn't", "draw", "with", "mother")


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    folder = tmp_path / "dictionaries"
    folder.mkdir()
    (folder / "en_GB.aff").write_text("SET UTF-8\nWORDCHARS '\n")
    (folder / "en_GB.dic").write_text("\n".join((str(len(WORDS)), *WORDS)))
    return folder / "en_GB"


async def unknown(dictionary: Path | None, text: str) -> list[str]:
    spelling = Spelling(dictionary)
    await spelling.read()
    return [text[start:end] for start, end in spelling.unknown_words(text, {})]


async def test_only_plain_words_are_looked_up(dictionary: Path) -> None:
    text = "Bronwyn seen aloen at teh home, C-1041; mail.ada@x.org didn’t drwa 2pm w/c genogram"
    assert await unknown(dictionary, text) == ["aloen", "teh", "drwa"]


async def test_without_a_dictionary_nothing_is_marked(tmp_path: Path) -> None:
    assert await unknown(None, "teh chidl") == []
    broken = tmp_path / "en_GB"
    broken.with_suffix(".aff").write_bytes(b"SFX \xff\nSFX")
    broken.with_suffix(".dic").write_bytes(b"\x00\xff")
    assert await unknown(broken, "teh chidl") == []


def test_a_dictionary_is_looked_for_where_the_person_says_first(
    dictionary: Path, tmp_path: Path
) -> None:
    half = tmp_path / "half"
    half.mkdir()
    (half / "en_GB.dic").write_text("1\nseen\n")
    folders = dictionary_folders({"DICPATH": f"{half}{os.pathsep}{dictionary.parent}"})
    assert folders[:2] == (half, dictionary.parent)
    assert find_dictionary(folders) == dictionary, "one without its rules is none"
    assert find_dictionary([half]) is None


class OneText(App[None], RunsSupervision):
    def __init__(self, dictionary: Path, spelling: str) -> None:
        settings = Settings().with_value("spelling", spelling, "a test")
        self.running = SupervisionApp(
            None, Clock(), settings=settings, dictionary=dictionary
        ).running
        super().__init__()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(usual_colours())

    def compose(self) -> ComposeResult:
        yield TextField("seen aloen with teh mother", id="text")

    def underlined(self) -> str:
        strip = self.query_one(TextField).render_line(0)
        return "".join(each.text for each in strip if each.style and each.style.underline)


@pytest.mark.parametrize(("spelling", "marked"), [("marked", "aloenteh"), ("off", "")])
async def test_unknown_words_are_underlined_but_for_the_one_at_the_cursor(
    dictionary: Path, spelling: str, marked: str
) -> None:
    app = OneText(dictionary, spelling)
    async with app.run_test(size=(60, 6)) as pilot:
        app.query_one(TextField).focus()
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert app.underlined() == marked
        await pilot.press(*["right"] * 8)
        assert app.underlined() == marked.replace("aloen", "")
