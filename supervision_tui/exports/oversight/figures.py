"""The figures of the summary, one row each: how they count, hang together, are worded and drawn.

Keys are a promise: the published schema names them. The order of the rows is that of the summary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from supervision_tui.desk.oversight.summary import PeriodFigures
from supervision_tui.practice.audit import Grade
from supervision_tui.practice.change import DOWN, UP, Moved
from supervision_tui.practice.figure_keys import CANCELLED, THEME
from supervision_tui.practice.privacy.suppression import Share
from supervision_tui.practice.vocabulary import WorkloadStatus

_NOT_HELD = Share("sessions.held", "sessions").rest
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


@dataclass(frozen=True, slots=True)
class SummaryFigure:
    """A figure of the summary: a count of records, unless it is a share or measured.

    A key that ends in `*` stands for as many figures as there are reasons or themes. `share` is a
    count and the count it is a share of. All parts `part_of` one count within a section add up to
    it; `some_of` a count leaves others of it uncounted. `short` are its words where teams stand
    side by side. `better` is the way in which it gets better, where there is one. `behind` are the
    keys of the records that it shows, and `behind_words` say which these are, where they are not
    those it counts.
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


def _workers_with(status: WorkloadStatus) -> SummaryFigure:
    better = None
    if status.needs_response:
        better = DOWN
    return SummaryFigure(
        "standings", f"standing.{status}", f"Workers {status.words}",
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
    SummaryFigure("compliance", "sessions", "Sessions planned for the period"),
    SummaryFigure("compliance", "sessions.held", "Sessions held", is_drawn=True),
    SummaryFigure("compliance", "held_share", "Share of sessions held", better=UP, short="held",
                  share=("sessions.held", "sessions"), behind=("sessions.held",)),
    SummaryFigure("compliance", "sessions.missed", "Sessions missed", better=DOWN,
                  part_of=(_NOT_HELD,), is_drawn=True),
    SummaryFigure("compliance", f"{CANCELLED}*", "Cancelled, {}",
                  part_of=(_NOT_HELD,), is_drawn=True),
    SummaryFigure("compliance", "recovered", "Cancelled and rearranged in time"),
    SummaryFigure("compliance", "unrecorded", "Sessions passed without being recorded",
                  better=DOWN),
    SummaryFigure("compliance", "workers", "Workers at the end of the period"),
    SummaryFigure("compliance", "workers.in_time", "Workers supervised in time",
                  part_of=("workers",)),
    SummaryFigure("compliance", "workers.overdue", "Workers whose next session is overdue",
                  better=DOWN,
                  part_of=("workers",)),

    SummaryFigure("children", "children", "Children at the end of the period", short="children"),
    SummaryFigure("children", "children.within", "Children discussed in time",
                  part_of=("children",), is_drawn=True),
    SummaryFigure("children", "children.past", "Children not discussed in time", better=DOWN,
                  part_of=("children",), is_drawn=True),
    SummaryFigure("children", "past_interval_share", "Share of children not discussed in time",
                  better=DOWN,
                  short="past interval", share=("children.past", "children"),
                  behind=("children.past",)),
    SummaryFigure("children", "gap.median", "Days since discussed, median",
                  better=DOWN, behind=("children",),
                  measured=Measured(lambda found: found.gap_median, "children")),
    SummaryFigure("children", "gap.p90", "Days since discussed, 90th percentile", better=DOWN,
                  behind=("children",),
                  measured=Measured(lambda found: found.gap_ninth_decile, "children")),
    SummaryFigure("children", "gap.longest", "Days since discussed, longest",
                  better=DOWN, behind=("children",),
                  measured=Measured(lambda found: found.gap_longest, "children", is_of_one=True)),
    SummaryFigure("children", "children.unallocated", "Children without a worker at the end",
                  better=DOWN,
                  some_of="children", is_drawn=True),
    SummaryFigure("children", "allocated", "Children allocated after a referral"),
    SummaryFigure("children", "allocation.median", "Days from referral to allocation, median",
                  better=DOWN,
                  behind=("allocated",),
                  measured=Measured(lambda found: found.to_allocation.median, "allocated")),
    SummaryFigure("children", "allocation.longest", "Days from referral to allocation, longest",
                  better=DOWN,
                  behind=("allocated",),
                  measured=Measured(lambda found: found.to_allocation.longest, "allocated",
                                    is_of_one=True)),
    SummaryFigure("children", "children.led", "Children here with a lead for 12 months or more",
                  some_of="children"),
    SummaryFigure("children", "one_lead_share",
                  "Share of these children with the same lead for 12 months",
                  better=UP, short="same lead",
                  share=("children.one_lead", "children.led"),
                  behind=("children.new_lead",), behind_words="those whose lead changed"),
    SummaryFigure("children", "per_full_time_worker", "Children per full-time social worker",
                  better=DOWN,
                  behind=("children",),
                  measured=Measured(_per_full_time, "children", tells_of=("workers",))),

    SummaryFigure("directions", "directions", "Directions given, each with owner, date and reason"),
    SummaryFigure("directions", "lazy_share", "Share whose date is simply the next review",
                  better=DOWN,
                  share=("lazy", "directions"), behind=("lazy",)),
    SummaryFigure("directions", "directions.open", "Directions open at the end"),
    SummaryFigure("directions", "overdue_share", "Share of open directions overdue", better=DOWN,
                  short="overdue", share=("overdue", "directions.open"), behind=("overdue",)),
    SummaryFigure("directions", "overdue.worker", "Overdue, owner a worker",
                  part_of=("overdue",), is_drawn=True),
    SummaryFigure("directions", "overdue.manager", "Overdue, owner a manager",
                  part_of=("overdue",), is_drawn=True),
    SummaryFigure("directions", "overdue.partner agency", "Overdue, owner a partner agency",
                  part_of=("overdue",), is_drawn=True),
    SummaryFigure("directions", "drifting", "Directions drifting", better=DOWN, is_drawn=True),

    SummaryFigure("reflection", "discussions", "Children's discussions recorded"),
    SummaryFigure("reflection", "records_in_time_share", "Share of records signed in time",
                  better=UP,
                  share=("records_in_time", "sessions.held"), is_drawn=True,
                  behind=("records_late",), behind_words="those that were late"),
    SummaryFigure("reflection", "reflective_share", "Share with reflection",
                  better=UP, short="reflection",
                  share=("reflective", "discussions"), is_drawn=True,
                  behind=("not_reflective",), behind_words="those without reflection"),
    SummaryFigure("reflection", "voice_share", "Share with the child's voice",
                  better=UP, short="voice",
                  share=("voice", "discussions"), is_drawn=True,
                  behind=("no_voice",), behind_words="those without the child's voice"),

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
                  better=DOWN,
                  behind=("consultations",),
                  measured=Measured(lambda found: found.waits.median, "consultations")),
    SummaryFigure("consultations", "wait.longest", "Working days from request to held, longest",
                  better=DOWN,
                  behind=("consultations",),
                  measured=Measured(lambda found: found.waits.longest, "consultations",
                                    is_of_one=True)),
    SummaryFigure("consultations", "children_reached_share",
                  "Share of open children whom a consultation was about",
                  share=("children_reached", "children"), behind=("children_reached",)),
    SummaryFigure("consultations", "workers_reached_share", "Share of workers who took part in one",
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
                  "Share of mandatory courses late or never taken",
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
    SummaryFigure("audits", "required_done_share", "Share of required actions done", better=UP,
                  share=("required_done", "required"),
                  behind=("required_open",), behind_words="those still open"),
    SummaryFigure("audits", "moderated", "Audits graded a second time, blind"),
    SummaryFigure("audits", "moderated_lower", "Of these, the second grade lower",
                  some_of="moderated"),
    SummaryFigure("audits", "agreement_share", "Share in which both grades agree", better=UP,
                  share=("moderated_agreed", "moderated"),
                  behind=("moderated_differed",), behind_words="those in which the grades differ"),
    SummaryFigure("audits", "kappa", "Agreement beyond chance (Cohen's kappa)", better=UP,
                  behind=("moderated",),
                  measured=Measured(_kappa, "moderated", tells_of=("agreement_share",))),

    SummaryFigure("themes", f"{THEME}*", "{}", is_drawn=True),
)
# fmt: on

MEASURES = frozenset(figure.key for figure in FIGURES if figure.measured)
_BY_KEY = {figure.key: figure for figure in FIGURES}
_FAMILIES = tuple(figure for figure in FIGURES if figure.begin)


def figure_of(key: str) -> SummaryFigure:
    """Find the row of a figure; raises `KeyError` where this version has none."""
    for family in _FAMILIES:
        if family.is_of(key):
            return family
    return _BY_KEY[key]


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
