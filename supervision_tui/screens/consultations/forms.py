"""The forms about consultations: asked for, booked, held, looked back at, closed; recommendations.

The directory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen

from supervision_tui.desk.consultations import clinicians
from supervision_tui.desk.consultations import requests as desk
from supervision_tui.desk.consultations.clinicians import ClinicianLine
from supervision_tui.desk.consultations.lines import ConsultationLine, RecommendationLine
from supervision_tui.desk.consultations.recommendations import (
    AdoptDraft,
    Adopted,
    adopt_recommendation,
    decline_recommendation,
)
from supervision_tui.desk.consultations.requests import ConsultationDraft, HeldDraft
from supervision_tui.desk.directions.giving import owners_used
from supervision_tui.practice import wording
from supervision_tui.practice.consultation import Mode, Step
from supervision_tui.practice.direction.owners import MANAGER
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.directions.forms import owners_shown, said_in
from supervision_tui.screens.shared.forms import (
    day_field,
    helped_field,
    helped_in,
    in_a_key,
    names_shown,
    names_warning,
    show_form,
)
from supervision_tui.widgets.form import Field, FormSpec, Values

_DAY = "14 apr, 2w"
_LONGEST = 160  # letters of a question above a form
_HERE, _LEFT = "here", "has left"


@dataclass(frozen=True, slots=True)
class About:
    """The subject of a new consultation, as far as the screen knows."""

    children: Sequence[str] = ()
    worker: str = ""


_NOBODY = About()


@dataclass(frozen=True, slots=True)
class _FirstValues:
    """The first values of the form about a consultation, names as they are on record."""

    children: Sequence[str]
    worker: str
    question: str = ""
    theme: str = ""
    mode: str = Mode.INDIVIDUAL
    clinician: str = ""
    asked_by: str = MANAGER
    invited: Sequence[str] = ()


def _first_values(about: About, line: ConsultationLine | None) -> _FirstValues:
    if line is None:
        return _FirstValues(about.children, about.worker)
    return _FirstValues(
        children=line.children,
        worker=line.worker or "",
        question=line.question,
        theme=line.theme,
        mode=line.mode,
        clinician=line.clinician,
        asked_by=line.asked_by or MANAGER,
        invited=[each.name for each in line.invited],
    )


async def request(
    screen: Screen[Any], about: About = _NOBODY, line: ConsultationLine | None = None
) -> int | None:
    """Ask for a consultation, or change what was asked in one."""
    running = running_of(screen)
    offered = await running.desk.try_run(clinicians.clinicians_offered)
    if offered is None:
        return None
    shown = await names_shown(screen)

    def whole(typed: str) -> str:
        """Names as they are on record, where initials stand for them."""
        return ", ".join(shown.get(each.strip(), each.strip()) for each in typed.split(","))

    async def take(values: Values) -> int:
        draft = ConsultationDraft(
            Mode(values["mode"]),
            values["question"],
            values["children"],
            worker=whole(values["worker"]),
            theme=values["theme"],
            asked_by=whole(values["asked_by"]),
            clinician=values["clinician"],
            on=values.get("on", ""),
            who=whole(values["who"]),
        )
        if line is not None:
            await running.desk.run(desk.change_request, line.id, draft)
            return line.id
        return await running.desk.run(desk.request_consultation, draft)

    names = {name: each for each, name in shown.items()}
    first = _first_values(about, line)
    worker = names.get(first.worker, first.worker)
    asked_by = names.get(first.asked_by, first.asked_by)
    invited = ", ".join(names.get(each, each) for each in first.invited)
    title, save = "What is asked", "keep"
    asked_on: tuple[Field, ...] = ()
    if line is None:
        title, save = "Ask for a consultation", "ask"
        asked_on = (Field("on", "Asked on", "today", hint="today, 14 apr"),)
        draft_key = f"consultation for {in_a_key(about.children) or about.worker}"
    else:
        draft_key = f"consultation {line.id}"
    spec = FormSpec(
        title,
        (
            Field("question", "The question that is brought", first.question, kind="text"),
            Field(
                "children",
                "About which child or family, by reference (none: a worker or a theme)",
                " ".join(first.children),
            ),
            Field("worker", "About, or with, which worker (↓ offers)", worker, words=tuple(shown)),
            Field("theme", "Theme, where no child is named", first.theme),
            Field("mode", "How", first.mode, kind="choice", words=tuple(Mode)),
            Field(
                "clinician",
                "With whom, if it is known (↓ offers; a new name with its discipline behind a "
                "comma)",
                first.clinician,
                hint="Ada Finch, clinical psychologist",
                words=offered[0],
            ),
            Field("asked_by", "Who asks", asked_by, words=(MANAGER, *shown)),
            Field("who", "Who is asked to a practice discussion: names, or all", invited or "all"),
            *asked_on,
        ),
        says="It stays the worker's work: a consultation is not a referral.",
        draft_key=draft_key,
        save=save,
    )
    found: int | None = await show_form(screen, spec, take)
    if found is not None:
        text = "Changed." if line else "Asked for; it waits on Consultations (5)."
        running.notices.changed(text)
    return found


async def next_step(screen: Screen[Any], line: ConsultationLine) -> None:
    """Whatever is next: booked, held, looked back at, closed."""
    if line.step is Step.REQUESTED:
        await book(screen, line)
    elif line.step is Step.BOOKED:
        await hold(screen, line)
    elif line.undecided:
        number = wording.count(len(line.undecided), "recommendation")
        running_of(screen).notices.say(
            f"{number} to decide first: ‹consultations.open› opens it, "
            "‹consultation.adopt› adopts, ‹consultation.decline› declines."
        )
    elif line.step is Step.HELD:
        await look_back(screen, line)
    elif line.step is Step.CLOSED:
        running_of(screen).notices.refuse(
            "It is closed; ‹consultations.request› asks for a new one."
        )
    else:
        await close(screen, line)


async def book(screen: Screen[Any], line: ConsultationLine) -> None:
    """With whom, and when."""
    running = running_of(screen)
    offered = await running.desk.try_run(clinicians.clinicians_offered)
    if offered is None:
        return

    async def take(values: Values) -> Any:
        return await running.desk.run(
            desk.book_consultation, line.id, values["clinician"], values["on"], values["time"]
        )

    spec = FormSpec(
        f"Book · {line.about}",
        (
            Field(
                "clinician",
                "With whom (↓ offers)",
                line.clinician,
                words=offered[0],
                hint="Ada Finch, clinical psychologist",
            ),
            day_field(running, "on", "On", hint=_DAY),
            Field("time", "At", line.time, hint="10:00"),
        ),
        says=f"{_asked(line)} {_waits(line)}",
        draft_key=f"book {line.id}",
        save="book",
    )
    on = await show_form(screen, spec, take)
    if on:
        running.notices.changed(f"Booked for {wording.full_day(on)}.")


async def move(screen: Screen[Any], line: ConsultationLine) -> None:
    """Another day, or somebody else, for one that has not been held."""
    if line.step in (Step.REQUESTED, Step.BOOKED):
        await book(screen, line)
    else:
        running_of(screen).notices.say(
            "It has been held or closed; ‹consultations.request› asks for a new one."
        )


async def hold(screen: Screen[Any], line: ConsultationLine) -> None:
    """Record what it brought: hypotheses, strengths, recommendations one a line.

    And when it is looked back at.
    """
    running = running_of(screen)

    async def take(values: Values) -> int:
        draft = HeldDraft(
            values["on"],
            values["came"],
            values["hypotheses"],
            strengths=values["strengths"],
            recommendations=values["recommendations"],
            consent=values["consent"],
            on_file=values["on_file"],
            follow_up=values["follow_up"],
        )
        return await running.desk.run(desk.hold_consultation, line.id, draft)

    planned = line.dates.booked_for
    on = "today"
    if planned is not None and planned <= running.vault.today:
        on = planned.isoformat()
    weeks = running.vault.policy().consultations.follow_up_weeks
    spec = FormSpec(
        f"Held · {line.about}",
        (
            Field("on", "Held on", on, hint="today, 14 apr"),
            Field("came", "Who came, beside the worker", hint="the school, both parents"),
            Field("hypotheses", "Hypotheses", kind="text"),
            Field("strengths", "Strengths", kind="text"),
            Field("recommendations", "Recommendations, one a line", kind="text"),
            Field(
                "consent", "Consent: on what basis", hint="parents agreed 12 jan; no child named"
            ),
            Field("on_file", "On the child's file since (empty: not yet)", hint="today, 14 apr"),
            day_field(running, "follow_up", "Look back on", f"{weeks}w", hint=_DAY),
        ),
        says=f"{_asked(line)} Nothing recommended is a direction until you adopt it.",
        draft_key=f"hold {line.id}",
    )
    number = await show_form(screen, spec, take)
    if number is not None:
        what = "Nothing to decide."
        if number:
            what = (
                f"{wording.count(number, 'recommendation')} to decide: ‹consultations.open› "
                f"opens it."
            )
        running.notices.changed(f"On record. {what}")


async def put_on_file(screen: Screen[Any], line: ConsultationLine) -> None:
    """Since when it stands on the child's file."""
    running = running_of(screen)

    async def take(values: Values) -> Any:
        return await running.desk.run(desk.put_on_file, line.id, values["on"])

    on = line.on_file_on.isoformat() if line.on_file_on else "today"
    spec = FormSpec(
        f"On file · {line.about}",
        (Field("on", "On the child's file since", on, hint="today, 14 apr"),),
        says="It has been held: what was asked stays as it was.",
        draft_key=f"on file {line.id}",
    )
    found = await show_form(screen, spec, take)
    if found:
        running.notices.changed(f"On file since {wording.full_day(found)}.")


async def look_back(screen: Screen[Any], line: ConsultationLine) -> None:
    """Did it help?"""
    running = running_of(screen)

    async def take(values: Values) -> Step:
        return await running.desk.run(
            desk.follow_up, line.id, helped_in(values), values["words"], values["again"]
        )

    spec = FormSpec(
        f"Review · {line.about}",
        (
            helped_field(),
            Field("words", "In a few words: what changed for the child"),
            day_field(running, "again", "Review again on (empty: no)", hint=_DAY),
        ),
        says=_asked(line),
        draft_key=f"look back {line.id}",
    )
    if await show_form(screen, spec, take) is not None:
        running.notices.changed(f"{line.about}: kept.")


async def close(screen: Screen[Any], line: ConsultationLine) -> None:
    """Close it, with the reason where one is needed."""
    running = running_of(screen)
    if line.step is Step.CLOSED:
        running.notices.refuse("It is closed already.")
        return

    async def take(values: Values) -> bool:
        await running.desk.run(desk.close_consultation, line.id, values["reason"])
        return True

    was_held = line.dates.held is not None
    label = "Anything to say (optional)" if was_held else "Why it was not held"
    spec = FormSpec(
        f"Close · {line.about}",
        (Field("reason", label),),
        says=_asked(line),
        draft_key=f"close {line.id}",
        save="close",
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"{line.about}: closed.")


async def adopt(screen: Screen[Any], line: ConsultationLine, each: RecommendationLine) -> None:
    """Make a direction of a recommendation: owner, date, reason."""
    running = running_of(screen)
    owners = await running.desk.try_run(owners_used, worker=line.worker or "")

    async def take(values: Values) -> Adopted:
        who = values["who"].strip()
        owner = who
        if line.worker and who == running.names.shown(line.worker):
            owner = line.worker
        said = said_in(values, owner)
        draft = AdoptDraft(each.id, said, values["children"])
        return await running.desk.run(adopt_recommendation, draft)

    worker = running.names.shown(line.worker) if line.worker else MANAGER
    offered = owners_shown(running, owners or (), line.worker)
    preview = None
    if not line.children:
        preview = await names_warning(screen, ("do",))
    spec = FormSpec(
        f"Adopt · {line.about}",
        (
            Field(
                "do", "What is to be done; changed, the recommendation counts as adapted", each.text
            ),
            Field("who", "Who: a person or a partner agency (↓ offers)", worker, words=offered),
            day_field(running, "by", "By when", hint="10wd, fri, 14 apr"),
            Field("because", "Because", f"recommended by {line.clinician or 'the consultation'}"),
            Field(
                "children",
                "For which child, by reference (none: a goal of the worker)",
                " ".join(line.children),
            ),
            Field("why_this_date", "Why this date (only for a date that is the next review)"),
        ),
        says=f"Recommended: “{each.text[:_LONGEST]}”",
        draft_key=f"adopt {each.id}",
        preview=preview,
        save="adopt",
    )
    found: Adopted | None = await show_form(screen, spec, take)
    if found is not None:
        if found.is_goal:
            became = "a goal of the worker"
        else:
            became = wording.count(found.directions, "direction")
        running.notices.changed(f"{str(found.decision).capitalize()}: {became}.")


async def decline(screen: Screen[Any], each: RecommendationLine) -> None:
    """Decline a recommendation, with the reason."""
    running = running_of(screen)

    async def take(values: Values) -> bool:
        await running.desk.run(decline_recommendation, each.id, values["reason"])
        return True

    spec = FormSpec(
        "Decline",
        (Field("reason", "Why"),),
        says=f"Recommended: “{each.text[:_LONGEST]}”",
        draft_key=f"decline {each.id}",
        save="decline",
    )
    if await show_form(screen, spec, take):
        running.notices.changed("Declined, with the reason.")


async def add_clinician(screen: Screen[Any]) -> None:
    """Put somebody into the directory."""
    running = running_of(screen)
    offered = await running.desk.try_run(clinicians.clinicians_offered)

    async def take(values: Values) -> int:
        return await running.desk.run(
            clinicians.add_clinician, values["name"], values["discipline"], values["reached"]
        )

    if offered:
        words = offered[1]
    else:
        words = ()
    spec = FormSpec(
        "A clinician",
        (
            Field("name", "Name"),
            Field("discipline", "Discipline (↓ offers)", words=words),
            Field(
                "reached",
                "How and when the person is reached",
                hint="Tuesdays at the centre; ext. 4417",
            ),
        ),
        draft_key="clinician",
    )
    if await show_form(screen, spec, take):
        running.notices.changed("In the directory.")


async def change_clinician(screen: Screen[Any], each: ClinicianLine) -> None:
    """Correct what the directory says of somebody."""
    running = running_of(screen)
    offered = await running.desk.try_run(clinicians.clinicians_offered)

    async def take(values: Values) -> bool:
        has_left = values["left"] == _LEFT
        await running.desk.run(
            clinicians.change_clinician,
            each.id,
            values["discipline"],
            values["reached"],
            has_left=has_left,
        )
        return True

    if offered:
        words = offered[1]
    else:
        words = ()
    value = _LEFT
    if each.is_here:
        value = _HERE
    spec = FormSpec(
        each.name,
        (
            Field("discipline", "Discipline (↓ offers)", each.discipline, words=words),
            Field("reached", "How and when the person is reached", each.reached),
            Field("left", "Still here", value, kind="choice", words=(_HERE, _LEFT)),
        ),
        draft_key=f"clinician {each.id}",
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"{each.name}: saved.")


def _asked(line: ConsultationLine) -> str:
    asked = " ".join((line.question or line.theme).split())
    short = f"{asked[: _LONGEST - 1]}…" if len(asked) > _LONGEST else asked
    if short.endswith((".", "?", "!", "…")):
        return f"Asked: {short}"
    return f"Asked: {short}."


def _waits(line: ConsultationLine) -> str:
    return f"Waits {wording.count(line.wait, 'working day')}."
