"""Options that many commands have, and what was said with them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from .opening import Opening, day_of

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Show it as of this day, like 2026-03-02; else today."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]


def opening_of(context: typer.Context) -> Opening:
    """Read the options that were said before the command."""
    found = context.find_object(Opening)
    return found or Opening(None, None)


def day_option(typed: str | None) -> date | None:
    """A date given on the command line, as 2026-03-02."""
    try:
        return day_of(typed)
    except ValueError as why:
        raise typer.BadParameter(str(why)) from None


def check_order(first: date, last: date) -> None:
    """Refuse a period that ends before it begins. Raises `Refused`."""
    from supervision_tui.desk.moment import Refused

    if last < first:
        raise Refused("The period ends before it begins; give --from the earlier day.")


def needed_day(typed: str) -> date:
    """A date that must be given."""
    found = day_option(typed)
    if found is None:
        raise typer.BadParameter("A date is needed, like 2026-03-02.")
    return found
