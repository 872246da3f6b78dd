"""The figures of the summary, one row each: how they count, hang together, are worded and drawn.

Keys are a promise: the published schema names them. The order of the rows is that of the summary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from supervision_tui.desk.oversight.summary import PeriodFigures
from supervision_tui.practice.audit import Grade
from supervision_tui.practice.change import DOWN, UP, Moved
from supervision_tui.practice.figure_keys import CANCELLED, THEME
from supervision_tui.practice.privacy.sums import Sum
from supervision_tui.practice.privacy.suppression import Share
from supervision_tui.practice.vocabulary import CancelReason, WorkloadStatus

# Why a session was cancelled; of some it was not said.
REASONS = (*map(str, CancelReason), "not given")
_NOT_GOOD = Share("audits_good", "audits").rest


@dataclass(frozen=True, slots=True)
class SummarySection:
    """A section of the summary; `short` is its title where there is little room."""

    key: str
    title: str
    short: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure that is neither count nor share: days, a ratio, an agreement beyond chance.

    It rests on so many `of` a count, and is hidden with what it `tells_of`; what `is_of_one`, the
    longest of all, is hidden wherever small counts are.
    """

    value: Callable[[PeriodFigures], float | None]
    of: str
    tells_of: tuple[str, ...] = ()
    is_of_one: bool = False


class Over(StrEnum):
    """The way in which a figure of a longer period comes from those of the periods within it.

    What happened adds up; what holds at the end is that of the last; anything else says something
    of its own period alone.
    """

    HAPPENED = "happened"
    AT_END = "at the end"
    OWN = "of its own"


@dataclass(frozen=True, slots=True)
class SummaryFigure:
    """A figure of the summary: a count of records, unless it is a share or measured.

    A key that ends in `*` stands for as many figures as there are reasons or themes. `share` is a
    count and the count it is a share of. All parts `part_of` one count within a section add up to
    it; `some_of` a count leaves others of it uncounted. `short` are its words where teams stand
    side by side. `better` is the way in which it gets better, where there is one. `behind` are the
    keys of the records that it shows, and `behind_words` say which these are, where they are not
    those it counts. `is_not_due` marks what the period has not judged: its time is not over.
    """

    section: str
    key: str
    words: str
    share: tuple[str, str] | None = None
    measured: Measured | None = None
    part_of: tuple[str, ...] = ()
    some_of: str = ""
    is_drawn: bool = False
    short: str = ""
    better: Moved | None = None
    behind: tuple[str, ...] = ()
    behind_words: str = ""
    is_not_due: bool = False
    over: Over = Over.HAPPENED

    @property
    def begin(self) -> str:
        """The beginning of the keys for which it stands; empty where it is one figure."""
        if self.key.endswith("*"):
            return self.key[:-1]
        return ""

    def is_of(self, key: str) -> bool:
        """Tell whether the row is that of a key."""
        if self.begin:
            return key.startswith(self.begin)
        return self.key == key

    def words_for(self, key: str) -> str:
        """Word one of the figures for which the row stands."""
        named = self.words.format(key.removeprefix(self.begin))
        return named[:1].upper() + named[1:]


SECTIONS = (
    SummarySection("compliance", "Supervision held", "Supervision"),
    SummarySection("children", "Children discussed", "Children"),
    SummarySection("directions", "Case direction", "Directions"),
    SummarySection("reflection", "Records, reflection and the child's voice", "Records"),
    SummarySection("files", "On the children's files", "Files"),
    SummarySection("decisions", "Decisions and discussions outside supervision", "Decisions"),
    SummarySection("standings", "Is there time for supervision", "Workload"),
    SummarySection("responses", "Responses to workload", "Responses"),
    SummarySection("consultations", "Clinical consultation", "Consultation"),
    SummarySection("learning", "Training and work unfinished", "Training"),
    SummarySection("audits", "Audits and moderation", "Audits"),
    SummarySection("themes", "Themes of discussions and audits", "Themes"),
)


def _per_full_time(found: PeriodFigures) -> float | None:
    if found.per_full_time_social_worker is None:
        return None
    return round(found.per_full_time_social_worker, 1)


def _kappa(found: PeriodFigures) -> float | None:
    if found.agreement.kappa is None:
        return None
    return round(found.agreement.kappa, 2)


def _minutes(found: PeriodFigures) -> float | None:
    minutes = found.median_of("timed")
    if minutes is None:
        return None
    return round(minutes)


def _days_open(found: PeriodFigures) -> float | None:
    return found.median_of("required_open")


def _workers_with(status: WorkloadStatus) -> SummaryFigure:
    better = None
    if status.needs_response:
        better = DOWN
    return SummaryFigure(
        "standings", f"standing.{status}", f"Workers {status.words}", over=Over.AT_END,
        part_of=("workers",), is_drawn=True, better=better,
    )  # fmt: skip


def _graded(grade: Grade) -> SummaryFigure:
    half = _NOT_GOOD
    if grade.is_good:
        half = "audits_good"
    return SummaryFigure(
        "audits", f"audits.{grade}", f"Graded {grade}", part_of=("audits", half), is_drawn=True
    )


# fmt: off
FIGURES = (
    SummaryFigure("compliance", "sessions.due", "Sessions due by agreement, cadence and leave"),
    SummaryFigure("compliance", "due_held_share", "Share of sessions due that were held",
                  better=UP, short="of those due", share=("sessions.due_held", "sessions.due"),
                  behind=("sessions.due_short",), behind_words="those not held"),
    SummaryFigure("compliance", "sessions", "Sessions planned for the period"),
    SummaryFigure("compliance", "sessions.held", "Sessions held", is_drawn=True,
                  part_of=("sessions",)),
    SummaryFigure("compliance", "held_share", "Share of sessions held", better=UP, short="held",
                  share=("sessions.held", "sessions.to_hold"),
                  behind=("sessions.not_held",), behind_words="those not held"),
    SummaryFigure("compliance", "sessions.not_held", "Sessions not held",
                  better=DOWN, part_of=("sessions",)),
    SummaryFigure("compliance", "sessions.missed", "Sessions missed", better=DOWN,
                  part_of=("sessions.not_held",), is_drawn=True),
    SummaryFigure("compliance", "sessions.cancelled", "Sessions cancelled",
                  part_of=("sessions.not_held",)),
    SummaryFigure("compliance", f"{CANCELLED}*", "Cancelled, {}",
                  part_of=("sessions.cancelled",), is_drawn=True),
    SummaryFigure("compliance", "unrecorded", "Sessions passed without being recorded",
                  better=DOWN, part_of=("sessions.not_held",), is_drawn=True),
    SummaryFigure("compliance", "recovered", "Cancelled and rearranged in time", over=Over.OWN,
                  some_of="sessions.cancelled"),
    SummaryFigure("compliance", "recovered_share", "Share of cancelled sessions rearranged in time",
                  over=Over.OWN,
                  better=UP, share=("recovered", "recovery_judged"),
                  behind=("not_recovered",), behind_words="those not rearranged in time"),
    SummaryFigure("compliance", "sessions.to_rearrange",
                  "Cancelled, still within the time to rearrange", over=Over.OWN, is_not_due=True),
    SummaryFigure("compliance", "sessions.to_come",
                  "Sessions planned for the last day, still to come",
                  over=Over.OWN, is_not_due=True),
    SummaryFigure("compliance", "workers", "Workers at the end of the period", over=Over.AT_END),
    SummaryFigure("compliance", "workers.in_time", "Workers supervised in time", over=Over.AT_END,
                  part_of=("workers",)),
    SummaryFigure("compliance", "workers.overdue", "Workers whose next session is overdue",
                  over=Over.AT_END,
                  better=DOWN,
                  part_of=("workers",)),

    SummaryFigure("children", "children", "Children at the end of the period",
                  over=Over.AT_END, short="children"),
    SummaryFigure("children", "children.within", "Children discussed in time", over=Over.AT_END,
                  part_of=("children",), is_drawn=True),
    SummaryFigure("children", "children.not_yet", "Children not discussed yet, still in time",
                  over=Over.AT_END,
                  part_of=("children",), is_drawn=True),
    SummaryFigure("children", "children.past", "Children not discussed in time",
                  over=Over.AT_END, better=DOWN,
                  part_of=("children",), is_drawn=True),
    SummaryFigure("children", "past_interval_share", "Share of children not discussed in time",
                  over=Over.AT_END,
                  better=DOWN,
                  short="past interval", share=("children.past", "children"),
                  behind=("children.past",)),
    SummaryFigure("children", "gap.median", "Days since discussed, median", over=Over.OWN,
                  better=DOWN, behind=("children",),
                  measured=Measured(lambda found: found.gap_median, "children")),
    SummaryFigure("children", "gap.p90", "Days since discussed, 90th percentile",
                  over=Over.OWN, better=DOWN,
                  behind=("children",),
                  measured=Measured(lambda found: found.gap_ninth_decile, "children")),
    SummaryFigure("children", "gap.longest", "Days since discussed, longest", over=Over.OWN,
                  better=DOWN, behind=("children",),
                  measured=Measured(lambda found: found.gap_longest, "children", is_of_one=True)),
    SummaryFigure("children", "children.unallocated", "Children without a worker at the end",
                  over=Over.AT_END,
                  better=DOWN,
                  some_of="children", is_drawn=True),
    SummaryFigure("children", "allocated", "Children allocated after a referral"),
    SummaryFigure("children", "allocation.median", "Days from referral to allocation, median",
                  over=Over.OWN,
                  better=DOWN,
                  behind=("allocated",),
                  measured=Measured(lambda found: found.to_allocation.median, "allocated")),
    SummaryFigure("children", "allocation.longest", "Days from referral to allocation, longest",
                  over=Over.OWN,
                  better=DOWN,
                  behind=("allocated",),
                  measured=Measured(lambda found: found.to_allocation.longest, "allocated",
                                    is_of_one=True)),
    SummaryFigure("children", "children.led", "Children here with a lead for 12 months or more",
                  over=Over.AT_END,
                  some_of="children"),
    SummaryFigure("children", "one_lead_share",
                  "Share of these children with the same lead for 12 months", over=Over.AT_END,
                  better=UP, short="same lead",
                  share=("children.one_lead", "children.led"),
                  behind=("children.new_lead",), behind_words="those whose lead changed"),
    SummaryFigure("children", "per_full_time_worker", "Children per full-time social worker",
                  over=Over.OWN,
                  better=DOWN,
                  behind=("children",),
                  measured=Measured(_per_full_time, "children", tells_of=("workers",))),

    SummaryFigure("directions", "directions", "Directions given, each with owner, date and reason"),
    SummaryFigure("directions", "lazy_share", "Share whose date is simply the next review",
                  better=DOWN,
                  share=("lazy", "directions"), behind=("lazy",)),
    SummaryFigure("directions", "directions.open", "Directions open at the end", over=Over.AT_END),
    SummaryFigure("directions", "overdue_share", "Share of open directions overdue",
                  over=Over.AT_END, better=DOWN,
                  short="overdue", share=("overdue", "directions.open"), behind=("overdue",)),
    SummaryFigure("directions", "overdue.worker", "Overdue, owner a worker", over=Over.AT_END,
                  part_of=("overdue",), is_drawn=True),
    SummaryFigure("directions", "overdue.manager", "Overdue, owner a manager", over=Over.AT_END,
                  part_of=("overdue",), is_drawn=True),
    SummaryFigure("directions", "overdue.partner agency", "Overdue, owner a partner agency",
                  over=Over.AT_END,
                  part_of=("overdue",), is_drawn=True),
    SummaryFigure("directions", "drifting", "Directions drifting",
                  over=Over.AT_END, better=DOWN, is_drawn=True),

    SummaryFigure("reflection", "discussions", "Children's discussions recorded"),
    SummaryFigure("reflection", "records_in_time_share", "Share of records signed in time",
                  better=UP,
                  share=("records_in_time", "records_judged"), is_drawn=True,
                  short="signed in time",
                  behind=("records_late",), behind_words="those that were late"),
    SummaryFigure("reflection", "records_to_sign", "Records still within the time to sign",
                  over=Over.OWN,
                  is_not_due=True),
    SummaryFigure("reflection", "reflective_share", "Share with reflection",
                  better=UP, short="reflection",
                  share=("reflective", "discussions"), is_drawn=True,
                  behind=("not_reflective",), behind_words="those without reflection"),
    SummaryFigure("reflection", "voice_share", "Share with the child's voice",
                  better=UP, short="voice",
                  share=("voice", "discussions"), is_drawn=True,
                  behind=("no_voice",), behind_words="those without the child's voice"),
    SummaryFigure("reflection", "child_minutes.median",
                  "Minutes for a child by the hour's clock, median",
                  over=Over.OWN, behind=("timed",),
                  measured=Measured(_minutes, "timed")),

    SummaryFigure("files", "file.records", "Records judged: on file, or their time is over",
                  short="records"),
    SummaryFigure("files", "on_file_share", "Share of records on file in time", better=UP,
                  short="on file",
                  share=("file.records.in_time", "file.records"), is_drawn=True,
                  behind=("file.records.not_in_time",), behind_words="those that were not"),
    SummaryFigure("files", "file.records.late", "Records late, or not on file yet", better=DOWN,
                  some_of="file.records"),
    SummaryFigure("files", "ad_hoc_on_file_share",
                  "Share of decisions and ad hoc directions on file in time", better=UP,
                  share=("file.ad_hoc.in_time", "file.ad_hoc"), is_drawn=True,
                  behind=("file.ad_hoc.not_in_time",), behind_words="those that were not"),
    SummaryFigure("files", "allocation_on_file_share",
                  "Share of directions at allocation on file in time", better=UP,
                  share=("file.allocation.in_time", "file.allocation"), is_drawn=True,
                  behind=("file.allocation.not_in_time",), behind_words="those that were not"),

    SummaryFigure("decisions", "decisions", "Decisions and discussions recorded", is_drawn=True),
    SummaryFigure("decisions", "decisions.no_action", "Of these, decisions not to act",
                  some_of="decisions"),
    SummaryFigure("decisions", "decisions.with_others", "Of these, discussions with others",
                  some_of="decisions", is_drawn=True),
    SummaryFigure("decisions", "agencies_came_share", "Share of those asked who came", better=UP,
                  share=("agencies.came", "agencies.asked"),
                  behind=("agencies.missed",), behind_words="those that did not come"),
    SummaryFigure("decisions", "strategy", "Strategy discussions"),
    SummaryFigure("decisions", "strategy.police_alone", "Held with the police alone", better=DOWN,
                  part_of=("strategy",)),
    SummaryFigure("decisions", "strategy.others", "Held with others than the police, too",
                  part_of=("strategy",)),
    SummaryFigure("decisions", "decision_actions",
                  "Directions of these, each with owner and day", is_drawn=True),
    SummaryFigure("decisions", "with_hour_share", "Share of these directions with an hour, too",
                  share=("decision_actions.with_hour", "decision_actions"),
                  behind=("decision_actions.day_alone",), behind_words="those with a day alone"),

    *(_workers_with(status) for status in WorkloadStatus),

    SummaryFigure("responses", "responses", "Manager's responses to workload"),
    SummaryFigure("responses", "asks", "Of these, asks of the service: told to the head of service",
                  some_of="responses"),
    SummaryFigure("responses", "responses.helped",
                  "Responses looked at again that helped, or partly"),
    SummaryFigure("responses", "responses.not",
                  "Responses looked at again that did not help, or were not done"),

    SummaryFigure("consultations", "consultations.requested", "Consultations asked for",
                  is_drawn=True),
    SummaryFigure("consultations", "consultations", "Consultations held", is_drawn=True),
    SummaryFigure("consultations", "wait.median", "Working days from request to held, median",
                  over=Over.OWN,
                  better=DOWN,
                  behind=("consultations",),
                  measured=Measured(lambda found: found.waits.median, "consultations")),
    SummaryFigure("consultations", "wait.longest", "Working days from request to held, longest",
                  over=Over.OWN,
                  better=DOWN,
                  behind=("consultations",),
                  measured=Measured(lambda found: found.waits.longest, "consultations",
                                    is_of_one=True)),
    SummaryFigure("consultations", "children_reached_share",
                  "Share of open children whom a consultation was about", over=Over.OWN,
                  share=("children_reached", "children"), behind=("children_reached",)),
    SummaryFigure("consultations", "workers_reached_share", "Share of workers who took part in one",
                  over=Over.OWN,
                  share=("workers_reached", "workers"), behind=("workers_reached",)),
    SummaryFigure("consultations", "unmet", "Requests closed without being held",
                  better=DOWN, is_drawn=True),
    SummaryFigure("consultations", "follow_up_share",
                  "Share looked back at, of consultations due to be", better=UP,
                  share=("followed_up", "follow_ups_due"), behind=("follow_ups_due",)),

    SummaryFigure("learning", "missed", "Trainings missed, for whatever reason"),
    SummaryFigure("learning", "missed_for_workload", "Trainings missed because of workload",
                  better=DOWN,
                  part_of=("missed",), is_drawn=True),
    SummaryFigure("learning", "missed_other", "Trainings missed for other reasons",
                  part_of=("missed",), is_drawn=True),
    SummaryFigure("learning", "courses_late_share",
                  "Share of mandatory courses late or never taken", over=Over.AT_END,
                  better=DOWN, short="courses late",
                  share=("courses_late", "courses"), behind=("courses_late",)),
    SummaryFigure("learning", "back_on_duty_unfinished", "Times back on duty with work unfinished",
                  better=DOWN,
                  is_drawn=True),

    SummaryFigure("audits", "audits", "Audits"),
    *(_graded(grade) for grade in Grade),
    SummaryFigure("audits", "good_share", "Share graded good or outstanding", better=UP,
                  share=("audits_good", "audits"), behind=("audits_good",)),
    SummaryFigure("audits", "required", "Actions required by audits"),
    SummaryFigure("audits", "required_done_share", "Share of required actions done",
                  over=Over.OWN, better=UP,
                  share=("required_done", "required"),
                  behind=("required_not_done",), behind_words="those not done"),
    SummaryFigure("audits", "required_in_time_share", "Share of required actions done in time",
                  over=Over.OWN,
                  better=UP, share=("required_in_time", "required_judged"),
                  behind=("required_late",), behind_words="those late or not done"),
    SummaryFigure("audits", "required_to_come", "Required actions not due yet",
                  over=Over.OWN, is_not_due=True),
    SummaryFigure("audits", "required_withdrawn", "Required actions withdrawn", over=Over.OWN),
    SummaryFigure("audits", "required_open", "Required actions open at the end",
                  over=Over.OWN, better=DOWN),
    SummaryFigure("audits", "required_open.days", "Days since open actions were required, median",
                  over=Over.OWN,
                  better=DOWN, behind=("required_open",),
                  measured=Measured(_days_open, "required_open")),
    SummaryFigure("audits", "moderated", "Audits graded a second time, blind", over=Over.OWN,
                  some_of="audits"),
    SummaryFigure("audits", "moderated_share", "Share of audits graded a second time",
                  over=Over.OWN,
                  share=("moderated", "moderation_judged"),
                  behind=("not_moderated",), behind_words="those graded once"),
    SummaryFigure("audits", "moderation_to_come",
                  "Audits still within the time of a second grade", over=Over.OWN, is_not_due=True),
    SummaryFigure("audits", "moderated_lower", "Of these, the second grade lower", over=Over.OWN,
                  some_of="moderated"),
    SummaryFigure("audits", "agreement_share", "Share in which both grades agree",
                  over=Over.OWN, better=UP,
                  share=("moderated_agreed", "moderated"),
                  behind=("moderated_differed",), behind_words="those in which the grades differ"),
    SummaryFigure("audits", "kappa", "Agreement beyond chance (Cohen's kappa)",
                  over=Over.OWN, better=UP,
                  behind=("moderated",),
                  measured=Measured(_kappa, "moderated", tells_of=("agreement_share",))),

    SummaryFigure("themes", f"{THEME}*", "{}", is_drawn=True),
)
# fmt: on

# What adds up though not all of it is printed: what is judged, and what is not due yet.
TIES = (
    Sum("sessions", ("sessions.to_hold", "recovered")),
    Sum("sessions.cancelled", ("recovery_judged", "sessions.to_rearrange")),
    Sum("sessions.held", ("records_judged", "records_to_sign")),
    Sum("discussions", ("timed", "untimed")),
    Sum("required", ("required_judged", "required_to_come", "required_withdrawn")),
    Sum("required", ("required_done", "required_withdrawn", "required_open")),
    Sum("audits", ("moderation_judged", "moderation_to_come")),
)


def _sums() -> Iterator[Sum]:
    """Yield what adds up to what among the counts, reasons one by one."""
    parts: dict[tuple[str, str], list[str]] = {}
    for figure in FIGURES:
        keys = [figure.key]
        if figure.begin == CANCELLED:
            keys = [f"{CANCELLED}{reason}" for reason in REASONS]
        for whole in figure.part_of:
            parts.setdefault((figure.section, whole), []).extend(keys)
    for (_, whole), there in parts.items():
        yield Sum(whole, tuple(there))
    yield from TIES


def _counted() -> dict[str, Over]:
    counted: dict[str, Over] = {}
    for figure in FIGURES:
        if figure.share is not None:
            counted = dict.fromkeys(figure.share, figure.over) | counted
        elif figure.measured is None and not figure.begin:
            counted[figure.key] = figure.over
    for tie in TIES:
        counted = dict.fromkeys(tie.keys, Over.OWN) | counted
    return counted


# The figures of the first page, and what they rest on, which is hidden last.
FIRST_PAGE = (
    "held_share",
    "past_interval_share",
    "overdue_share",
    "records_in_time_share",
    "reflective_share",
    "voice_share",
)
KEPT = frozenset(
    chain.from_iterable(figure.share or () for figure in FIGURES if figure.key in FIRST_PAGE)
)
# Counts that no figure tells by itself: children with a social worker, a hundred times those
# workers' full-time parts, and how many they are.
CHILDREN_LED, FTE_LEADING = "caseload.children", "caseload.fte_hundredths"
LEADING = "caseload.workers"
# What the policy holds a figure against, by the figure's key.
POLICY_COMPARATORS = {
    "per_full_time_worker": "oversight.caseload_per_full_time_worker",
}
SUMS = tuple(_sums())
# Every count by its key, those that are not printed among them: parts and wholes of shares.
COUNTED = _counted()
MEASURES = frozenset(figure.key for figure in FIGURES if figure.measured)
_BY_KEY = {figure.key: figure for figure in FIGURES}
_FAMILIES = tuple(figure for figure in FIGURES if figure.begin)


def figure_of(key: str) -> SummaryFigure:
    """Find the row of a figure; raises `KeyError` where this version has none."""
    for family in _FAMILIES:
        if family.is_of(key):
            return family
    return _BY_KEY[key]


def is_figure(key: str) -> bool:
    """Tell whether this version has a figure of that key."""
    return key in _BY_KEY or any(family.is_of(key) for family in _FAMILIES)


def words_of(key: str) -> str:
    """Word a figure; raises `KeyError` for one that this version does not have."""
    return figure_of(key).words_for(key)


def figures_in(section: str, there: Iterable[str]) -> Iterator[tuple[str, SummaryFigure]]:
    """Yield those of the keys that belong to a section, in its order, each with its row."""
    keys = tuple(there)
    for figure in FIGURES:
        if figure.section != section:
            continue
        for key in keys:
            if figure.is_of(key):
                yield key, figure


def _side_by_side() -> Iterator[SummaryFigure]:
    named = [figure for figure in FIGURES if figure.short]
    yield from (figure for figure in named if not figure.share)
    yield from (figure for figure in named if figure.share)


SIDE_BY_SIDE = {figure.key: figure.short for figure in _side_by_side()}
