"""Options that many commands have, and what was said with them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from .completing import worker_names
from .opening import Opening, day_of

if TYPE_CHECKING:
    from supervision_tui.practice.days.period import Period

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Show it as of this day, like 2026-03-02; else today."
    ),
]
OfWorker = Annotated[
    str, typer.Option(help="Only this worker's children.", autocompletion=worker_names)
]
WorkerName = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="The worker's name, or a part that no other has.",
        autocompletion=worker_names,
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


def named_period(month: str | None, quarter: str | None, year: str | None) -> Period | None:
    """A period by its name: a month, a quarter or a year; nothing where none was given."""
    from supervision_tui.practice.days import named_periods

    readers = (
        (month, named_periods.read_month),
        (quarter, named_periods.read_quarter),
        (year, named_periods.read_year),
    )
    given = [(typed, read) for typed, read in readers if typed is not None]
    if len(given) > 1:
        raise typer.BadParameter("Say one of --month, --quarter and --year.")
    for typed, read in given:
        try:
            return read(typed)
        except named_periods.NotAPeriod as why:
            raise typer.BadParameter(str(why)) from None
    return None


def needed_day(typed: str) -> date:
    """A date that must be given."""
    found = day_option(typed)
    if found is None:
        raise typer.BadParameter("A date is needed, like 2026-03-02.")
    return found
