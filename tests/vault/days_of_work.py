"""A day of a manager's work on the demo, and whether it is found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supervision_tui.desk.children.notes import add_note, rate
from supervision_tui.desk.children.review import review_list
from supervision_tui.desk.directions.giving import (
    DirectionDraft,
    close_direction,
    extend_direction,
    give_direction,
)
from supervision_tui.desk.drafts import save_draft
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision.schedule import SessionDraft, plan_session
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.vocabulary import DirectionState, Rag
from supervision_tui.vault.store import Store

DRAFT = "direction C-1001"


def a_day_of_work(store: Store, day: str, moment: Moment) -> Iterator[str]:
    """Work through a day; each step is told as `what:day` once it is kept.

    `day` stands in all that is written.
    """
    child = store.run(review_list, moment)[0].ref
    store.run(save_draft, DRAFT, f"typed {day}", moment)
    yield f"draft:{day}"
    store.run(rate, child, Rag.RED, f"rated {day}", moment)
    yield f"rating:{day}"
    store.run(add_note, child, f"noted {day}", moment)
    yield f"note:{day}"
    given = store.run(
        give_direction,
        DirectionDraft(child, SaidDirection(f"given {day}", "Mother", "2w", "Safety")),
        moment,
    )
    yield f"direction:{day}"
    store.run(extend_direction, given.id, "4w", f"extended {day}", moment)
    yield f"extension:{day}"
    store.run(close_direction, given.id, DirectionState.DONE, f"closed {day}", moment)
    yield f"closing:{day}"
    try:
        store.run(plan_session, SessionDraft(1, moment.today.isoformat()), moment)
        yield f"session:{moment.today.isoformat()}"
    except Refused:  # a weekend, or there is one on that day
        return


_FOUND = {
    "rating": "SELECT reason FROM rag_entry",
    "note": "SELECT text FROM case_note",
    "direction": "SELECT text FROM direction",
    "extension": "SELECT reason FROM direction_date",
    "closing": "SELECT outcome FROM direction WHERE state = 'done'",
    "session": "SELECT planned_on FROM supervision_session WHERE worker_id = 1",
}
_WORDS = {
    "rating": "rated ",
    "note": "noted ",
    "direction": "given ",
    "extension": "extended ",
    "closing": "closed ",
}


def lost(store: Store, steps: Iterable[str]) -> list[str]:
    """The steps that are not found again, of those that were acknowledged."""
    found: dict[str, set[object]] = {}
    for what, query in _FOUND.items():
        rows = store.read(lambda rows, query=query: rows(query))  # type: ignore[misc]
        found[what] = {row[0] for row in rows}
    told = [step.split(":", 1) for step in steps if ":" in step]
    missing = [
        f"{what}:{day}"
        for what, day in told
        if what != "draft" and _WORDS.get(what, "") + day not in found[what]
    ]
    drafts = [day for what, day in told if what == "draft"]
    kept = store.read(lambda rows: rows("SELECT body FROM draft WHERE key = ?", DRAFT))
    if drafts and (not kept or _number(kept[0][0].removeprefix("typed ")) < _number(drafts[-1])):
        missing.append(f"draft:{drafts[-1]}")
    return missing


def _number(day: str) -> tuple[int, ...]:
    return tuple(int(part) for part in day.split("."))
