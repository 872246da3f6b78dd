"""The command that makes one authority picture of many teams' summaries. It needs no vault."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from .leaving import PICTURES, Force, Out, form_of, way_out
from .options import named_period, opening_of
from .progress_bar import progress_bar
from .prompts import warn_if_others_may_read


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
    out: Out,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="markdown, html, pdf, docx, xlsx, csv, json or parquet; else by the file's ending",
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
    force: Force = False,
) -> None:
    """Make one report for the authority of many teams' summaries."""
    from supervision_tui.desk.long_work import reporting_to
    from supervision_tui.exports.documents.document import Form
    from supervision_tui.exports.encryption import NO_ENCRYPTION
    from supervision_tui.exports.rollup.engine import roll_up
    from supervision_tui.exports.rollup.export import write_picture
    from supervision_tui.exports.rollup.picture import picture_of
    from supervision_tui.exports.rollup.report import said_of_hidden, sentences
    from supervision_tui.practice.wording import count

    period = named_period(month, quarter, year)
    shape = form_of(out, form, PICTURES, "markdown")
    way = way_out(out, shape, NO_ENCRYPTION, opening_of(context), (identity, *files), force=force)
    if identity is not None:
        warn_if_others_may_read(identity)
    with progress_bar() as progress:
        found = reporting_to(roll_up, progress)(files, identity)
    try:
        picture = picture_of(found, period=period)
        written = write_picture(found, picture, Form(way.form), way.path, replaces=force)
    finally:
        found.close()
    for each in picture.refused:
        print(f"{each.file} was not taken: {each.why}.", file=sys.stderr)
    for sentence in picture.not_comparable:
        print(f"Not comparable: {sentence}", file=sys.stderr)
    for says in (*sentences(picture), *said_of_hidden(picture)):
        print(says, file=sys.stderr)
    more = f" and {len(written) - 1} more beside it" if len(written) > 1 else ""
    missing = ""
    if picture.refused:
        missing = f", without {count(len(picture.refused), 'file')} that could not be taken"
    teams = count(len(picture.teams), "team")
    print(f"{teams}{missing}. {way.says('picture', more)}", file=sys.stderr)
