"""The manager's to-dos about consultations, training, dates and responses: to be recorded or looked
back at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import chain

from sqlmodel import Session

from supervision_tui.desk.audits.lines import AuditLine, learning_due
from supervision_tui.desk.consultations.lines import ConsultationLine, consultation_lines
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.worker import WorkerHistory
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.training.board import entries_by_worker
from supervision_tui.desk.training.compliance_dates import ComplianceLine, compliance_lines
from supervision_tui.desk.workload.responses import fit_at, responses
from supervision_tui.desk.workload.statuses import WorkerStatus
from supervision_tui.practice import wording
from supervision_tui.practice.compliance_dates import AGREEMENT, reminder
from supervision_tui.practice.consultation import Step
from supervision_tui.practice.training import TrainingState, cpd_status, cpd_year
from supervision_tui.practice.vocabulary import Urgency

from .needs import CONSULTATION_RANK, LEARNING_RANK, worker_need
from .view import ActKind, ToDo

_RECENT_DAYS = 42  # further back an unrecorded training is history, not today's work


def find_learning_needs(
    session: Session, history: History, statuses: Sequence[WorkerStatus], moment: Moment
) -> list[ToDo]:
    """Find what consultations, trainings, dates and answers ask of the manager on that day."""
    workers = history.current_workers(moment.today)
    soon = moment.today + timedelta(days=moment.policy.directions.due_soon_days)
    return [
        *(
            _consultation(line, moment)
            for line in consultation_lines(session, moment)
            if _asks(line, moment)
        ),
        *chain.from_iterable(_unrecorded(worker, moment) for worker in workers),
        *_dates(compliance_lines(session, workers, moment), moment),
        *_cpd(session, workers, moment),
        *_to_review(session, statuses, moment),
        *(_conversation(line, moment) for line in learning_due(session, soon, moment)),
    ]


def _conversation(line: AuditLine, moment: Moment) -> ToDo:
    on = line.learning_on or line.on
    days = (moment.today - on).days
    word, urgency = wording.due_words(on, moment.today)
    what = (
        f"learning conversation about the {line.kind} audit of "
        f"{wording.day(line.on, today=moment.today)}"
    )
    who = line.child or line.worker or ""
    why = (
        "The day agreed for talking it over; ‹oversight.step› on Oversight records that it was "
        "held."
    )
    rank = (LEARNING_RANK, -days)
    leads_to = Destination(RecordKind.AUDIT, str(line.id))
    return ToDo(
        act=ActKind.LEARN,
        word=word,
        urgency=urgency,
        who=who,
        what=what,
        why=why,
        leads_to=leads_to,
        rank=rank,
        worker_id=line.worker_id,
    )


def _asks(line: ConsultationLine, moment: Moment) -> bool:
    """Tell whether a consultation is on the list: unrecorded, undecided, or to look back at."""
    if line.step is Step.CLOSED or line.urgency not in (Urgency.LATE, Urgency.SOON):
        return False
    follow_up = line.dates.follow_up
    soon = moment.today + timedelta(days=moment.policy.directions.due_soon_days)
    is_back = (
        line.dates.owes_follow_up(moment.today) and follow_up is not None and follow_up <= soon
    )
    return bool(line.undecided) or line.step is Step.BOOKED or is_back


def _is_to_look_back(word: str) -> bool:
    return word.endswith("late") or word.startswith("back")


def _consultation(line: ConsultationLine, moment: Moment) -> ToDo:
    today = moment.today
    with_whom = f" with {line.clinician}" if line.clinician else ""
    held = wording.day(line.dates.held, today=today) if line.dates.held else ""
    if line.step is Step.BOOKED and line.dates.booked_for is not None:
        on = wording.day(line.dates.booked_for, today=today)
        at = ""
        if line.time:
            at = " " + line.time
        what = f"consultation{with_whom} {on}{at}"
        if line.dates.booked_for < today:
            what += (
                " has passed: held (‹consultation.tick›), moved (‹consultation.move›) or "
                "closed (‹consultations.close›)?"
            )
        why = f"Asked: {line.question or line.theme}"
    elif line.undecided and not _is_to_look_back(line.word):
        undecided = wording.count(len(line.undecided), "recommendation")
        what = f"{undecided} of {held} to be decided: “{line.undecided[0].text}”"
        why = (
            "A recommendation is no direction until you adopt or adapt it, with owner and date, "
            "or decline it."
        )
    else:
        what = f"look back at the consultation of {held}{with_whom}: did it help?"
        why = f"The day agreed for looking back. Asked: {line.question or line.theme}"
    who = line.children[0] if line.children else line.worker or line.about
    late = -(today - line.dates.follow_up).days if line.dates.follow_up else 0
    rank = (CONSULTATION_RANK, late)
    leads_to = Destination(RecordKind.CONSULTATION, str(line.id))
    return ToDo(
        act=ActKind.CONSULT,
        word=line.word,
        urgency=line.urgency,
        who=who,
        what=what,
        why=why,
        leads_to=leads_to,
        rank=rank,
        worker_id=line.worker_id,
    )


def _unrecorded(worker: WorkerHistory, moment: Moment) -> list[ToDo]:
    """Trainings whose day has passed: did the worker go?"""
    needs = []
    for each in worker.trainings:
        step = each.step(moment.today)
        if step is None or step.state is not TrainingState.BOOKED or each.on_date is None:
            continue
        days = (moment.today - each.on_date).days
        if 0 < days <= _RECENT_DAYS:
            what = (
                f"{each.title} on {wording.day(each.on_date, today=moment.today)}: attended, "
                f"or missed and why?"
            )
            why = (
                "A training whose day has passed is shown until it is recorded; what was missed "
                "for workload counts."
            )
            goes = Destination(RecordKind.TRAINING_BOOKING, str(each.id))
            needs.append(
                worker_need(
                    worker,
                    act=ActKind.LEARN,
                    word="to record",
                    urgency=Urgency.SOON,
                    what=what,
                    why=why,
                    rank=(LEARNING_RANK, -days),
                    leads_to=goes,
                )
            )
    return needs


def _dates(lines: list[ComplianceLine], moment: Moment) -> list[ToDo]:
    """Reminders of dates; the same date of several workers is one line."""
    together: dict[tuple[object, ...], list[ComplianceLine]] = defaultdict(list)
    for line in lines:
        if line.is_shown:
            together[(line.kind, line.due)].append(line)
    return [_date(them, moment) for them in together.values()]


def _date(them: list[ComplianceLine], moment: Moment) -> ToDo:
    first = them[0]
    assert first.due is not None  # noqa: S101  (only dated ones are shown)
    who = first.worker if len(them) == 1 else wording.count(len(them), "worker")
    what = f"{first.words}: due {wording.day(first.due, today=moment.today)}"
    if first.kind == AGREEMENT:
        due = wording.day(first.due, today=moment.today)
        what = f"supervision agreement: review due {due}; ‹schedule.agreement› on Schedule"
    marks = wording.listing([str(day) for day in moment.policy.reminders.days])
    why = f"Reminders come {marks} days before. {moment.policy.source('reminders.days')}"
    rank = (LEARNING_RANK, (first.due - moment.today).days)
    leads_to = Destination(RecordKind.COMPLIANCE_DATE, f"{first.worker_id} {first.kind}")
    if first.kind == AGREEMENT and len(them) == 1:
        leads_to = Destination(RecordKind.SESSIONS, str(first.worker_id))
    return ToDo(
        act=ActKind.LEARN,
        word=first.word,
        urgency=first.urgency,
        who=who,
        what=what,
        why=why,
        leads_to=leads_to,
        rank=rank,
        worker_id=first.worker_id,
    )


def _cpd(session: Session, workers: list[WorkerHistory], moment: Moment) -> list[ToDo]:
    """Workers who lack entries as the year of registration comes to its end, in one line."""
    year = cpd_year(moment.today, moment.policy)
    found = reminder(year.last, moment.today, moment.policy)
    if not found.is_shown:
        return []
    entries = entries_by_worker(session, moment.today)
    lacking = [
        worker
        for worker in workers
        if moment.policy.stage(worker.post(moment.today).stage).is_registered
        and not cpd_status(
            [(each.on, each.with_peer) for each in entries.get(worker.id, [])], year, moment.policy
        ).is_met
    ]
    if not lacking:
        return []
    if len(lacking) == 1:
        who = lacking[0].name
    else:
        who = wording.count(len(lacking), "worker")
    rule = moment.policy.training
    what = (
        f"development for registration: entries still missing, by "
        f"{wording.day(year.last, today=moment.today)}"
    )
    why = (
        f"{rule.pieces_a_year} entries a year, {rule.with_peer_reflection} with peer reflection. "
        f"{moment.policy.source('training.pieces_a_year')}"
    )
    leads_to = Destination(RecordKind.DEVELOPMENT, str(lacking[0].id))
    rank = LEARNING_RANK, (year.last - moment.today).days
    return [
        ToDo(
            act=ActKind.LEARN,
            word=found.word,
            urgency=found.urgency,
            who=who,
            what=what,
            why=why,
            leads_to=leads_to,
            rank=rank,
            worker_id=lacking[0].id,
        )
    ]


def _to_review(session: Session, statuses: Sequence[WorkerStatus], moment: Moment) -> list[ToDo]:
    """Responses whose day has come: the fit then and now, and what helped."""
    now = {each.worker_id: each for each in statuses}
    needs = []
    for worker_id, answer in responses(session, moment.today).items():
        if answer.by > moment.today or worker_id not in now:
            continue
        late = (moment.today - answer.by).days
        today = fit_at(now[worker_id].workload)
        if answer.then:
            then = f"{answer.then.words()} then"
        else:
            then = f"given {wording.full_day(answer.given_on)}"
        what = (
            f"response “{answer.text}”: {then}, {today.words()} now; ‹today.respond› says what "
            f"helped"
        )
        why = f"The day to look at it again was {wording.full_day(answer.by)}. What helped is kept."
        word, urgency = wording.due_words(answer.by, moment.today)
        name, leads_to = now[worker_id].name, Destination.of_worker(worker_id)
        needs.append(
            ToDo(
                act=ActKind.DECIDE,
                word=word,
                urgency=urgency,
                who=name,
                what=what,
                why=why,
                leads_to=leads_to,
                rank=(0, -late),
                worker_id=worker_id,
            )
        )
    return needs
