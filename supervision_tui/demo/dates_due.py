"""The demo's dates: what was held for each child, in its order, as the export has it or as a person
wrote it down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from supervision_tui.practice.days.spans import add_months
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.records import ChildEvent, ChildSource, SourceReading

from . import words
from .story import Story, StoryChild

FILE = "council's export, invented"
SharedDays = dict[tuple[str, date], list[date]]  # of a family: days by event and start of the plan
VISITS = {
    Plan.CP: "cp-visit-made",
    Plan.PLO: "cp-visit-made",
    Plan.CIN: "cin-visit-made",
    Plan.CLA: "cla-visit-made",
}
_SOURCE = "council's export"
_HAND = f"by hand, {words.MANAGER_NAME}, {words.MANAGER_ROLE}"
_TOLD = (  # the events of which Annex A has a column
    "assessment-authorised assessment-start cin-visit-made cla-review-held cla-visit-made "
    "cp-visit-made health-held "
    "icpc looked-after pathway-plan placement referral review-conference strategy"
)
_ONLY_BY_HAND = ("core-group-held", "cin-review-held")  # no export holds them
_BY_HAND = (*_ONLY_BY_HAND, "letter")
_OF_ONE_CHILD = ("placement", "health-held")  # brothers and sisters have all else on one day
_WRITTEN_DOWN_DAYS = 35  # since when the manager puts on record what no export holds
# Days between two visits, as the demo's workers make them.
_VISITED_EVERY = {Plan.CP: 13, Plan.CIN: 27, Plan.CLA: 38}
_VISITS_BACK_DAYS = 150
_MOST_WITH_VISITS_BEFORE = 400  # children: of more, Today does not look back at their visits
_ALONE_FROM = 4  # years of age from which a child is seen alone
_PutDays = Callable[[str, list[date]], None]


def tell_source(story: Story, child: StoryChild) -> None:
    """Put on record that a child comes from the council's export, which tells of its events."""
    if not story.rows[SourceReading]:
        story.add(SourceReading, source=_SOURCE, events=_TOLD, read_on=story.today)
    story.add(ChildSource, child_id=child.id, reading_id=1, recorded_on=child.allocated)


def tell_dates(
    story: Story, child: StoryChild, plan: Plan, start: date, shared: SharedDays
) -> None:
    """Put on record what was held for a child on a plan since its start.

    Brothers and sisters share their days.
    """

    def put(event: str, days: list[date]) -> None:
        if event not in _OF_ONE_CHILD:
            days = shared.setdefault((event, start), days)
        for on in days:
            put_on_record(story, child, event, on)

    if plan in _TELL:
        _TELL[plan](story, child, put, start)
    if plan in _VISITED_EVERY and story.scale.children <= _MOST_WITH_VISITS_BEFORE:
        _visits_before(story, child, plan, start)


def _visits_before(story: Story, child: StoryChild, plan: Plan, start: date) -> None:
    """Put on record the visits of some months before the last one, each a little before its day."""
    event = VISITS[plan]
    last = max((on for code, on in child.held if code == event), default=start)
    every = _VISITED_EVERY[plan] - child.id % 4
    on = story.policy.days.on_or_before(last - timedelta(days=every))
    while on > max(start, story.ago(_VISITS_BACK_DAYS)):
        how = "seen"
        if child.age(on) >= _ALONE_FROM and (child.id + on.day) % 2:
            how = "seen alone"
        _put(story, child, event, on, how)
        on = story.policy.days.on_or_before(on - timedelta(days=every))


def put_on_record(story: Story, child: StoryChild, event: str, on: date) -> None:
    """Put an event on record where it has come.

    Of what no export holds only what the manager wrote down.
    """
    on = story.policy.days.on_or_before(on)
    if on > story.last_day(child) or (event, on) in child.held:
        return
    is_written_down = on >= story.ago(_WRITTEN_DOWN_DAYS) and (child.family or child.id) % 3 != 0
    if event in _ONLY_BY_HAND and not is_written_down:
        return
    seen = "seen"
    if child.age(on) >= _ALONE_FROM:
        seen = story.random.choice(("seen", "seen alone"))
    how = seen if event.endswith("visit-made") else ""
    _put(story, child, event, on, how)


def _put(story: Story, child: StoryChild, event: str, on: date, how: str) -> None:
    child.held.add((event, on))
    by_hand = event in _BY_HAND
    source = FILE
    if by_hand:
        source = _HAND
    story.add(
        ChildEvent,
        child_id=child.id,
        event=event,
        on_date=on,
        source=source,
        by_hand=by_hand,
        how=how,
        recorded_on=max(on, child.allocated),
    )


def _assessment(story: Story, child: StoryChild, put: _PutDays, start: date) -> None:
    put("referral", [start - timedelta(days=story.random.randint(0, 4))])
    put("assessment-start", [start])
    if child.leaves:
        put("assessment-authorised", [child.leaves])


def _protection(story: Story, child: StoryChild, put: _PutDays, start: date) -> None:
    some, until = story.random.randint, story.last_day(child)
    strategy = story.policy.days.on_or_before(start - timedelta(days=some(11, 19)))
    put("referral", [strategy - timedelta(days=some(0, 3))])
    put("strategy", [strategy])
    put("icpc", [start])
    put("core-group-held", [max(start + timedelta(days=8), until - timedelta(days=some(5, 48)))])
    put("cp-visit-made", [max(start, until - timedelta(days=_since_visit(story, 13)))])
    put("review-conference", _kept(story, list(_ladder(story, add_months(start, 3), 6, until))))


def _in_need(story: Story, child: StoryChild, put: _PutDays, start: date) -> None:
    some, until = story.random.randint, story.last_day(child)
    referred = story.policy.days.on_or_before(start - timedelta(days=some(20, 58)))
    put("referral", [referred])
    put("assessment-start", [story.policy.days.add(referred, 1)])
    put("assessment-authorised", [start])
    put("cin-visit-made", [max(start, until - timedelta(days=_since_visit(story, 27)))])
    put("cin-review-held", [max(start + timedelta(days=14), until - timedelta(days=some(5, 50)))])


def _care(story: Story, child: StoryChild, put: _PutDays, start: date) -> None:
    """A child looked after: reviews within 20 working days, then 3 months, then every 6."""
    some, days, until = story.random.randint, story.policy.days, story.last_day(child)
    put("referral", [start - timedelta(days=some(3, 60))])
    put("looked-after", [start])
    moved = start + timedelta(days=some(0, max(1, (until - start).days)))
    if story.random.random() < 0.6:
        moves = [start]
    else:
        moves = [start, moved]
    put("placement", moves)
    put("cla-visit-made", [max(start, until - timedelta(days=_since_visit(story, 38)))])
    first = days.add(start, some(12, 19))
    put("cla-review-held", _kept(story, [first, *_ladder(story, add_months(first, 3), 6, until)]))
    every_months = 12 if child.age(start) >= 5 else 6
    health, months = days.add(start, some(8, 19)), every_months
    put(
        "health-held",
        _kept(story, [health, *_ladder(story, add_months(health, months), months, until)]),
    )


def _proceedings(story: Story, child: StoryChild, put: _PutDays, start: date) -> None:
    put("letter", [start])


def _after_care(story: Story, child: StoryChild, put: _PutDays, start: date) -> None:
    later = _ladder(story, add_months(start, 6), 6, story.last_day(child))
    put("pathway-plan", _kept(story, [start, *later]))


def _ladder(story: Story, first: date, months: int, until: date) -> Iterator[date]:
    """Yield the days of an event that comes back, each a few days early, up to a day."""
    due = first
    while (
        on := story.policy.days.on_or_before(due - timedelta(days=story.random.randint(0, 12)))
    ) <= until:
        yield on
        due = add_months(on, months)


def _kept(story: Story, days: list[date]) -> list[date]:
    """All of them, or for a few children all but the last, which is late then."""
    if len(days) > 1 and story.random.random() < 0.12:
        return days[:-1]
    return days


def _since_visit(story: Story, usual: int) -> int:
    """Days since the last visit: within what is usual, for a few somewhat more."""
    if story.random.random() < 0.85:
        return story.random.randint(1, usual)
    return usual + story.random.randint(3, 15)


_TELL: dict[
    Plan, Callable[[Story, StoryChild, _PutDays, date], None]
] = {  # of early help no export holds a date
    Plan.ASSESSMENT: _assessment,
    Plan.CP: _protection,
    Plan.CIN: _in_need,
    Plan.CLA: _care,
    Plan.PLO: _proceedings,
    Plan.CARE_LEAVER: _after_care,
}
