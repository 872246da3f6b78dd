"""Commands about children: dates due, the caseload, and an event put on record."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .opening import desk_of
from .options import AsOf, Json, OfWorker, day_option, opening_of
from .shapes import work
from .shapes.values import put

if TYPE_CHECKING:
    from datetime import date

    from supervision_tui.desk.children.caseload_list import (
        ChildInList,
        ChildWithDates,
        WorkerOfChild,
    )
    from supervision_tui.practice.policy.policy import Policy
    from supervision_tui.practice.vocabulary import EventOutcome, SeenHow

_LEAST_WORDS = 3  # of an event: a child, what, and when
_HELP_OF_OUTCOME = (
    "not-needed, put-off, no-further-action, not-held; of a visit seen, seen-alone, not-seen."
)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (dates, children, event):
        app.command()(command)


def dates(
    context: typer.Context,
    child: Annotated[str, typer.Argument(metavar="[CHILD-REF]", help="Only this child.")] = "",
    worker: OfWorker = "",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """List every date due of every child: late, due or not known here, and why."""
    from supervision_tui.desk.children.caseload_list import children_with_dates

    with desk_of(opening_of(context), day_option(as_of)) as (store, moment):
        found = store.run(children_with_dates, moment, ref=child, worker=worker)
    if as_json:
        put(work.dates(moment.today, found))
    else:
        _print_dates(found, moment.today, moment.policy)


def children(
    context: typer.Context,
    worker: OfWorker = "",
    unallocated: Annotated[
        bool, typer.Option("--unallocated", help="Only children without a worker.")
    ] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """List the caseload: plans, who works with the child, when the child was last discussed."""
    from supervision_tui.desk.children.caseload_list import caseload_list

    with desk_of(opening_of(context), day_option(as_of)) as (store, moment):
        found = store.run(caseload_list, moment, worker=worker, only_unallocated=unallocated)
    if as_json:
        put(work.children(moment.today, found))
    else:
        _print_children(found, moment.policy)


def event(
    context: typer.Context,
    *,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="CHILD-REF... CODE DAY", help='Like: C-1001 C-1002 core-group "5 nov"'
        ),
    ],
    outcome: Annotated[str, typer.Option(metavar="WORD", help=_HELP_OF_OUTCOME)] = "",
    to: Annotated[
        str, typer.Option("--to", metavar="DAY", help="The day to which it was put off.")
    ] = "",
    undo: Annotated[
        bool, typer.Option("--undo", help="Take such an event off the record again.")
    ] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Record an event for one child or several, and say what it changes."""
    from supervision_tui.desk.children import events
    from supervision_tui.desk.children.events import EventDraft

    if len(words) < _LEAST_WORDS:
        raise typer.BadParameter(
            'an event needs a child, what it was and the day: event C-1001 core-group "5 nov"'
        )
    *refs, code, day = _with_day_in_one(words)
    if to and not outcome:
        outcome = "put off"
    how, came = _meant(outcome or "")
    with desk_of(opening_of(context), day_option(as_of), writable=True) as (store, moment):
        if undo:
            done = store.run(events.take_event_back, refs, code, day, moment)
        else:
            done = store.run(
                events.record_event,
                EventDraft(tuple(refs), code, day, how=how, outcome=came, put_off_to=to),
                moment,
            )
    if as_json:
        put(work.events(moment.today, done))
        return
    for each in done:
        print(each.says())


def _with_day_in_one(words: list[str]) -> list[str]:
    """Take `5 nov` that was not quoted for one word."""
    from supervision_tui.practice.days.typed_days import month_index

    if len(words) > _LEAST_WORDS and words[-2].isdecimal() and month_index(words[-1]) is not None:
        return [*words[:-2], f"{words[-2]} {words[-1]}"]
    return words


def _meant(outcome: str) -> tuple[SeenHow | None, EventOutcome | None]:
    from supervision_tui.practice.vocabulary import EventOutcome, SeenHow

    word = " ".join(outcome.casefold().replace("-", " ").replace("_", " ").split())
    word = {"nfa": EventOutcome.NO_FURTHER_ACTION, "unnecessary": EventOutcome.NOT_NEEDED}.get(
        word, word
    )
    if word in set(SeenHow):
        return SeenHow(word), None
    if word in {each for each in EventOutcome if each.is_said}:
        return None, EventOutcome(word)
    if word in ("", "held"):
        return None, None
    raise typer.BadParameter(f"--outcome is one of: {_HELP_OF_OUTCOME}")


def _print_dates(found: list[ChildWithDates], today: date, policy: Policy) -> None:
    from supervision_tui.practice import wording

    late = not_known = 0
    for child in found:
        print(f"{child.ref}  {policy.plans_shown(child.statuses)}")
        for each in child.dates:
            late += each.is_late
            not_known += not each.is_known
            days = (each.due - today).days
            if each.is_late:
                word = f"{-days} d late"
            elif not each.is_known:
                word = "not known"
            else:
                word = f"in {days} d"
            print(f"  {word:<12} {each.due:%d %b %Y}  {each.words}: {each.because(today)}")
    children = wording.count(len(found), "child", "children")
    print(
        f"{children}: {wording.count(late, 'date')} late, {not_known} not known here.",
        file=sys.stderr,
    )


def _who(worker: WorkerOfChild, policy: Policy) -> str:
    """`Ada Finch`, or `Ada Finch (co-works, Family Help North)`."""
    about = [worker.team]
    if worker.role != "lead":
        about.insert(0, policy.role(worker.role).short)
    said = ", ".join(filter(None, about))
    return f"{worker.worker} ({said})" if said else worker.worker


def _print_children(found: list[ChildInList], policy: Policy) -> None:
    from supervision_tui.practice import wording

    for each in found:
        workers = [_who(worker, policy) for worker in each.workers]
        if each.unallocated:
            workers.insert(0, f"unallocated, {each.unallocated}")
        who = ", ".join(workers)
        since = f"never, {each.age_days} d"
        if each.last_discussed is not None:
            since = f"{each.age_days} d ago"
        since = f"{since}, every {each.interval_days} d"
        print(f"{each.ref:<14} {policy.plans_shown(each.statuses):<14} {since:<14} {who}")
    print(f"{wording.count(len(found), 'child', 'children')}.", file=sys.stderr)
