"""Importing names by pasting lines: reference, name, family, born."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from supervision_tui.desk.imports.files import CaseloadFile, ImportRefused
from supervision_tui.desk.moment import Refused
from supervision_tui.imports.names_file import PASTED, names_pasted
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.form import Field, FormSpec, Values

from .kinds import names_in
from .preview import ImportPreview, Source

PASTED_NAMES = "names-pasted"
_LABEL = "One child a line: reference, name, family, born"
_SAYS = "Lines from a list or a spreadsheet; a file with these columns is imported like any other."


async def paste_names(screen: Screen[Any]) -> None:
    """Ask for the lines, and show what they would change."""
    running = running_of(screen)

    async def take(values: Values) -> tuple[str, CaseloadFile]:
        try:
            return values["lines"], names_pasted(values["lines"], running.vault.today)
        except ImportRefused as why:
            raise Refused(str(why), field="lines") from None

    spec = FormSpec(
        "Names of children", (Field("lines", _LABEL, kind="text"),), says=_SAYS, save="look at them"
    )
    found = await show_form(screen, spec, take)
    if found is None:
        return
    text, file = found
    running.names.hide_more(names_in(file))
    await screen.app.push_screen(ImportPreview(file, pasted_source(text)))


def pasted_source(text: str) -> Source:
    """Give lines that were pasted as the source of an import, which is read again after a lock."""
    return Source(
        PASTED, lambda today, order: names_pasted(text, today, order), f"{PASTED_NAMES} {text}"
    )
