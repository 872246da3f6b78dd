"""Every pair of text and ground in every theme can be read: 4.5 to 1 or better (WCAG 2.2, AA)."""

from __future__ import annotations

import pytest
from textual.color import Color

from supervision_tui.themes import all_themes


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG defines it."""
    lights = sorted((_luminance(Color.parse(one)), _luminance(Color.parse(other))))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(color: Color) -> float:
    parts = [part / 255 for part in (color.r, color.g, color.b)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


TEXTS = ("text", "quiet", "focus", "late", "soon", "personal")
GROUNDS = ("ground", "panel", "cursor")


@pytest.mark.parametrize("theme", all_themes())
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_stands_out_from_its_ground(theme: str, text: str, ground: str) -> None:
    variables = all_themes()[theme].variables
    assert contrast(variables[text], variables[ground]) >= 4.5


@pytest.mark.parametrize("theme", all_themes())
def test_rules_can_be_seen(theme: str) -> None:
    variables = all_themes()[theme].variables
    assert contrast(variables["rule"], variables["ground"]) >= 3
