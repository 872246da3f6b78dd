"""The entries of the practice policy as typed values, each with its words and with what may stand
there.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from supervision_tui.practice.vocabulary import CancelReason, Level, MissedReason, PlacementKind
from supervision_tui.practice.wording import months_between

from . import value_types
from .value_types import (
    Flag,
    Kind,
    ListOf,
    Number,
    OneOf,
    PublicKey,
    Share,
    Step,
    Steps,
    Text,
    WholeNumber,
)

_ALWAYS = object()
_REASONS = tuple(dict.fromkeys((*map(str, CancelReason), *map(str, MissedReason))))


def entry(words: str, kind: Kind, default: Any = _ALWAYS) -> Any:
    """An entry of a rule. One with a `default` may be left out of a file."""
    about = {"words": words, "kind": kind}
    if default is _ALWAYS:
        return field(metadata=about)
    return field(metadata=about, default=default)


def is_needed(name: str, rule: Any) -> bool:
    """Tell whether an entry must stand in the file."""
    return bool(rule.__dataclass_fields__[name].default is MISSING)


@dataclass(frozen=True, slots=True)
class StageRule:
    """The rule of a career stage: words, the limit of children and the days between sessions."""

    words: str = entry("what the stage is called", Text(60))
    short: str = entry("the same in a word, for narrow columns", Text(12))
    limit: tuple[Step, ...] = entry(
        "children per full-time worker; 0 for one who holds no cases",
        Steps(WholeNumber("children", 0, 60), "children"),
    )
    interval_days: tuple[Step, ...] = entry(
        "days between sessions, at most", Steps(WholeNumber("days", 1, 120), "days")
    )
    is_registered: bool = entry(
        "whether such a worker is registered with Social Work England", Flag(), True
    )
    portfolio_months: tuple[int, ...] = entry(
        "months after the start at which the portfolio is looked at",
        ListOf(WholeNumber("months", 1, 60), 0, rising=True),
        (),
    )

    @property
    def has_steps(self) -> bool:
        """Tell whether it changes with the time since the start of employment."""
        return len(self.interval_days) > 1

    def limit_on(self, start: date, on: date) -> int:
        """Children per full-time worker at this stage on that day."""
        return _rung(self.limit, start, on)

    def interval_on(self, start: date, on: date) -> int:
        """Days between sessions at this stage on that day."""
        return _rung(self.interval_days, start, on)


@dataclass(frozen=True, slots=True)
class PlanRule:
    """The rule of a plan: how often and how long a child is discussed, and what it weighs."""

    words: str = entry("what the plan is called", Text(60))
    interval_days: int = entry(
        "days within which a child is discussed again", WholeNumber("days", 1, 365)
    )
    minutes: int = entry("minutes that a discussion takes", WholeNumber("minutes", 1, 120))
    weight: float = entry("points that a child weighs in a caseload", Number("points", 0, 10))
    short: str = entry("the same in a word, for narrow columns", Text(10), "")


@dataclass(frozen=True, slots=True)
class RoleRule:
    """The rule of a role on a case: its share of the child, and in whose supervision it counts."""

    code: str
    words: str = entry("what the role is called", Text(60))
    short: str = entry("the same in a word, for narrow columns", Text(10))
    share: float = entry(
        "share of the child's weight and minutes in the caseload of a worker in this role",
        Number("the child", 0, 1),
    )
    is_discussed: bool = entry(
        "whether the child is discussed in the supervision of a worker in this role", Flag(), True
    )

    @property
    def counts_in_caseload(self) -> bool:
        """Tell whether such a child belongs to the worker's caseload at all."""
        return bool(self.share) or self.is_discussed


@dataclass(frozen=True, slots=True)
class SignalRule:
    """The thresholds of one signal. `reached` says whether a threshold itself already counts."""

    code: str
    side: str = entry("the side that it raises", OneOf(("load", "erosion")))
    amber: float = entry("amber", Number("the signal's unit", 0, 1000))
    red: float = entry("red", Number("the signal's unit", 0, 1000))
    reached: str = entry(
        "`at`: from the threshold on; `above`: beyond it; `from-and-above`: amber from it on, red "
        "beyond it",
        OneOf(("at", "above", "from-and-above")),
    )
    least: int = entry("sessions without which it says nothing", WholeNumber("sessions", 0, 50), 0)
    window_days: int = entry("days that it looks back", WholeNumber("days", 1, 730), 84)

    def level(self, value: float) -> Level:
        """Tell how far the value has gone."""
        near = round(value, 9)
        at_amber, at_red = {
            "at": (near >= self.amber, near >= self.red),
            "above": (near > self.amber, near > self.red),
            "from-and-above": (near >= self.amber, near > self.red),
        }[self.reached]
        if at_red:
            return Level.RED
        if at_amber:
            return Level.AMBER
        return Level.OK


@dataclass(frozen=True, slots=True)
class SessionRule:
    """The numbers of a supervision session."""

    minutes: int = entry(
        "minutes of a session, without an agreement that says otherwise",
        WholeNumber("minutes", 15, 480),
    )
    minutes_not_about_children: int = entry(
        "minutes of a session for wellbeing, development and the last session's actions",
        WholeNumber("minutes", 0, 240),
    )
    longest_minutes: int = entry(
        "minutes to which the app proposes to lengthen a session", WholeNumber("minutes", 15, 480)
    )
    least_interval_days: int = entry(
        "days below which the app proposes no shorter interval", WholeNumber("days", 1, 60)
    )
    override_interval_days: int = entry(
        "days between sessions for a time: returner, new to statutory work, after an incident",
        WholeNumber("days", 1, 60),
    )
    group_counts: str = entry(
        "whether a group session satisfies the individual interval", OneOf(("never", "every-other"))
    )
    delivered_window_days: int = entry(
        "days over which delivered sessions are counted", WholeNumber("days", 7, 365)
    )
    delivered_least_sessions: int = entry(
        "sessions in that time without which all count", WholeNumber("sessions", 1, 50)
    )
    rebook_within_working_days: int = entry(
        "working days within which a cancelled session is held again",
        WholeNumber("working days", 1, 30),
    )
    first_after_leave_days: int = entry(
        "days after a long leave to the first session", WholeNumber("days", 0, 60)
    )
    long_leave_days: int = entry(
        "days of an absence from which on it is long and stops the clock; a shorter one puts off "
        "what is due within it",
        WholeNumber("days", 1, 365),
    )
    share_within_working_days: int = entry(
        "working days within which the record is shared with the worker",
        WholeNumber("working days", 1, 60),
    )
    record_on_file_working_days: int = entry(
        "working days within which a record is signed and on file",
        WholeNumber("working days", 0, 60),
    )
    record_late_working_days: int = entry(
        "working days after which a record is late", WholeNumber("working days", 0, 60)
    )
    ad_hoc_direction_hours: int = entry(
        "hours within which a direction or decision outside supervision is on file",
        WholeNumber("hours", 1, 240),
    )
    allocation_note_working_days: int = entry(
        "working days within which the direction at allocation is on file",
        WholeNumber("working days", 0, 60),
    )
    agreement_review_months: int = entry(
        "months after which an agreement is reviewed", WholeNumber("months", 1, 60)
    )


@dataclass(frozen=True, slots=True)
class ChildrenRule:
    """The rule for every child: red ratings, families, the ceiling, stale ratings, drift."""

    red_interval_share: float = entry(
        "share of the interval that holds for a child rated red", Share()
    )
    red_interval_least_days: int = entry(
        "days below which a red rating never shortens it", WholeNumber("days", 1, 90)
    )
    family_share: float = entry("share of the minutes for each further child of a family", Share())
    ceiling_days: int = entry(
        "days that no child goes without being discussed", WholeNumber("days", 7, 365)
    )
    allocate_within_days: int = entry(
        "days within which a child without a worker is allocated", WholeNumber("days", 0, 60)
    )
    rag_stale_days: int = entry("days after which a rating is stale", WholeNumber("days", 1, 365))
    cin_drift_months: tuple[int, ...] = entry(
        "months at which a child in need plan is asked about",
        ListOf(WholeNumber("months", 1, 120), 1, rising=True),
    )
    cp_drift_months: tuple[int, ...] = entry(
        "months at which a child protection plan is asked about",
        ListOf(WholeNumber("months", 1, 120), 1, rising=True),
    )
    first_review_tolerance_working_days: int = entry(
        "working days after its date within which the only review on record is taken for the first",
        WholeNumber("working days", 0, 60),
    )


@dataclass(frozen=True, slots=True)
class WorkloadStatusRule:
    """The rule of a raised side, and how far back and ahead is looked."""

    red_signals: int = entry("red signals that raise a side", WholeNumber("signals", 1, 5))
    amber_signals: int = entry("amber signals that raise a side", WholeNumber("signals", 1, 6))
    weeks_back: int = entry(
        "weeks back in which the beginning of a workload status is looked for",
        WholeNumber("weeks", 1, 260),
    )
    forecast_days: int = entry("days ahead that the forecast looks", WholeNumber("days", 7, 365))


@dataclass(frozen=True, slots=True)
class WorkloadRule:
    """The reasons that speak of workload, for a session not held and for a course missed alike."""

    family: tuple[str, ...] = entry("reasons that speak of workload", ListOf(OneOf(_REASONS), 1))


@dataclass(frozen=True, slots=True)
class ReflectionRule:
    """The rule by which reflection counts as used."""

    stages_that_count: int = entry(
        "stages with text from which reflection counts as used", WholeNumber("stages", 1, 6)
    )


@dataclass(frozen=True, slots=True)
class DirectionRule:
    """The rule of an acceptable timescale, and of a direction that has drifted."""

    farthest_days: int = entry(
        "days beyond which a date needs a reason", WholeNumber("days", 7, 730)
    )
    farthest_months: int = entry(
        "months that may be typed without a reason, as in 3m", WholeNumber("months", 0, 24)
    )
    due_soon_days: int = entry(
        "days ahead in which a direction is due soon", WholeNumber("days", 0, 60)
    )
    drift_extensions: int = entry(
        "extensions from which a direction drifts", WholeNumber("times", 1, 20)
    )
    drift_carried: int = entry(
        "sessions over which a direction was carried, from which it drifts",
        WholeNumber("times", 1, 20),
    )
    drift_working_days: int = entry(
        "working days late beyond which a direction drifts", WholeNumber("working days", 1, 260)
    )
    vague: tuple[str, ...] = entry("words that are no date", ListOf(Text(60), 1))
    agencies: tuple[str, ...] = entry(
        "partner agencies that are offered as owners", ListOf(Text(60)), ()
    )


@dataclass(frozen=True, slots=True)
class Event:
    """A date that starts a clock, its words, and the other names under which it may be typed."""

    code: str
    words: str = entry("what happened", Text(80))
    names: tuple[str, ...] = entry("other names that may be typed", ListOf(Text(40)), ())
    plans: tuple[str, ...] = entry(
        "plans within which it happens: one from before the plan belongs to an earlier one",
        ListOf(Text(40)),
        (),
    )
    is_visit: bool = entry(
        "whether it is a visit, at which the child was seen, seen alone, or not seen", Flag(), False
    )
    same_as: str = entry("the event of which it is the first", Text(40), "")


@dataclass(frozen=True)  # without slots: what follows from a row is found once
class TimescaleRule:
    """One row of the catalogue: `amount` `unit` (d, wd, w, m) after the event `after`."""

    code: str
    after: str = entry("the event that starts the clock", Text(40))
    amount: int = entry("how long after it", WholeNumber("the unit beside it", 0, 1000))
    unit: str = entry("d days, wd working days, w weeks, m months", OneOf(("d", "wd", "w", "m")))
    words: str = entry("what is due", Text(80))
    plans: tuple[str, ...] = entry(
        "plans of the children for whom it is shown", ListOf(Text(40)), ()
    )
    otherwise_after: tuple[str, ...] = entry(
        "events that start it where the first is not on record", ListOf(Text(40)), ()
    )
    done_by: tuple[str, ...] = entry("events after which it is no longer due", ListOf(Text(40)), ())
    again_after: tuple[str, ...] = entry("events that start the clock anew", ListOf(Text(40)), ())
    held: str = entry("the event to put on record when it was done", Text(40), "")
    kept_here: bool | None = entry(
        "whether it is put on record here when it was done", Flag(), None
    )
    nth: str = entry("which of these events starts it", OneOf(("first", "later")), "")
    first_by: str = entry("the row by whose date the first of these events is told", Text(40), "")
    instead_of: str = entry("the row in whose place it stands", Text(40), "")
    placement: str = entry(
        "the kind of placement for which it stands", OneOf(tuple(PlacementKind)), ""
    )
    from_month: int = entry(
        "months after `counted_from` from which on it stands", WholeNumber("months", 0, 240), 0
    )
    counted_from: str = entry("the event from which those months count", Text(40), "")
    since: str = entry("an event before which nothing starts the clock", Text(40), "")
    under_age: int | None = entry(
        "only for children younger than this", WholeNumber("years", 1, 25), None
    )
    from_age: int | None = entry(
        "only for children of this age or older", WholeNumber("years", 0, 25), None
    )
    do: str = entry("the same as a direction, beginning with a verb", Text(120), "")
    is_review: bool = entry(
        "whether it is a review or conference, whose date is no date for a direction", Flag(), False
    )
    is_length: bool = entry(
        "whether it is a length to be asked about, and not a thing to be done", Flag(), False
    )
    typed_only: bool = entry(
        "whether it is only there when typed, and not shown by itself", Flag(), False
    )

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """The events that start the clock, the usual one first."""
        return (self.after, *self.again_after)

    @cached_property
    def held_event(self) -> str:
        """The event that is put on record when it was done."""
        return self.held or next(iter((*self.done_by, *self.again_after)), self.after)

    @cached_property
    def ends(self) -> frozenset[str]:
        """The events by any of which it is done."""
        return frozenset({self.held_event, *self.done_by, *self.again_after})


@dataclass(frozen=True, slots=True)
class ConsultationRule:
    """The rule by which a child is asked about who has had no clinical consultation."""

    red_child_days: int = entry(
        "days after which a red child without a consultation is listed", WholeNumber("days", 7, 730)
    )
    follow_up_weeks: int = entry(
        "weeks after a consultation that are proposed for looking back", WholeNumber("weeks", 1, 52)
    )
    disciplines: tuple[str, ...] = entry(
        "disciplines of clinicians that are offered", ListOf(Text(60)), ()
    )


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """The rule of a kind of decision or discussion outside supervision: who is to be there, what
    it reviews, what it puts on record, and how soon it is on file.
    """

    code: str
    words: str = entry("what it is called", Text(60))
    short: str = entry("the same in a word, for narrow columns", Text(12))
    has_others: bool = entry("whether others than the team are asked to it", Flag(), False)
    expected: tuple[str, ...] = entry(
        "who is to be there: an agency, or `health: GP, midwifery, …` for any of several",
        ListOf(Text(200)),
        (),
    )
    reviews: str = entry("the kind of discussion whose actions it begins with", Text(40), "")
    event: str = entry("the event that it puts on record for the child", Text(40), "")
    on_file_working_days: int | None = entry(
        "working days within which it is on file; without them the hours of an ad hoc direction",
        WholeNumber("working days", 0, 60),
        None,
    )


@dataclass(frozen=True, slots=True)
class TrainingRule:
    """Continuing professional development in the year of registration."""

    pieces_a_year: int = entry("development entries in a year", WholeNumber("entries", 0, 50))
    with_peer_reflection: int = entry(
        "of these with peer reflection", WholeNumber("entries", 0, 50)
    )
    year_starts: str = entry(
        "the first day of the year", OneOf(("1 December", "1 April", "1 January", "1 September"))
    )
    renewal_opens: str = entry("the day on which renewal opens", Text(20))
    renewal_deadline: str = entry("the last day of renewal", Text(20))
    refresher_soon_days: int = entry(
        "days ahead in which a refresher is due soon", WholeNumber("days", 0, 365)
    )


@dataclass(frozen=True, slots=True)
class CourseRule:
    """A course of the catalogue: for whom it is mandatory, and how often it is taken again."""

    code: str
    words: str = entry("what the course is called", Text(80))
    short: str = entry("the same in a word, for narrow columns", Text(10))
    every_months: int = entry(
        "months after which it is taken again; 0 for once", WholeNumber("months", 0, 120)
    )
    is_mandatory: bool = entry("whether it is mandatory", Flag(), True)
    stages: tuple[str, ...] = entry(
        "career stages for which it is; of none named, for all", ListOf(Text(40)), ()
    )


@dataclass(frozen=True, slots=True)
class ComplianceDateRule:
    """A date that a worker's practice depends on: for whom, and after how long it comes again."""

    code: str
    words: str = entry("what it is", Text(60))
    every_months: int = entry(
        "months after which it comes again; 0 for once", WholeNumber("months", 0, 240)
    )
    stages: tuple[str, ...] = entry(
        "career stages for which it is; of none named, for all", ListOf(Text(40)), ()
    )
    is_asked_of_all: bool = entry("whether it is missing where no date is on record", Flag(), True)
    only_registered: bool = entry("whether it is for registered workers only", Flag(), False)
    only_agency: bool = entry("whether it is for agency workers only", Flag(), False)


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """The rule by which a manager is reminded of a worker's date."""

    days: tuple[int, ...] = entry(
        "days before it at which a reminder comes", ListOf(WholeNumber("days", 0, 365), 1)
    )
    lasts_days: int = entry("days for which such a reminder stays", WholeNumber("days", 1, 60))


@dataclass(frozen=True, slots=True)
class OversightRule:
    """Suppression and the comparators of the oversight summary."""

    threshold: int = entry("counts below this are hidden in exports", OneOf((5, 6, 10)))
    seal_to: str = entry(
        "the authority's public key of age, which exact counts are sealed to; empty: none",
        PublicKey(),
    )
    least_n_for_percent: int = entry(
        "cases without which no percentage is shown", WholeNumber("cases", 1, 100)
    )
    caseload_per_full_time_worker: float = entry(
        "children per full-time worker in England", Number("children", 1, 60)
    )
    voice_of_the_child: float = entry(
        "share of records with the child's voice, for comparison", Share()
    )
    second_grade_working_days: int = entry(
        "working days within which an audit is graded a second time",
        WholeNumber("working days", 1, 260),
    )
    good_guidance: float = entry("share of records with good guidance, for comparison", Share())
    themes: tuple[str, ...] = entry(
        "themes that exports may name; any other is counted without its name", ListOf(Text())
    )


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """The years for which records are held; nothing is destroyed without a person's word."""

    supervision_file_years: int = entry(
        "years after a worker has left", WholeNumber("years", 1, 100)
    )
    looked_after_file_years: int = entry(
        "years from the birth of a child who was looked after", WholeNumber("years", 1, 120)
    )
    child_file_years: int = entry(
        "years after the file of any other child was closed", WholeNumber("years", 1, 120)
    )


ANY_PLAN = "any"
"""In place of a plan: the row is shown for every child."""
GENERAL: dict[str, tuple[str, Kind]] = {
    "nation": (
        "whose bank holidays count",
        OneOf(("england-and-wales", "scotland", "northern-ireland")),
    ),
    "counting": (
        "which day is day 1: the day after the trigger, or the trigger itself",
        OneOf(("day-after", "same-day")),
    ),
    "extra_closed_days": (
        "days on which this service is closed besides",
        ListOf(value_types.Day()),
    ),
}
TABLES: dict[str, type[Any]] = {
    "session": SessionRule,
    "children": ChildrenRule,
    "standing": WorkloadStatusRule,
    "workload": WorkloadRule,
    "reflection": ReflectionRule,
    "directions": DirectionRule,
    "consultations": ConsultationRule,
    "training": TrainingRule,
    "reminders": ReminderRule,
    "oversight": OversightRule,
    "retention": RetentionRule,
}
FAMILIES: dict[str, type[Any]] = {
    "stages": StageRule,
    "roles": RoleRule,
    "plans": PlanRule,
    "signals": SignalRule,
    "decisions": DecisionRule,
    "events": Event,
    "timescales": TimescaleRule,
    "courses": CourseRule,
    "readiness": ComplianceDateRule,
}
# A service may add its own.
OPEN_FAMILIES = (
    "stages", "roles", "plans", "decisions", "events", "timescales", "courses", "readiness",
)  # fmt: skip


def entries_of(rule: type[Any]) -> dict[str, tuple[str, Kind]]:
    """The entries of a rule: name, words, and what may stand there."""
    return {
        name: (each.metadata["words"], each.metadata["kind"])
        for name, each in rule.__dataclass_fields__.items()
        if "kind" in each.metadata
    }


def _rung(steps: tuple[Step, ...], start: date, on: date) -> int:
    return next(step.value for step in steps if _covers(step, start, on))


def _covers(step: Step, start: date, on: date) -> bool:
    if step.until_day is not None:
        return (on - start).days < step.until_day
    return step.until_month is None or months_between(start, on) < step.until_month
