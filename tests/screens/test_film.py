"""The README's film: a few minutes of work in pictures, drawn anew with the other pictures."""

import re
from pathlib import Path

import pytest
from defusedxml import ElementTree

from supervision_tui.vault.store import Store

from .app_under_test import app_on, press, still, typed
from .film import Frame, film

FILM = Path(__file__).parents[2] / "snapshots" / "film.svg"
SAYS = re.compile(r'<text class="says"[^>]*>(.*?)</text>')
SIZE = (120, 36)
DIRECTION = "Visit unannounced by fri because the evenings are not known"
SCENES = (
    ((), "Today: what to do first, by what resolves it"),
    (("right",), "→  one supervision session resolves all of these"),
    (("7",), "7  Workload: whose caseload crowds out supervision, and why"),
    (("equals_sign", "j", "F", "tab", "space"), "=  What if this family went to somebody else?"),
    (("escape", "s", "t"), "s  The hour: earlier directions, reflection, then direction"),
    (("f5", f"={DIRECTION}", "enter"), "f5  A direction in one line: what, by when, because"),
    (("escape", "escape", "3", "j", "j"), "3  Children: those not discussed for longest, first"),
    (("6",), "6  Training: what is valid, what runs out, what was missed"),
)


async def test_the_film_shows_the_app_as_it_is(
    demo_store: Store, request: pytest.FixtureRequest
) -> None:
    app, frames = app_on(demo_store), []
    async with app.run_test(size=SIZE) as pilot:
        await still(pilot)
        for keys, says in SCENES:
            for key in keys:
                if key.startswith("="):
                    await typed(pilot, key[1:])
                else:
                    await press(pilot, key)
            await still(pilot)
            frames.append(Frame(app.export_screenshot(simplify=True), says))
    assert len({each.picture for each in frames}) == len(SCENES), "each scene shows something else"
    drawn = film(frames)
    ElementTree.fromstring(drawn)
    if request.config.getoption("--snapshot-update"):
        FILM.write_text(drawn)
    # Not to the letter: when a text was kept last, and what is counted after it, hangs on the time.
    assert SAYS.findall(FILM.read_text()) == SAYS.findall(drawn), "make pictures draws it anew"
