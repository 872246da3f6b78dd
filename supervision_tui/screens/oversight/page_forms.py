"""The forms of what a person adds to the first page, and of what became of it."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from supervision_tui.desk.oversight.page_entries import (
    EntryTyped,
    add_entry,
    check_is_of,
    end_entry,
)
from supervision_tui.exports.oversight.figures import FIRST_PAGE, POLICY_COMPARATORS, figure_of
from supervision_tui.practice import wording
from supervision_tui.practice.days.named_periods import period_name
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.oversight.page_entries import Entry, EntryKind
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.forms import day_field, show_form
from supervision_tui.widgets.form import Field, FormSpec, Values


async def add(screen: Screen[Any], period: Period) -> int | None:
    """Add to the first page of a period: which kind, then its fields."""
    kind = await _kind_of_entry(screen)
    running = running_of(screen)
    if kind is EntryKind.SIGN_OFF and not period.is_named:
        running.notices.refuse(
            "A month, a quarter or a year is signed off: choose one by ‹oversight.period› first."
        )
        return None
    if kind is None:
        return None
    figures = {figure_of(key).words: key for key in (*FIRST_PAGE, *POLICY_COMPARATORS)}

    async def take(values: Values) -> int:
        about = values.get("about", "")
        if kind is EntryKind.COMPARATOR:
            about = figures[about]
            check_is_of(values["value"], is_share=figure_of(about).share is not None)
        of_period = None
        if kind is EntryKind.SIGN_OFF:
            of_period = period
        typed = EntryTyped(
            kind,
            about=about,
            says=values.get("says", ""),
            who=values.get("who", ""),
            by=values.get("by", ""),
            value=values.get("value", ""),
            period=of_period,
        )
        return await running.desk.run(add_entry, typed)

    by = day_field(running, "by", "By when", hint="10wd, fri, 14 apr")
    fields = {
        EntryKind.MEETING: (
            Field("about", "What the meeting is about: a team, or a figure"),
            Field("says", "Because (may stay empty)"),
            Field("who", "Who meets whom", hint="head of service and team manager"),
            by,
        ),
        EntryKind.DECISION: (
            Field("says", "The decision that is asked for"),
            Field("who", "Of whom", hint="head of service"),
            by,
        ),
        EntryKind.COMPARATOR: (
            Field("about", "Beside which figure", kind="choice", words=tuple(figures)),
            Field("value", "Its value elsewhere", hint="85 %, 16.2"),
            Field("says", "From where: who published it, of which year"),
        ),
        EntryKind.SIGN_OFF: (
            Field(
                "who",
                f"Who signs off {period_name(period)}, by name and role",
                running.vault.manager,
            ),
        ),
    }
    spec = FormSpec(
        f"First page · {kind}",
        fields[kind],
        says="It stands on the first page, on the screen and in the export.",
        draft_key=f"first page {kind}",
        save="keep",
    )
    found: int | None = await show_form(screen, spec, take)
    if found is not None:
        running.notices.changed(f"The {kind} stands on the first page.")
    return found


async def _kind_of_entry(screen: Screen[Any]) -> EntryKind | None:
    async def take(values: Values) -> EntryKind:
        return EntryKind(values["kind"])

    spec = FormSpec(
        "Add to the first page",
        (Field("kind", "What", EntryKind.MEETING, kind="choice", words=tuple(EntryKind)),),
        says="Who meets whom by when, a decision asked, what a figure is held against, a sign-off.",
        draft_key="kind of entry",
        save="go on",
        only_asks=True,
        passes=True,
    )
    found: EntryKind | None = await show_form(screen, spec, take)
    return found


async def end(screen: Screen[Any], entry: Entry) -> None:
    """Say what became of a meeting or a decision; take a comparator or a sign-off away."""
    running = running_of(screen)

    async def take(values: Values) -> bool:
        await running.desk.run(end_entry, entry.number, values.get("outcome", ""))
        return True

    fields: tuple[Field, ...] = ()
    save = "take away"
    says = f"The {entry.kind} no longer stands on the first page."
    if entry.kind.ends:
        save = "keep"
        fields = (Field("outcome", "What became of it", kind="text"),)
        by = f" by {wording.full_day(entry.by)}" if entry.by is not None else ""
        says = f"{entry.says or entry.about} · {entry.who}{by}"
    spec = FormSpec(
        f"First page · {entry.kind}",
        fields,
        says=says,
        draft_key=f"end entry {entry.number}",
        save=save,
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"The {entry.kind} is ended.")
