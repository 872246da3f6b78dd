"""Today: what do I do next?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from textual.containers import Container, Horizontal
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Static

from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.supervision.week_entry import EntryKind, WeekEntry
from supervision_tui.desk.today.view import Act, ActKind, TeamLine, TodayView, ToDo
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.chart import limit_bar
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog, opens_to_look
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.panes import Panes
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.steady_text import SteadyText
from supervision_tui.widgets.text_styles import line, tone_of

from .figure_card import FigureCard, in_a_line
from .to_do_rows import BY_ACT, BY_WORKER, Entry, entries, headings, next_of, row_of

_OF_A_CHILD = (RecordKind.CHILD, RecordKind.DATE_DUE, RecordKind.DIRECTION, RecordKind.UNALLOCATED)
_NO_WORKER = "Choose a line of a worker first, or of a child with one."
_FIRST_STEP = "Press ‹caseload.import› to import the caseload from the council's export (Annex A)."
_FIGURES = 5
_BAR = 11  # cells of a caseload's bar
_UNFOLDED, _ORDER = "unfolded", "order"
# How a workload asks for attention, also without colour.
_SIGNS = {Urgency.LATE: "●", Urgency.SOON: "◐", Urgency.PLAIN: "○", Urgency.QUIET: "○"}
_UNFOLDED_AT_FIRST = (str(ActKind.SUPERVISE), str(ActKind.ALLOCATE))


def _is_of_child(need: ToDo) -> bool:
    """Tell whether a line is about one child, by reference."""
    return need.leads_to.kind in _OF_A_CHILD and need.leads_to.child in ("", need.who)


def _in_a_sentence(entry: Entry) -> str:
    """Say of a heading how many tasks and items it has, and what one of them clears."""
    group, says = entry.heading.group, entry.heading.says
    tasks = wording.count(len(group.acts), "task")
    lines = f"{tasks}, {group.late} of {wording.count(group.count, 'item')} late."
    if not group.counts:
        lines = "The files do not say whether these were held. They are not counted as late."
    if says:
        lines = f"{lines} {says[:1].upper()}{says[1:]}."
    return lines


class TodayScreen(DeskScreen):
    """Five figures, the team, the manager's week, and what there is to do by what resolves it."""

    WHERE = "today"
    BINDINGS = bindings_for("today")
    DEFAULT_CSS = """
    TodayScreen #figures { height: 5; }
    TodayScreen #figures-line { height: 1; padding: 0 1; display: none; }
    TodayScreen #above { height: auto; max-height: 45%; layout: horizontal; }
    TodayScreen #team-pane { width: 1fr; height: 100%; }
    TodayScreen #week-pane { width: 37; height: 100%; }
    TodayScreen #why { padding: 0 1; height: 2; color: $quiet; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view: TodayView | None = None
        self._order = BY_ACT
        self._unfolded = set(_UNFOLDED_AT_FIRST)
        self._entries: dict[str, Entry] = {}

    def body(self) -> Iterable[Widget]:
        """The figures; the team beside the manager's week; below it what there is to do."""
        team = Rows(
            Column("Worker", 19, narrow=16),
            Column("Children", _BAR + 4),
            Column("Next session", 19),
            Column("Workload"),
            empty="No workers yet.",
            id="team",
        )
        week = Rows(
            Column("", 5), Column(""), titles=False, empty="Nothing in seven days.", id="week"
        )
        needs = Rows(
            Column("", 34, narrow=26),
            Column("", 11),
            Column(""),
            Column("", 9, at_least=100),
            empty="Nothing to do today.",
            titles=False,
            id="needs",
        )
        yield Horizontal(*(FigureCard() for _ in range(_FIGURES)), id="figures")
        yield Static(id="figures-line")
        yield Panes(
            Container(
                Pane("Team", team, keys=("today.supervise", "today.prepare"), id="team-pane"),
                Pane("Your week", week, keys=("today.my_week",), id="week-pane"),
                id="above",
            ),
            Pane(
                "To do",
                needs,
                SteadyText(id="why"),
                keys=("today.unfold", "today.tick", "today.by_worker"),
                id="needs-pane",
            ),
            names=("Team", "Your week", "To do"),
        )

    async def load(self) -> None:
        """One question to the desk, one view."""
        view = await self.running.today.view()
        if view is None:
            return
        first = self.view is None
        self.view = view
        for card, figure in zip(self.query(FigureCard), view.figures, strict=True):
            card.show(figure)
        self.query_one("#figures-line", Static).update(
            line((in_a_line(view.figures), "quiet")), layout=False
        )
        team, needs = self.query_one("#team", Rows), self.query_one("#needs", Rows)
        full = max((max(each.children, each.limit) for each in view.lines), default=1)
        team.show([self._team_row(each, full) for each in view.lines])
        self._give_room()
        self.query_one("#week", Rows).show(list(self._week_rows(view)))
        sentence = _FIRST_STEP
        if view.lines:
            sentence = "Nothing to do today."
        needs.say_when_empty(sentence)
        self._show_needs()
        self._title()
        if first:
            begins_at = team
            if view.groups or not view.lines:
                begins_at = needs
            self.set_focus(begins_at)

    def on_panes_arranged(self) -> None:
        """The team takes the lines that it has, where it does not stand alone."""
        self._give_room()

    def _give_room(self) -> None:
        above = self.query_one("#above")
        if self.query_one(Panes).is_folded or self.view is None:
            above.styles.clear_rule("height")
        else:
            above.styles.height = max(4, len(self.view.lines) + 3)

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """The reason follows the cursor."""
        self._why()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The reason follows the focus."""
        self._why()

    def on_rows_chosen(self) -> None:
        """A second click opens."""
        self.action_open()

    def as_left(self) -> dict[str, str]:
        """Also what is unfolded, and by what it is grouped."""
        return super().as_left() | {_UNFOLDED: "\n".join(self._unfolded), _ORDER: self._order}

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also with the same groups unfolded."""
        if _UNFOLDED in left:
            self._unfolded = set(left[_UNFOLDED].split("\n"))
            self._order = left.get(_ORDER, BY_ACT)
            self._show_needs()
        await super().come_back(left)

    # Actions

    def action_switch_pane(self) -> None:
        """Go to the next pane: what there is to do, the team, the week."""
        panes = [self.query_one(name) for name in ("#needs", "#team", "#week")]
        here = panes.index(self.focused) if self.focused in panes else 0
        self.set_focus(panes[(here + 1) % len(panes)])

    def action_unfold(self) -> None:
        """Show what the row at the cursor holds; where it is open, go into it."""
        entry = self._entry()
        if entry is None or entry.need is not None:
            return
        if entry.key in self._unfolded:
            self.query_one("#needs", Rows).action_move(1)
        else:
            self._unfolded.add(entry.key)
            self._show_needs()

    def action_fold(self) -> None:
        """Fold the row at the cursor; where it is folded, go to what it belongs to."""
        entry = self._entry()
        if entry is None:
            return
        if entry.key in self._unfolded:
            self._unfolded.discard(entry.key)
            self._show_needs()
            return
        above = entry.key
        while "\t" in above:
            above = above.rpartition("\t")[0]
            if above in self._entries:
                self.query_one("#needs", Rows).go_to(above)
                return

    def action_by_worker(self) -> None:
        """Group by worker, or again by what resolves it."""
        self._order = BY_ACT if self._order == BY_WORKER else BY_WORKER
        self._show_needs()
        self._title()
        self.set_focus(self.query_one("#needs"))

    def action_open(self) -> None:
        """Go to where the row at the cursor is done."""
        entry, worker, week = self._entry(), self._worker(), self._week_entry()
        if worker:
            self.running.navigation.show(Destination.of_worker(worker.worker_id))
        elif week:
            self._open_week(week)
        elif self.focused is self.query_one("#week"):
            self.action_my_week()
        elif entry:
            self._open_entry(entry)

    def action_supervise(self) -> None:
        """Begin or resume supervision."""
        worker_id = self._worker_id()
        if worker_id:
            self.running.navigation.supervise(worker_id)
        else:
            self.running.notices.refuse(_NO_WORKER)

    def action_prepare(self) -> None:
        """Prepare the next session with the worker of the line."""
        worker_id = self._worker_id()
        if worker_id:
            self.running.navigation.prepare(worker_id)
        else:
            self.running.notices.refuse(_NO_WORKER)

    def action_leaves(self) -> None:
        """The worker of the line leaves: what hangs on the worker?"""
        from supervision_tui.screens.schedule.leaving import LeavingScreen

        worker_id = self._worker_id()
        if worker_id:
            self.app.push_screen(LeavingScreen(worker_id))
        else:
            self.running.notices.refuse(_NO_WORKER)

    def action_allocate(self) -> None:
        """Allocate the children without a worker, side by side."""
        if self.view is not None and self.view.unallocated:
            self.running.navigation.show(Destination(RecordKind.UNALLOCATED))
        else:
            self.running.notices.refuse("Every child has a worker.")

    def action_my_week(self) -> None:
        """The manager's own week."""
        from supervision_tui.screens.schedule.my_week import MyWeekScreen

        self.app.push_screen(MyWeekScreen())

    @opens_dialog
    async def action_tick(self) -> None:
        """Say that what the line asks for is done."""
        from supervision_tui.desk.directions.lines import open_direction
        from supervision_tui.screens.directions import forms as direction_forms
        from supervision_tui.screens.review import event_forms

        need = self._need()
        if need is not None and need.leads_to.kind is RecordKind.DIRECTION:
            direction = await self.running.desk.try_run(open_direction, int(need.leads_to.id))
            if direction is not None:
                await direction_forms.tick_direction(self, direction)
        elif need is not None and need.leads_to.kind is RecordKind.DATE_DUE:
            await event_forms.record_event(self, (need.who,), need.leads_to.id)
        else:
            self.running.notices.refuse("Unfold to a direction or a date due, then tick that line.")

    @opens_dialog
    async def action_away(self) -> None:
        """The worker of the line is away: when, who covers, and the return."""
        from supervision_tui.screens.schedule.away import open_absence

        worker_id = self._worker_id()
        if worker_id:
            await open_absence(self, worker_id)
        else:
            self.running.notices.refuse(_NO_WORKER)

    @opens_dialog
    async def action_direct(self) -> None:
        """Give a direction for the child of the line."""
        from supervision_tui.screens.directions import forms as direction_forms

        child = self._child_of_line() or await self._which_child()
        if child:
            await direction_forms.give_directions(self, (child,))

    @opens_dialog
    async def action_decide(self) -> None:
        """A decision, or a discussion with others, about the child of the line."""
        child = self._child_of_line() or await self._which_child()
        if child:
            self.running.navigation.decide((child,))

    def action_on_file(self) -> None:
        """To the records of the line that are not on the children's files yet, else to all."""
        need, child = self._need(), self._child_of_line()
        scope = f"child {child}" if child else ""
        if need is not None and need.leads_to.kind is RecordKind.CHILDS_FILE:
            scope = need.leads_to.id
        self.running.navigation.put_on_file(scope)

    @opens_to_look
    async def action_sheet(self) -> None:
        """A sheet of the week: for you, for the team meeting, or for a worker."""
        from supervision_tui.screens.today.week_sheets import export_sheet

        line_ = self._line_of_worker()
        worker = line_.name if line_ else ""
        await export_sheet(self, worker, [each.name for each in self._lines()])

    @opens_dialog
    async def action_record_event(self) -> None:
        """It was held on …: for the child of the line, or for each date of the group in turn."""
        await self._record_event()

    @opens_dialog
    async def action_respond(self) -> None:
        """Respond to the status of the line's worker."""
        from supervision_tui.desk.workload.responses import response_to
        from supervision_tui.screens.workload import response_forms

        line_ = self._line_of_worker()
        if line_ is None:
            self.running.notices.refuse(_NO_WORKER)
        else:
            there = await self.running.desk.try_run(response_to, line_.worker_id)
            status = line_.status.split(",")[0]
            await response_forms.answer(
                self, line_.worker_id, line_.name, status=status, there=there, now=line_.fit_now
            )

    @opens_dialog
    async def action_consult(self) -> None:
        """Ask for a consultation about the child or with the worker of the line."""
        from supervision_tui.screens.consultations import forms as consultation_forms

        child = self._child_of_line()
        children = (child,) if child else ()
        line_ = self._line_of_worker()
        worker = line_.name if line_ else ""
        await consultation_forms.request(self, consultation_forms.About(children, worker))

    @opens_dialog
    async def action_back_on_duty(self) -> None:
        """The worker of the line is back on duty with work unfinished."""
        from supervision_tui.screens.training.back_on_duty import log_back_on_duty

        line_ = self._line_of_worker()
        if line_:
            await log_back_on_duty(self, line_.worker_id, line_.name)
        else:
            self.running.notices.refuse(_NO_WORKER)

    @opens_dialog
    async def action_add_worker(self) -> None:
        """A worker by hand."""
        from supervision_tui.screens.schedule import worker_forms

        await worker_forms.add_worker(self)

    @opens_dialog
    async def action_edit_worker(self) -> None:
        """Correct the worker of the line; where several are to be checked, all in one table."""
        from supervision_tui.screens.schedule import worker_forms

        entry, worker_id = self._entry(), self._worker_id()
        if entry is not None and entry.heading.key == ActKind.CHECK:
            await worker_forms.check_workers(self)
        elif worker_id:
            await worker_forms.edit_worker(self, worker_id)

    async def _which_child(self) -> str:
        """Ask for one of the children whom the row at the cursor is about."""
        from supervision_tui.desk.moment import Refused
        from supervision_tui.screens.shared.forms import show_form
        from supervision_tui.widgets.form import Field, FormSpec, Values

        entry = self._entry()
        acts: Sequence[Act] = ()
        if entry is not None:
            acts = entry.heading.group.acts
            if entry.act is not None:
                acts = (entry.act,)
        about = chain.from_iterable(act.lines for act in acts)
        refs = {self.child_words(need.who): need.who for need in about if _is_of_child(need)}
        if not refs:
            self.running.notices.refuse("Choose a line of a child first.")
            return ""

        async def take(values: Values) -> str:
            typed = values["child"].strip()
            found = refs.get(typed) or next((ref for ref in refs.values() if ref == typed), "")
            if not found:
                raise Refused("Choose one of these children (↓ offers them).", field="child")
            return found

        field = Field("child", "For which child (↓ offers)", next(iter(refs)), words=tuple(refs))
        spec = FormSpec("Direct", (field,), save="go on", only_asks=True)
        return await show_form(self, spec, take) or ""

    # Where a row leads

    def _open_entry(self, entry: Entry) -> None:
        act, need = entry.act, entry.the_need
        kind = entry.heading.group.kind if self._order == BY_ACT else None
        if act is not None:
            kind = act.kind
        if need is not None and kind is not ActKind.CHECK:
            self.running.navigation.show(need.leads_to)
        elif act is not None and kind is ActKind.DIRECTIONS:
            self.running.navigation.show(act.lines[0].leads_to)
        elif act is not None and act.worker_id is not None:
            self.running.navigation.show(act.leads_to)
        elif kind in (ActKind.VISITS, ActKind.MEETINGS, ActKind.NOT_KNOWN):
            self.action_record_event()
        elif kind is ActKind.CHECK:
            self.action_edit_worker()
        elif kind is ActKind.ALLOCATE:
            self.action_allocate()
        elif entry.heading.group.acts:
            self.running.navigation.show(entry.heading.group.acts[0].leads_to)

    def _open_week(self, each: WeekEntry) -> None:
        if each.is_planned and each.is_supervision:
            self.running.navigation.supervise(each.worker_id)
        else:
            self.running.navigation.open_session(each.session_id)

    async def _record_event(self) -> None:
        from supervision_tui.screens.review import event_forms

        entry, need = self._entry(), self._need()
        if entry is not None and entry.heading.key == ActKind.NOT_KNOWN:
            kind = need.leads_to.id if need is not None else ""
            await event_forms.go_through_not_known(self, kind)
        elif need is not None and (child := self._child_of_line()):
            code = need.leads_to.id if need.leads_to.kind is RecordKind.DATE_DUE else ""
            await event_forms.record_event(self, (child,), code)
        elif entry is not None:
            late = self._dates_of(entry)
            if late:
                await event_forms.go_through_late(self, late)
            else:
                self.running.notices.refuse("Choose a line of a child or of dates due first.")

    def _dates_of(self, entry: Entry) -> list[tuple[str, str]]:
        """The dates due of a group or an act, each by child and code."""
        acts = [entry.act] if entry.act is not None else entry.heading.group.acts
        lines_ = chain.from_iterable(act.lines for act in acts)
        return [
            (need.who, need.leads_to.id)
            for need in lines_
            if need.leads_to.kind is RecordKind.DATE_DUE
        ]

    # What the lines say

    def _team_row(self, each: TeamLine, full: float) -> Row:
        stage = "" if each.stage == "worker" else each.stage
        if not each.stage_checked:
            stage = f"{each.stage}?"
        number = f"{each.children:>3}"
        if not each.children and not each.limit:
            bar, number = " " * (_BAR + 1), "  –"
        else:
            bar = limit_bar(each.children, each.limit, full, _BAR)
        tone = "strong" if each.children > each.limit else "plain"
        return Row(
            str(each.worker_id),
            (
                Cell(self.name_of(each.name), beside=stage),
                Cell(f"{bar}{number}", tone),
                Cell(each.next_session.says, tone_of(each.next_session.urgency)),
                Cell(
                    f"{_SIGNS[each.status_urgency]} {each.status.split(',')[0]}",
                    tone_of(each.status_urgency),
                ),
            ),
        )

    def _week_rows(self, view: TodayView) -> Iterable[Row]:
        """A line a day, then its sessions; before them the records that should be written up."""
        shown = None
        for number, each in enumerate(view.week):
            is_overdue = each.kind is EntryKind.WRITE_UP and each.on < view.as_of
            day = "To write up" if is_overdue else wording.day(each.on, today=view.as_of)
            if day != shown:
                yield Row(f"day {day}", (Cell(""), Cell(day, "strong")))
                shown = day
            tone = "soon" if each.clash else tone_of(each.urgency)
            about = f"{self.name_of(each.worker)} {each.minutes} min"
            if each.kind is EntryKind.WRITE_UP:
                about = f"{self.name_of(each.worker)} · write up, {each.state}"
            if each.clash:
                about = f"{self.name_of(each.worker)} · {each.clash}"
            yield Row(f"{number}", (Cell(each.time, "quiet"), Cell(about, tone)))

    def _show_needs(self) -> None:
        if self.view is None:
            return
        before = list(self._entries)
        found = entries(headings(self.view, self._order), self._unfolded)
        self._entries = {each.key: each for each in found}
        rows = [row_of(self, each, self._unfolded) for each in found]
        needs = self.query_one("#needs", Rows)
        needs.show(rows, keep=next_of(before, needs.key, self._entries))

    def _title(self) -> None:
        view = self.view
        if view is None:
            return
        title = "To do"
        if view.needs_in_all:
            tasks = wording.count(view.acts, "task")
            title = f"To do: {tasks} · {view.needs_in_all:,} items, {view.late_in_all:,} late"
        if self._order == BY_WORKER:
            title = f"{title} · by worker"
        self.query_one("#needs-pane", Pane).retitle(title)
        self.query_one("#team-pane", Pane).retitle("Team · ▏ is the limit")

    def _why(self) -> None:
        entry = self._entry()
        need = entry.the_need if entry else None
        text = ""
        if need is not None:
            text = self.running.fill(need.why)
        elif entry is not None and entry.act is not None:
            held = ""
            if entry.act.clears < entry.act.count:
                held = f" One session clears {entry.act.clears}; the rest do not fit its minutes."
            text = f"{wording.count(entry.act.count, 'item')}, {entry.act.late} late.{held}"
        elif entry is not None:
            text = self.running.fill(_in_a_sentence(entry))
        elif self._worker() is not None:
            text = self._why_of_worker()
        self.query_one("#why", SteadyText).say(line((text, "quiet")))

    def _why_of_worker(self) -> str:
        worker = self._worker()
        if worker is None:
            return ""
        if not worker.stage_checked:
            sentence = "Stage and hours were assumed at the import; ‹today.worker› corrects them."
            return self.running.fill(sentence)
        limit = wording.of_limit(worker.children, worker.limit)
        return self.running.fill(f"{limit}, {worker.status}. ‹today.open› shows why.")

    def _lines(self) -> tuple[TeamLine, ...]:
        if self.view:
            return self.view.lines
        return ()

    def _worker(self) -> TeamLine | None:
        rows = self.query_one("#team", Rows)
        if self.focused is not rows:
            return None
        return next((each for each in self._lines() if str(each.worker_id) == rows.key), None)

    def _week_entry(self) -> WeekEntry | None:
        rows = self.query_one("#week", Rows)
        if self.focused is not rows or self.view is None or not (rows.key or "").isdigit():
            return None
        return self.view.week[int(rows.key or "")]

    def _entry(self) -> Entry | None:
        rows = self.query_one("#needs", Rows)
        if self.focused is not rows or rows.key is None:
            return None
        return self._entries.get(rows.key)

    def _need(self) -> ToDo | None:
        entry = self._entry()
        return entry.the_need if entry else None

    def _child_of_line(self) -> str:
        """The child whom the line at the cursor is about.

        Empty where it is about none, or about several.
        """
        need = self._need()
        if need is None or need.leads_to.kind not in _OF_A_CHILD:
            return ""
        is_of_several = need.leads_to.kind is RecordKind.CHILD and need.who != need.leads_to.child
        if is_of_several:
            return ""
        return need.who

    def _worker_id(self) -> int | None:
        worker, entry, week = self._worker(), self._entry(), self._week_entry()
        if worker:
            return worker.worker_id
        if entry:
            return entry.worker_id
        if week:
            return week.worker_id
        return None

    def _line_of_worker(self) -> TeamLine | None:
        """The team's line of the worker whom the line at the cursor is about."""
        return next((each for each in self._lines() if each.worker_id == self._worker_id()), None)
