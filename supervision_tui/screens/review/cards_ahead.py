"""The cards of the children above and below the mark, asked for before anyone goes there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import date, datetime

from supervision_tui.desk.children.review import ReviewCard, review_card
from supervision_tui.runtime.running import Running
from supervision_tui.system.errors import AppError

_Known = tuple[int, date, datetime]


class CardsAhead:
    """Keeps the cards of a child and its neighbours, while nothing changes, for a minute.

    A reader keeps none, since what another program changes is not told here.
    """

    def __init__(self, running: Running) -> None:
        self._running = running
        self._cards: dict[str, ReviewCard] = {}
        self._as_known: _Known | None = None

    def card(self, ref: str) -> ReviewCard | None:
        """The card of a child, where it is at hand and still true."""
        if self._as_known != self._known():
            return None
        return self._cards.get(ref)

    def keep(self, card: ReviewCard) -> None:
        """Keep a card that was just read."""
        known = self._known()
        if self._as_known != known:
            self._cards, self._as_known = {}, known
        if not self._running.vault.is_read_only:
            self._cards[card.line.ref] = card

    async def ask_for(self, here: str, beside: Iterable[str]) -> None:
        """Ask for the cards beside the one that is shown, and let go of all others."""
        wanted = [here, *beside]
        self._cards = {ref: card for ref, card in self._cards.items() if ref in wanted}
        if self._running.vault.is_read_only:
            return
        for ref in wanted:
            if self.card(ref) is None:
                # Whoever goes there hears why it is refused.
                with contextlib.suppress(AppError):
                    self.keep(await self._running.desk.run(review_card, ref))

    def _known(self) -> _Known:
        vault = self._running.vault
        return vault.changes, vault.today, vault.moment().now.replace(second=0, microsecond=0)
