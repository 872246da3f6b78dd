"""Journal: what was done, when, and to which child, worker or session?"""

from __future__ import annotations

from collections.abc import Iterable

from textual import work
from textual.widget import Widget

from supervision_tui.desk.vault.journal import (
    JournalLine,
    JournalPage,
    JournalWanted,
    follow_journal,
    journal_page,
)
from supervision_tui.practice import wording
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows

_MOST_REFS = 4


class JournalScreen(DeskScreen):
    """The newest entries first. It says which fields were changed, never to what."""

    WHERE = "journal"
    gives_way = True
    BINDINGS = [*bindings_for("journal"), *bindings_for("filter")]

    def __init__(self) -> None:
        super().__init__()
        self.filter = self.narrowed_by("eoin sign 2026-03 …", self.reload)
        self.page = JournalPage((), 0, is_cut=False)

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return "journal"

    def body(self) -> Iterable[Widget]:
        """The list."""
        rows = Rows(
            Column("When", 22),
            Column("What was done", 20),
            Column("About"),
            Column("Fields", 30, at_least=110),
            empty="No matches.",
            id="entries",
        )
        yield Pane("Journal", rows, self.filter.field, id="journal-pane")

    async def load(self) -> None:
        """The newest entries that hold the words, out of the whole journal."""
        page = await self.running.desk.try_run(
            journal_page, JournalWanted(words=tuple(self.filter.words))
        )
        if page is not None:
            self.page = page
            self.show_list()
            if self.focused is None:
                self.set_focus(self.query_one(Rows))

    @work
    async def action_follow(self) -> None:
        """Follow the chain from its first entry, and hold its end against the key file."""
        found = await self.running.vault_file.try_run(follow_journal)
        if found is None:
            return
        if found.is_whole:
            self.running.notices.add(found.says, 12)
        else:
            self.running.notices.fail(found.says, 12)

    def show_list(self) -> None:
        """Show the page."""
        self.query_one(Rows).show([self._row(line) for line in self.page.lines])
        if self.page.is_cut:
            shown = f"the newest {len(self.page.lines)}"
        else:
            shown = str(len(self.page.lines))
        title = f"Journal · {shown} of {self.page.total} entries{self.filter.note()}"
        self.query_one("#journal-pane", Pane).retitle(title)

    def _row(self, entry: JournalLine) -> Row:
        more = " …" if len(entry.children) > _MOST_REFS else ""
        refs = " ".join(entry.children[:_MOST_REFS]) + more
        worker = self.name_of(entry.worker) if entry.worker else ""
        children = refs
        if refs in entry.about:
            children = ""
        about = " · ".join(filter(None, (entry.about, worker, children)))
        tone = "late" if entry.verb == "failed unlock" else "plain"
        return Row(
            str(entry.seq),
            (
                Cell(f"{wording.full_day(entry.day)} {entry.at.astimezone():%H:%M}", "quiet"),
                Cell(entry.done, tone),
                Cell(about),
                Cell(entry.changed, "quiet"),
            ),
        )
