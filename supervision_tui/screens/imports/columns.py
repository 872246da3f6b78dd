"""A file with headings that are not known: what each column means, said once and kept for the next
time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from textual.widget import Widget
from textual.widgets import Static

from supervision_tui.desk.imports.files import ImportRefused
from supervision_tui.desk.moment import Refused
from supervision_tui.imports.council_columns import MEANINGS, NEEDED, CouncilColumns, Heading, keep
from supervision_tui.practice.wording import listing
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.keys_in_text import with_keys
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line

_NOT_NEEDED = "not needed"
_MEANS = "means "


class ColumnsScreen(DeskScreen):
    """The headings of a file with three values of each, and beside them what each is needed for."""

    WHERE = "columns"
    BINDINGS = bindings_for("columns")
    DEFAULT_CSS = """
    ColumnsScreen #says { height: auto; padding: 0 1; }
    """

    def __init__(
        self,
        path: Path,
        headings: Sequence[Heading],
        folder: Path,
        kept: Callable[[], Coroutine[Any, Any, object]],
    ) -> None:
        super().__init__()
        self._path, self._headings, self._folder, self._kept = path, headings, folder, kept
        self.meanings = {each.heading: each.likely for each in headings}

    @property
    def address(self) -> str:
        """By what it is opened again: the file is read anew, and asks again."""
        return f"bring-in {self._path}"

    def as_left(self) -> dict[str, str]:
        """Also what each column was said to mean."""
        return super().as_left() | {
            f"{_MEANS}{heading}": meaning for heading, meaning in self.meanings.items()
        }

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also with the same meanings, as far as the columns are there."""
        said = {
            name.removeprefix(_MEANS): value
            for name, value in left.items()
            if name.startswith(_MEANS)
        }
        self.meanings |= {heading: said[heading] for heading in self.meanings if heading in said}
        await self.load()
        await super().come_back(left)

    def body(self) -> Iterable[Widget]:
        """Show what is to be done, and the columns."""
        yield Static(id="says")
        columns = (
            Column("In the file", 28),
            Column("Examples"),
            Column("Meaning", 34),
        )
        yield Pane(
            f"What do the columns of {self._path.name} mean?",
            Rows(*columns, id="columns"),
            id="columns-pane",
        )

    async def load(self) -> None:
        """Show the columns, and what is still needed."""
        self.query_one(Rows).show([self._row(each) for each in self._headings])
        missing = [MEANINGS[meaning] for meaning in NEEDED if meaning not in self.meanings.values()]
        words = (
            with_keys("Enough is known; ‹columns.keep› saves it and reads the file.", self),
            "focus",
        )
        if missing:
            words = f"Still needed: {listing(missing)}.", "late"
        self.query_one("#says", Static).update(line(words))
        if self.focused is None:
            self.set_focus(self.query_one(Rows))

    def _row(self, each: Heading) -> Row:
        meaning = self.meanings[each.heading]
        tone = "focus" if meaning else "quiet"
        cells = (
            Cell(each.heading),
            Cell(" · ".join(each.samples), "quiet"),
            Cell(MEANINGS.get(meaning, _NOT_NEEDED), tone),
        )
        return Row(each.heading, cells)

    def on_rows_chosen(self) -> None:
        """A second click asks."""
        self.action_say()

    @opens_dialog
    async def action_say(self) -> None:
        """Say what the column at the mark means."""
        heading = self.query_one(Rows).key
        if heading is None:
            return
        words = {_NOT_NEEDED: ""} | {words: meaning for meaning, words in MEANINGS.items()}
        now = MEANINGS.get(self.meanings[heading], _NOT_NEEDED)

        async def take(values: Values) -> bool:
            self._means(heading, words[values["meaning"]])
            return True

        field = Field("meaning", "It is", now, kind="choice", words=tuple(words))
        if await show_form(self, FormSpec(f"Column “{heading}”", (field,)), take):
            self.reload()

    def _means(self, heading: str, meaning: str) -> None:
        """Let a column mean that, and no other one."""
        for each, there in self.meanings.items():
            if there == meaning:
                self.meanings[each] = ""
        self.meanings[heading] = meaning

    @opens_dialog
    async def action_keep(self) -> None:
        """Give the columns a name, keep them, and read the file with them."""
        columns = {meaning: heading for heading, meaning in self.meanings.items() if meaning}
        missing = [MEANINGS[meaning] for meaning in NEEDED if meaning not in columns]
        if missing:
            self.running.notices.refuse(f"Say first which column is the {missing[0]}.")
            return

        async def take(values: Values) -> CouncilColumns:
            name = values["name"].strip()
            if not name:
                raise Refused("Give it a name, like Caseload from Mosaic.", field="name")
            own = CouncilColumns(name, columns)
            try:
                await asyncio.to_thread(keep, self._folder, own)
            except ImportRefused as why:
                raise Refused(str(why), field="name") from None
            return own

        spec = FormSpec(
            "Keep these columns",
            (Field("name", "Name", hint="Caseload from Mosaic"),),
            save="keep and read",
        )
        own = await show_form(self, spec, take)
        if own:
            self.app.run_worker(self._kept(), name="import")  # this screen is gone by then
            self.dismiss()
