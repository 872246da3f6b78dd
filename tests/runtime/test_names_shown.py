"""Names are shown, or hidden everywhere at once."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color

from supervision_tui.vault.store import Store

from .parts import Parts

WORKER = "Otter Thimblewick"


def drawn(parts: Parts, text: str) -> str:
    """A line as it is drawn now."""
    return "".join(each.text for each in parts.names.filter.apply([Segment(text)], Color(0, 0, 0)))


async def test_every_name_of_the_vault_is_hidden_and_shown_again(unchanged_demo: Store) -> None:
    parts = Parts(unchanged_demo)
    assert parts.names.shown(WORKER) == WORKER
    await parts.names.toggle()
    assert parts.names.are_hidden
    assert parts.names.filter.enabled
    assert parts.names.shown(WORKER) == "O.T."
    assert drawn(parts, f"{WORKER} rang") == "O···· T·········· rang"
    assert parts.names.without_hidden(f"{WORKER} rang") == "O···· T·········· rang"
    assert parts.names.hides_word("thimble")
    await parts.names.toggle()
    assert parts.names.shown(WORKER) == WORKER
    assert not parts.names.hides_word("thimble")
    assert parts.names.without_hidden(WORKER) == WORKER
    assert parts.heard.published == ["names", "names"]
    assert parts.heard.redrawn == 2


async def test_names_of_a_file_are_hidden_before_they_are_in_the_vault(
    unchanged_demo: Store,
) -> None:
    parts = Parts(unchanged_demo)
    parts.names.hide_more(["Zebedee Quill"])
    assert not parts.names.hides_word("Quill"), "names are shown"
    await parts.names.hide()
    parts.names.hide_more(["Zebedee Quill"])
    assert parts.names.hides_word("Quill")
    assert parts.names.hides_word("Thimblewick"), "and the others still are"


def test_nobody_is_nobody() -> None:
    assert Parts(None).names.shown(None) == "nobody"
