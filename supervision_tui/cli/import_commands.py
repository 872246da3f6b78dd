"""Commands that bring files in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import json_shapes
from .opening import Opening, day_option, moment_for, opening_of
from .read_commands import AsOf, Json

if TYPE_CHECKING:
    from supervision_tui.desk.caseload import CaseloadFile, Preview, RejectedRow
    from supervision_tui.desk.moment import Moment


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    imports = typer.Typer(help="Bring in a caseload, or attendance at trainings, from a file.", no_args_is_help=True)
    imports.command("annex-a")(annex_a)
    imports.command("training")(training)
    app.add_typer(imports, name="import")


def annex_a(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Workbooks, CSV files or a folder of CSVs.")],
    team: Annotated[list[str] | None, typer.Option(help="Only children of this team.")] = None,
    as_of: AsOf = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Accept without asking.")] = False,
    close_missing: Annotated[bool, typer.Option("--close-missing", help="Close children not in the file.")] = False,
    rejects: Annotated[Path | None, typer.Option(help="Write rejected rows here; holds personal data.")] = None,
    as_json: Json = False,
) -> None:
    """Bring in Annex A: preview first, then one transaction."""
    from supervision_tui.desk.caseload import ImportRefused
    from supervision_tui.exchange.annex_a import read_annex_a

    moment = moment_for(day_option(as_of))
    try:
        file = read_annex_a(files, moment.today).of_teams(team or ())
    except ImportRefused as why:
        if as_json:
            json_shapes.put({"file": files[0].name, "refused": "unreadable", "says": str(why), "applied": False})
        raise
    if rejects and file.rejected:  # before anything is taken, so that a full disk changes nothing
        _write_rejects(file.rejected, rejects, (*files, opening_of(context).path))
    preview = _carried_out(opening_of(context), file, moment, dry_run, yes, close_missing, as_json)
    if as_json:
        json_shapes.put(json_shapes.imported(preview))


def training(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file or workbook: worker, course, date, status.")],
    as_of: AsOf = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Accept without asking.")] = False,
    rejects: Annotated[Path | None, typer.Option(help="Write rejected rows here; holds personal data.")] = None,
    as_json: Json = False,
) -> None:
    """Bring in attendance at trainings: preview first, then one transaction. Nothing is ever removed by it."""
    from supervision_tui.desk.caseload import ImportRefused
    from supervision_tui.desk.take_training import accept_training, preview_training
    from supervision_tui.exchange.training_csv import read_training

    moment, opening = moment_for(day_option(as_of)), opening_of(context)
    try:
        found = read_training([file], moment.today)
    except ImportRefused as why:
        if as_json:
            json_shapes.put({"file": file.name, "refused": "unreadable", "says": str(why), "applied": False})
        raise
    takes = not dry_run and (yes or not as_json)
    with opening.store(writable=takes) as store:
        preview = store.run(preview_training, found, moment)
        if rejects and preview.rejected:  # before anything is taken, so that a full disk changes nothing
            _write_rejects(preview.rejected, rejects, (file, opening.path))
        if not as_json:
            _print_preview(preview, ("new", "changed"))
        if takes and not preview.changes_nothing:
            accepted = {} if yes else _near_names_asked(preview)
            if yes or _agreed("Take these changes?"):
                preview = store.run(accept_training, found, moment, accepted)
                counts = ", ".join(f"{preview.count(kind)} {kind}" for kind in ("new", "changed"))
                print(f"Taken: {counts}.", file=sys.stderr)
            else:
                print("Nothing was changed.", file=sys.stderr)
    if as_json:
        json_shapes.put(json_shapes.imported(preview, "worker"))


def _carried_out(
    opening: Opening, file: CaseloadFile, moment: Moment, dry_run: bool, yes: bool, close_missing: bool, as_json: bool
) -> Preview:
    from supervision_tui.desk.caseload import preview_caseload
    from supervision_tui.desk.take_caseload import accept_caseload

    takes = not dry_run and (yes or not as_json)
    with opening.store(writable=takes) as store:
        preview = store.run(preview_caseload, file, moment)
        if not as_json:
            _print_preview(preview)
        if not takes or (preview.changes_nothing and not (close_missing and preview.count("missing"))):
            return preview
        accepted = {} if yes else _near_names_asked(preview)
        if not yes and not _agreed("Take these changes?"):
            print("Nothing was changed.", file=sys.stderr)
            return preview
        taken = store.run(accept_caseload, file, moment, accepted, close_missing=close_missing)
    _say_what_was_taken(taken, taken.count("missing") if close_missing else 0)
    return taken


def _say_what_was_taken(taken: Preview, closed: int) -> None:
    counts = ", ".join(f"{taken.count(kind)} {kind}" for kind in ("new", "moved", "changed"))
    print(f"Taken: {counts}, {closed} closed.", file=sys.stderr)
    new = [worker.name for worker in taken.workers if worker.is_new]
    if new:
        print(f"New workers, stage to be checked (social worker, full time): {', '.join(new)}.", file=sys.stderr)


def _print_preview(preview: Preview, kinds: tuple[str, ...] = ("new", "moved", "changed", "missing")) -> None:
    counts = ", ".join(f"{preview.count(kind)} {kind}" for kind in kinds)
    unallocated = f", {len(preview.unallocated)} unallocated" if "missing" in kinds else ""
    print(f"{preview.file}: {counts}, {preview.unchanged} unchanged{unallocated}.")
    for change in preview.changes:
        print(f"  {change.kind:<8} {change.ref:<14} {change.says}")
    for row in preview.rejected:
        print(f"  rejected {row.list_name} row {row.row}, {row.column}: {row.value!r} ({row.reason})")
    for warning in preview.warnings:
        print(f"  note     {warning}")
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
        print("\nThere is nobody to ask; add --yes to take them.", file=sys.stderr)
    return answer.strip().lower() in ("y", "yes")


def _write_rejects(rejected: Sequence[RejectedRow], target: Path, sources: Sequence[Path]) -> None:
    """Rejected rows, same columns plus the reason, 0600: they hold personal data. Never over a file that was read."""
    import csv
    import io

    from supervision_tui.desk.caseload import ImportRefused
    from supervision_tui.vault.places import check_is_no_vault_file, check_is_ours, write_whole

    if target.resolve() in {source.resolve() for source in sources}:
        raise ImportRefused(f"{target.name} is the file that was read; name another one for the rejected rows.")
    check_is_no_vault_file(target, sources[-1])
    check_is_ours(target)
    out = io.StringIO()
    writer = csv.writer(out)
    header: tuple[str, ...] = ()
    for row in rejected:
        if row.header != header:
            header = row.header
            writer.writerow(["List", "Row", *header, "Reason"])
        writer.writerow([_safe(cell) for cell in (row.list_name, str(row.row), *row.cells, row.reason)])
    write_whole(target, out.getvalue().encode("utf-8-sig"))
    print(f"{len(rejected)} rejected rows are in {target.name}; it holds personal data.", file=sys.stderr)


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell
