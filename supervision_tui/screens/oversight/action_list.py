"""Every action that audits require, the late ones first: whose, by when, what became of it."""

from __future__ import annotations

from collections.abc import Iterable

from supervision_tui.desk.audits.actions import TrackedAction, by_theme, counts_of, tracked_actions
from supervision_tui.practice.wording import count
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.labelled_text import Label
from supervision_tui.widgets.rows import Cell, Row
from supervision_tui.widgets.text_styles import line, tone_of

from .shown import OfOversight


class ActionList(OfOversight):
    """The action tracker: required actions of all audits in one list."""

    NAME = "actions"
    COLUMNS = (
        Column("", 14),
        Column("About", 17),
        Column("Action"),
        Column("Whose", 18, at_least=100),
        Column("By", 11),
        Column("Audit", 22, at_least=140),
    )
    EMPTY = "No audit has required an action yet. ‹oversight.action› requires one of an audit."

    @property
    def is_offered(self) -> bool:
        """True once an audit requires something."""
        return bool(self.actions())

    def actions(self) -> list[TrackedAction]:
        """Every action, the late ones first."""
        if self.board is None:
            return []
        return tracked_actions(self.board.audits, self.screen.running.vault.today)

    def action(self, key: str) -> TrackedAction | None:
        """The action of a line."""
        return next((each for each in self.actions() if each.key == key), None)

    def note(self) -> str:
        """Count what is open and late."""
        found = counts_of(self.actions(), self.screen.running.vault.today)
        return f"{found.open} open of {found.required}, {found.late} late"

    def rows(self) -> Iterable[Row]:
        """The late ones first, then the open, then those that are done."""
        today = self.screen.running.vault.today
        for each in self.actions():
            yield Row(
                each.key,
                (
                    Cell(each.state_on(today), tone_of(each.urgency_on(today))),
                    self.about_cell(each.child, each.worker),
                    Cell(each.action.text),
                    Cell(self.person(each.action.owner), "quiet"),
                    Cell(self.day(each.action.due), "quiet"),
                    Cell(f"{each.kind}, {self.day(each.audited_on)}", "quiet"),
                ),
            )

    def about(self, key: str) -> str:
        """Name whom the action is about."""
        each = self.action(key)
        if each is None:
            return self.NAME
        if each.child:
            return self.screen.child_words(each.child)
        return self.person(each.worker)

    def facts(self, key: str) -> list[Label]:
        """Tell the action in full, what shows it, and how its themes stand."""
        each = self.action(key)
        if each is None:
            return []
        today = self.screen.running.vault.today
        whose = f"  {self.person(each.action.owner)} by {self.day(each.action.due)}"
        found: list[Label] = [("action", line(each.action.text, (whose, "quiet")))]
        if each.evidence:
            found.append(("done", line(each.evidence)))
        found.append(("audit", line(f"{each.kind}, {self.day(each.audited_on)}")))
        for theme in by_theme(self.actions(), today):
            if theme.theme in each.themes:
                says = (
                    f"{theme.theme}: {count(theme.required, 'action')} required, {theme.done} "
                    f"done, {theme.in_time} of them in time, {theme.open} open, {theme.late} late"
                )
                found.append(("theme", line(says)))
        return found
