"""Commands that take something out of the vault."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .completing import choice
from .encryption_options import EncryptTo, PasswordFile, Yes, ask_about_plain, encryption_of
from .leaving import BY_ENDING, CALENDARS, DOCUMENTS, LISTS, Force, Out, WayOut, form_of, way_out
from .opening import desk_of
from .options import WorkerName, check_order, day_option, needed_day, opening_of
from .oversight_command import one_of, oversight

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment
    from supervision_tui.exports.documents.document import Document
    from supervision_tui.vault.store import Store

Form = Annotated[
    str | None,
    choice("markdown pdf tagged-pdf docx text", "--format", otherwise=BY_ENDING),
]
ListForm = Annotated[
    str | None,
    choice("markdown html pdf tagged-pdf docx xlsx", "--format", otherwise=BY_ENDING),
]
Held = Annotated[
    str | None,
    typer.Option("--session", metavar="DATE", help="The day it was held; else the latest."),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    exports = typer.Typer(help="Export a summary, a record or the calendar.", no_args_is_help=True)
    exports.command("oversight")(oversight)
    exports.command("case-record")(case_record)
    exports.command("personal-record")(personal_record)
    exports.command("subject-access")(subject_access)
    exports.command("supervision-file")(supervision_file)
    exports.command("actions")(actions)
    exports.command("practice-week")(practice_week)
    exports.command("calendar")(calendar)
    app.add_typer(exports, name="export")


def case_record(
    context: typer.Context,
    *,
    child: Annotated[str, typer.Argument(metavar="CHILD-REF", help="The child's reference.")],
    out: Out,
    form: Form = None,
    held: Held = None,
    encrypt_to: EncryptTo = None,
    password_file: PasswordFile = None,
    yes: Yes = False,
    force: Force = False,
) -> None:
    """Write the signed case record of one child, without a word of the personal record."""
    from supervision_tui.desk.supervision.signed_record import latest_record_of, signed_record
    from supervision_tui.exports.records.case_record import case_record as make

    way = _way_of_document(context, out, form, encrypt_to, password_file, yes=yes, force=force)
    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        session_id = store.run(latest_record_of, child, moment, on=day_option(held))
        document = make(store.run(signed_record, session_id, moment), child, moment.policy)
        assert document is not None  # noqa: S101  (it was found by the child)
        _give(store, document, way, "case record", moment)


def personal_record(
    context: typer.Context,
    *,
    name: WorkerName,
    out: Out,
    form: Form = None,
    held: Held = None,
    encrypt_to: EncryptTo = None,
    password_file: PasswordFile = None,
    yes: Yes = False,
    force: Force = False,
) -> None:
    """Write the signed personal record of one worker, without a word of a case record."""
    from supervision_tui.desk.find import find_worker
    from supervision_tui.desk.supervision.signed_record import latest_record_with, signed_record
    from supervision_tui.exports.records.personal_record import personal_record as make

    way = _way_of_document(context, out, form, encrypt_to, password_file, yes=yes, force=force)
    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        worker_id = store.run(find_worker, name).id or 0
        session_id = store.run(latest_record_with, worker_id, moment, on=day_option(held))
        _give(
            store,
            make(store.run(signed_record, session_id, moment)),
            way,
            "personal record",
            moment,
        )


def subject_access(
    context: typer.Context,
    *,
    subject: Annotated[str, typer.Argument(metavar="CHILD-REF|NAME")],
    out: Out,
    form: Form = None,
    encrypt_to: EncryptTo = None,
    password_file: PasswordFile = None,
    yes: Yes = False,
    force: Force = False,
) -> None:
    """Write all that is held of one child, or of one worker, without the records of others."""
    from supervision_tui.desk.data_protection.childs_file import child_record, is_child
    from supervision_tui.desk.data_protection.workers_file import worker_record
    from supervision_tui.exports.records import subject_access
    from supervision_tui.practice.wording import full_day

    way = _way_of_document(context, out, form, encrypt_to, password_file, yes=yes, force=force)
    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        read = child_record if store.run(is_child, subject) else worker_record
        document = subject_access.subject_access(
            store.run(read, subject, moment), full_day(moment.today)
        )
        _give(store, document, way, "subject access", moment)


def supervision_file(
    context: typer.Context,
    *,
    name: WorkerName,
    out: Out,
    form: Form = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Else from the beginning.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Else up to today.")
    ] = None,
    encrypt_to: EncryptTo = None,
    password_file: PasswordFile = None,
    yes: Yes = False,
    force: Force = False,
) -> None:
    """Write one worker's supervision file of a period, to be read by an inspector.

    No child's record is in it.
    """
    from supervision_tui.desk.data_protection.file import ALL_TIME
    from supervision_tui.desk.data_protection.workers_file import worker_record
    from supervision_tui.exports.records import subject_access
    from supervision_tui.practice.days.period import Period
    from supervision_tui.practice.wording import full_day

    period = Period(day_option(first) or ALL_TIME.first, day_option(last) or ALL_TIME.last)
    check_order(period.first, period.last)
    way = _way_of_document(
        context, out, form, encrypt_to, password_file, yes=yes, force=force, usual="pdf"
    )
    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        record = store.run(worker_record, name, moment, period)
        document = subject_access.supervision_file(record, period, full_day(moment.today))
        _give(store, document, way, "supervision file", moment)


def actions(
    context: typer.Context,
    *,
    out: Out,
    form: ListForm = None,
    encrypt_to: EncryptTo = None,
    password_file: PasswordFile = None,
    yes: Yes = False,
    force: Force = False,
) -> None:
    """Write the action tracker: every action that audits require, whose, by when, what became."""
    from supervision_tui.desk.audits.actions import tracked_actions
    from supervision_tui.desk.audits.lines import audit_lines
    from supervision_tui.desk.workers.people import team_name
    from supervision_tui.exports.oversight.action_tracker import action_tracker

    way = _way_of_list(context, out, form, encrypt_to, password_file, yes=yes, force=force)
    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        required = tracked_actions(store.run(audit_lines, moment), moment.today)
        document = action_tracker(required, store.run(team_name), moment.today)
        _give(store, document, way, "action tracker", moment)


def practice_week(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of the practice week.")],
    out: Out,
    form: ListForm = None,
    encrypt_to: EncryptTo = None,
    password_file: PasswordFile = None,
    yes: Yes = False,
    force: Force = False,
) -> None:
    """Write the report of a practice week: criteria, themes, actions, feedback, what changed."""
    from supervision_tui.desk.audits.lines import audit_lines
    from supervision_tui.desk.audits.practice_weeks import week_called
    from supervision_tui.desk.audits.week_report import week_report
    from supervision_tui.desk.workers.people import everyone, team_name
    from supervision_tui.exports.oversight.free_text import hider_for
    from supervision_tui.exports.oversight.practice_week import practice_week_report
    from supervision_tui.exports.oversight.publish import Audience

    way = _way_of_list(context, out, form, encrypt_to, password_file, yes=yes, force=force)
    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        audits = store.run(audit_lines, moment)
        report = store.run(week_report, store.run(week_called, name), audits, moment)
        hide = hider_for(store.run(everyone), Audience.PSW, {}, {})
        document = practice_week_report(report, store.run(team_name), moment.today, hide)
        _give(store, document, way, "practice week", moment)


def calendar(
    context: typer.Context,
    *,
    out: Out,
    weeks: Annotated[int, typer.Option(min=1, max=53, help="How many weeks ahead.")] = 13,
    week: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only the week of this day, as a page.")
    ] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="WHAT", help="Beside the sessions: directions, write-up."),
    ] = None,
    form: Annotated[
        str | None,
        choice(
            "ics markdown pdf tagged-pdf docx text",
            "--format",
            otherwise="else ics, or with --week by the ending",
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Write the planned sessions as iCalendar, or a week as a printable page.

    Workers by their initials, no child.
    """
    from supervision_tui.configuration.machine_rules import OnlyEncrypted
    from supervision_tui.desk.supervision.diary import Beside, diary, due_days
    from supervision_tui.desk.workers.people import team_name
    from supervision_tui.exports.encryption import NO_ENCRYPTION
    from supervision_tui.exports.records.calendar import to_icalendar, week_page
    from supervision_tui.exports.writing import give_calendar
    from supervision_tui.practice.days.spans import monday_of

    for each in beside or ():
        one_of(each, tuple(Beside), "--with")
    if opening_of(context).settings.machine.only_encrypted:
        raise OnlyEncrypted("no calendar reads an encrypted file; take the sheet of a week")
    by_ending, usual = (CALENDARS, "ics") if week is None else (DOCUMENTS, "pdf")
    way = way_out(
        out, form_of(out, form, by_ending, usual), NO_ENCRYPTION, opening_of(context), force=force
    )
    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        if week is None:
            last = moment.today + timedelta(weeks=weeks)
            entries = store.run(diary, moment.today, last, moment)
            due = store.run(
                due_days, moment.today, last, [Beside(each) for each in beside or ()], moment
            )
            content = to_icalendar(entries, moment.now, store.run(team_name), due)
            give_calendar(store, content, way.path, moment, replaces=force)
            print(f"{len(entries)} sessions. {way.says('calendar')}", file=sys.stderr)
            return
        day = needed_day(week)
        monday = monday_of(day)
        entries = store.run(diary, monday, monday + timedelta(days=6), moment)
        _give(store, week_page(entries, monday, store.run(team_name)), way, "week", moment)


def _way_of_document(
    context: typer.Context,
    out: Path,
    form: str | None,
    encrypt_to: str | None,
    password_file: str | None,
    *,
    yes: bool,
    force: bool,
    usual: str = "markdown",
) -> WayOut:
    """Settle where and how a document of a record leaves. Raises `VaultError`."""
    shape = form_of(out, form, DOCUMENTS, usual)
    return _way(context, out, shape, (encrypt_to, password_file), yes=yes, force=force)


def _way_of_list(
    context: typer.Context,
    out: Path,
    form: str | None,
    encrypt_to: str | None,
    password_file: str | None,
    *,
    yes: bool,
    force: bool,
) -> WayOut:
    """Settle where and how a list leaves. Raises `VaultError`."""
    shape = form_of(out, form, LISTS, "markdown")
    return _way(context, out, shape, (encrypt_to, password_file), yes=yes, force=force)


def _way(
    context: typer.Context,
    out: Path,
    shape: str,
    closed_by: tuple[str | None, str | None],
    *,
    yes: bool,
    force: bool,
) -> WayOut:
    """Settle where and how a document leaves, asked about where anybody could read it.

    Raises `VaultError`.
    """
    encryption = encryption_of(*closed_by)
    way = way_out(out, shape, encryption, opening_of(context), closed_by, force=force)
    ask_about_plain(way.encryption, opening_of(context), yes)
    return way


def _give(store: Store, document: Document, way: WayOut, what: str, moment: Moment) -> None:
    from supervision_tui.exports import writing
    from supervision_tui.exports.documents.document import Form

    form, placed = Form(way.form), {way.path: document}
    writing.give_documents(
        store, placed, form, what, moment, encryption=way.encryption, replaces=way.replaces
    )
    for says in filter(None, (way.says(what), writing.not_shown(document, form))):
        print(says, file=sys.stderr)
