"""The command that writes the oversight summary: of days, a month, a quarter, a year, or months in
one go.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .completing import choice, offering
from .encryption_options import (
    NOBODY_TO_ASK,
    EncryptTo,
    PasswordFile,
    Yes,
    ask_about_plain,
    encryption_of,
    public_key,
)
from .leaving import BY_ENDING, REPORTS, Force, form_of, way_out
from .opening import desk_of
from .options import day_option, named_period, opening_of
from .progress_bar import progress_bar
from .prompts import can_ask

if TYPE_CHECKING:
    from datetime import date

    from supervision_tui.desk.moment import Moment
    from supervision_tui.exports.oversight.export import Wanted
    from supervision_tui.practice.days.period import Period
    from supervision_tui.vault.store import Store

    from .leaving import WayOut

_PERIODS = "--from and --to, --month, --quarter, --year or --monthly"


@dataclass(frozen=True, slots=True)
class _Asked:
    """The period as it was asked for; `monthly` are so many months that are over."""

    first: str | None
    last: str | None
    month: str | None
    quarter: str | None
    year: str | None
    monthly: int | None

    def periods(self, today: date | None) -> list[Period]:
        """The periods, each of which becomes a file of its own.

        Of months that are over the day must be known.
        """
        from supervision_tui.practice.days import named_periods

        given = [each for each in (self.month, self.quarter, self.year, self.monthly) if each]
        if len(given) + (self.first is not None or self.last is not None) != 1:
            raise typer.BadParameter(f"Say one period: {_PERIODS}.")
        if self.monthly and today is not None:
            return named_periods.months_before(today, self.monthly)
        named = named_period(self.month, self.quarter, self.year)
        return [named or self._days()]

    def _days(self) -> Period:
        from supervision_tui.practice.days.period import Period

        first, last = day_option(self.first), day_option(self.last)
        if first is None or last is None:
            raise typer.BadParameter("Say both days of a period: --from and --to.")
        return Period(first, last)


def oversight(
    context: typer.Context,
    *,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day.")] = None,
    month: Annotated[str | None, typer.Option(help="A month, like 2026-10.")] = None,
    quarter: Annotated[str | None, typer.Option(help="A quarter, like 2026Q3.")] = None,
    year: Annotated[str | None, typer.Option(help="April to March, like 2025-26.")] = None,
    monthly: Annotated[
        int | None,
        typer.Option(min=1, max=36, help="So many months that are over, a file each."),
    ] = None,
    out: Annotated[
        Path,
        typer.Option(
            help="The file to write, of csv the first of several or a .zip; - is standard output."
        ),
    ],
    audience: Annotated[
        str,
        choice("manager head-of-service psw external"),
    ] = "psw",
    threshold: Annotated[
        int | None, typer.Option(min=2, max=20, help="Counts below it are hidden.")
    ] = None,
    form: Annotated[
        str | None,
        choice("markdown html pdf tagged-pdf docx xlsx csv json", "--format", otherwise=BY_ENDING),
    ] = None,
    text: Annotated[
        list[str] | None,
        typer.Option(
            help="Free text by name: responses, asks, actions, page.",
            autocompletion=offering("responses", "asks", "actions", "page"),
        ),
    ] = None,
    seal_to: Annotated[
        str | None,
        typer.Option(
            "--seal-to",
            metavar="RECIPIENT",
            help="The authority's age key, which alone opens the exact counts (psw, json).",
        ),
    ] = None,
    keep_codes: Annotated[
        bool, typer.Option("--keep-codes", help="Workers and children keep their codes.")
    ] = False,
    encrypt_to: EncryptTo = None,
    password_file: PasswordFile = None,
    yes: Yes = False,
    force: Force = False,
) -> None:
    """Write the oversight summary of a period for an audience."""
    from supervision_tui.exports.oversight.export import Wanted
    from supervision_tui.exports.oversight.free_text import READ_FIRST, TextName
    from supervision_tui.exports.oversight.publish import Audience

    asked = _Asked(first, last, month, quarter, year, monthly)
    reader = Audience(one_of(audience, tuple(Audience), "--audience"))
    texts = tuple(TextName(one_of(each, tuple(TextName), "--text")) for each in text or ())
    shape = form_of(out, form, REPORTS, "markdown")
    encryption = encryption_of(encrypt_to, password_file)
    sealed_to = public_key(seal_to, "--seal-to")
    if seal_to and (reader is not Audience.PSW or shape != "json"):
        raise typer.BadParameter("--seal-to goes with --audience psw and --format json alone.")
    if monthly is None:
        asked.periods(None)  # refused before the vault is opened
    ask_about_plain(encryption, opening_of(context), yes)
    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        periods = asked.periods(moment.today)
        for period in periods:
            way = way_out(
                _place(out, period, periods),
                shape,
                encryption,
                opening_of(context),
                (encrypt_to, password_file, seal_to),
                force=force,
            )
            wanted = Wanted(period, reader, threshold, texts, sealed_to, keep_codes)
            files = _export(store, wanted, way, moment, yes=yes)
            more = f" and {len(files) - 1} more beside it" if len(files) > 1 else ""
            print(way.says(f"summary for {audience}", more), file=sys.stderr)
    if texts:
        print(READ_FIRST, file=sys.stderr)


def one_of(typed: str, there: tuple[str, ...], option: str) -> str:
    """One of the words that an option takes."""
    if typed not in there:
        raise typer.BadParameter(f"{option} is one of: {', '.join(there)}")
    return typed


def _place(out: Path, period: Period, periods: Sequence[Period]) -> Path:
    """The file of a period: of several the month stands in each one's name."""
    from supervision_tui.system.files import OUTPUT

    if len(periods) == 1:
        return out
    if out == OUTPUT:
        raise typer.BadParameter("Several months are a file each: name one with --out.")
    begin, endings = out.name.partition(".")[0], "".join(out.suffixes)
    return out.with_name(f"{begin}-{period.first:%Y-%m}{endings}")


def _export(
    store: Store, wanted: Wanted, way: WayOut, moment: Moment, *, yes: bool
) -> Sequence[Path]:
    """Write one summary; what would give back a hidden number is asked about first."""
    from supervision_tui.exports.oversight.betrayal import WouldTellHidden, already_answered

    if yes:
        return _written(store, wanted, way, moment, warn=_say)
    try:
        return _written(store, wanted, way, moment)
    except WouldTellHidden as why:
        _ask_about_hidden(str(why))
    return _written(store, wanted, way, moment, warn=already_answered)


def _written(
    store: Store,
    wanted: Wanted,
    way: WayOut,
    moment: Moment,
    *,
    warn: Callable[[str], None] | None = None,
) -> Sequence[Path]:
    from supervision_tui.desk.long_work import report_to
    from supervision_tui.exports.documents.document import Form as Forms
    from supervision_tui.exports.oversight.export import export_summary

    with progress_bar() as progress, report_to(progress):
        return export_summary(
            store,
            wanted,
            Forms(way.form),
            out=way.path,
            moment=moment,
            encryption=way.encryption,
            replaces=way.replaces,
            warn=warn,
        )


def _say(warning: str) -> None:
    print(warning, file=sys.stderr)


def _ask_about_hidden(says: str) -> None:
    """Ask whether a summary is written though it tells what is hidden; refuse without a person."""
    print(says, file=sys.stderr)
    if not can_ask():
        print("Nothing was written; say --yes to write it all the same.", file=sys.stderr)
        raise typer.Exit(NOBODY_TO_ASK)
    if not typer.confirm("Write it all the same?", err=True):
        print("Nothing was written.", file=sys.stderr)
        raise typer.Exit(1)
