"""My week: where am I to be, what clashes, and what is to be written up by when?"""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static

from supervision_tui.desk.supervision.my_week import MyWeek, my_week
from supervision_tui.desk.supervision.week_entry import EntryKind, WeekEntry
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.schedule import forms as schedule_forms
from supervision_tui.screens.shared.manager_form import ask_who_manages
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line, tone_of


class MyWeekScreen(DeskScreen):
    """Two weeks of the manager: each session on its day, and each record on the last in time."""

    WHERE = "my-week"
    gives_way = True
    BINDINGS = bindings_for("my-week")
    DEFAULT_CSS = "MyWeekScreen #me { height: auto; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.view: MyWeek | None = None
        self.weeks_later = 0

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return "my-week"

    def body(self) -> Iterable[Widget]:
        """The manager in a line, then the days."""
        days = Rows(
            Column("Day", 11),
            Column("At", 13),
            Column("With", 20, narrow=14),
            Column("What", 24, at_least=100),
            Column(""),
            titles=False,
            empty="Nothing is planned in these weeks.",
            id="days",
        )
        yield Static(id="me")
        yield Pane("My week", days, id="days-pane")

    async def load(self) -> None:
        """Show the two weeks as they stand now."""
        view = await self.running.desk.try_run(my_week, self.weeks_later)
        if view is None:
            return
        self.view = view
        self.query_one("#me", Static).update(line((self._me(view), "quiet")))
        today = self.running.vault.today
        pane = self.query_one("#days-pane", Pane)
        pane.retitle(f"Two weeks from {wording.day(view.monday, today=today)}")
        rows, shown = [], None
        for each in view.entries:
            rows.append(self._row(each, is_new_day=each.on != shown))
            shown = each.on
        self.query_one("#days", Rows).show(rows)
        if self.focused is None:
            self._begin_today(view)

    # Actions

    def action_open(self) -> None:
        """Hold this session, or write up its record."""
        each = self._here()
        if each is None:
            return
        if each.is_planned and each.is_supervision:
            self.running.navigation.supervise(each.worker_id)
        else:
            self.running.navigation.open_session(each.session_id)

    @opens_dialog
    async def action_move(self) -> None:
        """Move this session to another day or time."""
        each = self._here()
        if each is None:
            return
        if not each.is_planned:
            self.running.notices.refuse("Only a planned session is moved.")
            return
        planned = schedule_forms.PlannedSession(each.session_id, each.worker, each.on, each.time)
        await schedule_forms.move(self, planned)

    def action_turn_week(self, weeks: int) -> None:
        """Show the weeks from a week later or earlier on."""
        self.weeks_later += weeks
        self.reload()

    @opens_dialog
    async def action_me(self) -> None:
        """Say who the manager is, and when the manager works."""
        await ask_who_manages(self)
        self.reload()

    @opens_dialog
    async def action_my_leave(self) -> None:
        """Say when the manager is away, or is back."""
        await schedule_forms.arrange_cover(self)
        self.reload()

    # What is shown

    def _me(self, view: MyWeek) -> str:
        manager = view.manager
        works = " ".join(filter(None, (manager.days, manager.hours)))
        parts = [
            self.name_of(manager.name) if manager.name else "your name is not said yet",
            manager.role if manager.name else "",
            f"works {works}" if works else "working days not said yet",
            f"{wording.count(view.sessions, 'session')}, {wording.hours(view.minutes)}",
        ]
        if view.clashes:
            parts.append(wording.count(view.clashes, "clash", "clashes"))
        if view.to_write_up:
            parts.append(f"{wording.count(view.to_write_up, 'record')} to write up")
        return " · ".join(filter(None, parts))

    def _begin_today(self, view: MyWeek) -> None:
        """Put the mark on the first line of today or later."""
        days, today = self.query_one("#days", Rows), self.running.vault.today
        ahead = [each for each in view.entries if each.on >= today]
        if ahead:
            days.go_to(_key(ahead[0]))
        self.set_focus(days)

    def _row(self, each: WeekEntry, *, is_new_day: bool) -> Row:
        today = self.running.vault.today
        day = wording.day(each.on, today=today) if is_new_day else ""
        day_tone = "focus" if each.on == today else "strong"
        if each.kind is EntryKind.DAY:
            says = Cell("; ".join(filter(None, (each.about, each.state))), "quiet")
            cells = (Cell(day, day_tone), Cell(""), Cell(""), Cell(""), says)
            return Row(_key(each), cells)
        at = each.time
        if each.kind is EntryKind.WRITE_UP:
            at = "write up"
        if each.minutes:
            at = f"{each.time} {each.minutes} min".strip()
        note, tone = each.state, tone_of(each.urgency)
        if each.clash:
            note, tone = each.clash, tone_of(Urgency.SOON)
        cells = (
            Cell(day, day_tone),
            Cell(at),
            Cell(self.name_of(each.worker)),
            Cell(each.about),
            Cell(note, tone),
        )
        return Row(_key(each), cells)

    def _here(self) -> WeekEntry | None:
        key = self.query_one("#days", Rows).key
        entries = self.view.entries if self.view else ()
        found = (each for each in entries if each.session_id and _key(each) == key)
        return next(found, None)


def _key(each: WeekEntry) -> str:
    return f"{each.kind} {each.session_id or each.on}"
