"""The reason why a child of the agenda is not discussed: for one, or for all who have no word
yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from supervision_tui.desk.moment import Refused
from supervision_tui.practice import wording
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.form import Field, FormSpec, Values


async def ask_why(screen: Screen[Any], refs: Sequence[str], there: str = "") -> str | None:
    """The reason as typed; an empty one takes back the one that was `there`.

    Nothing where a person went back.
    """

    async def take(values: Values) -> str:
        if not values["because"].strip() and not there.strip():
            raise Refused("Say why: time ran out, nothing new since the review.", field="because")
        return values["because"]

    whom = refs[0] if len(refs) == 1 else wording.count(len(refs), "child", "children")
    says = wording.listing(list(refs)) if len(refs) > 1 else ""
    field = Field("because", "Because", there, hint="time ran out; nothing new since the review")
    found: str | None = await show_form(
        screen, FormSpec(f"{whom} · not discussed", (field,), says=says), take
    )
    return found
