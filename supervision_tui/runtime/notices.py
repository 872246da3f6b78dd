"""Notices in passing: a record was changed, something was not done, something went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from supervision_tui.commands import Keymap


class Shows(Protocol):
    """A part that puts a notice on the screen."""

    def __call__(
        self, message: str, *, severity: str = ..., markup: bool = ..., timeout: float = ...
    ) -> None:
        """Show it for so many seconds."""


class Notices:
    """Notices, shown by `show` and taken away by `clear`; the newest alone is worth its line."""

    def __init__(
        self,
        show: Shows,
        clear: Callable[[], None],
        keys: Keymap,
        is_written_on: Callable[[], bool],
    ) -> None:
        self.can_take_back = False  # what was changed last
        self._show = show
        self._clear = clear
        self._keys = keys
        self._is_written_on = is_written_on

    def say(self, text: str) -> None:
        """Say something, and nothing else."""
        self._clear()
        self.add(text, 4)

    def add(self, text: str, seconds: float) -> None:
        """Say something beside what is said already."""
        self._show(self.fill(text), markup=False, timeout=seconds)

    def refuse(self, text: str) -> None:
        """Say why a key does nothing here, and what would; and nothing else."""
        self._clear()
        self.warn(text, 4)

    def warn(self, text: str, seconds: float = 8) -> None:
        """Say that something was not done, or is not as it should be."""
        self._show(f"! {self.fill(text)}", severity="warning", markup=False, timeout=seconds)

    def fail(self, text: str, seconds: float = 8) -> None:
        """Say that something went wrong."""
        self._show(f"! {self.fill(text)}", severity="error", markup=False, timeout=seconds)

    def undone(self, text: str) -> None:
        """Say that a change was taken back."""
        self._clear()
        self.add(f"↶ {text}", 4)

    def changed(self, text: str) -> None:
        """Say that a record was changed, and the key that takes it back where it can be."""
        self._clear()
        says = f"✓ {text}"
        if self.can_take_back:
            says = f"{says} Undo: ‹undo›."
        self.add(says, 6)

    def fill(self, sentence: str) -> str:
        """The sentence with the present key of each command that it names.

        A letter is none where people write.
        """
        return self._keys.fill(sentence, but_letters=self._is_written_on())

    def clear(self) -> None:
        """Let nothing that was said stand in the way any more."""
        self._clear()
