"""Commands that bring files in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from supervision_tui.exchange.target import check_is_no_source
from supervision_tui.named_files import OUTPUT, named

from . import json_shapes
from .closing import NOBODY_TO_ASK
from .leaving import form_of, way_out
from .opening import Opening, moment_to_write
from .options import AsOf, Json, day_option, opening_of
from .progress_bar import progress_bar

if TYPE_CHECKING:
    from supervision_tui.desk.caseload import Preview, RejectedRow
    from supervision_tui.desk.moment import Moment


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    imports = typer.Typer(
        help="Bring in a caseload, workers, or attendance at trainings, from a file.", no_args_is_help=True
    )
    imports.command("annex-a")(annex_a)
    imports.command("caseload")(caseload)
    imports.command("training")(training)
    imports.command("workforce")(workforce)
    imports.command("ssd")(ssd)
    app.add_typer(imports, name="import")


Team = Annotated[list[str] | None, typer.Option(help="Only children of this team.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")]
Yes = Annotated[bool, typer.Option("--yes", help="Accept without asking.")]
CloseMissing = Annotated[bool, typer.Option("--close-missing", help="Close children not in the file.")]
Rejects = Annotated[Path | None, typer.Option(help="Write rejected rows here; holds personal data.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the file of rejected rows that is there already.")]


@dataclass(frozen=True, slots=True)
class _How:
    """What was said with an import: only to be shown, taken without asking, what of the missing, rejects where to."""

    dry_run: bool
    yes: bool
    close_missing: bool
    rejects: Path | None
    as_json: bool
    force: bool


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of file is brought in: previewed, accepted, and which changes it speaks of, about whom."""

    preview: Callable[..., Preview]
    accept: Callable[..., Preview]
    changes: tuple[str, ...]
    about: str = "child"


def annex_a(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Workbooks, CSV files or a folder of CSVs.")],
    team: Team = None,
    as_of: AsOf = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    close_missing: CloseMissing = False,
    rejects: Rejects = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Bring in Annex A: preview first, then one transaction."""
    from supervision_tui.imports.annex_a import read_annex_a

    how = _How(dry_run, yes, close_missing, rejects, as_json, force)
    moment = moment_to_write(day_option(as_of))
    _bring_in(context, files, lambda: read_annex_a(files, moment.today).of_teams(team or ()), _children(), moment, how)


def caseload(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV files or workbooks: a row a child.")],
    team: Team = None,
    as_of: AsOf = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    close_missing: CloseMissing = False,
    rejects: Rejects = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Bring in a plain caseload: child_ref, name, worker, team, plan, plan_start, family, rag."""
    from supervision_tui.imports.caseload_file import read_caseload

    how = _How(dry_run, yes, close_missing, rejects, as_json, force)
    moment = moment_to_write(day_option(as_of))
    _bring_in(context, files, lambda: read_caseload(files, moment.today).of_teams(team or ()), _children(), moment, how)


def ssd(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder with the dataset's CSV files.")],
    as_of: AsOf = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    close_missing: CloseMissing = False,
    rejects: Rejects = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Bring in a Standard Safeguarding Dataset: its professionals, and the children they are involved with."""
    from supervision_tui.desk.take_dataset import accept_dataset, preview_dataset
    from supervision_tui.imports.safeguarding_dataset import read_ssd

    how = _How(dry_run, yes, close_missing, rejects, as_json, force)
    moment = moment_to_write(day_option(as_of))
    kind = _Kind(preview_dataset, accept_dataset, ("new", "moved", "changed", "missing"))
    _bring_in(context, [folder], lambda: read_ssd(folder, moment.today), kind, moment, how)


def workforce(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workforce census (CSWW) as XML.")],
    new_workers: Annotated[
        bool, typer.Option("--new-workers", help="Take workers who are not here, under their registration number.")
    ] = False,
    as_of: AsOf = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    rejects: Rejects = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Bring in hours, agency and registration from the workforce census, matched by registration number."""
    from supervision_tui.desk.take_workforce import accept_workforce, preview_workforce
    from supervision_tui.imports.workforce_census import read_workforce

    how = _How(dry_run, yes, False, rejects, as_json, force)
    moment = moment_to_write(day_option(as_of))
    kind = _Kind(preview_workforce, accept_workforce, ("new", "changed"), "worker")
    _bring_in(context, [file], lambda: read_workforce(file, moment.today, takes_unknown=new_workers), kind, moment, how)


def training(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file or workbook: worker, course, date, status.")],
    as_of: AsOf = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    rejects: Rejects = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Bring in attendance at trainings: preview first, then one transaction. Nothing is ever removed by it."""
    from supervision_tui.desk.take_training import accept_training, preview_training
    from supervision_tui.imports.training_file import read_training

    how = _How(dry_run, yes, False, rejects, as_json, force)
    moment = moment_to_write(day_option(as_of))
    kind = _Kind(preview_training, accept_training, ("new", "changed"), "worker")
    _bring_in(context, [file], lambda: read_training([file], moment.today), kind, moment, how)


def _children() -> _Kind:
    from supervision_tui.desk.caseload import preview_caseload
    from supervision_tui.desk.take_caseload import accept_caseload

    return _Kind(preview_caseload, accept_caseload, ("new", "moved", "changed", "missing"))


def _bring_in(
    context: typer.Context, files: Sequence[Path], read: Callable[[], Any], kind: _Kind, moment: Moment, how: _How
) -> None:
    """Read, show, ask, take; with `--json` one document instead of the words."""
    from supervision_tui.desk.caseload import ImportRefused
    from supervision_tui.desk.watching import watched

    opening = opening_of(context)
    _check_rejects(how, files, opening)
    try:
        with progress_bar() as progress:
            file = watched(read, progress)()
    except ImportRefused as why:
        if how.as_json:
            json_shapes.put({"file": files[0].name, "refused": "unreadable", "says": str(why), "applied": False})
        raise
    takes = not how.dry_run and (how.yes or not how.as_json)
    with opening.store(writable=takes) as store:
        preview = store.run(kind.preview, file, moment)
        if preview.rejected:  # before anything is taken, so that a full disk changes nothing
            _write_rejects(preview.rejected, how, opening.path)
        if not how.as_json:
            _print_preview(preview, kind.changes)
        closes = how.close_missing and preview.count("missing") > 0
        if takes and (not preview.changes_nothing or closes or _has_more(preview)):
            accepted = {} if how.yes else _near_names_asked(preview)
            if not how.yes and not _agreed("Take these changes?"):
                print("Nothing was changed.", file=sys.stderr)
                raise typer.Exit(1)
            with progress_bar() as progress:
                accept = watched(kind.accept, progress)
                preview = store.run(accept, file, moment, accepted, close_missing=how.close_missing)
            _say_what_was_taken(preview, closed_missing=how.close_missing)
    if how.as_json:
        json_shapes.put(json_shapes.imported(preview, kind.about))


def _has_more(preview: Preview) -> bool:
    """Whether a dataset changes workers, though no child."""
    return any(warning.startswith("worker ") for warning in preview.warnings)


def _say_what_was_taken(taken: Preview, *, closed_missing: bool) -> None:
    print(taken.says_what_was_done(closed_missing=closed_missing), file=sys.stderr)
    new = [worker.name for worker in taken.workers if worker.is_new]
    if new:
        print(f"New workers, stage to be checked (social worker, full time): {', '.join(new)}.", file=sys.stderr)


def _print_preview(preview: Preview, kinds: tuple[str, ...] = ("new", "moved", "changed", "missing")) -> None:
    counts = ", ".join(f"{preview.count(kind)} {kind}" for kind in kinds)
    unallocated = f", {len(preview.unallocated)} unallocated" if "missing" in kinds else ""
    rejected = f"{len(preview.rejected)} rejected, " if preview.rejected else ""
    print(f"{preview.file}: {rejected}{counts}, {preview.unchanged} unchanged{unallocated}.")
    for row in preview.rejected:
        print(f"  rejected {row.list_name} row {row.row}, {row.column}: {row.value!r} ({row.reason})")
    for change in preview.changes:
        print(f"  {change.kind:<8} {change.ref:<14} {change.says}")
    for warning in preview.warnings:
        print(f"  note     {warning}")
    for near in preview.near_names:
        print(f"  note     “{near.in_file}” is spelled like “{near.here}”; with --yes it is another, new worker")
    for worker in preview.workers:
        print(
            f"  {worker.name:<28} {worker.before:>4} before {worker.after:>4} after{'  new' if worker.is_new else ''}"
        )


def _near_names_asked(preview: Preview) -> dict[str, str]:
    """Which close spellings are the same worker, as the manager says."""
    return {
        near.in_file: near.here
        for near in preview.near_names
        if _agreed(f"“{near.in_file}” is spelled like “{near.here}”. Are they the same worker?")
    }


def _agreed(question: str) -> bool:
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        print("\nThere is nobody to ask; add --yes to take them. Nothing was changed.", file=sys.stderr)
        raise typer.Exit(NOBODY_TO_ASK)
    return answer.strip().lower() in ("y", "yes")


def _check_rejects(how: _How, sources: Sequence[Path], opening: Opening) -> None:
    """Refuse a place for the rejected rows before anything is read.

    Raises `BadParameter`, `VaultError`, and `ImportRefused` for a file that is read.
    """
    from supervision_tui.desk.caseload import ImportRefused
    from supervision_tui.exchange.encrypted import OPEN
    from supervision_tui.vault.errors import VaultError

    if how.rejects is None:
        return
    try:
        check_is_no_source(named(how.rejects), map(named, sources))
    except VaultError as why:
        raise ImportRefused(str(why)) from None
    if how.rejects == OUTPUT:
        raise typer.BadParameter("Rejected rows go into a file, beside the preview; name one with --rejects.")
    shape = form_of(how.rejects, None, {".csv": "rows"}, "rows")
    way_out(how.rejects, shape, OPEN, opening, force=how.force)


def _write_rejects(rejected: Sequence[RejectedRow], how: _How, vault: Path) -> None:
    """Rejected rows, same columns plus the reason, 0600: they hold personal data."""
    import csv
    import io

    from supervision_tui.exchange.report.csv_files import safe_cell
    from supervision_tui.exchange.target import written

    if how.rejects is None:
        return
    target = named(how.rejects)
    out = io.StringIO()
    writer = csv.writer(out)
    header: tuple[str, ...] = ()
    for row in rejected:
        if row.header != header:
            header = row.header
            writer.writerow(["List", "Row", *map(safe_cell, header), "Reason"])
        writer.writerow([safe_cell(cell) for cell in (row.list_name, str(row.row), *row.cells, row.reason)])
    with written({target: out.getvalue().encode("utf-8-sig")}, vault, replaces=how.force):
        pass  # the rows are from the council's own file, and in no record
    print(f"{len(rejected)} rejected rows are in {target.name}; it holds personal data.", file=sys.stderr)
