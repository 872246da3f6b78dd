"""Tell whether names are shown, and what stands in the place of those that are hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from supervision_tui.practice.wording import initials

from .line_filters import Veil
from .open_vault import OpenVault


class NamesShown:
    """Names as they are, or hidden on every line that is drawn; `redraw` draws them all again."""

    def __init__(
        self,
        vault: OpenVault,
        redraw: Callable[[], None],
        published: Callable[[str], None],
        *,
        are_hidden: bool,
    ) -> None:
        self.are_hidden = are_hidden
        self.hidden: frozenset[str] = frozenset()
        self.filter = Veil((), enabled=False)  # every line passes it
        self._vault = vault
        self._redraw = redraw
        self._published = published

    def shown(self, name: str | None) -> str:
        """A name as it may be shown now."""
        if not name:
            return "nobody"
        if self.are_hidden:
            return initials(name)
        return name

    def hides_word(self, word: str) -> bool:
        """Tell whether a word that was typed to find something is a name that is hidden."""
        return self.are_hidden and self.filter.begins_a_name(word)

    def without_hidden(self, text: str) -> str:
        """A text that leaves the screen, without the names that are hidden."""
        if self.are_hidden:
            return self.filter.hides(text)
        return text

    def hide_more(self, names: Iterable[str]) -> None:
        """Hide names that are not in the vault yet, too, where names are hidden."""
        more = set(names) - self.hidden
        if self.are_hidden and more:
            self._set(are_hidden=True, names=[*self.hidden, *more])

    async def hide_new(self) -> None:
        """Hide a name that has come into the vault while names are hidden."""
        if self.are_hidden:
            self.hide_more(await self._every_name())

    async def hide(self) -> None:
        """Hide every name of the vault."""
        self._set(are_hidden=True, names=await self._every_name())

    async def toggle(self) -> None:
        """Hide every name of the vault, or show them again."""
        if self.are_hidden:
            self._set(are_hidden=False, names=())
        else:
            await self.hide()

    async def _every_name(self) -> Sequence[str]:
        from supervision_tui.desk.workers.people import every_name

        return await self._vault.run(every_name)

    def _set(self, *, are_hidden: bool, names: Sequence[str]) -> None:
        self.are_hidden, self.hidden = are_hidden, frozenset(names)
        self.filter = Veil(names, enabled=are_hidden)
        self._redraw()
        self._published("names")
