"""The forms about audits: recorded, graded a second time, talked over, acted on.

A sample drawn, a week named.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual.screen import Screen

from supervision_tui.desk.audits import recording as desk
from supervision_tui.desk.audits.lines import AuditLine, WeekLine
from supervision_tui.desk.audits.practice_weeks import name_week
from supervision_tui.desk.audits.recording import AuditDraft
from supervision_tui.desk.audits.samples import (
    LEFT_OUT,
    STRATA,
    draw_sample,
    read_left_out,
    read_strata,
)
from supervision_tui.desk.audits.themes import themes_offered
from supervision_tui.desk.audits.week_report import OfWhom
from supervision_tui.desk.audits.week_report import add_feedback as add_answers
from supervision_tui.desk.directions.giving import owners_used
from supervision_tui.desk.moment import Refused
from supervision_tui.practice import wording
from supervision_tui.practice.audit import Grade
from supervision_tui.practice.direction.owners import MANAGER
from supervision_tui.practice.policy.council_forms import CouncilForm, FormKind, FormSection
from supervision_tui.practice.vocabulary import AuditKind
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.directions.forms import said_in
from supervision_tui.screens.shared.forms import day_field, names_shown, show_form
from supervision_tui.widgets.form import Field, FormSpec, Values

_LATER, _SAME_SEED = 10, "empty: drawn by chance"
_HINT = "g seen alone, draws the kitchen"
_CHOOSE = "…"


async def record(screen: Screen[Any], child: str = "", worker: str = "") -> int | None:
    """Record an audit by the council's form: what was found, the grade, what is required."""
    kind = await _kind_of_audit(screen, child, worker)
    if kind is None:
        return None
    running = running_of(screen)
    shown = await names_shown(screen)
    themes = await running.desk.try_run(themes_offered)
    owners = (MANAGER, *shown, *(await running.desk.try_run(owners_used) or ()))
    form = running.vault.policy().form(FormKind.AUDIT, kind)
    criteria = {each.field_name: each for each in form.sections}

    async def take(values: Values) -> int:
        draft = AuditDraft(
            kind=kind,
            auditor=values["auditor"],
            grade=values["grade"],
            child=values.get("child", ""),
            worker=shown.get(values.get("worker", "").strip(), values.get("worker", "")),
            on=values["on"],
            findings={each.id: values[name] for name, each in criteria.items()},
            summary=values["summary"],
            action=said_in(values, shown.get(values["who"].strip(), values["who"])),
            learning_on=values["learning"],
            themes=values["themes"],
            better_because=values["better_because"],
            no_action_because=values["no_action_because"],
        )
        return await running.desk.run(desk.record_audit, draft)

    about = Field("child", "The child, by reference", child)
    if not kind.is_about_a_child:
        value = running.names.shown(worker) if worker else ""
        about = Field("worker", "The worker (↓ offers)", value, words=tuple(shown))
    spec = FormSpec(
        " · ".join(filter(None, (form.title, child))),
        (
            about,
            Field("auditor", "Who audits", hint="principal social worker"),
            Field("on", "On", "today", hint="today, 14 apr"),
            *(_criterion(name, each) for name, each in criteria.items()),
            Field("grade", "All in all", _CHOOSE, kind="choice", words=(_CHOOSE, *Grade)),
            Field("better_because", "If better than most criteria: why"),
            Field("summary", "In a few words", kind="text"),
            Field("do", "What is required (where something is below good)"),
            Field("who", "Of whom: a person or a partner agency (↓ offers)", words=owners),
            day_field(running, "by", "By when", hint="10wd, fri, 14 apr"),
            Field("because", "Because: what the audit found"),
            Field("no_action_because", "Or why nothing is required"),
            day_field(
                running,
                "learning",
                f"Talk it over on (in {_LATER} working days or so)",
                f"{_LATER}wd",
            ),
            Field("themes", "Themes, with commas between (↓ offers)", words=themes or ()),
        ),
        says=_asked_for(form),
        draft_key=f"audit {form.id} {child or worker}".strip(),
        save="keep",
    )
    found: int | None = await show_form(screen, spec, take)
    if found is not None:
        running.notices.changed(
            "The audit is on record; what it requires comes onto the next agenda by itself."
        )
    return found


async def add_feedback(screen: Screen[Any], week: WeekLine) -> None:
    """Record how families, children or workers answered a question in a practice week."""
    running = running_of(screen)

    async def take(values: Values) -> int:
        return await running.desk.run(
            add_answers,
            week.id,
            OfWhom(values["of_whom"]),
            values["question"],
            (values["yes"], values["answered"]),
            words=values["words"],
        )

    spec = FormSpec(
        f"Feedback · {week.name}",
        (
            Field("of_whom", "Who was asked", kind="choice", words=tuple(OfWhom)),
            Field("question", "The question", hint="Did you know what would happen next?"),
            Field("answered", "How many answered"),
            Field("yes", "How many of these said yes"),
            Field("words", "Some of what was said, without names", kind="text"),
        ),
        says="A question a time; the report counts the answers.",
        draft_key=f"feedback {week.id}",
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"The answers stand in the report of {week.name}.")


async def _kind_of_audit(screen: Screen[Any], child: str, worker: str) -> AuditKind | None:
    """Ask which kind of audit it is; its form has criteria of its own."""
    kind = AuditKind.SUPERVISION_FILE if worker and not child else AuditKind.CASE_FILE
    kinds = tuple(each for each in AuditKind if not child or each.is_about_a_child)

    async def take(values: Values) -> AuditKind:
        return AuditKind(values["kind"])

    spec = FormSpec(
        " · ".join(filter(None, ("Audit", child))),
        (Field("kind", "What is audited", kind, kind="choice", words=kinds),),
        says="Each kind has the criteria of its own form.",
        draft_key=f"kind of audit {child or worker}".strip(),
        save="go on",
        only_asks=True,
        passes=True,
    )
    found: AuditKind | None = await show_form(screen, spec, take)
    return found


def _criterion(name: str, each: FormSection) -> Field:
    """The field of a criterion; what each grade looks like is offered where the form says it."""
    offered = tuple(
        f"{grade[0]} {found}" for grade, found in zip(Grade, each.descriptors, strict=False)
    )
    return Field(name, each.heading, hint=_HINT, words=offered)


def _asked_for(form: CouncilForm) -> str:
    """Say under which criteria a grade and words are asked for, and how a grade is typed."""
    needed = wording.listing([f"“{each.title}”" for each in form.sections if each.is_needed])
    letters = "The first letter is the grade: o, g, r or i."
    if needed:
        return f"A grade and words are asked for under {needed}. {letters}"
    return letters


async def agree_grade(screen: Screen[Any], line: AuditLine) -> None:
    """The grade on which both auditors agreed, after the second one."""
    running = running_of(screen)
    if line.moderated_grade is None:
        running.notices.refuse(
            "There is no second grade yet; ‹oversight.moderate› gives it, then both agree on one."
        )
        return

    async def take(values: Values) -> bool:
        await running.desk.run(desk.agree_grade, line.id, values["grade"], values["words"])
        return True

    about = line.child or running.names.shown(line.worker)
    spec = FormSpec(
        f"Agreed grade · {about}",
        (
            Field("grade", "Agreed on", _CHOOSE, kind="choice", words=(_CHOOSE, *Grade)),
            Field("words", "How you came to agree, in a few words", kind="text"),
        ),
        says=f"First {line.grade}, second {line.moderated_grade}. The agreed grade is counted.",
        draft_key=f"agree grade {line.id}",
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"{about}: the agreed grade counts from now on.")


async def amend(screen: Screen[Any], line: AuditLine) -> None:
    """Add to an audit, with the reason."""
    running = running_of(screen)

    async def take(values: Values) -> bool:
        await running.desk.run(desk.amend_audit, line.id, values["reason"], values["text"])
        return True

    spec = FormSpec(
        f"Amendment · {line.child or running.names.shown(line.worker)}",
        (Field("text", "What is added", kind="text"), Field("reason", "Why")),
        says="What was recorded stays as it is; this stands beside it with today's date.",
        draft_key=f"amend audit {line.id}",
    )
    if await show_form(screen, spec, take):
        running.notices.changed("The amendment stands beside the audit.")


async def moderate(screen: Screen[Any], line: AuditLine) -> None:
    """A second grade, the first not shown until it is given; after it the agreed one."""
    running = running_of(screen)
    if line.moderated_grade is not None:
        await agree_grade(screen, line)
        return

    async def take(values: Values) -> Any:
        return await running.desk.run(
            desk.moderate, line.id, values["moderator"], values["grade"], values["words"]
        )

    about = line.child or running.names.shown(line.worker)
    spec = FormSpec(
        f"Second grade · {about}",
        (
            Field("moderator", "Who grades: somebody else than the first auditor"),
            Field("grade", "Grade", _CHOOSE, kind="choice", words=(_CHOOSE, *Grade)),
            Field("words", "Why, in a few words", kind="text"),
        ),
        says=f"{line.kind} audit of {wording.full_day(line.on)}. Blind: the first grade is shown "
        f"once yours is given.",
        draft_key=f"moderate {line.id}",
        save="grade",
    )
    row = await show_form(screen, spec, take)
    if row is not None:
        if row.grade == row.moderated_grade:
            same = "both agree"
        else:
            same = f"the first was {row.grade}"
        running.notices.changed(f"{about}: {row.moderated_grade}; {same}.")


async def require(screen: Screen[Any], line: AuditLine) -> None:
    """One more action."""
    running = running_of(screen)
    shown = await names_shown(screen)
    owners = await running.desk.try_run(owners_used, worker=line.worker or "")

    async def take(values: Values) -> bool:
        owner = shown.get(values["who"].strip(), values["who"])
        await running.desk.run(desk.require_action, line.id, said_in(values, owner))
        return True

    value = MANAGER
    if line.worker:
        value = running.names.shown(line.worker)
    spec = FormSpec(
        f"Required · {line.child or running.names.shown(line.worker)}",
        (
            Field("do", "What is required"),
            Field("who", "Of whom (↓ offers)", value, words=(MANAGER, *shown, *(owners or ()))),
            day_field(running, "by", "By when", hint="10wd, fri, 14 apr"),
            Field("because", "Because: what the audit found"),
        ),
        says="It becomes a direction for the child, or a goal of the worker, and comes onto the "
        "next agenda.",
        draft_key=f"action {line.id}",
    )
    if await show_form(screen, spec, take):
        running.notices.changed("Required; it is on the next agenda.")


async def agree_learning(screen: Screen[Any], line: AuditLine) -> None:
    """The day on which the audit is talked over."""
    running = running_of(screen)

    async def take(values: Values) -> bool:
        await running.desk.run(desk.agree_learning, line.id, values["on"])
        return True

    value = line.learning_on.isoformat() if line.learning_on else f"{_LATER}wd"
    spec = FormSpec(
        f"Learning conversation · {line.child or running.names.shown(line.worker)}",
        (day_field(running, "on", "On", value),),
        draft_key=f"learning day {line.id}",
        passes=True,
    )  # fmt: skip
    if await show_form(screen, spec, take):
        running.notices.changed("Planned; it comes up on Today.")


async def hold_learning(screen: Screen[Any], line: AuditLine) -> None:
    """It was talked over."""
    running = running_of(screen)
    if line.learning_held_on is not None:
        running.notices.say("It was talked over; ‹undo› takes the last change back.")
        return

    async def take(values: Values) -> bool:
        await running.desk.run(desk.hold_learning, line.id, values["on"], values["learned"])
        return True

    spec = FormSpec(
        f"Talked over · {line.child or running.names.shown(line.worker)}",
        (
            Field("on", "On", "today", hint="today, 14 apr"),
            Field("learned", "What was learned", kind="text"),
        ),
        draft_key=f"learning {line.id}",
    )
    if await show_form(screen, spec, take):
        running.notices.changed("On record.")


async def draw(screen: Screen[Any]) -> int | None:
    """Draw a sample and keep it."""
    running = running_of(screen)

    async def take(values: Values) -> int:
        typed = values["seed"].strip()
        seed = _number(typed) if typed else None
        if typed and seed is None:
            raise Refused(
                "A seed is a whole number, like 4471; leave it empty to draw by chance.",
                field="seed",
            )
        size, days = _number(values["size"]), _number(values["days"] or "0")
        if size is None or days is None:
            raise Refused("Say how many children, as a number.", field="size")
        return await running.desk.run(
            draw_sample,
            size,
            read_strata(values["by"]),
            seed,
            days=days,
            left_out=read_left_out(values["left_out"]),
        )

    return await _shown(
        screen,
        FormSpec(
            "Draw a sample",
            (
                Field("size", "How many children", "10"),
                Field("by", "By which strata: worker, plan, or none", " ".join(STRATA)),
                Field("days", "Leave out those audited within so many days (0: nobody)", "0"),
                Field(
                    "left_out",
                    "Leave out others, or nobody: unallocated, not-discussed (↓ offers)",
                    words=LEFT_OUT,
                ),
                Field("seed", f"Seed ({_SAME_SEED})", hint="4471"),
            ),
            says="Random, from all open children, and the same again from its seed. Who is left "
            "out is listed with the reason.",
            save="draw",
        ),
        take,
        "Drawn. ‹oversight.new› on a child records its audit.",
    )


async def name_a_week(screen: Screen[Any]) -> int | None:
    """Name a period whose audits are looked at together."""
    running = running_of(screen)

    async def take(values: Values) -> int:
        return await running.desk.run(name_week, values["name"], values["first"], values["last"])

    return await _shown(
        screen,
        FormSpec(
            "Practice week",
            (
                Field("name", "Name", hint="Autumn 2026"),
                Field("first", "From", hint="14 apr, 2026-04-14"),
                Field("last", "To, that day counted", hint="18 apr"),
            ),
        ),
        take,
        "Named; its audits stand beside those of other weeks.",
    )


def _number(typed: str) -> int | None:
    """A whole number as typed, not negative; nothing where it is none."""
    plain = typed.strip()
    if plain.isascii() and plain.isdecimal() and len(plain) <= 9:
        return int(plain)
    return None


async def _shown(
    screen: Screen[Any], spec: FormSpec, take: Callable[[Values], Awaitable[Any]], says: str
) -> int | None:
    found: int | None = await show_form(screen, spec, take)
    if found is not None:
        running_of(screen).notices.changed(says)
    return found
