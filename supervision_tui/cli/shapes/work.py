"""Shape children, supervision, workload, directions and imports, as scripts read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .values import day, fields, finite, whole_if_it_is

if TYPE_CHECKING:
    from datetime import date

    from supervision_tui.desk.audits.samples import Sample
    from supervision_tui.desk.children.caseload_list import (
        ChildInList,
        ChildWithDates,
        WorkerOfChild,
    )
    from supervision_tui.desk.children.events import EventRecorded
    from supervision_tui.desk.directions.lines import DirectionLine
    from supervision_tui.desk.imports.preview import Change, Preview
    from supervision_tui.desk.supervision.agenda import AgendaView
    from supervision_tui.desk.today.view import Act, Figure, Group, TodayView, ToDo
    from supervision_tui.desk.workload.responses import Response
    from supervision_tui.desk.workload.statuses import Changed, WorkerWorkload, WorkloadView
    from supervision_tui.practice.children.dates_due import DateDue
    from supervision_tui.practice.direction.timescales import Timescale
    from supervision_tui.practice.supervision.agenda import Forecast
    from supervision_tui.practice.vocabulary import Refusal
    from supervision_tui.practice.workload.model import Signal, Workload
    from supervision_tui.practice.workload.next_move import Move
    from supervision_tui.practice.workload.snapshot import FitAt

    from .types import (
        AgendaDocument,
        ChildOfCaseload,
        ChildrenDocument,
        DateOfChild,
        DatesDocument,
        Direction,
        DueDocument,
        FitThen,
        ForecastPart,
        ImportDocument,
        ImportedChange,
        MoveOption,
        Receiver,
        RefusedImport,
        RefusedTimescale,
        ResponseToFlag,
        SignalOfWorkload,
        TimescaleDocument,
        TodayAct,
        TodayDocument,
        TodayFigure,
        TodayGroup,
        TodayLine,
        WithChild,
        Worker,
        WorkloadDocument,
    )


def timescale(expression: str, found: Timescale) -> TimescaleDocument:
    """Shape the meaning of a timescale, typed as that expression."""
    return {
        "expression": expression,
        "due": found.due.isoformat(),
        "hour": found.hour,
        "practical": found.practical.isoformat(),
        "unit": found.unit,
        "convention": found.convention,
        "working_days": found.working_days,
        "calendar_days": found.calendar_days,
        "note": found.note,
        "source": found.source,
        "code": found.code,
        "text": found.text,
        "says": found.says(),
    }


def refusal(expression: str, found: Refusal) -> RefusedTimescale:
    """Shape the reason why a typed timescale is refused."""
    return {
        "expression": expression,
        "refused": found.code,
        "says": found.says,
        "suggestions": list(found.suggestions),
    }


def workload(view: WorkloadView, changed: list[Changed] | None = None) -> WorkloadDocument:
    """Every worker's workload, and the what-if where one was asked."""
    document: WorkloadDocument = {
        "as_of": view.as_of.isoformat(),
        "policy": view.policy_version,
        "workers": [worker_workload(worker) for worker in view.workers],
    }
    if changed is not None:
        document["what_if"] = [
            {"before": worker_workload(each.before), "after": worker_workload(each.after)}
            for each in changed
        ]
    return document


def worker_workload(worker: WorkerWorkload) -> Worker:
    """One worker's workload; an infinite fit is null."""
    found = worker.workload
    return {
        "worker": worker.name,
        "stage": found.load.stage,
        "fte": found.load.fte,
        "limit": whole_if_it_is(found.limit),
        "counted": whole_if_it_is(found.counted),
        "signals": [_signal(each) for each in found.signals],
        "since": day(worker.since),
        "response": _response(worker.response),
        "options": [move(each) for each in worker.moves],
        "children": found.children,
        "by_plan": found.by_plan,
        "points": found.points,
        "needed": found.needed,
        "available": found.available,
        "delivered": found.delivered,
        "fit": finite(found.fit),
        "says": list(found.says),
        "standing": found.status,
        "next_due": day(found.next_due),
        "overdue_since": day(found.overdue_since),
        **_forecast(worker.forecast),
    }


def _signal(found: Signal) -> SignalOfWorkload:
    return {
        "side": found.side,
        "code": found.code,
        "value": finite(found.value),
        "level": found.level,
        "amber": found.amber,
        "red": found.red,
        "says": found.says,
        "source": found.source,
    }


def move(found: Move) -> MoveOption:
    """One option: the what-ifs that try it, the fit after it, and what it does to who receives."""
    return {
        "kind": found.kind,
        "changes": list(found.changes),
        "says": found.says(str),
        "minutes": round(found.minutes, 2),
        "inside_standard": found.is_inside,
        "children": list(found.children),
        "receiver": _receiver(found.receiver),
        "fit": finite(found.after.fit),
        "standing": found.after.status,
    }


def _receiver(found: tuple[Workload, Workload] | None) -> Receiver | None:
    if found is None:
        return None
    before, after = found
    return {
        "worker": after.load.name,
        "fit_before": finite(before.fit),
        "standing_before": before.status,
        "fit": finite(after.fit),
        "standing": after.status,
    }


def _response(given: Response | None) -> ResponseToFlag | None:
    if given is None:
        return None
    return {
        "text": given.text,
        "by": given.by.isoformat(),
        "state": given.state,
        "kind": given.kind,
        "told": given.told,
        "given": given.given_on.isoformat(),
        "then": _then(given.then),
    }


def _then(found: FitAt | None) -> FitThen | None:
    if found is None:
        return None
    return {"fit": found.fit, "children": found.children, "past": found.past}


def agenda(view: AgendaView) -> AgendaDocument:
    """Shape what the next session holds and what does not fit."""
    return {
        "worker": view.worker,
        "date": view.session_on.isoformat(),
        "minutes": view.minutes,
        "minutes_for_children": view.agenda.minutes,
        "items": [
            {
                "child": item.child.ref,
                "plan": item.child.plan,
                "minutes": whole_if_it_is(item.minutes),
                "age_days": item.age_days,
                "interval_days": item.interval_days,
                "why": item.why,
            }
            for item in view.agenda.items
        ],
        "does_not_fit": [
            {"child": left.child.ref, "plan": left.child.plan, "age_days_next": left.age_days_next}
            for left in view.agenda.does_not_fit
        ],
        **_forecast(view.forecast),
    }


def _forecast(found: Forecast) -> ForecastPart:
    return {
        "first_breach": day(found.first_breach),
        "weeks": [
            {"monday": monday.isoformat(), "past_interval": past} for monday, past in found.weeks
        ],
    }


def due(as_of: date, lines: list[DirectionLine]) -> DueDocument:
    """Directions overdue and due."""
    return {"as_of": as_of.isoformat(), "directions": [_direction(line) for line in lines]}


def _direction(line: DirectionLine) -> Direction:
    return {
        "id": line.id,
        "child": line.child,
        "owner": line.owner,
        "text": line.text,
        "due": line.due.isoformat(),
        "hour": line.hour,
        "days_late": line.days_late,
        "source": line.source,
        "worker": line.worker,
        "extended": line.extended,
        "state": line.state,
        "reason": line.reason,
        "drift": line.drift,
        "link": line.link,
        "lazy_date": line.lazy,
    }


def today(view: TodayView) -> TodayDocument:
    """Shape the to-dos of a day, grouped by what resolves them, with the figures of the day."""
    return {
        "as_of": view.as_of.isoformat(),
        "acts": view.acts,
        "lines": view.needs_in_all,
        "late": view.late_in_all,
        "figures": [_figure(each) for each in view.figures],
        "groups": [_group(each) for each in view.groups],
    }


def _figure(found: Figure) -> TodayFigure:
    return {
        "code": found.code,
        "title": found.title,
        "value": found.value,
        "says": found.says,
        "more": found.more,
        "weeks": list(found.weeks),
    }


def _group(group: Group) -> TodayGroup:
    return {
        "code": group.kind,
        "title": group.title,
        "lines": group.count,
        "late": group.late,
        "counts": group.counts,
        "acts": [_act(act) for act in group.acts],
    }


def _act(act: Act) -> TodayAct:
    from supervision_tui.commands.sentences import in_words

    return {
        "who": act.who,
        "worst": act.worst,
        "late": act.late,
        "clears": act.clears,
        "count": act.count,
        "says": in_words(act.says),
        "children": list(act.about),
        "more_children": act.more,
        "lines": [_to_do(each) for each in act.lines],
    }


def _to_do(line: ToDo) -> TodayLine:
    from supervision_tui.commands.sentences import in_words

    return {
        "word": line.word,
        "urgency": line.urgency,
        "who": line.who,
        "plan": line.plan,
        "what": in_words(line.what),
        "why": in_words(line.why),
    }


def dates(on: date, children: list[ChildWithDates]) -> DatesDocument:
    """Every date due of every child, with its state and why."""
    return {
        "as_of": on.isoformat(),
        "children": [
            {
                "child": child.ref,
                "statuses": list(child.statuses),
                "dates": [_date_due(each, on) for each in child.dates],
            }
            for child in children
        ],
    }


def _date_due(found: DateDue, on: date) -> DateOfChild:
    return {
        "code": found.code,
        "words": found.words,
        "due": found.due.isoformat(),
        "practical": found.practical.isoformat(),
        "state": found.state,
        "days_late": found.days_late,
        "event": found.event_code,
        "counted_from": found.counted_from.isoformat(),
        "read_in": found.read_in,
        "held_event": found.held_event,
        "says": found.says(on),
        "source": found.source,
    }


def children(on: date, found: list[ChildInList]) -> ChildrenDocument:
    """The caseload: plans, who works with each child, when each was last discussed."""
    return {"as_of": on.isoformat(), "children": [_child(each) for each in found]}


def _child(found: ChildInList) -> ChildOfCaseload:
    return {
        "child": found.ref,
        "statuses": list(found.statuses),
        "workers": [_with_child(worker) for worker in found.workers],
        "unallocated_days": found.unallocated_days,
        "last_discussed": day(found.last_discussed),
        "interval_days": found.interval_days,
        "age_days": found.age_days,
    }


def _with_child(found: WorkerOfChild) -> WithChild:
    """Somebody with a child; the team stands beside where it is another one."""
    shape: WithChild = {
        "worker": found.worker,
        "role": found.role,
        "since": found.since.isoformat(),
    }
    if found.team:
        shape["team"] = found.team
    return shape


def events(on: date, done: list[EventRecorded]) -> dict[str, Any]:
    """Shape what was put on record, or taken off it, and what that changes."""
    return {
        "as_of": on.isoformat(),
        "events": [
            {"child": each.ref, "says": each.says(), **fields(each, "event on changes")}
            for each in done
        ],
    }


def imported(preview: Preview, about: str = "child") -> ImportDocument:
    """Shape what an import would do, or did.

    `about` is what each change is about: a child, or a worker.
    """
    return {
        "file": preview.file,
        "lists": dict(preview.lists),
        "new": preview.count("new"),
        "moved": preview.count("moved"),
        "changed": preview.count("changed"),
        "missing": preview.count("missing"),
        "unallocated": len(preview.unallocated),
        "unchanged": preview.unchanged,
        "rejected": [
            {
                "list": row.list_name,
                "row": row.row,
                "column": row.column,
                "value": row.value,
                "reason": row.reason,
            }
            for row in preview.rejected
        ],
        "left_out": [
            {"list": row.list_name, "row": row.row, "reason": row.reason}
            for row in preview.left_out
        ],
        "month_first": list(preview.month_first),
        "warnings": list(preview.warnings),
        "changes": [_change(each, about) for each in preview.changes],
        "workers": [
            {"worker": each.name, "before": each.before, "after": each.after, "new": each.is_new}
            for each in preview.workers
        ],
        "near_names": [{"in_file": each.in_file, "here": each.here} for each in preview.near_names],
        "applied": preview.applied,
    }


def _change(found: Change, about: str) -> ImportedChange:
    shape: ImportedChange = {
        "kind": found.kind,
        "from": found.from_worker,
        "to": found.to_worker,
        "says": found.says,
    }
    if about == "child":
        shape["child"] = found.ref
    else:
        shape["worker"] = found.ref
    return shape


def unreadable(file: str, why: str) -> RefusedImport:
    """Shape the reason why a file could not be read."""
    return {"file": file, "refused": "unreadable", "says": why, "applied": False}


def sample(found: Sample) -> dict[str, Any]:
    """A dip sample, with everything it takes to draw it again."""
    return {
        "by": list(found.strata),
        "children": [
            {"child": child.ref, **fields(child, "worker plan stratum")} for child in found.children
        ],
        **fields(found, "drawn_on seed size population frame"),
        "excluded": [{"child": ref, "reason": reason} for ref, reason in found.excluded],
    }
