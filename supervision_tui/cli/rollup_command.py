"""The command that makes one authority picture of many teams' summaries. It needs no vault."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .completing import choice
from .leaving import BY_ENDING, PICTURES, Force, form_of, way_out
from .options import Json, named_period, opening_of
from .progress_bar import progress_bar
from .prompts import warn_if_others_may_read
from .shapes import care
from .shapes.values import put

if TYPE_CHECKING:
    from supervision_tui.exports.rollup.engine import RollUp
    from supervision_tui.exports.rollup.picture import AuthorityPicture

    from .leaving import WayOut


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("rollup")(rollup)


def rollup(
    context: typer.Context,
    *,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Summaries for psw as JSON, or folders of them."),
    ],
    out: Annotated[
        Path | None, typer.Option(help="The file to write; - is standard output.")
    ] = None,
    into: Annotated[
        str | None,
        typer.Option(
            "--into",
            metavar="ADDRESS",
            help="Load all figures into a PostgreSQL: postgresql://host/name.",
        ),
    ] = None,
    form: Annotated[
        str | None,
        choice(
            "markdown html pdf tagged-pdf docx xlsx csv json parquet",
            "--format",
            otherwise=BY_ENDING,
        ),
    ] = None,
    identity: Annotated[
        Path | None,
        typer.Option(
            help="The age identity that opens encrypted summaries, and the exact counts in them."
        ),
    ] = None,
    month: Annotated[str | None, typer.Option(help="The month to show, like 2026-10.")] = None,
    quarter: Annotated[
        str | None, typer.Option(help="The quarter to show, like 2026Q3; of months where need be.")
    ] = None,
    year: Annotated[
        str | None, typer.Option(help="The year to show, like 2025-26, April to March.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="team: every figure of each team behind the totals.")
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Make one report for the authority of many teams' summaries."""
    from supervision_tui.desk.long_work import reporting_to
    from supervision_tui.exports.rollup.engine import roll_up, while_memory_lasts
    from supervision_tui.exports.rollup.picture import picture_of

    period = named_period(month, quarter, year)
    if by not in (None, "team"):
        raise typer.BadParameter("--by takes: team")
    if as_json and str(out) == "-":
        raise typer.BadParameter("--json and --out - would both be standard output")
    way = _way(context, out, into, form, (identity, *files), force=force)
    if identity is not None:
        warn_if_others_may_read(identity)
    with while_memory_lasts():
        with progress_bar() as progress:
            found = reporting_to(roll_up, progress)(files, identity)
        try:
            picture = picture_of(found, period=period)
            done = _done(found, picture, way, into, by_team=by is not None)
        finally:
            found.close()
    if as_json:
        put(care.rolled_up(picture, done))
    _say_what_was_taken(picture)
    print(f"{_counted(picture)}. {' '.join(done)}", file=sys.stderr)


def _way(
    context: typer.Context,
    out: Path | None,
    into: str | None,
    form: str | None,
    reads: Sequence[Path | None],
    *,
    force: bool,
) -> WayOut | None:
    """Settle where the picture goes, checked before anything is read; nowhere into a database."""
    from supervision_tui.exports.encryption import NO_ENCRYPTION
    from supervision_tui.exports.rollup.into_postgresql import check_address

    if into is not None:
        check_address(into)
    if out is None:
        if into is None:
            raise typer.BadParameter("Say where it goes: --out FILE, or --into a PostgreSQL.")
        return None
    shape = form_of(out, form, PICTURES, "markdown")
    return way_out(out, shape, NO_ENCRYPTION, opening_of(context), reads, force=force)


def _done(
    found: RollUp,
    picture: AuthorityPicture,
    way: WayOut | None,
    into: str | None,
    *,
    by_team: bool,
) -> list[str]:
    """Write and load what was asked for; says each."""
    from supervision_tui.exports.documents.document import Form
    from supervision_tui.exports.rollup.export import write_picture
    from supervision_tui.exports.rollup.into_postgresql import load
    from supervision_tui.exports.rollup.tidy import tidy_rows

    says = []
    if way is not None:
        written = write_picture(
            found, picture, Form(way.form), way.path, replaces=way.replaces, by_team=by_team
        )
        more = f" and {len(written) - 1} more beside it" if len(written) > 1 else ""
        says.append(way.says("picture", more))
    if into is not None:
        loaded = load(tidy_rows(found, picture.over_time), into)
        says.append(
            f"The database has {loaded.added} rows more, {loaded.replaced} replaced and "
            f"{loaded.removed} taken out."
        )
    return says


def _say_what_was_taken(picture: AuthorityPicture) -> None:
    from supervision_tui.exports.rollup.report import said_of_hidden, sentences

    for each in picture.refused:
        print(f"{each.file} was not taken: {each.why}.", file=sys.stderr)
    for sentence in picture.not_comparable:
        print(f"Not comparable: {sentence}", file=sys.stderr)
    for says in (*sentences(picture), *said_of_hidden(picture)):
        print(says, file=sys.stderr)


def _counted(picture: AuthorityPicture) -> str:
    """Count the teams, and the files that could not be taken."""
    from supervision_tui.practice.wording import count

    teams = count(len(picture.teams), "team")
    if not picture.refused:
        return teams
    return f"{teams}, without {count(len(picture.refused), 'file')} that could not be taken"
