"""The forms about a worker: stage, hours and agreement; temporary changes; long leave."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from typing import Any

from textual.screen import Screen

from supervision_tui.desk.moment import Moment, Refused, read_any_day
from supervision_tui.desk.workers import absence, absence_view, agreement, people, temporary_terms
from supervision_tui.desk.workers.absence import LEAVE_KINDS
from supervision_tui.desk.workers.agreement import AgreementDraft, AgreementView
from supervision_tui.desk.workers.people import WorkerCheck, WorkerDetails
from supervision_tui.desk.workers.temporary_terms import (
    OVERRIDE_REASONS,
    OverrideDraft,
)
from supervision_tui.practice.days.spans import LONG_AGO
from supervision_tui.practice.supervision.cadence import Agreement, Leave
from supervision_tui.practice.vocabulary import SessionKind
from supervision_tui.practice.wording import count, full_day
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.forms import goes_on, show_form
from supervision_tui.widgets.form import Field, FormSpec, FormTable, Values

_DAY = "14 apr, 2026-04-14"


async def add_worker(screen: Screen[Any]) -> None:
    """A worker by hand, and at once stage, hours and agreement."""
    running = running_of(screen)

    async def take(values: Values) -> str:
        return await running.desk.run(people.add_worker, values["name"], values["team"])

    spec = FormSpec(
        "Add a worker",
        (Field("name", "Name"), Field("team", "Team (may stay empty where there is only one)")),
        draft_key="new worker",
        save="add",
    )
    name: str | None = await show_form(screen, spec, take)
    if name:
        await running.vault.read_team()
        number = await running.desk.try_run(people.number_of, name)
        running.notices.changed(f"{running.names.shown(name)} added.")
        if number is not None:
            goes_on(screen, "worker", str(number))
            await edit_worker(screen, number)


async def edit_worker(screen: Screen[Any], worker_id: int) -> bool:
    """Stage, hours, start and agreement of a worker; returns whether they were saved."""
    running = running_of(screen)
    found = await running.desk.try_run(people.worker_details, worker_id)
    if found is None:
        return False

    async def take(values: Values) -> WorkerDetails:
        return await running.desk.run(
            people.set_worker_details,
            _details(worker_id, found.name, values, running.vault.moment()),
        )

    usual = _UsualTerms(running.vault.moment(), found)
    # One that the policy lost is not passed over.
    stages = tuple(dict.fromkeys((*running.vault.policy().stages, found.stage)))
    stage_words = {code: rule.words for code, rule in running.vault.policy().stages.items()}
    checked = "Stage, hours and start are assumed: check them, then save."
    if found.stage_checked:
        checked = ""
    spec = FormSpec(
        running.names.shown(found.name),
        (
            Field("stage", "Stage", found.stage, kind="choice", words=stages, labels=stage_words),
            Field("fte", "Full-time share (1 is full time)", f"{found.fte:g}"),
            Field(
                "starts_on",
                "In this post since (empty: not known)",
                _iso(found.starts_on),
                hint="2 mar 2026, 2026-03-02",
            ),
            Field("minutes", "Minutes of a session", str(found.minutes)),
            Field("interval", "Days between sessions", str(found.interval_days)),
            Field(
                "registration",
                "Registration number with Social Work England, if known",
                found.registration,
            ),
            Field("educator", "Practice educator of a student, if from outside", found.educator),
            Field(
                "supervised",
                "Last supervised before it was recorded here",
                _iso(found.supervised_on),
                hint="3 nov",
            ),
        ),
        says=checked,
        draft_key=f"worker {worker_id}",
        preview=usual.says,
        follows=usual.of_stage,
    )
    if not await show_form(screen, spec, take):
        return False
    running.notices.changed(f"{running.names.shown(found.name)}: saved.")
    return True


async def check_workers(screen: Screen[Any]) -> bool:
    """Check the workers whose stage and hours were assumed, in one table; returns whether saved."""
    running = running_of(screen)
    found = await running.desk.try_run(people.workers_to_check)
    if not found:
        running.notices.say(
            "All are checked; ‹today.worker› on Today (‹go.today›, ‹today.pane›) puts one right."
        )
        return False

    async def take(values: Values) -> int:
        rows = [
            WorkerCheck(
                each.worker_id,
                values[f"stage-{each.worker_id}"],
                values[f"fte-{each.worker_id}"],
                values[f"since-{each.worker_id}"],
                values[f"supervised-{each.worker_id}"],
            )
            for each in found
        ]
        return await running.desk.run(people.check_workers, rows)

    stages = running.vault.policy().stages
    offered = tuple(rule.words for rule in stages.values())
    fields: list[Field] = []
    for each in found:
        fields += [
            Field(f"stage-{each.worker_id}", "", stages[each.stage].words, words=offered),
            Field(f"fte-{each.worker_id}", "", f"{each.fte:g}"),
            Field(f"since-{each.worker_id}", "", _iso(each.starts_on), hint="2 mar 2026"),
            Field(f"supervised-{each.worker_id}", "", _iso(each.supervised_on), hint="3 nov"),
        ]
    headings = (
        "Worker", "Stage (↓ offers)", "Hours (1 full)", "In post since", "Last supervised",
    )  # fmt: skip
    spec = FormSpec(
        f"Check {count(len(found), 'worker')}",
        fields,
        says="The export does not say who is newly qualified, senior or part-time, nor when you "
        "last met. Enter goes down the column; what is not known stays empty.",
        draft_key="check workers",
        table=FormTable(headings, [running.names.shown(each.name) for each in found]),
    )
    checked: int | None = await show_form(screen, spec, take)
    if checked:
        running.notices.changed(f"{count(checked, 'worker')} checked.")
    return bool(checked)


async def agree(screen: Screen[Any], worker_id: int) -> None:
    """The supervision agreement: how often, how long, of which kinds, where; signed by both.

    Its review.
    """
    running = running_of(screen)
    found = await running.desk.try_run(agreement.agreement_of, worker_id)
    worker = await running.desk.try_run(people.worker_details, worker_id)
    if found is None or worker is None:
        return

    async def take(values: Values) -> AgreementView:
        draft = AgreementDraft(
            worker_id,
            _whole(values["minutes"], "minutes"),
            _whole(values["interval"], "interval"),
            kinds=values["kinds"],
            place=values["place"],
            worker_signed=values["worker_signed"],
            manager_signed=values["manager_signed"],
            review=values["review"],
        )
        return await running.desk.run(agreement.agree, draft)

    since = "None on record yet. "
    if found.starts_on:
        since = f"In force since {full_day(found.starts_on)}. "
    spec = FormSpec(
        f"Supervision agreement · {running.names.shown(worker.name)}",
        (
            Field("interval", "Days between sessions", str(found.interval_days)),
            Field("minutes", "Minutes of a session", str(found.minutes)),
            Field("kinds", "Kinds, with commas", found.kinds, words=tuple(SessionKind)),
            Field("place", "Place", found.place, hint="room 2; by video every second time"),
            Field("worker_signed", "The worker signed on", _iso(found.worker_signed_on), hint=_DAY),
            Field(
                "manager_signed", "The manager signed on", _iso(found.manager_signed_on), hint=_DAY
            ),
            Field("review", "Review on", _iso(found.review_on), hint=_DAY),
        ),
        says=f"{since}Other terms begin a new version today, to be signed again.",
        draft_key=f"agreement {worker_id}",
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"{running.names.shown(worker.name)}: the agreement is on record.")


async def agree_for_a_time(screen: Screen[Any], worker_id: int) -> None:
    """A temporary change, with the reason; the agreement applies again after it."""
    running = running_of(screen)
    found = await running.desk.try_run(people.worker_details, worker_id)
    if found is None:
        return

    async def take(values: Values) -> Agreement:
        minutes, interval = (
            _whole(values["minutes"], "minutes"),
            _whole(values["interval"], "interval"),
        )
        reason = values["note"].strip() or values["reason"]
        draft = OverrideDraft(
            worker_id,
            minutes,
            interval,
            starts=values["starts"],
            ends=values["ends"],
            reason=reason,
        )
        return await running.desk.run(temporary_terms.agree_for_a_time, draft)

    policy = running.vault.policy()
    source = policy.source("session.override_interval_days")
    spec = FormSpec(
        f"Temporary change · {running.names.shown(found.name)}",
        (
            Field("reason", "Why", kind="choice", words=OVERRIDE_REASONS),
            Field("note", "In your own words (if none of these)"),
            Field("starts", "From", "today", hint=_DAY),
            Field("ends", "To, that day included", hint=_DAY),
            Field("interval", "Days between sessions", str(policy.session.override_interval_days)),
            Field("minutes", "Minutes of a session", str(found.minutes)),
        ),
        says=f"Now {found.minutes} minutes every {found.interval_days} days; this applies again "
        f"afterwards. {source}",
        draft_key=f"terms {worker_id}",
        save="agree",
    )
    agreed = await show_form(screen, spec, take)
    if agreed:
        until = ""
        if agreed.ends:
            until = f" to {full_day(agreed.ends - timedelta(days=1))}"
        who, since = running.names.shown(found.name), full_day(agreed.starts)
        running.notices.changed(f"{who}: every {agreed.interval_days} days from {since}{until}.")


async def record_leave(screen: Screen[Any], worker_id: int) -> bool:
    """Ask for an absence, or the last day of one without; returns whether it was saved."""
    running = running_of(screen)
    found = await running.desk.try_run(people.worker_details, worker_id)
    if found is None:
        return False
    begun = await running.desk.try_run(absence.open_leave, worker_id)

    async def take(values: Values) -> Leave:
        return await running.desk.run(
            absence.record_leave, worker_id, values["first"], values["last"], values["kind"]
        )

    first = begun.starts.isoformat() if begun else ""
    spec = _absence_spec(screen, found.name, first, f"leave {worker_id}")
    if not await show_form(screen, spec, take):
        return False
    running.notices.changed(f"{running.names.shown(found.name)}: away, on record.")
    return True


async def change_absence(screen: Screen[Any], view: absence_view.AbsenceView) -> None:
    """Ask for other days or another kind of an absence that is on record."""
    running = running_of(screen)

    async def take(values: Values) -> Leave:
        return await running.desk.run(
            absence.change_absence, view.leave_id, values["first"], values["last"], values["kind"]
        )

    last = view.last.isoformat() if view.last else ""
    key = f"absence {view.leave_id}"
    spec = _absence_spec(screen, view.worker, view.first.isoformat(), key, last, view.kind)
    if await show_form(screen, spec, take):
        running.notices.changed(f"{running.names.shown(view.worker)}: the days are changed.")


def _absence_spec(
    screen: Screen[Any], name: str, first: str, draft_key: str, *there: str
) -> FormSpec:
    """The form of an absence; `there` are the last day and the kind of one on record."""
    running = running_of(screen)
    rule = running.vault.policy().session
    last, kind = there or ("", LEAVE_KINDS[0])
    says = (
        f"From {rule.long_leave_days} days on it stops the clock; the first session is then due "
        f"within {rule.first_after_leave_days} days of the return."
    )
    return FormSpec(
        f"Away · {running.names.shown(name)}",
        (
            Field("first", "First day", first, hint=_DAY),
            Field("last", "Last day (empty while it is not known)", last, hint=_DAY),
            Field("kind", "Kind", kind, kind="choice", words=LEAVE_KINDS),
        ),
        says=f"{says} Who covers comes next.",
        draft_key=draft_key,
    )


class _UsualTerms:
    """The terms of a stage by the policy, once it is picked, unless others are typed."""

    def __init__(self, moment: Moment, found: WorkerDetails) -> None:
        self._moment, self._found = moment, found
        self._before = self._terms(found.stage, {"starts_on": _iso(found.starts_on)})

    def of_stage(self, values: Values) -> Values:
        """The minutes and days of the stage picked, in place of those of the one before."""
        before, now = self._before, self._terms(values["stage"], values)
        self._before = now
        return {field: now[field] for field in now if values[field].strip() == before[field]}

    async def says(self, values: Values) -> str:
        """Say what the policy says of the stage that is picked."""
        terms = self._terms(values["stage"], values)
        stage = self._moment.policy.stage(values["stage"])
        return (
            f"{stage.words}: {terms['minutes']} minutes every {terms['interval']} days, by "
            f"the policy"
        )

    def _terms(self, stage: str, values: Values) -> Values:
        starts = LONG_AGO
        with contextlib.suppress(Refused):
            starts = _start(values["starts_on"], self._moment) or LONG_AGO
        interval = self._moment.policy.stage(stage).interval_on(starts, self._moment.today)
        return {"minutes": str(self._moment.policy.session.minutes), "interval": str(interval)}


def _details(worker_id: int, name: str, values: Values, moment: Any) -> WorkerDetails:
    try:
        return WorkerDetails(
            worker_id=worker_id,
            name=name,
            stage=values["stage"],
            fte=float(values["fte"].replace(",", ".")),
            starts_on=_start(values["starts_on"], moment),
            minutes=_whole(values["minutes"], "minutes"),
            interval_days=_whole(values["interval"], "interval"),
            stage_checked=True,
            registration=values["registration"],
            educator=values["educator"],
            supervised_on=people.last_supervised(values["supervised"], moment, "supervised"),
        )
    except ValueError:
        raise Refused(
            "The full-time share is a number: 1 is full time, 0.5 half of it.", field="fte"
        ) from None


def _start(typed: str, moment: Any) -> date | None:
    """The day on which a worker began in this post; nothing where it is not known."""
    if not typed.strip():
        return None
    try:
        return read_any_day(typed, moment)
    except Refused as why:
        raise Refused(str(why), why.suggestions, why.code, field="starts_on") from None


def _whole(typed: str, field: str) -> int:
    if not typed.strip().isdecimal() or len(typed.strip()) > 4:
        raise Refused(
            f"“{typed.strip()[:20]}” is not a whole number; type minutes and days in digits.",
            field=field,
        )
    return int(typed)


def _iso(on: date | None) -> str:
    if on:
        return on.isoformat()
    return ""
