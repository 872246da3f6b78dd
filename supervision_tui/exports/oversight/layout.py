"""What stands in the summary, in which section and in which words.

Keys are a promise: the published schema names them.

Themes and the reasons for cancelling are filled in as they come.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from supervision_tui.practice.audit import Grade
from supervision_tui.practice.figure_keys import CANCELLED, THEME

OTHER_THEME = f"{THEME}other"
MEASURES = frozenset(  # neither counts nor shares: days, a ratio, an agreement beyond chance
    (
        "gap.median",
        "gap.p90",
        "gap.longest",
        "per_full_time_worker",
        "wait.median",
        "wait.longest",
        "kappa",
    )
)


@dataclass(frozen=True, slots=True)
class SectionLayout:
    """A section: its key, its title, the keys of its figures in order, and which of them are drawn.

    A key that ends in `*` stands for many.
    """

    key: str
    title: str
    keys: tuple[str, ...]
    draws: tuple[str, ...] = ()

    def of(self, there: list[str]) -> Iterator[str]:
        """Which of the keys there are belong here, in this order."""
        yield from _matching(self.keys, there)

    def drawn(self, there: list[str]) -> list[str]:
        """Which of them are drawn."""
        return list(_matching(self.draws, there))


def _matching(patterns: tuple[str, ...], there: list[str]) -> Iterator[str]:
    for key in patterns:
        begin = key.removesuffix("*")
        yield from (
            found for found in there if found == key or (begin != key and found.startswith(begin))
        )


SECTIONS = (
    SectionLayout(
        "compliance",
        "Supervision held",
        (
            "sessions", "sessions.held", "held_share", "sessions.missed", f"{CANCELLED}*", "recovered", "unrecorded",
            "workers", "workers.in_time", "workers.overdue",
        ),
        draws=("sessions.held", "sessions.missed", f"{CANCELLED}*"),
    ),
    SectionLayout(
        "children",
        "Children discussed",
        (
            "children", "children.within", "children.past", "past_interval_share", "gap.median", "gap.p90",
            "gap.longest", "per_full_time_worker",
        ),
        draws=("children.within", "children.past"),
    ),
    SectionLayout(
        "directions",
        "Case direction",
        (
            "directions", "lazy_share", "directions.open", "overdue_share", "overdue.worker", "overdue.manager",
            "overdue.partner agency", "drifting",
        ),
        draws=("overdue.*", "drifting"),
    ),
    SectionLayout(
        "reflection",
        "Records, reflection and the child's voice",
        ("discussions", "records_in_time_share", "reflective_share", "voice_share"),
        draws=("records_in_time_share", "reflective_share", "voice_share"),
    ),
    SectionLayout("standings", "Does supervision still fit", ("standing.*",), draws=("standing.*",)),
    SectionLayout(
        "responses", "Responses to raised standings", ("responses", "asks", "responses.helped", "responses.not")
    ),
    SectionLayout(
        "consultations",
        "Clinical consultation",
        (
            "consultations.requested", "consultations", "wait.median", "wait.longest", "children_reached_share",
            "workers_reached_share", "unmet", "follow_up_share",
        ),
        draws=("consultations.requested", "consultations", "unmet"),
    ),
    SectionLayout(
        "learning",
        "Training and work unfinished",
        ("missed", "missed_for_workload", "missed_other", "courses_late_share", "back_on_duty_unfinished"),
        draws=("missed_for_workload", "missed_other", "back_on_duty_unfinished"),
    ),
    SectionLayout(
        "audits",
        "Audits and moderation",
        (
            "audits", *(f"audits.{grade}" for grade in Grade), "good_share", "required", "required_done_share",
            "moderated", "agreement_share", "kappa",
        ),
        draws=("audits.*",),
    ),
    SectionLayout("themes", "Themes of discussions and audits", (f"{THEME}*",), draws=(f"{THEME}*",)),
)  # fmt: skip

_WORDS = {
    "sessions": "Sessions planned for the period",
    "sessions.held": "Sessions held",
    "held_share": "Share of sessions held",
    "sessions.missed": "Sessions missed",
    "recovered": "Cancelled and recovered in time",
    "unrecorded": "Sessions passed without being recorded",
    "workers": "Workers at the end of the period",
    "workers.overdue": "Workers whose next session is overdue",
    "workers.in_time": "Workers supervised in time",
    "children": "Children at the end of the period",
    "children.within": "Children discussed within their interval",
    "children.past": "Children past their interval",
    "past_interval_share": "Share of children past their interval",
    "gap.median": "Days since discussed, median",
    "gap.p90": "Days since discussed, 90th percentile",
    "gap.longest": "Days since discussed, longest",
    "per_full_time_worker": "Children per full-time social worker",
    "directions": "Directions given, each with owner, date and reason",
    "lazy_share": "Share whose date is simply the next review",
    "directions.open": "Directions open at the end",
    "overdue_share": "Share of open directions overdue",
    "overdue.worker": "Overdue, owner a worker",
    "overdue.manager": "Overdue, owner a manager",
    "overdue.partner agency": "Overdue, owner a partner agency",
    "drifting": "Directions drifting",
    "records_in_time_share": "Share of records signed in time",
    "discussions": "Children's discussions recorded",
    "reflective_share": "Share with reflection",
    "voice_share": "Share with the child's voice",
    "missed": "Trainings missed, for whatever reason",
    "missed_for_workload": "Trainings missed because of workload",
    "missed_other": "Trainings missed for other reasons",
    "courses_late_share": "Share of mandatory courses late or never taken",
    "back_on_duty_unfinished": "Times back on duty with work unfinished",
    "consultations": "Consultations held",
    "consultations.requested": "Consultations asked for",
    "wait.median": "Working days from request to held, median",
    "wait.longest": "Working days from request to held, longest",
    "children_reached_share": "Share of open children whom a consultation was about",
    "workers_reached_share": "Share of workers who took part in one",
    "unmet": "Requests closed without being held",
    "follow_up_share": "Share looked back at, of consultations due to be",
    "responses": "Responses given to raised standings",
    "asks": "Of these, asks of the service: told to the head of service",
    "responses.helped": "Responses looked at again that helped, or partly",
    "responses.not": "Responses looked at again that did not help, or were not done",
    "audits": "Audits",
    "good_share": "Share graded good or outstanding",
    "required": "Actions required by audits",
    "required_done_share": "Share of required actions done",
    "moderated": "Audits graded a second time, blind",
    "agreement_share": "Share in which both grades agree",
    "kappa": "Agreement beyond chance (Cohen's kappa)",
}


def words_of(key: str) -> str:
    """A figure's words."""
    if key.startswith(CANCELLED):
        return f"Cancelled, {key.removeprefix(CANCELLED)}"
    if key.startswith("standing."):
        return f"Workers {key.removeprefix('standing.')}"
    if key.startswith("audits."):
        return f"Graded {key.removeprefix('audits.')}"
    if key.startswith(THEME):
        return key.removeprefix(THEME).capitalize()
    return _WORDS[key]
