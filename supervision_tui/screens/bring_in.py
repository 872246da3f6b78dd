"""Bring in a caseload, or workers: choose a file, see what would change, accept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

from textual.app import App
from textual.widget import Widget
from textual.widgets import Static

from supervision_tui.commands import bindings_for
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.dataset import DatasetFile, accept_dataset, preview_dataset
from supervision_tui.desk.imports.files import CaseloadFile, ImportRefused
from supervision_tui.desk.imports.preview import Change, NearName, Preview
from supervision_tui.desk.imports.preview_caseload import preview_caseload
from supervision_tui.desk.imports.training import TrainingFile
from supervision_tui.desk.imports.workforce import WorkforceFile, accept_workforce, preview_workforce
from supervision_tui.desk.watching import Cancelled, watched
from supervision_tui.imports.any_file import AnyFile, read_any
from supervision_tui.practice.wording import count
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskApp, DeskScreen, Pane, opens_dialog
from supervision_tui.widgets.progress import with_progress
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.tones import line, lines

BroughtIn = CaseloadFile | TrainingFile | WorkforceFile | DatasetFile
File = TypeVar("File", CaseloadFile | WorkforceFile | DatasetFile, TrainingFile)
_SAME, _MISSING = "same ", "missing"
_TONES = {"new": "focus", "moved": "soon", "changed": "plain", "missing": "late", "rejected": "late", "same?": "soon"}


async def bring_in(app: App[Any]) -> None:
    """Ask for a file, read it in a thread, and show the preview."""
    from .file_chooser import FileChooser

    title = "Annex A, a caseload, a workforce return, or a dataset's file"
    chooser = FileChooser("caseload", title, (".xlsx", ".xls", ".xlsm", ".csv", ".xml"))
    path = await app.push_screen_wait(chooser)
    if path is not None and await show_preview(app, path):
        await cast(DeskApp, app).forget_draft(chooser.draft_key)  # not before: a lock may come while it is read


async def show_preview(app: App[Any], path: Path) -> bool:
    """Read the file and show what would change; returns whether it stands, since one that cannot be taken is told."""
    file = await read_file(app, path, read_any)
    if file is not None:
        await app.push_screen(BringInScreen(file, *_verbs_for(file), address=f"bring-in {path}"))
    return file is not None


async def read_file(app: App[Any], path: Path, read: Callable[[Path, date], File]) -> File | None:
    """Read a file beside the screen; one that cannot be read becomes a notice and gives nothing."""
    today = cast(DeskApp, app).today
    try:
        file = await with_progress(app, path.name, lambda watch: asyncio.to_thread(watched(read, watch), path, today))
    except (Cancelled, ImportRefused) as why:
        app.notify(str(why), severity="warning", markup=False, timeout=10)
        return None
    await cast(DeskApp, app).veil_more(_names_in(file))  # before a line of it is shown
    return file


def _names_in(file: BroughtIn) -> set[str]:
    """Every name of a person that the file has."""
    if isinstance(file, DatasetFile):
        return _names_in(file.workforce) | _names_in(file.caseload)
    if isinstance(file, WorkforceFile):
        return {row.called for row in file.rows}
    if isinstance(file, TrainingFile):
        return {row.worker for row in file.rows}
    return {name for row in file.rows for name in (row.name, row.worker) if name}


def _verbs_for(file: AnyFile) -> tuple[Callable[..., Preview], Callable[..., Preview]]:
    """How such a file is previewed and taken."""
    if isinstance(file, WorkforceFile):
        return preview_workforce, accept_workforce
    if isinstance(file, DatasetFile):
        return preview_dataset, accept_dataset
    return preview_caseload, accept_caseload


class BringInScreen(DeskScreen):
    """What the file would change, a line each; nothing is changed until it is accepted."""

    WHERE = "bring-in"
    BINDINGS = bindings_for("bring-in")
    DEFAULT_CSS = """
    BringInScreen #counts { height: auto; padding: 0 1; }
    BringInScreen #whole { height: auto; max-height: 4; padding: 0 1; }
    BringInScreen #keys { height: 1; padding: 0 1; }
    """

    def __init__(
        self,
        file: BroughtIn,
        preview: Callable[..., Preview] = preview_caseload,
        accept: Callable[..., Preview] = accept_caseload,
        address: str = "",
    ) -> None:
        super().__init__()
        self._address = address
        self.file = file
        self._preview, self._accept = preview, accept
        self._is_about_workers = isinstance(file, TrainingFile | WorkforceFile)
        self._about = "Worker" if self._is_about_workers else "Child"
        self.preview: Preview | None = None
        self.accepted: dict[str, str] = {}
        self.close_missing = False
        self._shown: dict[str, tuple[Cell, ...]] = {}

    @property
    def address(self) -> str:
        """By what it is opened again: the file is read anew."""
        return self._address

    def as_left(self) -> dict[str, str]:
        """Also which spellings are one worker, and whether children who are missing are closed."""
        missing = {_MISSING: "close"} if self.close_missing else {}
        return super().as_left() | missing | {f"{_SAME}{name}": here for name, here in self.accepted.items()}

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also with the same spellings, as far as the file still has them."""
        near = {each.in_file for each in self._near()}
        said = {name.removeprefix(_SAME): here for name, here in left.items() if name.startswith(_SAME)}
        self.accepted = {name: here for name, here in said.items() if name in near}
        self.close_missing = _MISSING in left
        await self.load()
        await super().come_back(left)

    def body(self) -> Iterable[Widget]:
        """The counts, and the lines."""
        yield Pane(
            "What this file would change",
            Static(id="counts"),
            Rows(Column("", 10), Column(self._about, 14), Column(""), empty="This file changes nothing.", id="changes"),
            id="preview-pane",
        )
        yield Static(id="whole")
        yield Static(id="keys")

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """The line at the mark, whole: what is cut in the list stands there."""
        cells = self._shown.get(self.query_one(Rows).key or "", ())
        self.query_one("#whole", Static).update(line((" · ".join(cell.text for cell in cells if cell.text), "quiet")))

    async def load(self) -> None:
        """Hold the file against the vault."""
        preview = await self.desk_app.desk(self._preview, self.file, accepted=dict(self.accepted))
        if preview is None:
            return
        self.preview = preview
        self.query_one("#counts", Static).update(self._counts(preview))
        rows = [*_rejected_rows(preview), *self._near_rows(preview), *self._change_rows(preview), *_notes(preview)]
        self._shown = {row.key: row.cells for row in rows}
        self.query_one(Rows).show(rows)
        self.query_one("#keys", Static).update(self._keys(preview))
        self.query_one("#preview-pane", Pane).retitle(f"What {preview.file} would change")
        if self.focused is None:
            self.set_focus(self.query_one(Rows))

    @opens_dialog
    async def action_accept(self) -> None:
        """Take the file, in one transaction, beside the screen: keys act meanwhile, the one that stops it too."""
        if self.preview is None:
            return
        how: dict[str, Any] = {"accepted": dict(self.accepted), "close_missing": self.close_missing}
        taken = await with_progress(
            self.app,
            self.file.name,
            lambda watch: self.desk_app.desk(watched(self._accept, watch), self.file, **how),
        )
        if taken is None:
            return
        await self.desk_app.read_team()
        new = 0 if self._is_about_workers else sum(worker.is_new for worker in taken.workers)
        check = f" {count(new, 'new worker')}: check the stage of each with e on Today." if new else ""
        self.desk_app.done(f"{taken.says_what_was_done(closed_missing=self.close_missing)}{check}")
        self.dismiss()

    async def action_tick(self) -> None:
        """Say that a close spelling is the same worker, or is not."""
        key = self.query_one(Rows).key or ""
        kind, _, name = key.partition(" ")
        near = next((each for each in self._near() if each.in_file == name), None)
        if kind == "same" and near:
            if near.in_file in self.accepted:
                del self.accepted[near.in_file]
            else:
                self.accepted[near.in_file] = near.here
            self.reload()

    def action_close_missing(self) -> None:
        """Close the children no longer in the file, or leave them open."""
        self.close_missing = not self.close_missing
        self.reload()

    def _near(self) -> list[NearName]:
        known = [NearName(name, here) for name, here in self.accepted.items()]
        return known + list(self.preview.near_names if self.preview else ())

    def _counts(self, preview: Preview) -> Any:
        kinds = ("new", "changed") if self._is_about_workers else ("new", "moved", "changed", "missing")
        counts = [f"{len(preview.rejected)} rejected"] if preview.rejected else []
        counts += [f"{preview.count(kind)} {kind}" for kind in kinds]
        counts += [f"{preview.unchanged} unchanged"]
        if self._is_about_workers:
            return lines(line((" · ".join(counts), "strong")), line(("nothing is changed until it is taken", "quiet")))
        counts += [f"{len(preview.unallocated)} with nobody allocated"]
        workers = [
            f"{self.name_of(each.name)} {each.before} → {each.after}{' new' if each.is_new else ''}"
            for each in preview.workers
        ]
        return lines(line((" · ".join(counts), "strong")), line(("children a worker: ", "quiet"), ", ".join(workers)))

    def _near_rows(self, preview: Preview) -> list[Row]:
        rows = []
        for near in self._near():
            same = near.in_file in self.accepted
            says = f"“{near.in_file}” in the file, “{near.here}” here: {'one worker' if same else 'two workers'}"
            rows.append(Row(f"same {near.in_file}", (Cell("same?", "soon"), Cell(""), Cell(f"{says}; space changes"))))
        return rows

    def _change_rows(self, preview: Preview) -> list[Row]:
        return [self._change_row(each) for each in preview.changes]

    def _change_row(self, each: Change) -> Row:
        word = "close" if each.kind == "missing" and self.close_missing else each.kind
        about = self.name_of(each.ref) if self._is_about_workers else each.ref
        key = f"{each.kind} {each.ref} {each.says}"
        return Row(key, (Cell(word, _TONES[each.kind]), Cell(about), Cell(each.says)))

    def _keys(self, preview: Preview) -> Any:
        parts: list[str | tuple[str, str]] = [("ctrl+s", "focus"), " take it   ", ("esc", "focus"), " leave it"]
        if preview.count("missing"):
            says = " leave missing children open" if self.close_missing else " close missing children"
            parts += ["   ", ("c", "focus"), says]
        return line(*parts)


def _rejected_rows(preview: Preview) -> list[Row]:
    return [
        Row(
            f"rejected {n}",
            (
                Cell("rejected", "late"),
                Cell(f"row {each.row}"),
                Cell(f"{each.list_name}, {each.column}: “{each.value}” {each.reason}"),
            ),
        )
        for n, each in enumerate(preview.rejected)
    ]


def _notes(preview: Preview) -> list[Row]:
    return [Row(f"note {n}", (Cell("note", "quiet"), Cell(""), Cell(text))) for n, text in enumerate(preview.warnings)]
