"""Commands that import a council's files, and undo the last import."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from supervision_tui.exports.output_path import check_is_no_source
from supervision_tui.system.files import OUTPUT, expanded

from .encryption_options import NOBODY_TO_ASK
from .leaving import form_of, way_out
from .opening import Opening, moment_to_write
from .options import AsOf, Json, day_option, opening_of
from .progress_bar import progress_bar
from .shapes import work
from .shapes.values import put

if TYPE_CHECKING:
    from supervision_tui.desk.imports.files import CaseloadFile, RejectedRow
    from supervision_tui.desk.imports.preview import Preview
    from supervision_tui.desk.moment import Moment
    from supervision_tui.imports.tables.dates import DateOrder
    from supervision_tui.practice.policy.policy import Policy

REFUSED = 4  # the exit status: the input was refused, nothing was changed


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    imports = typer.Typer(
        help="Import a caseload, workers, names, or attendance at trainings, from a file.",
        no_args_is_help=True,
    )
    imports.command("annex-a")(annex_a)
    imports.command("caseload")(caseload)
    imports.command("names")(names)
    imports.command("training")(training)
    imports.command("workforce")(workforce)
    imports.command("ssd")(ssd)
    imports.command("undo")(undo)
    app.add_typer(imports, name="import")


Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...", help="Workbooks, CSV files or folders of them; - is standard input."
    ),
]
OneFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="A CSV file or workbook; - is standard input.")
]
Team = Annotated[list[str] | None, typer.Option(help="Only children of this team.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")]
Yes = Annotated[bool, typer.Option("--yes", help="Accept without asking.")]
CloseMissing = Annotated[
    bool, typer.Option("--close-missing", help="Close children not in the file.")
]
Rejects = Annotated[
    Path | None, typer.Option(help="Write rejected rows here; holds personal data.")
]
Force = Annotated[
    bool, typer.Option("--force", help="Replace the file of rejected rows that is there already.")
]
MonthFirst = Annotated[
    bool | None,
    typer.Option(
        "--month-first/--day-first",
        help="How the file writes dates like 03/11/2025.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class _How:
    """The manner of an import: shown only, unasked, missing children closed, rejects saved."""

    dry_run: bool
    yes: bool
    close_missing: bool
    rejects: Path | None
    as_json: bool
    force: bool


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of file: its preview, its acceptance, the changes it speaks of, and about whom.

    `of_near` says what becomes of a name that is spelled like another's where nobody is asked.
    """

    preview: Callable[..., Preview]
    accept: Callable[..., Preview]
    changes: tuple[str, ...]
    about: str = "child"
    of_near: str = "with --yes it is another, new worker"


def annex_a(
    context: typer.Context,
    *,
    files: Files,
    team: Team = None,
    as_of: AsOf = None,
    month_first: MonthFirst = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    close_missing: CloseMissing = False,
    rejects: Rejects = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Import Annex A: shows what would change, then imports all of it or nothing."""
    from supervision_tui.imports.annex_a import read_annex_a
    from supervision_tui.imports.case_status import names_of_own_plans

    how = _How(dry_run, yes, close_missing, rejects=rejects, as_json=as_json, force=force)
    moment, order = moment_to_write(day_option(as_of)), _order(month_first)
    _import(
        context,
        files,
        lambda policy: read_annex_a(
            files, moment.today, order, names_of_own_plans(policy)
        ).of_teams(team or ()),
        kind=_children(),
        moment=moment,
        how=how,
    )


def caseload(
    context: typer.Context,
    *,
    files: Files,
    team: Team = None,
    columns: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The council’s own columns, by their name in imports/."),
    ] = None,
    as_of: AsOf = None,
    month_first: MonthFirst = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    close_missing: CloseMissing = False,
    rejects: Rejects = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Import a plain caseload: child_ref, name, worker, team, plan, plan_start, family,
    rag; or a council's own columns."""
    from supervision_tui.imports import council_columns
    from supervision_tui.imports.case_status import names_of_own_plans
    from supervision_tui.imports.caseload_file import read_caseload

    how = _How(dry_run, yes, close_missing, rejects=rejects, as_json=as_json, force=force)
    moment, order = moment_to_write(day_option(as_of)), _order(month_first)

    def read(policy: Policy) -> CaseloadFile:
        own, problems = council_columns.read_all(
            opening_of(context).config_folder, tuple(policy.plans)
        )
        for problem in problems:
            print(problem, file=sys.stderr)
        wanted = council_columns.named(own, columns) if columns is not None else None
        names = names_of_own_plans(policy)
        return read_caseload(
            files, moment.today, order, own=own, wanted=wanted, plan_names=names
        ).of_teams(team or ())

    _import(context, files, read, kind=_children(), moment=moment, how=how)


def names(
    context: typer.Context,
    *,
    files: Files,
    as_of: AsOf = None,
    month_first: MonthFirst = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    rejects: Rejects = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Import names, families and days of birth of children who are here: reference, name, family,
    born.
    """
    from supervision_tui.imports.names_file import read_names

    how = _How(dry_run, yes, False, rejects=rejects, as_json=as_json, force=force)
    moment, order = moment_to_write(day_option(as_of)), _order(month_first)
    _import(
        context,
        files,
        lambda _: read_names(files, moment.today, order),
        kind=_children(("changed",)),
        moment=moment,
        how=how,
    )


def ssd(
    context: typer.Context,
    *,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder with the dataset's CSV files.")
    ],
    as_of: AsOf = None,
    month_first: MonthFirst = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    close_missing: CloseMissing = False,
    rejects: Rejects = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Import a Standard Safeguarding Dataset: its professionals, and the children they are involved
    with.
    """
    from supervision_tui.desk.imports.dataset import accept_dataset, preview_dataset
    from supervision_tui.imports.safeguarding_dataset.dataset import read_ssd

    how = _How(dry_run, yes, close_missing, rejects=rejects, as_json=as_json, force=force)
    moment, order = moment_to_write(day_option(as_of)), _order(month_first)
    kind = _Kind(preview_dataset, accept_dataset, ("new", "moved", "changed", "missing"))
    _import(
        context,
        [folder],
        lambda _: read_ssd(folder, moment.today, order),
        kind=kind,
        moment=moment,
        how=how,
    )


def workforce(
    context: typer.Context,
    *,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="The workforce census (CSWW) as XML; - is standard input."
        ),
    ],
    new_workers: Annotated[
        bool,
        typer.Option(
            "--new-workers",
            help="Add workers who are not in the vault, under their registration number.",
        ),
    ] = False,
    as_of: AsOf = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    rejects: Rejects = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Import hours, agency and registration from the workforce census, matched by registration
    number.
    """
    from supervision_tui.desk.imports.workforce import accept_workforce, preview_workforce
    from supervision_tui.imports.workforce_census import read_workforce

    how = _How(dry_run, yes, False, rejects=rejects, as_json=as_json, force=force)
    moment = moment_to_write(day_option(as_of))
    kind = _Kind(preview_workforce, accept_workforce, ("new", "changed"), "worker")
    _import(
        context,
        [file],
        lambda _: read_workforce(file, moment.today, takes_unknown=new_workers),
        kind=kind,
        moment=moment,
        how=how,
    )


def training(
    context: typer.Context,
    *,
    file: OneFile,
    as_of: AsOf = None,
    month_first: MonthFirst = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    rejects: Rejects = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Import attendance at trainings: shows what would change, then imports all of it or nothing.

    Nothing is ever removed by it.
    """
    from supervision_tui.desk.imports.training import accept_training, preview_training
    from supervision_tui.imports.training_file import read_training

    how = _How(dry_run, yes, False, rejects=rejects, as_json=as_json, force=force)
    moment, order = moment_to_write(day_option(as_of)), _order(month_first)
    of_near = "with --yes its lines are rejected"
    kind = _Kind(preview_training, accept_training, ("new", "changed"), "worker", of_near)
    _import(
        context,
        [file],
        lambda _: read_training([file], moment.today, order),
        kind=kind,
        moment=moment,
        how=how,
    )


def undo(context: typer.Context, yes: Yes = False) -> None:
    """Undo the last import as a whole, where nothing that it brought was changed since."""
    from supervision_tui.desk.imports.undo_import import import_to_undo, undo_import

    moment = moment_to_write(None)
    with opening_of(context).store(writable=True) as store:
        found = store.run(import_to_undo)
        if not yes and not _agreed(f"Undo {found.says}?"):
            print("Nothing was changed.", file=sys.stderr)
            raise typer.Exit(1)
        undone = store.run(undo_import, moment)
    print(f"Undone: {undone.says}.", file=sys.stderr)


def _order(month_first: bool | None) -> DateOrder | None:
    from supervision_tui.imports.tables.dates import DateOrder

    if month_first is None:
        return None
    if month_first:
        return DateOrder.MONTH_FIRST
    return DateOrder.DAY_FIRST


def _children(changes: tuple[str, ...] = ("new", "moved", "changed", "missing")) -> _Kind:
    from supervision_tui.desk.imports.accept_caseload import accept_caseload
    from supervision_tui.desk.imports.preview_caseload import preview_caseload

    return _Kind(preview_caseload, accept_caseload, changes)


def _import(
    context: typer.Context,
    files: Sequence[Path],
    read: Callable[[Policy], Any],
    *,
    kind: _Kind,
    moment: Moment,
    how: _How,
) -> None:
    """Read, show, ask, take; with `--json` one document instead of the words.

    `read` is given the vault's policy.
    """
    from supervision_tui.desk.long_work import reporting_to
    from supervision_tui.desk.vault.policy_in_use import policy_in_use

    opening = opening_of(context)
    _check_standard_input(files, opening)
    _check_rejects(how, files, opening)
    takes = not how.dry_run and (how.yes or not how.as_json)
    with opening.store(writable=takes) as store:
        moment = replace(moment, policy=store.run(policy_in_use, opening.offer).policy)
        file = _read(read, files[0], moment.policy, as_json=how.as_json)
        preview = store.run(kind.preview, file, moment)
        if preview.rejected:  # before anything is taken, so that a full disk changes nothing
            _write_rejects(preview.rejected, how, opening.path)
        if not how.as_json:
            _print_preview(preview, kind)
        closes = how.close_missing and preview.count("missing") > 0
        if takes and (not preview.changes_nothing or closes or _has_more(preview)):
            accepted = {} if how.yes else _near_names_asked(preview)
            if not how.yes and not _agreed("Import these changes?"):
                print("Nothing was changed.", file=sys.stderr)
                raise typer.Exit(1)
            with progress_bar() as progress:
                accept = reporting_to(kind.accept, progress)
                preview = store.run(accept, file, moment, accepted, close_missing=how.close_missing)
            _say_what_was_taken(preview, closed_missing=how.close_missing)
    if how.as_json:
        put(work.imported(preview, kind.about))
    if takes and _is_all_rejected(preview):
        print(f"Every row of {preview.file} was rejected; nothing was changed.", file=sys.stderr)
        raise typer.Exit(REFUSED)


def _read(read: Callable[[Policy], Any], first: Path, policy: Policy, *, as_json: bool) -> Any:
    """Read the file; where it cannot be read, with `--json` one document says so besides.

    Raises `ImportRefused`.
    """
    from supervision_tui.desk.imports.files import ImportRefused
    from supervision_tui.desk.long_work import reporting_to

    try:
        with progress_bar() as progress:
            return reporting_to(read, progress)(policy)
    except ImportRefused as why:
        if as_json:
            put(work.unreadable(str(first), str(why)))
        raise


def _is_all_rejected(preview: Preview) -> bool:
    return (
        bool(preview.rejected)
        and not preview.unchanged
        and preview.changes_nothing
        and not _has_more(preview)
    )


def _check_standard_input(files: Sequence[Path], opening: Opening) -> None:
    """Refuse to read two things from one standard input. Raises `BadParameter`."""
    if files.count(OUTPUT) > 1 or (OUTPUT in files and opening.passphrase_file == str(OUTPUT)):
        raise typer.BadParameter(
            "Only one thing can come from standard input; name a file for the other."
        )


def _has_more(preview: Preview) -> bool:
    """Tell whether a dataset changes workers, though no child."""
    return any(warning.startswith("worker ") for warning in preview.warnings)


def _say_what_was_taken(taken: Preview, *, closed_missing: bool) -> None:
    print(taken.says_what_was_done(closed_missing=closed_missing), file=sys.stderr)
    new = [worker.name for worker in taken.workers if worker.is_new]
    if new:
        print(
            f"New workers, stage to be checked (social worker, full time): {', '.join(new)}.",
            file=sys.stderr,
        )


def _print_preview(preview: Preview, kind: _Kind) -> None:
    print(f"{preview.file}: {', '.join(preview.counts_in_words(kind.changes))}.")
    for row in preview.rejected:
        print(
            f"  rejected {row.list_name} row {row.row}, {row.column}: {row.value!r} ({row.reason})"
        )
    for change in preview.changes:
        print(f"  {change.kind:<8} {change.ref:<14} {change.says}")
    for warning in preview.warnings:
        print(f"  note     {warning}")
    if preview.month_first:
        headings = ", ".join(dict.fromkeys(preview.month_first))
        print(f"  dates?   {headings}: add --month-first to read them so, or --day-first")
    for near in preview.near_names:
        print(f"  note     “{near.in_file}” is spelled like “{near.here}”; {kind.of_near}")
    for _, number, says in preview.left_out_lines():
        print(f"  left out {number:<14} {says}")
    for worker in preview.workers:
        print(f"  {worker.name:<28} {worker.in_words}")


def _near_names_asked(preview: Preview) -> dict[str, str]:
    """Ask the manager which close spellings are the same worker."""
    return {
        near.in_file: near.here
        for near in preview.near_names
        if _agreed(f"“{near.in_file}” is spelled like “{near.here}”. Are they the same worker?")
    }


def _agreed(question: str) -> bool:
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        print(
            "\nThere is nobody to ask; add --yes to go on without. Nothing was changed.",
            file=sys.stderr,
        )
        raise typer.Exit(NOBODY_TO_ASK)
    return answer.strip().lower() in ("y", "yes")


def _check_rejects(how: _How, sources: Sequence[Path], opening: Opening) -> None:
    """Refuse a place for the rejected rows before anything is read.

    Raises `BadParameter`, `VaultError`, and `ImportRefused` for a file that is read.
    """
    from supervision_tui.desk.imports.files import ImportRefused
    from supervision_tui.exports.encryption import NO_ENCRYPTION
    from supervision_tui.vault.errors import VaultError

    if how.rejects is None:
        return
    try:
        check_is_no_source(expanded(how.rejects), map(expanded, sources))
    except VaultError as why:
        raise ImportRefused(str(why)) from None
    if how.rejects == OUTPUT:
        raise typer.BadParameter(
            "Rejected rows go into a file, beside the preview; name one with --rejects."
        )
    shape = form_of(how.rejects, None, {".csv": "rows"}, "rows")
    way_out(how.rejects, shape, NO_ENCRYPTION, opening, force=how.force)


def _write_rejects(rejected: Sequence[RejectedRow], how: _How, vault: Path) -> None:
    """Write rejected rows, the same columns and the reason, 0600: they hold personal data."""
    from supervision_tui.exports.output_path import written
    from supervision_tui.exports.rows_not_taken import rows_as_csv

    if how.rejects is None:
        return
    target = expanded(how.rejects)
    with written({target: rows_as_csv(rejected)}, vault, replaces=how.force):
        pass  # the rows are from the council's own file, and in no record
    print(
        f"{len(rejected)} rejected rows are in {target.name}; it holds personal data.",
        file=sys.stderr,
    )
