"""Fields kept while their form stands there: a lock, a crash and a power cut lose nothing typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from textual.screen import Screen
from textual.widgets import Input, TextArea

from supervision_tui.runtime.running import Running, running_of

from .choice import Choice
from .timescale_field import TimescaleField

_EVERY = 1.0  # seconds


class KeptFields:
    """For a screen with fields, named before its Textual class.

    Each field is found by its name and `FIELD` before it.

    Nothing is kept where `draft_key` is empty.
    """

    FIELD = ""
    draft_key = ""
    # until it has its first field and what was typed before, keys that are typed wait for it
    is_ready = False
    _kept: str | None = (
        None  # what is kept of it, or stood there at first; nothing until that is known
    )

    @property
    def is_kept(self) -> bool:
        """Tell whether what is typed here is kept: filled in, and neither saved nor left."""
        return self._kept is not None

    def kept_names(self) -> list[str]:
        """The names of the fields that are kept."""
        return []

    async def bring_back(self) -> bool:
        """Fill in what was typed before, and keep what is typed from now on.

        Returns whether there was something.
        """
        if not self.draft_key:
            return False
        kept = await self.running.drafts.find(self.draft_key)
        if not self._screen.is_attached:  # it was left meanwhile
            return False
        if kept:
            self.fill(json.loads(kept))
        self._kept = self._body()
        self._screen.set_interval(_EVERY, self.keep)
        return bool(kept)

    async def keep(self) -> bool:
        """Keep what has been typed since the last time; returns whether it is kept."""
        if self._kept is None or (body := self._body()) == self._kept:
            return True
        is_kept = await self.running.drafts.keep(self.draft_key, body)
        if is_kept and self._kept is not None:
            self._kept = body  # what was typed meanwhile differs from it, and is kept the next time
        return is_kept

    async def forget(self) -> None:
        """Keep nothing of it any more: it is a record now, or a person went back."""
        if self.draft_key:
            self._kept = None
            await self.running.drafts.drop(self.draft_key)

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the fields of these names."""
        for name, value in values.items():
            for widget in self._screen.query(f"#{self.FIELD}{name}"):
                if isinstance(widget, TextArea):
                    widget.load_text(value)
                    widget.move_cursor(widget.document.end)
                elif isinstance(widget, Input | Choice | TimescaleField):
                    widget.value = value

    def value_of(self, name: str) -> str:
        """Give what is in the field of that name."""
        widget = self._screen.query_one(f"#{self.FIELD}{name}")
        if isinstance(widget, TextArea):
            return widget.text
        return str(getattr(widget, "value", ""))

    def _body(self) -> str:
        values = {name: self.value_of(name) for name in self.kept_names()}
        body = json.dumps(values, ensure_ascii=False)
        try:
            body.encode()
        except UnicodeEncodeError:  # a folder's name that is no text
            return json.dumps(values)
        return body

    @property
    def _screen(self) -> Screen[Any]:
        return cast(Screen[Any], self)

    @property
    def running(self) -> Running:
        """The parts of the running app."""
        return running_of(self._screen)
