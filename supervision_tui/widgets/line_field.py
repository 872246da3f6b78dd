"""A field of one line whose typing can be taken back, and which may offer words."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Size
from textual.reactive import reactive
from textual.suggester import SuggestFromList

from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.runtime.running import running_of

from .one_line import OneLine

_MOST = 200  # steps that can be taken back


class LineField(OneLine):
    """An input with undo (`ctrl+z`) and redo (`ctrl+y`).

    With `offers`, `down` takes the next and `right` completes.

    One that `hides_names` shows dots while names are hidden and a word typed in it is one, in
    whatever case.
    """

    BINDINGS = bindings_for("line")

    _hides_names = False
    virtual_size = reactive(Size(0, 0))  # what is typed moves nothing else

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        offers: Sequence[str] = (),
        hides_names: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        suggester = SuggestFromList(offers, case_sensitive=False) if offers else None
        super().__init__(
            value,
            placeholder=placeholder,
            suggester=suggester,
            compact=True,
            id=id,
            classes=classes,
        )
        self._offers = tuple(offers)
        self._hides_names = hides_names
        self._past: list[str] = []
        self._future: list[str] = []
        self._here = value
        self._is_stepping = False
        self._typed = ""
        self._taken: str | None = None

    def on_mount(self) -> None:
        """Names may be hidden while words stand here."""
        if self._hides_names:
            running_of(self).store_changed.subscribe(self, self._hide_names)

    def on_unmount(self) -> None:
        """Left for good: what hears of changes would be held for ever."""
        if self._hides_names:
            running_of(self).store_changed.unsubscribe(self)

    def watch_value(self) -> None:
        """Look at each word that is typed."""
        if self._hides_names:
            self._hide_names("")

    def _hide_names(self, _what: str) -> None:
        names = running_of(self).names
        self.password = any(names.hides_word(word) for word in self.value.split())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without words on offer the key is left to what stands around the field."""
        if action == "take":
            return bool(self._offers)
        return super().check_action(action, parameters)

    def on_input_changed(self) -> None:
        """Note what stood there before, and what was typed: the words offered hold it."""
        if self.value != self._taken:
            self._typed, self._taken = self.value, None
        if self.value != self._here:
            if not self._is_stepping:
                self._past = [*self._past[1 - _MOST :], self._here]
                self._future.clear()
            self._here = self.value
        self._is_stepping = False

    def offer(self, words: Sequence[str]) -> None:
        """Offer other words from now on."""
        self._offers = tuple(words)
        self.suggester = SuggestFromList(words, case_sensitive=False) if words else None

    def load(self, value: str) -> None:
        """Put another text here, as of another child, and forget what could be taken back."""
        self._past.clear()
        self._future.clear()
        self._here = self._typed = value
        self._taken = None
        self.value = value

    def action_undo(self) -> None:
        """Take back the last change in this field."""
        self._step(self._past, self._future)

    def action_redo(self) -> None:
        """Do it again."""
        self._step(self._future, self._past)

    def action_take(self) -> None:
        """Take the next of the words offered: of those that begin as was typed, or of all."""
        if self._offers:
            wanted = self._typed.strip().casefold()
            if wanted in map(str.casefold, self._offers):
                wanted = ""  # it is one of them already: all others are offered
            fitting = [each for each in self._offers if wanted in each.casefold()] or list(
                self._offers
            )
            fitting.sort(key=lambda each: not each.casefold().startswith(wanted))
            place = fitting.index(self.value) if self.value in fitting else -1
            self._taken = self.value = fitting[(place + 1) % len(fitting)]
            self.cursor_position = len(self.value)

    def _step(self, back: list[str], forth: list[str]) -> None:
        if back:
            forth.append(self.value)
            self._is_stepping = True
            self.value = back.pop()
            self.cursor_position = len(self.value)
