"""Dates due: which rule holds in which situation, in the law's words.

And late only where it could be known.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.children.dates_due import DateDue, dates_due
from supervision_tui.practice.children.events import (
    AgreedVisits,
    ChildOnRecord,
    RecordedEvent,
    Source,
)
from supervision_tui.practice.policy.policy import default_policy, make_policy
from supervision_tui.practice.vocabulary import DateState, EventOutcome, PlacementKind, SeenHow

POLICY = default_policy()
TODAY = date(2026, 3, 2)
KNOWN = date(2025, 1, 6)  # since when the child is here
A_FILE = Source("a file", TODAY)
EVERYTHING = dict.fromkeys(POLICY.events, Source("a file that tells of everything", TODAY))


def day(typed: str) -> date:
    return date.fromisoformat(typed)


def of(**dates: str) -> tuple[RecordedEvent, ...]:
    """Events as a file has them: `cp_visit_made="2026-02-20"`."""
    return tuple(
        RecordedEvent(name.replace("_", "-"), day(each), "a file")
        for name, typed in dates.items()
        for each in typed.split()
    )


def child(plan: str, start: str = "", *events: RecordedEvent, **more: object) -> ChildOnRecord:
    """A child on plans with one start, of whom a file tells everything."""
    starts = dict.fromkeys(plan.split(), day(start) if start else None)
    there = ChildOnRecord(statuses=starts, events=events, known_since=KNOWN, tells=EVERYTHING)
    return replace(there, **more)  # type: ignore[arg-type]


def found(there: ChildOnRecord, on: date = TODAY) -> dict[str, DateDue]:
    return {each.code: each for each in dates_due(there, on, POLICY)}


def due(there: ChildOnRecord, on: date = TODAY) -> dict[str, str]:
    return {code: each.due.isoformat() for code, each in found(there, on).items()}


FIRST_IN_TIME = of(looked_after="2025-12-01", cla_review_held="2025-12-24")
LAW = {
    "assessment: 45 working days from the referral": (
        child("assessment", "2026-01-26", *of(referral="2026-01-23")),
        {"assessment": "2026-03-27"}),
    "assessment: where a file has no referral, from the start of the episode": (
        child("assessment", "2025-08-04"), {"assessment": "2025-10-07"}),
    "assessment: a referral of an earlier episode does not count": (
        child("assessment", "2026-02-02", *of(referral="2024-01-23")),
        {"assessment": "2026-04-08"}),
    "assessment: authorised, nothing is due": (
        child("assessment", "2026-01-26", *of(referral="2026-01-23",
        assessment_authorised="2026-02-20")), {}),
    "assessment: a second one, though the first followed the same referral": (
        child("assessment", "2026-02-16", *of(referral="2026-01-05",
        assessment_authorised="2026-01-30")), {"assessment": "2026-04-22"}),
    "initial conference: 15 working days from the strategy discussion": (
        child("cin", "", *of(strategy="2026-02-20")), {"icpc": "2026-03-13"}),
    "initial conference: not where it was found unnecessary": (
        child("cin", "", *of(strategy="2026-02-20"), RecordedEvent("icpc", day("2026-02-20"),
        outcome=EventOutcome.NOT_NEEDED)), {}),
    "initial conference: not after a strategy discussion with no further action": (
        child("cin", "", RecordedEvent("strategy", day("2026-02-20"),
        outcome=EventOutcome.NO_FURTHER_ACTION)), {}),
    "core group: 10 working days from the initial conference": (
        child("cp", "2026-02-20", *of(icpc="2026-02-20")), {"core-group": "2026-03-06",
        "cp-review-first": "2026-05-20"}),
    "core group: where no conference is on record, from the start of the plan": (
        child("cp", "2026-02-20"), {"core-group": "2026-03-06", "cp-review-first": "2026-05-20"}),
    "core group: held, the next within six weeks": (
        child("cp", "2026-02-20", *of(icpc="2026-02-20", core_group_held="2026-02-27")),
        {"core-group-next": "2026-04-10", "cp-review-first": "2026-05-20"}),
    "review conference: the first within 3 months, then every 6": (
        child("cp", "2025-10-01", *of(icpc="2025-10-01", review_conference="2025-12-20")),
        {"core-group-next": "2026-01-31", "cp-review": "2026-06-20"}),
    "core group: none on record since a review conference": (
        child("cp", "2025-10-01", *of(icpc="2025-10-01", core_group_held="2025-10-10",
        review_conference="2026-01-20")), {"core-group-next": "2025-11-21",
        "cp-review": "2026-07-20"}),
    "review conference: one of an earlier plan does not count": (
        child("cp", "2026-02-20", *of(icpc="2026-02-20", review_conference="2025-06-20")),
        {"core-group": "2026-03-06", "cp-review-first": "2026-05-20"}),
    "child protection visit: every 10 working days": (
        child("cp", "2025-10-01", *of(cp_visit_made="2026-02-24", review_conference="2025-12-20")),
        {"core-group-next": "2026-01-31", "cp-visit": "2026-03-10", "cp-review": "2026-06-20"}),
    "visit: one at which the child was not seen stops no clock": (
        child("cin", "", *of(cin_visit_made="2026-02-09"), RecordedEvent("cin-visit-made",
        day("2026-02-27"), how=SeenHow.NOT_SEEN)), {"cin-visit": "2026-03-09"}),
    "visit: seen alone stops it": (
        child("cin", "", *of(cin_visit_made="2026-02-09"), RecordedEvent("cin-visit-made",
        day("2026-02-27"), how=SeenHow.SEEN_ALONE)), {"cin-visit": "2026-03-27"}),
    "visit in placement: within a week of its start": (
        child("cla", "2026-02-25", *of(looked_after="2026-02-25", placement="2026-02-25")),
        {"cla-visit-first": "2026-03-04", "cla-review-first": "2026-03-25",
        "health-initial": "2026-03-25"}),
    "looked-after review: the first within 20 working days": (
        child("cla", "2026-02-02", *of(looked_after="2026-02-02", health_held="2026-02-10"),
        born=day("2012-01-01")), {"cla-review-first": "2026-03-02", "health-5-plus": "2027-02-10"}),
    "looked-after review: the second within 3 months of the first": (
        child("cla", "2025-12-01", *FIRST_IN_TIME, *of(health_held="2025-12-10"),
        born=day("2012-01-01")), {"cla-review-second": "2026-03-24",
        "health-5-plus": "2026-12-10"}),
    "looked-after review: the only one, long after the start, is a later one": (
        child("cla", "2025-04-01", *of(looked_after="2025-04-01", cla_review_held="2025-12-24",
        health_held="2025-12-10"), born=day("2012-01-01")), {"cla-review": "2026-06-24",
        "health-5-plus": "2026-12-10"}),
    "looked-after review: after the second every 6 months": (
        child("cla", "2025-09-01", *of(looked_after="2025-09-01",
        cla_review_held="2025-09-26 2025-12-24", health_held="2025-12-10"), born=day("2012-01-01")),
        {"cla-review": "2026-06-24", "health-5-plus": "2026-12-10"}),
    "looked-after review: reviews of an earlier time in care do not count": (
        child("cla", "2026-02-02", *of(looked_after="2026-02-02",
        cla_review_held="2025-01-20 2025-04-20", health_held="2026-02-10"), born=day("2012-01-01")),
        {"cla-review-first": "2026-03-02", "health-5-plus": "2027-02-10"}),
    "health assessment: every 6 months until the fifth birthday, whatever the age is now": (
        child("cla", "2024-04-01", *of(health_held="2025-01-01", cla_review_held="2025-12-24"),
        born=day("2020-08-01")), {"cla-review": "2026-06-24", "health-under-5": "2025-07-01"}),
    "health assessment: every 12 months once it is due after the fifth birthday": (
        child("cla", "2024-04-01", *of(health_held="2025-04-01", cla_review_held="2025-12-24"),
        born=day("2020-08-01")), {"cla-review": "2026-06-24", "health-5-plus": "2026-04-01"}),
    "health assessment: every 6 months below the age of five": (
        child("cla", "2025-04-01", *of(health_held="2026-01-01", cla_review_held="2025-12-24"),
        born=day("2022-01-01")), {"cla-review": "2026-06-24", "health-under-5": "2026-07-01"}),
    "private fostering: the first visit within 7 working days": (
        child("cin", "", *of(pf_notified="2026-02-25")), {"pf-visit-first": "2026-03-06"}),
    "private fostering: every six weeks in the first year": (
        child("cin", "", *of(pf_notified="2025-09-25", pf_visit_made="2026-02-02")),
        {"pf-visit": "2026-03-16"}),
    "private fostering: every twelve weeks in later years": (
        child("cin", "", *of(pf_notified="2024-09-25", pf_visit_made="2026-02-02")),
        {"pf-visit-later": "2026-04-27"}),
    "proceedings: 26 weeks from the issue, beside the dates of the child protection plan": (
        child("cp plo", "2025-10-01", *of(issue="2025-12-01", review_conference="2025-12-20")),
        {"core-group-next": "2026-01-31", "care-proceedings": "2026-06-01",
        "cp-review": "2026-06-20"}),
    "pre-proceedings: no longer once proceedings are issued": (
        child("plo", "", *of(letter="2025-10-01", issue="2025-12-01")),
        {"care-proceedings": "2026-06-01"}),
    "pathway plan: reviewed every 6 months, for care leavers": (
        child("care-leaver", "", *of(pathway_plan="2025-12-20")), {"pathway-review": "2026-06-20"}),
    "return interview: within 72 hours": (
        child("cin", "", *of(returned="2026-03-01")), {"return-interview": "2026-03-04"}),
    "no plan asks for the dates of another": (
        child("early-help", "", *of(cp_visit_made="2026-02-24", cla_review_held="2026-01-01",
        referral="2026-01-01")), {}),
}  # fmt: skip


@pytest.mark.parametrize(("there", "expected"), LAW.values(), ids=LAW)
def test_the_dates_of_the_law(there: ChildOnRecord, expected: dict[str, str]) -> None:
    dates = due(there)
    visits = {code for code in dates if "visit" in code}  # every plan asks for them
    assert {
        code: on for code, on in dates.items() if code in expected or code not in visits
    } == expected


SETTLED = AgreedVisits(
    day("2025-01-01"), None, "the placement is meant to last", PlacementKind.SETTLED
)
SINCE_PLAN = {
    "child protection: without a visit on record, 10 working days from its start":
        ("cp", (), "cp-visit", "2026-03-06"),
    "child in need: without a visit on record, 20 working days from its start":
        ("cin", (), "cin-visit", "2026-03-20"),
    "looked after: where no placement is on record, a week from becoming looked after": ("cla",
    of(looked_after="2026-02-20"), "cla-visit-first", "2026-02-27"),
    "looked after: a visit in the placement before does not count": ("cla",
    of(placement="2026-02-24", cla_visit_made="2026-02-20"), "cla-visit-first", "2026-03-03"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("plan", "events", "code", "expected"), SINCE_PLAN.values(), ids=SINCE_PLAN
)
def test_first_visits(
    plan: str, events: tuple[RecordedEvent, ...], code: str, expected: str
) -> None:
    there = child(plan, "2026-02-20", *events)
    assert {each: on for each, on in due(there).items() if "visit" in each} == {code: expected}


VISITED = of(placement="2024-06-01", cla_visit_made="2026-02-02", cla_review_held="2025-12-24")
VISITS = {
    "six weeks in the first year": (of(placement="2025-06-01", cla_visit_made="2026-02-02"), (),
    "cla-visit", "2026-03-16"),
    "six weeks after it, unless settled": (VISITED, (), "cla-visit", "2026-03-16"),
    "three months after the first year, settled": (VISITED, (SETTLED,), "cla-visit-settled",
    "2026-05-02"),
    "six weeks in the first year, though settled": (of(placement="2025-06-01",
    cla_visit_made="2026-02-02"), (SETTLED,), "cla-visit", "2026-03-16"),
    "weekly with parents under an interim order": (VISITED, (AgreedVisits(day("2026-01-01"), None,
    "r", PlacementKind.WITH_PARENTS),), "cla-visit-with-parents", "2026-02-09"),
    "six months in long-term foster care": (VISITED, (AgreedVisits(day("2026-01-01"), None, "r",
    PlacementKind.LONG_TERM),), "cla-visit-long-term", "2026-08-02"),
    "as agreed, oftener than the rule": (VISITED, (AgreedVisits(day("2026-01-01"), None,
    "new carers", placement=None, amount=10, unit="wd"),), "cla-visit", "2026-02-16"),
    "not rarer than the rule, whatever is agreed": (VISITED, (AgreedVisits(day("2026-01-01"), None,
    "r", placement=None, amount=10, unit="w"),), "cla-visit", "2026-03-16"),
    "as usual again once the agreement has ended": (VISITED, (AgreedVisits(day("2026-01-01"),
    day("2026-03-01"), "r", placement=None, amount=10, unit="wd"),), "cla-visit", "2026-03-16"),
}  # fmt: skip


@pytest.mark.parametrize(("events", "visits", "code", "expected"), VISITS.values(), ids=VISITS)
def test_visits_by_placement_and_as_agreed(
    events: tuple[RecordedEvent, ...], visits: tuple[AgreedVisits, ...], code: str, expected: str
) -> None:
    dates = due(child("cla", "2024-06-01", *events, visits=visits))
    assert {each: on for each, on in dates.items() if each.startswith("cla-visit")} == {
        code: expected
    }


def test_an_agreed_interval_says_why_and_until_when() -> None:
    agreed = AgreedVisits(
        day("2026-01-01"), day("2026-04-01"), "new carers", placement=None, amount=10, unit="wd"
    )
    says = found(child("cla", "2024-06-01", *VISITED, visits=(agreed,)))["cla-visit"].says(TODAY)
    assert "10 working days after the last visit in placement of Mon 2 Feb" in says
    assert "agreed until Wed 1 Apr 2026: new carers" in says


def test_each_date_says_what_it_was_taken_for() -> None:
    second = found(child("cla", "2025-12-01", *FIRST_IN_TIME))["cla-review-second"]
    assert "taken for the first review" in second.says(TODAY)
    later = found(child("cla", "", *of(cla_review_held="2025-12-24")))["cla-review"]
    assert "taken for a later review: the start is not on record" in later.says(TODAY)
    no_referral = found(child("assessment", "2026-01-26"))["assessment"]
    assert "no referral is on record" in no_referral.says(TODAY)


def test_a_review_put_off_in_time_is_due_on_that_day_and_one_put_off_too_late_stays_late() -> None:
    said = RecordedEvent("review-conference", day("2026-02-20"), "by hand, A", True)
    put_off = replace(said, outcome=EventOutcome.PUT_OFF, put_off_to=day("2026-03-20"))
    there = child("cp", "2025-06-01", *of(review_conference="2025-09-01"), put_off)
    review = found(there)["cp-review"]
    assert (review.due, review.state) == (day("2026-03-20"), DateState.DUE)
    assert "put off from Sun 1 Mar 2026" in review.says(TODAY)
    too_late = child(
        "cp", "2025-06-01", *of(review_conference="2025-09-01"), replace(put_off, on=TODAY)
    )
    review = found(too_late)["cp-review"]
    assert (review.due, review.state) == (day("2026-03-01"), DateState.LATE)
    assert "put off to Fri 20 Mar 2026" in review.says(TODAY)
    assert found(child("cp", "2026-02-20", put_off))["core-group"].due == day("2026-03-06"), (
        "nothing else is put off"
    )


# Late only where it could be known


LATE_REVIEW = child("cin", "2016-11-23", tells={})


def state(there: ChildOnRecord, code: str = "cin-review", policy: object = POLICY) -> str:
    dates = {each.code: each for each in dates_due(there, TODAY, policy)}  # type: ignore[arg-type]
    return str(dates[code].state)


def test_what_no_source_could_tell_is_not_known_here() -> None:
    there = found(LATE_REVIEW)["cin-review"]
    assert there.state is DateState.NOT_KNOWN_HERE
    assert there.days_late == 0
    assert "whether it was held is not known here" in there.says(TODAY)


def test_a_column_of_the_file_could_have_told() -> None:
    assert state(replace(LATE_REVIEW, tells={"cin-review-held": A_FILE})) == "late"
    assert state(replace(LATE_REVIEW, tells={"cin-visit-made": A_FILE})) == "not-known-here"


def test_a_file_tells_of_nothing_after_its_own_day() -> None:
    review = child(
        "cin", "2026-01-05", tells={"cin-review-held": Source("a file", day("2026-02-17"))}
    )
    assert state(review) == "late"  # due on 16 February
    early = replace(review, tells={"cin-review-held": Source("a file", day("2026-02-16"))})
    assert state(early) == "not-known-here"
    assert "the last file that could tell is of Mon 16 Feb 2026" in found(early)["cin-review"].says(
        TODAY
    )


def test_what_was_once_put_on_record_of_the_child_by_hand_could_be_known() -> None:
    held = RecordedEvent("cin-review-held", day("2025-12-01"), "by hand, A", by_hand=True)
    assert state(replace(LATE_REVIEW, events=(held,))) == "late"


def test_what_is_put_on_record_by_hand_here_is_known_from_that_day_on() -> None:
    there = child("cin", "2026-01-05", tells={})  # due on 16 February
    assert state(replace(there, kept_since={"cin-review-held": day("2026-02-01")})) == "late"
    assert (
        state(replace(there, kept_since={"cin-review-held": day("2026-02-20")})) == "not-known-here"
    )


def test_the_policy_says_what_is_kept_here() -> None:
    kept = make_policy("[timescales.cin-review]\nkept_here = true\n")
    never = make_policy("[timescales.cin-review]\nkept_here = false\n")
    assert state(LATE_REVIEW, policy=kept) == "late"
    assert state(replace(LATE_REVIEW, tells=EVERYTHING), policy=never) == "not-known-here"


def test_what_ends_a_clock_besides_tells_nothing_of_the_thing_itself() -> None:
    there = child("cp", "2025-06-01", tells={"review-conference": A_FILE})
    assert state(there, "core-group") == "not-known-here"
    assert state(there, "cp-review-first") == "late"


def test_a_discussion_is_known_from_the_day_on_which_the_child_came_here() -> None:
    there = child("assessment", "2026-01-26", *of(assessment_start="2026-01-26"), tells={})
    assert state(there, "manager-review-10") == "late"
    assert state(replace(there, known_since=TODAY), "manager-review-10") == "not-known-here"


def test_what_is_still_to_come_is_due_whoever_could_tell() -> None:
    assert state(child("cin", "2026-02-20", tells={})) == "due"


# For all children


codes = st.sampled_from([each for each in POLICY.events if each not in ("plan-start", "discussed")])
past = st.dates(date(2024, 1, 1), TODAY)
events = st.lists(
    st.builds(
        RecordedEvent, codes, past, st.just("a file"), st.booleans(),
        st.none() | st.sampled_from(SeenHow),
        st.none() | st.sampled_from([EventOutcome.NOT_NEEDED, EventOutcome.NO_FURTHER_ACTION]),
    ),
    max_size=8,
)  # fmt: skip
plans = st.lists(st.sampled_from(list(POLICY.plans)), min_size=1, max_size=3, unique=True)
told = st.lists(codes, max_size=6).map(lambda each: dict.fromkeys(each, A_FILE))
since = st.dictionaries(codes, past, max_size=3)
children = st.builds(
    ChildOnRecord,
    statuses=st.tuples(plans, st.none() | past).map(lambda each: dict.fromkeys(each[0], each[1])),
    events=events,
    born=st.none() | st.dates(date(2006, 1, 1), TODAY),
    known_since=past,
    tells=told,
    kept_since=since,
)


@given(children)
def test_nothing_is_late_without_a_source_that_could_know(there: ChildOnRecord) -> None:
    for each in dates_due(there, TODAY, POLICY):
        by_hand = {event.event for event in there.events if event.by_hand}
        rule = POLICY.timescales[each.code]
        knows = {
            *there.tells,
            *there.kept_since,
            *by_hand,
            *(POLICY.events[one].same_as for one in by_hand),
        }
        if "discussed" in rule.done_by:
            knows.add(each.held_event)
        assert not each.is_late or each.held_event in knows
        assert each.is_late == (each.days_late > 0)
        assert each.due < TODAY or each.state is DateState.DUE


@given(children, codes, past)
def test_an_event_makes_no_other_date_earlier_than_the_law(
    there: ChildOnRecord, code: str, on: date
) -> None:
    """Once it is held, whatever is due lies as long after what it counts from as the rule says."""
    after = replace(
        there, events=[*there.events, RecordedEvent(code, on, "by hand, A", by_hand=True)]
    )
    for each in dates_due(after, TODAY, POLICY):
        rule = POLICY.timescales[each.code]
        least = {"wd": rule.amount, "d": rule.amount, "w": 7 * rule.amount, "m": 28 * rule.amount}[
            rule.unit
        ]
        assert each.due >= each.counted_from + timedelta(days=least)


@given(children, codes, past)
def test_an_event_taken_off_again_leaves_all_as_it_was(
    there: ChildOnRecord, code: str, on: date
) -> None:
    before = dates_due(there, TODAY, POLICY)
    more = RecordedEvent(code, on, "by hand, A", by_hand=True)
    added = replace(there, events=[*there.events, more])
    assert (
        dates_due(
            replace(added, events=[each for each in added.events if each is not more]),
            TODAY,
            POLICY,
        )
        == before
    )


@given(children)
def test_dates_come_in_order_and_say_their_reason_and_source(there: ChildOnRecord) -> None:
    dates = dates_due(there, TODAY, POLICY)
    assert [each.due for each in dates] == sorted(each.due for each in dates)
    for each in dates:
        assert each.says(TODAY).endswith(".")
        assert each.source
        assert each.practical <= each.due
        assert POLICY.days.is_working(each.practical)


def test_a_year_of_a_child_told_in_events() -> None:
    """Referred, assessed, a conference, a plan, seen and reviewed, looked after: each day what is
    due next.
    """
    story = [RecordedEvent("referral", day("2025-03-03"))]
    assert due(child("assessment", "2025-03-04", *story), day("2025-03-10")) == {
        "assessment": "2025-05-08"
    }
    story.append(RecordedEvent("assessment-authorised", day("2025-04-11")))
    story.append(RecordedEvent("strategy", day("2025-04-14")))
    assert due(child("cin", "2025-04-11", *story), day("2025-04-15"))["icpc"] == "2025-05-08"
    story.append(RecordedEvent("icpc", day("2025-05-02")))
    on_plan = child("cp", "2025-05-02", *story)
    dates = {"core-group": "2025-05-19", "cp-visit": "2025-05-19", "cp-review-first": "2025-08-02"}
    assert due(on_plan, day("2025-05-02")) == dates
    story.append(RecordedEvent("core-group-held", day("2025-05-15")))
    story.append(RecordedEvent("cp-visit-made", day("2025-05-16"), how=SeenHow.SEEN_ALONE))
    story.append(RecordedEvent("review-conference", day("2025-07-30")))
    dates = due(child("cp", "2025-05-02", *story), day("2025-08-01"))
    assert dates == {
        "cp-visit": "2025-06-02",
        "core-group-next": "2025-06-26",
        "cp-review": "2026-01-30",
    }
    story.append(RecordedEvent("looked-after", day("2025-09-01")))
    story.append(RecordedEvent("placement", day("2025-09-01")))
    in_care = ChildOnRecord(
        {"cla": day("2025-09-01"), "cp": day("2025-05-02")},
        story,
        born=day("2019-05-05"),
        known_since=KNOWN,
    )
    both = due(in_care, day("2025-09-02"))
    assert (both["cla-visit-first"], both["cla-review-first"], both["cp-review"]) == (
        "2025-09-08",
        "2025-09-29",
        "2026-01-30",
    )
    story.append(RecordedEvent("cla-review-held", day("2025-09-26")))
    story.append(RecordedEvent("cla-visit-made", day("2025-09-05")))
    after = due(replace(in_care, events=story), day("2025-10-01"))
    assert (after["cla-review-second"], after["cla-visit"]) == ("2025-12-26", "2025-10-17")
    story.append(RecordedEvent("cla-review-held", day("2025-12-19")))
    assert due(replace(in_care, events=story), day("2026-01-05"))["cla-review"] == "2026-06-19"


def test_two_dates_of_the_same_words_are_told_apart_by_their_plans() -> None:
    both = child(
        "cla cp", "2025-12-01", *of(cla_visit_made="2026-02-20", cp_visit_made="2026-02-23")
    )
    visits = {
        each.words for each in dates_due(both, TODAY, POLICY) if each.words.startswith("visit")
    }
    assert visits == {"visit, CP", "visit, CLA"}


def test_what_was_not_held_is_said_and_stays_late() -> None:
    not_held = RecordedEvent(
        "icpc", day("2026-02-20"), "by hand", by_hand=True, outcome=EventOutcome.NOT_HELD
    )
    conference = found(child("cin", "2026-01-05", *of(strategy="2026-01-12"), not_held))["icpc"]
    assert conference.state is DateState.LATE
    assert "not held by Fri 20 Feb 2026" in conference.says(TODAY)


def test_a_day_that_stands_for_no_end_makes_no_date() -> None:
    assert "cla-review-second" not in found(
        child("cla", "", *of(looked_after="9999-12-31", cla_review_held="9999-12-31"))
    )


def test_the_pathway_plan_of_a_child_still_looked_after_is_reviewed_too() -> None:
    eligible = child("cla", "2019-11-04", *of(pathway_plan="2025-11-03"), born=day("2009-05-01"))
    assert due(eligible)["pathway-review"] == "2026-05-03"
    younger = child("cla", "2019-11-04", *of(pathway_plan="2025-11-03"), born=day("2015-05-01"))
    assert "pathway-review" not in due(younger)
