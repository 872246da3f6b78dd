"""The forms of the summary: its period, giving it and its lists away, and rolling up many teams."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from supervision_tui.desk.audits.actions import TrackedAction
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
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.system.files import expanded
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.progress import with_progress

if TYPE_CHECKING:
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
    rules = running.look.settings.machine
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
        encryption = encryption_from(values, rules)
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
            *closing_fields(rules),
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


async def roll_up(screen: Screen[Any]) -> AuthorityPicture | None:
    """Choose a folder of summaries, and make one picture of them."""
    from supervision_tui.exports.rollup.engine import roll_up as make
    from supervision_tui.exports.rollup.engine import while_memory_lasts
    from supervision_tui.exports.rollup.picture import picture_of
    from supervision_tui.exports.rollup.reading import NothingToRollUp

    running = running_of(screen)

    def picture(_store: object, folder: Path, identity: Path | None) -> AuthorityPicture:
        with while_memory_lasts():
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
