"""Children picked in a list, so that a key acts on several; a lock and a crash keep them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from .desk_screen import DeskScreen

_PICKED = "picked"


class ChildPicks(DeskScreen):
    """A screen on which children are picked, by their references."""

    def __init__(self) -> None:
        super().__init__()
        self.picked: set[str] = set()

    def pickable(self) -> set[str]:
        """The children that can be picked now, for a screen on which all are picked at once."""
        return set()

    def show_picks(self, of: Collection[str] | None = None) -> None:
        """Show which children are picked, each screen by its own list; of these, or of all."""

    def picked_or(self, here: str | None, in_order: Iterable[str]) -> tuple[str, ...]:
        """The children picked, in the order of the list; else the one at the mark."""
        picked = tuple(ref for ref in in_order if ref in self.picked)
        if here and not picked:
            return (here,)
        return picked

    def pick_or_let_go(self, refs: Collection[str]) -> None:
        """Pick these children; where all of them are picked, let them go."""
        if self.picked.issuperset(refs):
            self.picked.difference_update(refs)
        else:
            self.picked.update(refs)
        self.show_picks(refs)

    def action_pick_all(self) -> None:
        """Pick every child, or let all go."""
        if self.picked.issuperset(self.pickable()):
            self.picked.clear()
        else:
            self.picked |= self.pickable()
        self.show_picks()

    def as_left(self) -> dict[str, str]:
        """Also the children picked, a line each."""
        return super().as_left() | {_PICKED: "\n".join(sorted(self.picked))}

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also with the same children picked."""
        self.picked = set(left.get(_PICKED, "").splitlines())
        self.show_picks()
        await super().come_back(left)
