"""The forms of what is held of one person: all of it, erasing it, keeping it on legal hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from supervision_tui.desk.data_protection.childs_file import child_record, is_child
from supervision_tui.desk.data_protection.early_erasure import EarlyErasure
from supervision_tui.desk.data_protection.erasure import Erased
from supervision_tui.desk.data_protection.erasure import erase as erase_file
from supervision_tui.desk.data_protection.file import ALL_TIME
from supervision_tui.desk.data_protection.legal_hold import lift_hold, put_on_hold, who_is_meant
from supervision_tui.desk.data_protection.retention import HeldFile
from supervision_tui.desk.data_protection.workers_file import worker_record
from supervision_tui.desk.moment import Refused, read_any_day
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.wording import full_day
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.export_form import ask_and_export
from supervision_tui.screens.shared.forms import names_shown, show_form
from supervision_tui.widgets.form import Field, FormSpec, Values

if TYPE_CHECKING:
    from supervision_tui.exports.documents.document import Document

_ASKED = (
    Field("reason", "What asks for it: a court, an inquiry, its number"),
    Field("by_name", "Who has asked for the hold"),
)
_WHILE_IT_LASTS = "While it lasts the file is not erased, whatever the setting says."
_ACCESS, _FILE = "all that is held (request of access)", "supervision file (for an inspector)"


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
            *_ASKED,
        ),
        says=_WHILE_IT_LASTS,
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
        _ASKED,
        says=_WHILE_IT_LASTS,
        save="hold",
        draft_key=f"hold {file.kind} {file.key}",
    )
    return bool(await show_form(screen, spec, put))
