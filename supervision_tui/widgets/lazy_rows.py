"""Rows that are made when they are drawn: of thousands of children some forty are in view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Generic, TypeVar, overload

from .rows import Row

Thing = TypeVar("Thing")


class LazyRows(Sequence[Row], Generic[Thing]):
    """One row for each thing; `key` knows the row's key without making it."""

    def __init__(
        self, things: Sequence[Thing], key: Callable[[Thing], str], make: Callable[[Thing], Row]
    ) -> None:
        self._things, self._key, self._make = things, key, make
        self._made: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        """The row at a place, made once; of a slice a list."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if place not in self._made:
            self._made[place] = self._make(self._things[place])
        return self._made[place]

    def under(self, prefix: str) -> LazyRows[Thing]:
        """Put a prefix before the key of each row."""

        def make(thing: Thing) -> Row:
            row = self._make(thing)
            return Row(f"{prefix}{row.key}", row.cells)

        return LazyRows(self._things, lambda thing: f"{prefix}{self._key(thing)}", make)

    def place_of(self, key: str) -> int | None:
        """Find where the row with that key is."""
        return self._places.get(key)

    def forget(self, key: str) -> None:
        """Let the row with that key be made anew when it is drawn next."""
        place = self.place_of(key)
        if place is not None:
            self._made.pop(place, None)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {self._key(thing): place for place, thing in enumerate(self._things)}
