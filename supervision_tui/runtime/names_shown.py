"""Tell whether names are shown, and what stands in the place of those that are hidden."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence

from supervision_tui.practice.wording import initials, short_name
from supervision_tui.vault.errors import VaultError

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
        self._children: Mapping[str, str] = {}  # names by reference
        self._seen = -1  # changes of the vault that these names know of; none: never read

    async def know_children(self) -> None:
        """Read the children's names, or again where one may have changed."""
        with contextlib.suppress(VaultError):  # what is asked next says what stands in the way
            await self._read_children()

    async def _read_children(self) -> None:
        from supervision_tui.desk.children.names import child_names_in, child_names_since

        if not self._vault.is_open:
            return
        if self._seen < 0:
            self._children, self._seen = await self._vault.ask(child_names_in), 0
            return
        found, self._seen = await self._vault.run(child_names_since, self._seen)
        if found is not None:
            self._children = found

    def child(self, ref: str) -> str:
        """A child's short name, as `Zara O.`; empty where it is not known or names are hidden."""
        name = self._children.get(ref)
        if self.are_hidden or not name:
            return ""
        return short_name(name)

    def child_or_ref(self, ref: str) -> str:
        """A child where there is little room: the short name, else the reference."""
        return self.child(ref) or ref

    def child_title(self, ref: str, name: str | None) -> str:
        """A child over a card: the whole name and the reference, or the reference alone."""
        if self.are_hidden or not name:
            return ref
        return f"{name} · {ref}"

    def child_words(self, ref: str) -> str:
        """A child in a sentence: `Zara O. 9700129`, or the reference alone."""
        return f"{self.child(ref)} {ref}".strip()

    def shown(self, name: str | None) -> str:
        """A name as it may be shown now."""
        if not name:
            return "nobody"
        is_number = name[0].isdecimal()  # `10 workers`, where a line is about several
        if self.are_hidden and not is_number:
            return initials(name)
        return name

    def short(self, name: str | None) -> str:
        """A worker where there is little room: `Eoin M.`, or initials where names are hidden."""
        if not name or self.are_hidden:
            return self.shown(name)
        return short_name(name)

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
