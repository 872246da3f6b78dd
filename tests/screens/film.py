"""A film of pictures: one SVG that shows them one after the other, each with a line below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

SECONDS_A_PICTURE = 3
_ROOM_BELOW = 44  # for the line
_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_CREDIT = re.compile(r"<!-- Generated with Rich.*?-->\s*")


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture of the screen, as SVG, and the line that says what was pressed and is seen."""

    picture: str
    says: str


def film(frames: Sequence[Frame]) -> str:
    """One SVG of them; who asks their machine for less motion sees the first picture alone."""
    found = _VIEW_BOX.search(frames[0].picture)
    assert found, "a picture says its size"
    width, height = float(found[1]), float(found[2])
    shown = 100 / len(frames)
    fonts = "".join(_FONT_FACE.findall(frames[0].picture))
    rules = [
        f"{fonts}.says {{ font: 18px Fira Code, monospace; fill: #c9d1d9; text-anchor: middle }}",
        f"@keyframes turn {{ 0%, {shown:.3f}% {{ visibility: visible }}"
        f" {shown + 0.001:.3f}%, 100% {{ visibility: hidden }} }}",
        f".frame {{ visibility: hidden; animation: turn {SECONDS_A_PICTURE * len(frames)}s"
        " step-end infinite }",
        "@media (prefers-reduced-motion: reduce) { .frame { animation: none }"
        " .frame:first-of-type { visibility: visible } }",
    ]
    drawn = []
    for place, each in enumerate(frames):
        picture = _CREDIT.sub("", _FONT_FACE.sub("", each.picture))
        size = f'width="{width:g}" height="{height:g}"'
        picture = picture.replace("<svg ", f"<svg {size} ", 1)
        drawn.append(
            f'<g class="frame" style="animation-delay: {place * SECONDS_A_PICTURE}s">{picture}'
            f'<text class="says" x="{width / 2:g}" y="{height + 28:g}">{escape(each.says)}</text>'
            "</g>"
        )
    whole = f"0 0 {width:g} {height + _ROOM_BELOW:g}"
    style = "\n".join(rules)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{whole}">\n<style>\n{style}\n</style>\n'
        f'<rect width="100%" height="100%" rx="8" fill="#16161e"/>\n'
        + "\n".join(drawn)
        + "\n</svg>\n"
    )
