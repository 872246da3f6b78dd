"""The JSON of the command line: its keys are promised, so they stand in one place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from math import isinf
from typing import TYPE_CHECKING, Any

from supervision_tui.configuration.settings import SETTINGS, SETTINGS_NAME
from supervision_tui.practice.policy.value_types import Step

if TYPE_CHECKING:
    from pathlib import Path

    from supervision_tui.commands import Keymap
    from supervision_tui.configuration.settings import Settings
    from supervision_tui.configuration.theme_files import Themes
    from supervision_tui.desk.audits.samples import Sample
    from supervision_tui.desk.children.caseload_list import (
        ChildInList,
        ChildWithDates,
        WorkerOfChild,
    )
    from supervision_tui.desk.children.events import EventRecorded
    from supervision_tui.desk.directions.lines import DirectionLine
    from supervision_tui.desk.imports.preview import Preview
    from supervision_tui.desk.supervision.agenda import AgendaView
    from supervision_tui.desk.today.view import Group, TodayView, ToDo
    from supervision_tui.desk.vault.journal import JournalPage
    from supervision_tui.desk.vault.overview import VaultView
    from supervision_tui.desk.vault.policy_in_use import Checked
    from supervision_tui.desk.workload.responses import Response
    from supervision_tui.desk.workload.statuses import Changed, WorkerWorkload, WorkloadView
    from supervision_tui.exports.rollup.picture import AuthorityPicture
    from supervision_tui.practice.children.dates_due import DateDue
    from supervision_tui.practice.direction.timescales import Timescale
    from supervision_tui.practice.policy.policy import Policy
    from supervision_tui.practice.supervision.agenda import Forecast
    from supervision_tui.practice.vocabulary import Refusal
    from supervision_tui.practice.workload.measured_minutes import MeasuredMinutes
    from supervision_tui.practice.workload.model import Workload
    from supervision_tui.practice.workload.next_move import Move
    from supervision_tui.vault.create import NewVault
    from supervision_tui.vault.journal import JournalState
    from supervision_tui.vault.verify import Verified


def put(document: dict[str, Any]) -> None:
    """One JSON document and nothing else on standard output."""
    print(json.dumps(document, indent=1))  # in ASCII, so that it is whole in any terminal and pipe


def timescale(found: Timescale) -> dict[str, Any]:
    """Shape the meaning of a typed timescale."""
    keys = (
        "expression due hour practical unit convention working_days calendar_days note source "
        "code text"
    )
    return _fields(found, keys) | {"says": found.says()}


def refusal(expression: str, found: Refusal) -> dict[str, Any]:
    """Shape the reason why a typed timescale is refused."""
    return {"expression": expression, "refused": found.code} | _fields(found, "says suggestions")


def workload(view: WorkloadView, changed: list[Changed] | None = None) -> dict[str, Any]:
    """Every worker's workload, and the what-if where one was asked."""
    document: dict[str, Any] = {
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


def worker_workload(worker: WorkerWorkload) -> dict[str, Any]:
    """One worker's workload; an infinite fit is null."""
    found = worker.workload
    return {
        "worker": worker.name,
        "stage": str(found.load.stage),
        "fte": found.load.fte,
        "limit": _whole_if_it_is(found.limit),
        "counted": _whole_if_it_is(found.counted),
        "signals": [
            _fields(signal, "side code value level amber red says source")
            for signal in found.signals
        ],
        "since": _plain(worker.since),
        "response": _response(worker.response),
        "options": [move(each) for each in worker.moves],
        **_fields(found, "children by_plan points needed available delivered fit says"),
        "standing": found.status,
        **_fields(found, "next_due overdue_since"),
        **_forecast(worker.forecast),
    }


def move(found: Move) -> dict[str, Any]:
    """One option: the what-ifs that try it, the fit after it, and what it does to who receives."""
    return {
        "kind": found.kind,
        "changes": list(found.changes),
        "says": found.says(str),
        "minutes": round(found.minutes, 2),
        "inside_standard": found.is_inside,
        "children": list(found.children),
        "receiver": _receiver(found.receiver),
        "fit": _plain(found.after.fit),
        "standing": found.after.status,
    }


def agenda(view: AgendaView) -> dict[str, Any]:
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
                "minutes": _whole_if_it_is(item.minutes),
                **_fields(item, "age_days interval_days why"),
            }
            for item in view.agenda.items
        ],
        "does_not_fit": [
            {"child": left.child.ref, "plan": left.child.plan, "age_days_next": left.age_days_next}
            for left in view.agenda.does_not_fit
        ],
        **_forecast(view.forecast),
    }


def _forecast(found: Forecast) -> dict[str, Any]:
    weeks = [{"monday": monday.isoformat(), "past_interval": past} for monday, past in found.weeks]
    return {"first_breach": _plain(found.first_breach), "weeks": weeks}


def due(as_of: str, lines: list[DirectionLine]) -> dict[str, Any]:
    """Directions overdue and due."""
    keys = "id child owner text due hour days_late source worker extended state reason drift link"
    directions = [_fields(line, keys) | {"lazy_date": line.lazy} for line in lines]
    return {"as_of": as_of, "directions": directions}


def today(view: TodayView) -> dict[str, Any]:
    """Shape the to-dos of a day, grouped by what resolves them, with the figures of the day."""
    return {
        "as_of": view.as_of.isoformat(),
        "acts": view.acts,
        "lines": view.needs_in_all,
        "late": view.late_in_all,
        "figures": [_fields(each, "code title value says more weeks") for each in view.figures],
        "groups": [_group(each) for each in view.groups],
    }


def _group(group: Group) -> dict[str, Any]:
    from supervision_tui.commands.sentences import in_words

    return {
        "code": str(group.kind),
        "title": group.title,
        "lines": group.count,
        "late": group.late,
        "counts": group.counts,
        "acts": [
            {
                **_fields(act, "who worst late clears"),
                "count": act.count,
                "says": in_words(act.says),
                "children": list(act.about),
                "more_children": act.more,
                "lines": [_to_do(each) for each in act.lines],
            }
            for act in group.acts
        ],
    }


def _to_do(line: ToDo) -> dict[str, Any]:
    from supervision_tui.commands.sentences import in_words

    said = {"what": in_words(line.what), "why": in_words(line.why)}
    return {"word": line.word, "urgency": str(line.urgency), **_fields(line, "who plan"), **said}


def dates(on: date, children: list[ChildWithDates]) -> dict[str, Any]:
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


def _date_due(found: DateDue, on: date) -> dict[str, Any]:
    keys = "code words due practical state days_late counted_from read_in source held_event"
    return _fields(found, keys) | {"event": found.event_code, "says": found.says(on)}


def children(on: date, found: list[ChildInList]) -> dict[str, Any]:
    """The caseload: plans, who works with each child, when each was last discussed."""
    return {
        "as_of": on.isoformat(),
        "children": [
            {
                "child": each.ref,
                "workers": [_worker_of_child(worker) for worker in each.workers],
                **_fields(each, "statuses unallocated_days last_discussed interval_days age_days"),
            }
            for each in found
        ],
    }


def _worker_of_child(found: WorkerOfChild) -> dict[str, Any]:
    """Somebody with a child; the team stands beside where it is another one."""
    shape = _fields(found, "worker role since")
    if found.team:
        shape["team"] = found.team
    return shape


def events(on: date, done: list[EventRecorded]) -> dict[str, Any]:
    """Shape what was put on record, or taken off it, and what that changes."""
    return {
        "as_of": on.isoformat(),
        "events": [
            {"child": each.ref, "says": each.says(), **_fields(each, "event on changes")}
            for each in done
        ],
    }


def imported(preview: Preview, about: str = "child") -> dict[str, Any]:
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
            {"list": row.list_name, **_fields(row, "row column value reason")}
            for row in preview.rejected
        ],
        "left_out": [
            {"list": row.list_name, "row": row.row, "reason": row.reason}
            for row in preview.left_out
        ],
        "month_first": list(preview.month_first),
        "warnings": list(preview.warnings),
        "changes": [
            {
                "kind": each.kind,
                about: each.ref,
                "from": each.from_worker,
                "to": each.to_worker,
                "says": each.says,
            }
            for each in preview.changes
        ],
        "workers": [
            {"worker": each.name, "before": each.before, "after": each.after, "new": each.is_new}
            for each in preview.workers
        ],
        "near_names": [_fields(each, "in_file here") for each in preview.near_names],
        "applied": preview.applied,
    }


def sample(found: Sample) -> dict[str, Any]:
    """A dip sample, with everything it takes to draw it again."""
    return {
        "by": list(found.strata),
        "children": [
            {"child": child.ref, **_fields(child, "worker plan stratum")}
            for child in found.children
        ],
        **_fields(found, "drawn_on seed size population frame"),
        "excluded": [{"child": ref, "reason": reason} for ref, reason in found.excluded],
    }


def slots(view: VaultView) -> dict[str, Any]:
    """The ways into a vault; nothing secret is among them."""
    ways = [_fields(way, "kind made says todo") for way in view.ways_in]
    return {"slots": ways, "missing": list(view.missing)}


def new_vault(made: NewVault) -> dict[str, Any]:
    """Shape the place of a new vault, and its recovery code, which is told this once."""
    return {
        "vault": str(made.store.path),
        "slots": [str(kind) for kind in made.store.keys.kinds()],
        "recovery_code": made.recovery_code,
    }


def places(found: Mapping[str, Path]) -> dict[str, Any]:
    """Shape the places of the configuration, with whether each is there."""
    return {what: {"path": str(path), "there": path.exists()} for what, path in found.items()}


def themes(found: Themes, chosen: str) -> dict[str, Any]:
    """List the themes there are, which one is chosen, and the files that cannot be used."""
    return {
        "chosen": chosen,
        "themes": [
            {
                "name": name,
                "title": theme.title,
                "dark": theme.is_dark,
                "contrast": theme.contrast,
                "file": str(theme.path) if theme.is_own else None,
            }
            for name, theme in found.there.items()
        ],
        "wrong": [str(why) for why in found.wrong],
    }


def problems(says: Sequence[str]) -> dict[str, Any]:
    """Everything that is wrong with a file, a sentence each."""
    return {"problems": list(says)}


def rolled_up(found: AuthorityPicture, done: Sequence[str]) -> dict[str, Any]:
    """Tell how many teams a roll-up has, what it did not take and why, and where it went."""
    return {
        "teams": len(found.teams),
        "refused": [{"file": str(each.file), "why": each.why} for each in found.refused],
        "not_comparable": list(found.not_comparable),
        "done": list(done),
    }


def verified(found: Verified) -> dict[str, Any]:
    """Shape what was looked at, and how many rows each table holds."""
    parts = [{"part": part.name, "whole": part.is_whole, "says": part.says} for part in found.parts]
    return {"whole": found.is_whole, "parts": parts, "counts": found.counts}


def journal(page: JournalPage, state: JournalState | None) -> dict[str, Any]:
    """Entries, newest first; `chain` only where it was followed."""
    keys = "seq at actor verb about children worker fields"
    entries = [_fields(line, keys) for line in page.lines]
    found: dict[str, Any] = {"entries": entries, "total": page.total}
    if state is not None:
        found["chain"] = {
            "whole": state.broken_at is None,
            "count": state.count,
            "broken_at": state.broken_at,
        }
    return found


def policy(found: Policy, own: Mapping[str, MeasuredMinutes]) -> dict[str, Any]:
    """Every number in force, with its source; beside a plan's minutes what the clock measured."""
    return {
        "measured": {
            f"plans.{plan}.minutes": {"median": each.minutes, "n": each.discussions}
            for plan, each in own.items()
        },
        "version": found.version,
        "entries": [
            {
                "key": entry.path,
                "value": policy_value(entry.value),
                "words": entry.words,
                "source": entry.source.line,
                "sure": entry.source.sure,
                "set_by": entry.source.set_by or None,
                "from": _plain(entry.since),
            }
            for entry in found.entries()
        ],
    }


def policy_value(value: Any) -> Any:
    """A value of the policy as JSON: dates as text, steps as objects."""
    if isinstance(value, tuple | list):
        return [policy_value(part) for part in value]
    if isinstance(value, Step):
        return {key: part for key, part in asdict(value).items() if part is not None}
    if isinstance(value, date):
        return value.isoformat()
    return value


def settings(found: Settings) -> list[dict[str, str]]:
    """Every setting and each key of a person's own, with where it comes from."""
    values = [(setting.key, found.value_of(setting.key)) for setting in SETTINGS]
    rows = [{"key": key, "value": each.value, "from": each.origin} for key, each in values]
    return rows + [
        {"key": f"keys.{name}", "value": typed, "from": SETTINGS_NAME}
        for name, typed in found.keys.items()
    ]


def actions(keymap: Keymap) -> dict[str, Any]:
    """Every action: its id, where it applies, its keys as they are set, and what it does."""
    from supervision_tui.commands import COMMANDS, key_words

    return {
        "actions": [
            {
                "id": command.id,
                "where": command.where,
                "name": command.name,
                "keys": [key_words(key) for key in keymap.keys_of(command)],
                "says": command.says,
            }
            for command in COMMANDS
        ]
    }


def checked(files: list[Checked]) -> dict[str, Any]:
    """Shape what is wrong in policy files and templates, line by line."""
    return {
        "right": not any(each.problems for each in files),
        "files": [
            {
                "file": each.name,
                "problems": [
                    _fields(wrong, "line key says") | {"nearest": wrong.nearest or None}
                    for wrong in each.problems
                ],
            }
            for each in files
        ],
    }


def _response(given: Response | None) -> dict[str, Any] | None:
    if given is None:
        return None
    then = asdict(given.then) if given.then else None
    found = _fields(given, "text by state kind told")
    return found | {"given": given.given_on.isoformat(), "then": then}


def _receiver(found: tuple[Workload, Workload] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    before, after = found
    return {
        "worker": after.load.name,
        "fit_before": _plain(before.fit),
        "standing_before": before.status,
        "fit": _plain(after.fit),
        "standing": after.status,
    }


def _fields(value: object, keys: str) -> dict[str, Any]:
    """Shape the fields of a value that have the names of promised keys, each as JSON has it."""
    return {key: _plain(getattr(value, key)) for key in keys.split()}


def _plain(value: Any) -> Any:
    """Give a value as JSON has it: days and instants as text, what has no end as nothing."""
    if isinstance(value, date):  # an instant is one, too
        return value.isoformat()
    if isinstance(value, float) and isinf(value):
        return None
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    return value


def _whole_if_it_is(number: float) -> float | int:
    if number == int(number):
        return int(number)
    return number
