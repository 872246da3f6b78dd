"""Every theme can be read: each pair of text and ground, in its file and on real screens, in few
colours too.
"""

from __future__ import annotations

from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color, ColorSystem
from textual.pilot import Pilot

from supervision_tui.configuration.settings import Settings
from supervision_tui.configuration.theme_files import (
    GROUNDS,
    NEEDED,
    NEEDED_OF_RULES,
    TEXTS,
    ThemeWrong,
    contrast,
    hard_to_read,
    read_theme,
)
from supervision_tui.runtime.themes import all_themes
from supervision_tui.vault.store import Store

from .app_under_test import QuietApp, app_on, press, still, until

THEMES = all_themes().there
# How protanopia, deuteranopia and tritanopia change linear red, green and blue (Machado, Oliveira,
# Fernandes 2009).
LESS_COLOUR = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def test_there_is_a_theme_for_every_need() -> None:
    assert not all_themes().wrong
    assert {"evening", "morning", "contrast-dark", "contrast-light", "clear", "paper"} <= set(
        THEMES
    )
    assert {THEMES[name].contrast for name in ("contrast-dark", "contrast-light")} == {"AAA"}
    assert {theme.is_dark for theme in THEMES.values() if theme.contrast == "AAA"} == {True, False}


@pytest.mark.parametrize(("theme", "ground", "text"), list(product(THEMES, GROUNDS, TEXTS)))
def test_text_stands_out_from_its_ground(theme: str, ground: str, text: str) -> None:
    found = THEMES[theme]
    assert contrast(found.colours[text], found.colours[ground]) >= NEEDED[found.contrast]


@pytest.mark.parametrize("theme", THEMES)
def test_rules_can_be_seen(theme: str) -> None:
    assert (
        contrast(THEMES[theme].colours["rule"], THEMES[theme].colours["ground"]) >= NEEDED_OF_RULES
    )
    assert hard_to_read(THEMES[theme]) == []


@pytest.mark.parametrize("kind", LESS_COLOUR)
def test_the_clear_theme_keeps_its_meanings_apart_for_colour_blind_eyes(kind: str) -> None:
    seen = {
        name: _seen(THEMES["clear"].colours[name], LESS_COLOUR[kind])
        for name in ("late", "soon", "focus")
    }
    for one, other in combinations(seen, 2):
        assert sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5 > 20, (
            one,
            other,
        )


@pytest.mark.parametrize("theme", THEMES)
def test_in_sixteen_colours_no_text_has_the_colour_of_its_ground(theme: str) -> None:
    few = {
        name: Color.parse(hexed).downgrade(ColorSystem.STANDARD).number
        for name, hexed in THEMES[theme].colours.items()
    }
    for text, ground in product(TEXTS, GROUNDS):
        assert few[text] != few[ground], (text, ground)


EVERY_THEME = pytest.mark.hard("every theme on real screens")


@pytest.mark.parametrize(
    "theme",
    [
        theme if theme in ("evening", "contrast-light") else pytest.param(theme, marks=EVERY_THEME)
        for theme in THEMES
    ],
)
async def test_what_really_stands_on_the_screen_can_be_read(
    unchanged_demo: Store, theme: str
) -> None:
    app = app_on(unchanged_demo, Settings().with_value("theme", theme, "a test"))
    async with app.run_test(size=(120, 40)) as pilot:
        await still(pilot)
        for keys in (
            ("1",),
            ("3", "d"),
            ("escape", "ctrl+p"),
            ("escape", "question_mark"),
            ("escape", "comma"),
        ):
            await press(pilot, *keys)
            app.notify("A notice.", severity="warning", markup=False)
            await still(pilot)
            _check_screen(app, NEEDED[THEMES[theme].contrast])


def _check_screen(app: QuietApp, needed: float) -> None:
    in_front = app.screen.query(".in-front, #--container") if app.screen.is_modal else ()
    x, y, width, height = (
        next(iter(in_front)) if in_front else app.screen
    ).region  # what is behind is not to be read
    for strip in app.screen._compositor.render_strips()[y : y + height]:
        for segment in strip.crop(x, x + width):
            style = segment.style
            if (
                style is None
                or style.color is None
                or style.bgcolor is None
                or not any(map(str.isalnum, segment.text))
            ):
                continue
            text, ground = (
                (style.bgcolor, style.color) if style.reverse else (style.color, style.bgcolor)
            )
            pair = [
                f"#{''.join(f'{part:02x}' for part in each.get_truecolor())}"
                for each in (text, ground)
            ]
            assert contrast(*pair) >= needed, (segment.text, *pair)


def _seen(hexed: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """A colour as such eyes see it, in CIELAB."""
    parts = [int(hexed[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in matrix
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


# A person's own


def own_theme(folder: Path, name: str = "moss", **changed: str) -> Path:
    """A theme file like the evening one, but for what is changed."""
    text = THEMES["evening"].path.read_text("utf-8").replace('name = "evening"', f'name = "{name}"')
    for key, value in changed.items():
        text = "\n".join(
            f'{key} = "{value}"' if each.startswith(f"{key} =") else each
            for each in text.splitlines()
        )
    (folder / "themes").mkdir(exist_ok=True)
    path = folder / "themes" / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"late": "red"}, 'late: it is a colour like "#1f5f9e".'),
        ({"contrast": "B"}, "contrast: it is one of AA, AAA."),
        ({"soon": "#12345"}, 'soon: it is a colour like "#1f5f9e".'),
    ],
)
def test_a_wrong_theme_says_its_line_and_what_would_be_right(
    tmp_path: Path, changed: dict[str, str], says: str
) -> None:
    with pytest.raises(ThemeWrong, match=r"moss\.toml, line") as why:
        read_theme(own_theme(tmp_path, **changed))
    assert says in str(why.value)


def test_a_theme_that_is_hard_to_read_says_which_pair(tmp_path: Path) -> None:
    faint = hard_to_read(read_theme(own_theme(tmp_path, quiet="#333333")))
    assert {each.key for each in faint} == {"quiet"}
    assert "4.5 is needed" in faint[0].says


async def test_a_file_of_ones_own_appears_at_once_and_a_wrong_one_is_explained(
    unchanged_demo: Store, tmp_path: Path
) -> None:
    app = app_on(unchanged_demo, Settings(folder=tmp_path))
    async with app.run_test(size=(120, 40)) as pilot:
        await still(pilot)
        await press(pilot, "ctrl+o")
        own_theme(tmp_path)
        await until(pilot, lambda: "moss" in app.running.look.themes.there)
        own_theme(tmp_path, "fern", late="#zzz")
        await until(pilot, lambda: _was_said(app, "fern.toml, line"))
        assert "fern" not in app.running.look.themes.there


async def test_a_theme_is_shown_while_it_is_chosen_and_escape_goes_back(
    unchanged_demo: Store, tmp_path: Path
) -> None:
    app = app_on(unchanged_demo, Settings(folder=tmp_path))
    async with app.run_test(size=(120, 40)) as pilot:
        await still(pilot)
        await press(pilot, "ctrl+o", "G")
        assert app.theme == list(THEMES)[-1]
        await press(pilot, "escape")
        assert app.theme == "evening"
        await press(pilot, "ctrl+o", "g", "enter")
        await _until_written(pilot, tmp_path)
        assert f'theme = "{next(iter(THEMES))}"' in (tmp_path / "settings.toml").read_text("utf-8")


async def _until_written(pilot: Pilot[Any], folder: Path) -> None:
    await until(pilot, lambda: (folder / "settings.toml").exists())


def _was_said(app: QuietApp, words: str) -> bool:
    return any(words in each.message for each in app._notifications)


def test_a_file_of_ones_own_from_before_good_and_chart_is_still_a_theme(tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    lines = THEMES["evening"].path.read_text("utf-8").splitlines()
    own.write_text("\n".join(x for x in lines if not x.startswith(("good", "chart"))), "utf-8")
    found = read_theme(own)
    assert found.colours["good"] == found.colours["focus"]
    assert found.colours["chart"] == found.colours["quiet"]
