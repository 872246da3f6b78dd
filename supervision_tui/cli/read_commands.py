"""Commands that read: timescale, due, today, workload, agenda."""

from __future__ import annotations

import sys
from enum import StrEnum
from math import isinf
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from supervision_tui.practice import wording

from .completing import choice, worker_names
from .opening import desk_of, moment_for
from .options import AsOf, Json, OfWorker, WorkerName, day_option, opening_of
from .shapes import work
from .shapes.values import put

if TYPE_CHECKING:
    from supervision_tui.desk.supervision.agenda import AgendaView
    from supervision_tui.desk.today.view import Act, TodayView
    from supervision_tui.desk.workload.statuses import Changed, WorkerWorkload, WorkloadView
    from supervision_tui.practice.policy.policy import Policy

Kind = TypeVar("Kind", bound=StrEnum)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (timescale, due, today, workload, agenda):
        app.command()(command)
    app.command("pressure", hidden=True)(workload)  # the name that scripts know from before


def timescale(
    context: typer.Context,
    *,
    expression: Annotated[str, typer.Argument(metavar="EXPRESSION", help="Like 10wd or fri.")],
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Today, and the trigger's date.")
    ] = None,
    convention: Annotated[
        str | None,
        choice("day-after same-day", otherwise="else as the policy counts"),
    ] = None,
    nation: Annotated[
        str | None,
        choice("england-and-wales scotland northern-ireland", otherwise="else the policy's"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say what a typed timescale means."""
    from supervision_tui.practice.days.bank_holidays import Nation
    from supervision_tui.practice.days.working_days import Counting, WorkingDays
    from supervision_tui.practice.direction.timescales import Known, read_timescale
    from supervision_tui.practice.vocabulary import Refusal

    today = moment_for(day_option(start)).today
    policy = opening_of(context).offer.policy().on(today)
    counting = _choice(Counting, convention, "convention") or policy.days.counting
    days = WorkingDays(
        _choice(Nation, nation, "nation") or policy.days.nation, policy.days.extra_closed, counting
    )
    policy = policy.counting_with(days)
    # Without a child the day given, or today, stands in for every trigger date.
    found = read_timescale(
        expression, Known(today, dict.fromkeys(policy.events, today), takes_hour=True), policy
    )
    if isinstance(found, Refusal):
        if as_json:
            put(work.refusal(expression, found))
        else:
            print(found.says, file=sys.stderr)
            print("Try: " + ", ".join(found.suggestions), file=sys.stderr)
        raise typer.Exit(4)
    if as_json:
        put(work.timescale(expression, found))
    else:
        print(found.says())


def due(
    context: typer.Context,
    within: Annotated[str, typer.Option(help="How far ahead to look: 7d, 2w.")] = "7d",
    worker: OfWorker = "",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """List directions overdue and due."""
    from supervision_tui.desk.directions.lines import due_directions
    from supervision_tui.desk.find import find_worker

    days = _days(within)
    with desk_of(opening_of(context), day_option(as_of)) as (store, moment):
        name = store.run(find_worker, worker).name if worker else None
        lines = store.run(due_directions, moment, within_days=days, worker=name)
    if as_json:
        put(work.due(moment.today, lines))
        return
    for line in lines:
        print(f"{line.word:<12} {line.child:<12} {line.owner:<24.24} {line.text}")
    print(f"{len(lines)} directions late or due within {days} days.", file=sys.stderr)


def today(context: typer.Context, as_of: AsOf = None, as_json: Json = False) -> None:
    """Say what there is to do, grouped by the action needed."""
    from supervision_tui.desk.today.today import today as look

    with desk_of(opening_of(context), day_option(as_of)) as (store, moment):
        view = store.run(look, moment)
    if as_json:
        put(work.today(view))
    else:
        _print_today(view)


def workload(
    context: typer.Context,
    worker: Annotated[
        str, typer.Option(help="Only this worker.", autocompletion=worker_names)
    ] = "",
    what_if: Annotated[
        list[str] | None,
        typer.Option(help='A change to try: "NAME +2cp", "NAME 90min", "CHILD-REF -> NAME".'),
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Say whose caseload crowds out supervision, and why."""
    from dataclasses import replace

    from supervision_tui.desk.find import find_worker
    from supervision_tui.desk.workload import statuses as desk

    with desk_of(opening_of(context), day_option(as_of)) as (store, moment):
        view = store.run(desk.team_workload, moment)
        changed = store.run(desk.what_if, what_if, moment) if what_if else None
        if worker:
            wanted = store.run(find_worker, worker).name
            view = replace(
                view, workers=tuple(each for each in view.workers if each.name == wanted)
            )
    if as_json:
        put(work.workload(view, changed))
    else:
        _print_workload(view, changed or [])


def agenda(
    context: typer.Context,
    name: WorkerName,
    minutes: Annotated[
        int | None, typer.Option(help="Length of the session; by default as agreed.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Say what a worker's next session holds and for whom there is no time."""
    from supervision_tui.desk.supervision.agenda import next_agenda

    with desk_of(opening_of(context), day_option(as_of)) as (store, moment):
        view = store.run(next_agenda, name, minutes, moment)
    if as_json:
        put(work.agenda(view))
    else:
        _print_agenda(view, moment.policy)


def _print_workload(view: WorkloadView, changed: list[Changed]) -> None:
    print(
        f"Workload as of {view.as_of.isoformat()}, policy {view.policy_version}. It is about "
        f"workload, not workers.\n"
    )
    for worker in view.workers:
        _print_worker(worker)
    for each in changed:
        print(f"What if, {each.before.name}: before and after")
        _print_worker(each.before)
        _print_worker(each.after)


def _print_worker(worker: WorkerWorkload) -> None:
    found = worker.workload
    since = f" since {wording.full_day(worker.since)}" if worker.since else ""
    print(f"{worker.name}: {found.status.words}{since}")
    minutes = f"{found.needed:.0f} of {found.available:.0f} minutes in 28 days"
    needed = f"time needed {found.fit:.1f}× ({minutes})"
    if isinf(found.fit):
        needed = f"no time at all ({minutes})"
    print(f"  {found.children} children, limit {found.limit:g}; {needed}")
    for line in (*found.says, *(signal.says for signal in found.signals if signal.level != "ok")):
        print(f"  {line}")
    if worker.response:
        by = wording.full_day(worker.response.by)
        print(f"  manager's response: {worker.response.text} (by {by})")
    elif found.status.needs_response:
        print("  manager's response: none yet")
    print()


def _print_agenda(view: AgendaView, policy: Policy) -> None:
    print(
        f"{view.worker}, {view.session_on.isoformat()}: {view.agenda.minutes} of {view.minutes} "
        f"min for children\n"
    )
    for item in view.agenda.items:
        plan = policy.plans_shown(item.child.plans)
        print(f"  {item.child.ref:<14} {plan:<12} {item.minutes:>4g} min  {item.why}")
    for left in view.agenda.does_not_fit:
        plan = policy.plans_shown(left.child.plans)
        days = f"{left.age_days_next} days by the next session"
        print(f"  {left.child.ref:<14} {plan:<12} no time; {days}")


def _choice(kind: type[Kind], typed: str | None, name: str) -> Kind | None:
    if typed is None:
        return None
    try:
        return kind(typed)
    except ValueError:
        raise typer.BadParameter(f"{name} is one of: {', '.join(kind)}") from None


def _days(typed: str) -> int:
    units = {"d": 1, "w": 7}
    if typed[:-1].isdecimal() and typed.isascii() and typed[-1] in units and len(typed) < 6:
        return int(typed[:-1]) * units[typed[-1]]
    raise typer.BadParameter(f"{typed} is not a span like 7d or 2w.")


def _print_today(view: TodayView) -> None:
    for figure in view.figures:
        more = f", {figure.more}" if figure.more else ""
        print(f"{figure.title:<18} {figure.says}{more}")
    for group in view.groups:
        number = f"{group.late} of {group.count} late" if group.counts else ""
        print(f"\n{group.title}  {number}".rstrip())
        for act in group.acts:
            print(f"  {act.worst:<12} {act.who:<24.24} {_about(act)}".rstrip())
    acts = "1 thing" if view.acts == 1 else f"{view.acts} things"
    print(f"{acts} to do, {view.late_in_all} items late.", file=sys.stderr)


def _about(act: Act) -> str:
    """Say what an act is about: in words, and the children by reference."""
    from supervision_tui.commands.sentences import in_words

    children = list(act.about)
    if act.more:
        children.append(f"{act.more} more")
    parts = [in_words(act.says), ", ".join(children)]
    return " · ".join(filter(None, parts))
