"""The forms of the summary and of what is held: the period, giving away, everything of one person,
erasing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from supervision_tui.desk.audits.actions import TrackedAction
from supervision_tui.desk.data_protection.childs_file import child_record, is_child
from supervision_tui.desk.data_protection.erasure import EarlyErasure, Erased
from supervision_tui.desk.data_protection.erasure import erase as erase_file
from supervision_tui.desk.data_protection.file import ALL_TIME
from supervision_tui.desk.data_protection.legal_hold import lift_hold, put_on_hold, who_is_meant
from supervision_tui.desk.data_protection.retention import HeldFile
from supervision_tui.desk.data_protection.workers_file import worker_record
from supervision_tui.desk.long_work import Cancelled, reporting_to
from supervision_tui.desk.moment import Refused, read_any_day
from supervision_tui.practice.days.period import Period, last_months, month_of, quarter_of
from supervision_tui.practice.wording import full_day
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.encryption_fields import closing_fields, encryption_from
from supervision_tui.screens.shared.export_form import (
    ask_and_export,
    ask_before_replacing,
    ask_first,
    documents_folder,
)
from supervision_tui.screens.shared.forms import names_shown, show_form
from supervision_tui.system.files import expanded
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.progress import with_progress

if TYPE_CHECKING:
    from supervision_tui.exports.documents.document import Document
    from supervision_tui.exports.encryption import Encryption
    from supervision_tui.exports.rollup.picture import AuthorityPicture

_DAYS = "from one day to another"
_PERIODS = (
    "the last 3 months",
    "the month before",
    "this quarter",
    "the quarter before",
    "the last 12 months",
    _DAYS,
)
_TELLING_HIDDEN = ("keep it back", "export it all the same")
_ACCESS, _FILE = "all that is held (request of access)", "supervision file (for an inspector)"


async def choose_period(screen: Screen[Any], period: Period) -> Period | None:
    """Another period."""
    running = running_of(screen)
    today = running.vault.today
    expanded = {
        _PERIODS[0]: last_months(3, today),
        _PERIODS[1]: month_of(today).before(),
        _PERIODS[2]: Period(quarter_of(today).first, today),
        _PERIODS[3]: quarter_of(today).before(),
        _PERIODS[4]: last_months(12, today),
    }
    chosen = next((name for name, each in expanded.items() if each == period), _DAYS)
    shown = period.first.isoformat(), period.last.isoformat()

    async def take(values: Values) -> Period:
        found = expanded.get(values["which"])
        is_typed = (values["first"].strip(), values["last"].strip()) != shown
        if found is None or (is_typed and values["which"] == chosen):
            found = Period(
                read_any_day(values["first"], running.vault.moment()),
                read_any_day(values["last"], running.vault.moment()),
            )
        if found.last < found.first:
            raise Refused("The period ends before it begins.", field="last")
        if found.last > today:
            raise Refused(
                f"{full_day(found.last)} is still to come: a period ends today at the latest.",
                field="last",
            )
        return found

    spec = FormSpec(
        "Period",
        (
            Field("which", "Which", chosen, kind="choice", words=_PERIODS),
            Field("first", "Or from", shown[0], hint="1 apr, 2026-04-01"),
            Field("last", "to, that day counted", shown[1], hint="30 jun"),
        ),
        says="Each figure stands beside the period before (a quarter beside a quarter) and the "
        "same days last year.",
        save="show",
    )
    found: Period | None = await show_form(screen, spec, take)
    return found


async def export_summary(screen: Screen[Any], period: Period) -> None:
    """Give the summary away: for whom, in which form, closed how, and where to."""
    from supervision_tui.exports.documents.document import REPORT_FORMS, Form
    from supervision_tui.exports.encryption import encryption_typed
    from supervision_tui.exports.oversight import export
    from supervision_tui.exports.oversight.betrayal import WouldTellHidden, already_answered
    from supervision_tui.exports.oversight.free_text import READ_FIRST, TextName
    from supervision_tui.exports.oversight.publish import Audience
    from supervision_tui.exports.writing import offered

    running = running_of(screen)
    seal_to = running.vault.policy().oversight.seal_to

    async def take(values: Values) -> str:
        form, audience = Form(values["form"]), Audience(values["audience"])
        unknown = [
            each for each in values["texts"].replace(",", " ").split() if each not in set(TextName)
        ]
        if unknown:
            says = (
                f"There is no free text called “{unknown[0][:30]}”; there are "
                f"{', '.join(TextName)}."
            )
            raise Refused(says, field="texts")
        texts = [TextName(each) for each in values["texts"].replace(",", " ").split()]
        encryption = encryption_from(values)
        folder = expanded(values["folder"].strip() or "~")
        recipient = values["seal_to"].strip()
        encryption_typed(recipient=recipient, field="seal_to")
        wanted = export.Wanted(period, audience, None, texts, recipient)
        ending = ".age" if encryption.is_closed_by_age(form) else ""
        days = f"{period.first.isoformat()}-to-{period.last.isoformat()}"
        name = f"oversight-{days}-{audience}{form.ending}{ending}"

        def write(replaces: bool, warn: Callable[[str], None] | None = None) -> Awaitable[int]:
            return with_progress(
                screen.app,
                "The summary",
                lambda watch: running.vault_file.run(
                    reporting_to(_exported, watch),
                    wanted,
                    form,
                    folder / name,
                    encryption,
                    replaces=replaces,
                    warn=warn,
                ),
            )

        try:
            written = await ask_before_replacing(screen, write)
        except WouldTellHidden as why:
            title = "It would tell what is hidden"
            if not await ask_first(screen, title, str(why), words=_TELLING_HIDDEN):
                raise
            written = await ask_before_replacing(screen, partial(write, warn=already_answered))
        running.exported_to = str(folder)
        more = f" and {written - 1} more" if written > 1 else ""
        said = f"{name}{more} is in {folder}, readable by you alone; {encryption.words(form)}."
        if texts:
            return f"{said} {READ_FIRST}"
        return said

    async def says_of_audience(values: Values) -> str:
        return Audience(values["audience"]).sees

    spec = FormSpec(
        f"Export the summary · {full_day(period.first)} to {full_day(period.last)}",
        (
            Field("audience", "For whom", Audience.PSW, kind="choice", words=tuple(Audience)),
            Field("form", "As", Form.PDF, kind="choice", words=offered(REPORT_FORMS)),
            Field(
                "texts",
                "Free text by name, or none: responses, asks, actions, page (↓ offers)",
                words=tuple(TextName),
            ),
            Field("seal_to", "Exact counts for the authority's age key (psw, as json)", seal_to),
            *closing_fields(),
            Field("folder", "Into which folder", running.exported_to or str(documents_folder())),
        ),
        says="The journal notes to whom it was given, and the hash of each file.",
        preview=says_of_audience,
        save="export",
        draft_key="summary",
        passes=True,
    )
    said = await show_form(screen, spec, take)
    if said:
        running.notices.say(said)


def _exported(
    store: Any,
    wanted: Any,
    form: Any,
    out: Path,
    encryption: Encryption,
    *,
    moment: Any,
    replaces: bool,
    warn: Callable[[str], None] | None,
) -> int:
    """Write it; how many files it became. Raises `VaultError`, `Refused`."""
    from supervision_tui.exports.oversight.export import export_summary as export

    files = export(
        store, wanted, form, out, moment, encryption=encryption, replaces=replaces, warn=warn
    )
    return len(files)


async def export_actions(screen: Screen[Any], actions: Sequence[TrackedAction]) -> None:
    """Give the action tracker away, in the form of a list."""
    from supervision_tui.exports.documents.document import LIST_FORMS
    from supervision_tui.exports.oversight.action_tracker import action_tracker

    running = running_of(screen)
    tracker = action_tracker(actions, running.vault.team, running.vault.today)
    offered = {"this": lambda: [tracker]}
    title = "Export the actions · with references and names"
    await ask_and_export(screen, title, offered, "action tracker", forms=LIST_FORMS)


async def export_week(screen: Screen[Any], week_id: int) -> None:
    """Give the report of a practice week away."""
    from supervision_tui.desk.audits.lines import audit_lines
    from supervision_tui.desk.audits.week_report import week_report
    from supervision_tui.desk.workers.people import everyone
    from supervision_tui.exports.documents.document import LIST_FORMS
    from supervision_tui.exports.oversight.free_text import hider_for
    from supervision_tui.exports.oversight.practice_week import practice_week_report
    from supervision_tui.exports.oversight.publish import Audience

    running = running_of(screen)
    audits = await running.desk.run(audit_lines)
    report = await running.desk.run(week_report, week_id, audits)
    hide = hider_for(await running.desk.run(everyone), Audience.PSW, {}, {})
    document = practice_week_report(report, running.vault.team, running.vault.today, hide)
    offered = {"this": lambda: [document]}
    title = f"Export the report · {report.name}"
    await ask_and_export(screen, title, offered, "practice week", report.name, forms=LIST_FORMS)


async def whole_record(screen: Screen[Any], subject: str) -> None:
    """Everything held of one child or worker.

    Of a worker also as a supervision file of a period.
    """
    running = running_of(screen)
    shown = await names_shown(screen)

    async def take(values: Values) -> tuple[str, list[Document]]:
        from supervision_tui.exports.records import subject_access as documents

        who = shown.get(values["who"].strip(), values["who"]).strip()
        if not who:
            raise Refused("Say whom: a child's reference, or a worker's name.", field="who")
        on = full_day(running.vault.today)
        if await running.desk.run(is_child, who):
            return who, [documents.subject_access(await running.desk.run(child_record, who), on)]
        if values["what"] == _ACCESS:
            return who, [documents.subject_access(await running.desk.run(worker_record, who), on)]
        period = _period_of(values)
        return who, [
            documents.supervision_file(
                await running.desk.run(worker_record, who, period=period), period, on
            )
        ]

    def _period_of(values: Values) -> Period:
        first = ALL_TIME.first
        if values["first"].strip():
            first = read_any_day(values["first"], running.vault.moment())
        last = ALL_TIME.last
        if values["last"].strip():
            last = read_any_day(values["last"], running.vault.moment())
        if last < first:
            raise Refused("The period ends before it begins.", field="last")
        return Period(first, last)

    spec = FormSpec(
        "All that is held",
        (
            Field(
                "who",
                "Of whom: a child's reference, or a worker's name (↓ offers)",
                subject,
                words=tuple(shown),
            ),
            Field("what", "What", _ACCESS, kind="choice", words=(_ACCESS, _FILE)),
            Field(
                "first", "The supervision file from (empty: from the beginning)", hint="1 apr 2025"
            ),
            Field("last", "to (empty: up to today)", hint="31 mar"),
        ),
        says="Without the records of others; names of others whom this vault knows are replaced "
        "in the texts.",
        save="prepare",
        draft_key=f"whole record {subject}",
        passes=True,
        only_asks=True,
    )
    found: tuple[str, list[Document]] | None = await show_form(screen, spec, take)
    if found is not None:
        who, documents = found
        await ask_and_export(
            screen,
            f"All that is held of {running.names.shown(who)}",
            {"this": lambda: documents},
            "whole record",
            who,
        )


async def erase(screen: Screen[Any], file: HeldFile) -> bool:
    """Erase a file, once the reference or the name is typed."""
    running = running_of(screen)
    is_worker = file.kind == "worker"

    async def take(values: Values) -> Erased:
        early = EarlyErasure(values.get("reason", ""), values.get("second", ""))
        return await running.vault_file.run(
            erase_file, file.kind, file.key, values["confirm"], early=early
        )

    whom = file.name if is_worker else file.key
    due = ""
    more: tuple[Field, ...] = ()
    if file.hold:
        running.notices.refuse(f"It is on legal hold {file.hold}; ‹oversight.hold› lifts it.")
        return False
    if not file.is_due:
        due = " It is not due yet by the setting."
        more = (
            Field("reason", "Why it is erased before its time"),
            Field("second", "Who has decided it with you: first and last name"),
        )
    label = "Type the name to confirm" if is_worker else f"Type {whom} to confirm"
    shown_as = whom
    if is_worker:
        shown_as = running.names.shown(whom)
    spec = FormSpec(
        f"Erase · {shown_as}",
        (*more, Field("confirm", label, is_said_each_time=True)),
        says=f"This cannot be taken back.{due} What others' records say of the person stays; so "
        f"do older backups.",
        save="erase",
        draft_key=f"erase {file.kind} {file.key}",
        passes=True,
    )
    found: Erased | None = await show_form(screen, spec, take)
    if found is not None:
        running_of(screen).notices.add(found.says, 15)
    return found is not None


async def hold_somebody(screen: Screen[Any]) -> bool:
    """Put the file of a child or a worker on legal hold, who may still be here."""
    running = running_of(screen)
    shown = await names_shown(screen)

    async def put(values: Values) -> bool:
        typed = values["who"].strip()
        kind, key = await running.desk.run(who_is_meant, shown.get(typed, typed))
        await running.desk.run(put_on_hold, kind, key, values["reason"], values["by_name"])
        return True

    spec = FormSpec(
        "Legal hold",
        (
            Field("who", "Whose file: a child's reference, or a worker's name", words=tuple(shown)),
            Field("reason", "What asks for it: a court, an inquiry, its number"),
            Field("by_name", "Who has asked for the hold"),
        ),
        says="While it lasts the file is not erased, whatever the setting says.",
        save="hold",
        draft_key="hold somebody",
    )
    return bool(await show_form(screen, spec, put))


async def hold(screen: Screen[Any], file: HeldFile) -> bool:
    """Put a file on legal hold, or lift the hold that lasts."""
    running = running_of(screen)
    whom = running.names.shown(file.name) if file.kind == "worker" else file.key

    async def put(values: Values) -> bool:
        await running.desk.run(
            put_on_hold, file.kind, file.key, values["reason"], values["by_name"]
        )
        return True

    async def lift(values: Values) -> bool:
        await running.desk.run(lift_hold, file.kind, file.key, values["because"])
        return True

    if file.hold:
        spec = FormSpec(
            f"Lift the legal hold · {whom}",
            (Field("because", "Why it is lifted, and on whose word"),),
            says=f"On hold {file.hold}.",
            save="lift",
            draft_key=f"lift hold {file.kind} {file.key}",
        )
        return bool(await show_form(screen, spec, lift))
    spec = FormSpec(
        f"Legal hold · {whom}",
        (
            Field("reason", "What asks for it: a court, an inquiry, its number"),
            Field("by_name", "Who has asked for the hold"),
        ),
        says="While it lasts the file is not erased, whatever the setting says.",
        save="hold",
        draft_key=f"hold {file.kind} {file.key}",
    )
    return bool(await show_form(screen, spec, put))


async def roll_up(screen: Screen[Any]) -> AuthorityPicture | None:
    """Choose a folder of summaries, and make one picture of them."""
    from supervision_tui.exports.rollup.engine import roll_up as make
    from supervision_tui.exports.rollup.picture import picture_of
    from supervision_tui.exports.rollup.reading import NothingToRollUp

    running = running_of(screen)

    def picture(_store: object, folder: Path, identity: Path | None) -> AuthorityPicture:
        found = make([folder], identity)
        try:
            return picture_of(found)
        finally:
            found.close()

    async def take(values: Values) -> AuthorityPicture:
        folder = expanded(values["folder"].strip())
        identity = None
        if values["identity"].strip():
            identity = expanded(values["identity"].strip())
        try:
            return await with_progress(
                screen.app,
                "One picture of many teams",
                lambda watch: running.vault_file.run(
                    reporting_to(picture, watch), folder, identity
                ),
            )
        except (Cancelled, NothingToRollUp) as why:
            raise Refused(str(why), field="folder") from None

    spec = FormSpec(
        "One picture of many teams",
        (
            Field(
                "folder",
                "The folder with the teams' summaries (JSON for psw, or encrypted with age)",
                running.exported_to or str(documents_folder()),
            ),
            Field(
                "identity",
                "The age identity that opens them, if they are encrypted",
                hint="~/keys/authority.txt",
            ),
        ),
        says="Nothing of it is kept in this vault.",
        save="roll up",
    )
    found: AuthorityPicture | None = await show_form(screen, spec, take)
    return found
