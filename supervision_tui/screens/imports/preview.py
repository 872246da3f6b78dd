"""The changes that a file would make, before it is imported: counts first, then the lines.

Nothing is changed until then.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from textual import work
from textual.app import App
from textual.widget import Widget
from textual.widgets import Static

from supervision_tui.commands import command_of
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.dataset import accept_dataset, preview_dataset
from supervision_tui.desk.imports.files import ImportRefused
from supervision_tui.desk.imports.preview import Change, NearName, Preview
from supervision_tui.desk.imports.preview_caseload import preview_caseload
from supervision_tui.desk.imports.teams import my_teams, remember_teams
from supervision_tui.desk.imports.training import accept_training, preview_training
from supervision_tui.desk.imports.workforce import accept_workforce, preview_workforce
from supervision_tui.desk.long_work import Cancelled, reporting_to
from supervision_tui.imports.tables.dates import DateOrder
from supervision_tui.practice.wording import count
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.runtime.running import running_of
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.progress import with_progress
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line, lines

from .kinds import File, ImportKind, children_by_team, kind_of, names_in, of_teams
from .not_taken import save_not_taken

_SAME, _DATES, _TEAM = "same", "dates", "team"
_MISSING, _ORDER, _TEAMS = "missing", "date order", "teams"
_NOTHING = "This file changes nothing."
_TICK_FIRST = "Tick your teams above; then you see here what the file would change."
_TONES = {"new": "focus", "moved": "soon", "changed": "plain", "missing": "late"}
_NO_TEAM = "no team given"
_VERBS: dict[ImportKind, tuple[Callable[..., Preview], Callable[..., Preview]]] = {
    ImportKind.CASELOAD: (preview_caseload, accept_caseload),
    ImportKind.NAMES: (preview_caseload, accept_caseload),
    ImportKind.DATASET: (preview_dataset, accept_dataset),
    ImportKind.WORKFORCE: (preview_workforce, accept_workforce),
    ImportKind.TRAINING: (preview_training, accept_training),
}


@dataclass(frozen=True, slots=True)
class Source:
    """The source of a preview: the file's name, how it is read, and how it is opened again."""

    name: str
    read: Callable[[date, DateOrder | None], File]
    address: str = ""


def of_path(path: Path, read: Callable[[Path, date, DateOrder | None], File], where: str) -> Source:
    """A file of that path."""
    return Source(path.name, lambda today, order: read(path, today, order), f"{where} {path}")


async def read_source(app: App[Any], source: Source, order: DateOrder | None = None) -> File:
    """Read a file beside the screen.

    Raises `ImportRefused`, and `Cancelled` where a person stops it.
    """
    today = running_of(app).vault.today
    file = await with_progress(
        app,
        source.name,
        lambda watch: asyncio.to_thread(reporting_to(source.read, watch), today, order),
    )
    running_of(app).names.hide_more(names_in(file))  # before a line of it is shown
    return file


async def show_source(app: App[Any], source: Source) -> bool:
    """Read a file and show what it would change.

    Returns whether that stands, since one that cannot be read is told.
    """
    try:
        file = await read_source(app, source)
    except (Cancelled, ImportRefused) as why:
        running_of(app).notices.warn(str(why), 10)
        return False
    await app.push_screen(ImportPreview(file, source))
    return True


class ImportPreview(DeskScreen):
    """The changes that a file would make, a line each; which teams are one's own.

    Nothing is changed until it is imported.
    """

    WHERE = "bring-in"
    BINDINGS = bindings_for("bring-in")
    DEFAULT_CSS = """
    ImportPreview #counts { height: auto; padding: 0 1; }
    ImportPreview #teams-pane { height: auto; max-height: 30%; }
    ImportPreview #teams { height: auto; }
    ImportPreview #whole { height: auto; max-height: 4; padding: 0 1; }
    """

    def __init__(self, file: File, source: Source) -> None:
        super().__init__()
        self._all, self._source = file, source
        self._kind = kind_of(file)
        self._preview, self._accept = _VERBS[self._kind]
        self._about = "Worker" if self._kind.is_about_workers else "Child"
        self._teams = children_by_team(file)
        self.mine: frozenset[str] | None = None  # the teams that are one's own; not known yet
        self.preview: Preview | None = None
        self.accepted: dict[str, str] = {}
        self.close_missing = False
        self.order: DateOrder | None = None
        self._shown: dict[str, tuple[Cell, ...]] = {}

    @property
    def file(self) -> File:
        """Give what is imported: of several teams the children of one's own."""
        if not self._asks_teams:
            return self._all
        return of_teams(self._all, self.mine or ())

    @property
    def address(self) -> str:
        """By what it is opened again: the file is read anew."""
        return self._source.address

    @property
    def _asks_teams(self) -> bool:
        return len(self._teams) > 1

    def as_left(self) -> dict[str, str]:
        """Also spellings of one worker, closing the missing, the teams, the order of dates."""
        left = super().as_left() | {f"{_SAME} {name}": here for name, here in self.accepted.items()}
        if self.close_missing:
            left[_MISSING] = "close"
        if self.order is not None:
            left[_ORDER] = str(self.order)
        if self.mine is not None:
            left[_TEAMS] = json.dumps(sorted(self.mine))
        return left

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also with the same answers, as far as the file still asks."""
        if _ORDER in left:
            await self._read_again(DateOrder(left[_ORDER]))
        if _TEAMS in left:
            self.mine = frozenset(json.loads(left[_TEAMS])) & frozenset(self._teams)
        await self.load()
        near = {each.in_file for each in self._near()}
        said = {
            name.removeprefix(f"{_SAME} "): here
            for name, here in left.items()
            if name.startswith(f"{_SAME} ")
        }
        self.accepted = {name: here for name, here in said.items() if name in near}
        self.close_missing = _MISSING in left
        await self.load()
        await super().come_back(left)

    def body(self) -> Iterable[Widget]:
        """The counts, the teams, and the lines."""
        yield Static(id="counts")
        columns = Column("", 3), Column("Team"), Column("Children", 9)
        yield Pane("Which teams are yours?", Rows(*columns, id="teams"), id="teams-pane")
        yield Pane(
            "Import",
            Rows(
                Column("", 10),
                Column(self._about, 14),
                Column(""),
                empty=_NOTHING,
                id="changes",
            ),
            id="preview-pane",
        )
        yield Static(id="whole")

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """The line at the mark, whole: what is cut in the list stands there."""
        cells = self._shown.get(self._changes.key or "", ())
        self.query_one("#whole", Static).update(
            line((" · ".join(cell.text for cell in cells if cell.text), "quiet"))
        )

    @property
    def _changes(self) -> Rows:
        return self.query_one("#changes", Rows)

    async def load(self) -> None:
        """Hold the file against the vault."""
        await self._find_my_teams()
        preview = await self.running.desk.try_run(
            self._preview, self.file, accepted=dict(self.accepted)
        )
        if preview is None:
            return
        self.preview = preview
        self.query_one("#teams-pane").display = self._asks_teams
        nothing = _NOTHING
        if self._asks_teams and not self.mine:
            nothing = _TICK_FIRST
        self._changes.say_when_empty(nothing)
        self.query_one("#teams", Rows).show([self._team_row(*team) for team in self._teams.items()])
        self.query_one("#counts", Static).update(self._counts(preview))
        rows = [*self._asked_rows(preview), *_rejected_rows(preview), *_notes(preview)]
        rows += [self._change_row(each) for each in preview.changes]
        rows += _left_out_rows(preview)
        self._shown = {row.key: row.cells for row in rows}
        self._changes.show(rows)
        self.query_one("#preview-pane", Pane).retitle(f"Import {preview.file}")
        if self.focused is None:
            is_asking = self._asks_teams and not self.mine
            if is_asking:
                begins_at = self.query_one("#teams", Rows)
            else:
                begins_at = self._changes
            self.set_focus(begins_at)

    async def _find_my_teams(self) -> None:
        """Begin with the teams that were one's own the last time."""
        if self._asks_teams and self.mine is None:
            kept = await self.running.desk.try_run(my_teams) or frozenset()
            self.mine = frozenset(team for team in self._teams if team.casefold() in kept)

    @opens_dialog
    async def action_accept(self) -> None:
        """Import the file, in one transaction, beside the screen, so that a key can stop it."""
        if self.preview is None:
            return
        if self._asks_teams and not self.mine:
            self.running.notices.say(
                f"Say which teams are yours first: {self._tick_key} ticks a team."
            )
            self.set_focus(self.query_one("#teams", Rows))
            return
        how: dict[str, Any] = {"accepted": dict(self.accepted), "close_missing": self.close_missing}
        taken = await with_progress(
            self.app,
            self._source.name,
            lambda watch: self.running.desk.try_run(
                reporting_to(self._accept, watch), self.file, **how
            ),
        )
        if taken is None:
            return
        if self._asks_teams:
            await self.running.desk.try_run(remember_teams, sorted(self.mine or ()))
        await self.running.vault.read_team()
        if self._kind.is_about_workers:
            new = 0
        else:
            new = sum(worker.is_new for worker in taken.workers)
        check = ""
        if new:
            check = f" {count(new, 'new worker')}: check the stage of each on Today."
        self.running.notices.changed(
            f"{taken.says_what_was_done(closed_missing=self.close_missing)}{check}"
        )
        self.dismiss()

    def action_tick(self) -> None:
        """Tick a team; say that a close spelling is the same worker, or is not.

        Say how dates are written.
        """
        teams = self.query_one("#teams", Rows)
        if self.focused is teams:
            self._tick_team(teams.key or "")
            return
        kind, _, name = (self._changes.key or "").partition(" ")
        near = next((each for each in self._near() if each.in_file == name), None)
        if kind == _DATES:
            self._swap_dates()
        elif kind == _SAME and near:
            if self.accepted.pop(near.in_file, None) is None:
                self.accepted[near.in_file] = near.here
            self.reload()

    def _tick_team(self, key: str) -> None:
        team = key.removeprefix(f"{_TEAM} ")
        self.mine = (self.mine or frozenset()) ^ {team}
        self.reload()

    @work(exclusive=True, group="read")
    async def _swap_dates(self) -> None:
        order: DateOrder | None = DateOrder.MONTH_FIRST
        if self.order is DateOrder.MONTH_FIRST:
            order = None
        await self._read_again(order)
        self.reload()

    async def _read_again(self, order: DateOrder | None) -> None:
        """Read the file once more, its dates in another order."""
        try:
            self._all = await read_source(self.app, self._source, order)
        except (Cancelled, ImportRefused) as why:
            self.running.notices.warn(str(why), 10)
            return
        self.order = order
        self._teams = children_by_team(self._all)
        if self.mine is not None:
            self.mine &= frozenset(self._teams)

    def action_close_missing(self) -> None:
        """Close the children no longer in the file, or leave them open."""
        if self.preview is None or not self.preview.count("missing"):
            self.running.notices.refuse("Every open child is in this file.")
            return
        self.close_missing = not self.close_missing
        self.reload()

    @opens_dialog
    async def action_save_not_taken(self) -> None:
        """Save the rows that were not taken, each with its reason."""
        if self.preview is None or not self.preview.not_taken:
            self.running.notices.refuse("Every row was imported.")
            return
        await save_not_taken(self, self.preview)

    def _near(self) -> list[NearName]:
        known = [NearName(name, here) for name, here in self.accepted.items()]
        if self.preview:
            near = self.preview.near_names
        else:
            near = ()
        return known + list(near)

    def _counts(self, preview: Preview) -> Any:
        counts = line((" · ".join(preview.counts_in_words(self._kind.changes)), "strong"))
        if not preview.workers:
            return lines(counts, line(("Nothing is changed until you import.", "quiet")))
        workers = [f"{self.name_of(each.name)} {each.in_words}" for each in preview.workers]
        return lines(counts, line(("Children per worker: ", "quiet"), ", ".join(workers)))

    def _team_row(self, team: str, children: int) -> Row:
        tick = Cell("✓", "focus") if team in (self.mine or ()) else Cell("·", "quiet")
        return Row(f"{_TEAM} {team}", (tick, Cell(team or _NO_TEAM), Cell(str(children))))

    def _asked_rows(self, preview: Preview) -> list[Row]:
        """Show what a person is asked, and what the key that answers does."""
        rows = []
        if preview.month_first or self.order is not None:
            headings = ", ".join(dict.fromkeys(preview.month_first)) or "all dates of this file"
            says = f"not read; {self._tick_key} reads month first: {headings}"
            if self.order is DateOrder.MONTH_FIRST:
                says = f"read month first; {self._tick_key} takes that back: {headings}"
            rows.append(Row(_DATES, (Cell("dates?", "soon"), Cell(""), Cell(says))))
        for near in self._near():
            here, in_file = self.name_of(near.here), self.name_of(near.in_file)
            says = (
                f"“{in_file}” in the file, “{here}”: two workers; {self._tick_key} makes them one"
            )
            if near.in_file in self.accepted:
                says = (
                    f"“{in_file}” in the file is “{here}”; {self._tick_key} makes them two workers"
                )
            rows.append(
                Row(f"{_SAME} {near.in_file}", (Cell("same?", "soon"), Cell(""), Cell(says)))
            )
        return rows

    def _change_row(self, each: Change) -> Row:
        word = "close" if each.kind == "missing" and self.close_missing else each.kind
        about = self.name_of(each.ref) if self._kind.is_about_workers else each.ref
        key = f"{each.kind} {each.ref} {each.says}"
        return Row(key, (Cell(word, _TONES[each.kind]), Cell(about), Cell(each.says)))

    @property
    def _tick_key(self) -> str:
        return self.running.keys.words(command_of("bring-in.tick"))


def _rejected_rows(preview: Preview) -> list[Row]:
    rows = []
    for n, each in enumerate(preview.rejected):
        place = f"row {each.row}" if each.row else ""
        says = f"{each.list_name}, {each.column}: “{each.value}” ({each.reason})"
        rows.append(Row(f"rejected {n}", (Cell("rejected", "late"), Cell(place), Cell(says))))
    return rows


def _left_out_rows(preview: Preview) -> list[Row]:
    return [
        Row(f"left {key}", (Cell("left out", "quiet"), Cell(count(number, "row")), Cell(says)))
        for key, number, says in preview.left_out_lines()
    ]


def _notes(preview: Preview) -> list[Row]:
    return [
        Row(f"note {n}", (Cell("note", "quiet"), Cell(""), Cell(text)))
        for n, text in enumerate(preview.warnings)
    ]
