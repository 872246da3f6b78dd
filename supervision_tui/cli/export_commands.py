"""Commands that take something out of the vault."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .closing import EncryptTo, PasswordFile, Yes, ask_about_plain, seal_of
from .opening import desk_of
from .options import day_option, needed_day, opening_of
from .progress_bar import progress_bar

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment
    from supervision_tui.exchange.document import Document
    from supervision_tui.exchange.encrypted import Seal
    from supervision_tui.vault.store import Store

_FORMS = "markdown, pdf or text"
Out = Annotated[Path, typer.Option(help="The file to write.")]
Form = Annotated[str, typer.Option("--format", help=_FORMS)]
Held = Annotated[str | None, typer.Option("--session", metavar="DATE", help="The day it was held; else the latest.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    exports = typer.Typer(help="Take a summary, a record or the diary out of the vault.", no_args_is_help=True)
    exports.command("oversight")(oversight)
    exports.command("case-record")(case_record)
    exports.command("personal-record")(personal_record)
    exports.command("subject-access")(subject_access)
    exports.command("supervision-file")(supervision_file)
    exports.command("calendar")(calendar)
    app.add_typer(exports, name="export")


def oversight(
    context: typer.Context,
    first: Annotated[str, typer.Option("--from", metavar="DATE")],
    last: Annotated[str, typer.Option("--to", metavar="DATE")],
    out: Annotated[Path, typer.Option(help="The file to write; for csv the first of several, or an archive (.zip).")],
    audience: Annotated[str, typer.Option(help="manager, head-of-service, psw or external")] = "psw",
    threshold: Annotated[int | None, typer.Option(min=2, max=20, help="Counts below it are hidden.")] = None,
    form: Annotated[str, typer.Option("--format", help="markdown, html, pdf, xlsx, csv or json")] = "markdown",
    text: Annotated[list[str] | None, typer.Option(help="Free text by name: responses, asks, actions.")] = None,
    encrypt_to: EncryptTo = None,
    password_file: PasswordFile = None,
    yes: Yes = False,
) -> None:
    """Write the oversight summary of a period for an audience."""
    from supervision_tui.desk.period import Period
    from supervision_tui.desk.watching import watched_by
    from supervision_tui.exchange.oversight.export import Wanted, export_summary
    from supervision_tui.exchange.oversight.free_text import TextName
    from supervision_tui.exchange.oversight.publish import Audience
    from supervision_tui.exchange.report.export import Form as Forms
    from supervision_tui.exchange.report.export import check_seal

    reader = _one_of(audience, tuple(Audience), "--audience")
    chosen = _one_of(form, tuple(Forms), "--format")
    texts = [TextName(_one_of(each, tuple(TextName), "--text")) for each in text or ()]
    period = Period(needed_day(first), needed_day(last))
    seal = seal_of(encrypt_to, password_file)
    check_seal(seal)
    ask_about_plain(seal, yes)
    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        wanted = Wanted(period, Audience(reader), threshold, texts)
        with progress_bar() as progress, watched_by(progress):
            written = export_summary(store, wanted, Forms(chosen), out, moment, seal)
    more = f" and {len(written) - 1} more beside it" if len(written) > 1 else ""
    says = "" if seal.is_open else f"; {seal.words(form)}"
    print(f"The summary for {audience} is in {out}{more}, readable by you alone{says}.", file=sys.stderr)


def _one_of(typed: str, there: tuple[str, ...], option: str) -> str:
    if typed not in there:
        raise typer.BadParameter(f"{option} is one of: {', '.join(there)}")
    return typed


def case_record(context: typer.Context, child: str, out: Out, form: Form = "markdown", held: Held = None) -> None:
    """Write the signed case record of one child, without a word of the personal record."""
    from supervision_tui.desk.signed_record import latest_record_of, signed_record
    from supervision_tui.exchange.case_record import case_record as make

    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        session_id = store.run(latest_record_of, child, moment, on=day_option(held))
        document = make(store.run(signed_record, session_id, moment), child, moment.policy)
        assert document is not None  # noqa: S101  (it was found by the child)
        _write(store, document, form, out, "case record", moment)


def personal_record(context: typer.Context, name: str, out: Out, form: Form = "markdown", held: Held = None) -> None:
    """Write the signed personal record of one worker, without a word of a case record."""
    from supervision_tui.desk.people import find_worker
    from supervision_tui.desk.signed_record import latest_record_with, signed_record
    from supervision_tui.exchange.personal_record import personal_record as make

    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        worker_id = store.run(find_worker, name).id or 0
        session_id = store.run(latest_record_with, worker_id, moment, on=day_option(held))
        _write(store, make(store.run(signed_record, session_id, moment)), form, out, "personal record", moment)


def subject_access(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(metavar="CHILD-REF|NAME")],
    out: Out,
    form: Form = "markdown",
    encrypt_to: EncryptTo = None,
    password_file: PasswordFile = None,
    yes: Yes = False,
) -> None:
    """Write all that is held of one child, or of one worker, without the records of others."""
    from supervision_tui.desk.childs_whole_record import child_record, is_child
    from supervision_tui.desk.workers_whole_record import worker_record
    from supervision_tui.exchange import whole_record
    from supervision_tui.practice.wording import full_day

    seal = seal_of(encrypt_to, password_file)
    ask_about_plain(seal, yes)
    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        read = child_record if store.run(is_child, subject, moment) else worker_record
        document = whole_record.subject_access(store.run(read, subject, moment), full_day(moment.today))
        _write(store, document, form, out, "subject access", moment, seal)


def supervision_file(
    context: typer.Context,
    name: str,
    out: Out,
    form: Form = "pdf",
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Else from the beginning.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Else up to today.")] = None,
    encrypt_to: EncryptTo = None,
    password_file: PasswordFile = None,
    yes: Yes = False,
) -> None:
    """Write one worker's supervision file of a period, to be read by an inspector; no child's record is in it."""
    from supervision_tui.desk.moment import Refused
    from supervision_tui.desk.period import Period
    from supervision_tui.desk.whole_record import ALL_TIME
    from supervision_tui.desk.workers_whole_record import worker_record
    from supervision_tui.exchange import whole_record
    from supervision_tui.practice.wording import full_day

    period = Period(day_option(first) or ALL_TIME.first, day_option(last) or ALL_TIME.last)
    if period.last < period.first:
        raise Refused("The period ends before it begins; give --from the earlier day.")
    seal = seal_of(encrypt_to, password_file)
    ask_about_plain(seal, yes)
    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        record = store.run(worker_record, name, moment, period)
        document = whole_record.supervision_file(record, period, full_day(moment.today))
        _write(store, document, form, out, "supervision file", moment, seal)


def calendar(
    context: typer.Context,
    out: Out,
    weeks: Annotated[int, typer.Option(min=1, max=53, help="How many weeks ahead.")] = 13,
    week: Annotated[str | None, typer.Option(metavar="DATE", help="Only the week of this day, as a page.")] = None,
    form: Annotated[str, typer.Option("--format", help=f"ics; with --week {_FORMS}")] = "",
) -> None:
    """Write the planned sessions as iCalendar, or a week as a printable page; workers by their initials, no child."""
    from supervision_tui.desk.diary import diary
    from supervision_tui.desk.people import team_name
    from supervision_tui.exchange.calendar import to_icalendar, week_page
    from supervision_tui.exchange.document import write_calendar

    if week is None and form not in ("", "ics"):
        raise typer.BadParameter("--format is ics, but for one week (--week)")
    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        if week is None:
            entries = store.run(diary, moment.today, moment.today + timedelta(weeks=weeks), moment)
            said = write_calendar(store, to_icalendar(entries, moment.now), str(out), moment)
            print(f"{len(entries)} sessions: {said}", file=sys.stderr)
            return
        day = needed_day(week)
        monday = day - timedelta(days=day.weekday())
        entries = store.run(diary, monday, monday + timedelta(days=6), moment)
        page = week_page(entries, monday, store.run(team_name))
        _write(store, page, form or "pdf", out, "week", moment)


def _write(
    store: Store, document: Document, form: str, out: Path, what: str, moment: Moment, seal: Seal | None = None
) -> None:
    from supervision_tui.desk.pseudonyms import note_export
    from supervision_tui.exchange import document as documents
    from supervision_tui.exchange.encrypted import OPEN
    from supervision_tui.exchange.target import noted_or_gone

    if form not in set(documents.Form):
        raise typer.BadParameter(f"--format is one of: {_FORMS}")
    digest = documents.write_document(document, documents.Form(form), out, store.path, seal or OPEN)
    with noted_or_gone(out):
        store.run(note_export, what, form, digest, moment, document.subject)
    says = "" if seal is None or seal.is_open else f"; {seal.words(form)}"
    print(f"The {what} is in {out}, readable by you alone{says}.", file=sys.stderr)
