"""The form that allocates children to one worker, with both workers' numbers and the limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from supervision_tui.desk.children import allocation
from supervision_tui.desk.children.allocation import CHANGE_REASONS, NEW_REFERRAL
from supervision_tui.desk.children.queue import to_allocate
from supervision_tui.desk.moment import Refused
from supervision_tui.practice.vocabulary import Checkpoint
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.directions.forms import Occasion, give_directions
from supervision_tui.screens.shared.forms import about_whom, in_a_key, names_shown, show_form
from supervision_tui.widgets.form import Field, FormSpec, Values


async def allocate(screen: Screen[Any], refs: Sequence[str]) -> None:
    """Allocate children to a worker.

    Both workers' fit stands there first, the direction is asked for after it.
    """
    running = running_of(screen)
    names = await names_shown(screen)
    about = about_whom(screen, refs)
    there = await running.desk.try_run(to_allocate, refs) or []
    reason = "workload" if any(each.worker for each in there) else NEW_REFERRAL

    async def preview(values: Values) -> str:
        worker = names.get(values["worker"], values["worker"])
        try:
            numbers = await running.desk.run(allocation.numbers_after, dict.fromkeys(refs, worker))
        except Refused:
            return ""
        return "\n".join(
            each.says().replace(each.worker, running.names.shown(each.worker)) for each in numbers
        )

    async def take(values: Values) -> Checkpoint:
        worker = names.get(values["worker"], values["worker"])
        return await running.desk.run(allocation.allocate, refs, worker, values["reason"])

    spec = FormSpec(
        f"Allocate {about}",
        (
            Field("worker", "To: a worker (↓ offers)", words=tuple(names)),
            Field("reason", "Why", reason, kind="choice", words=CHANGE_REASONS),
        ),
        preview=preview,
        says="A direction is due at allocation; its form comes next.",
        save="allocate",
        draft_key=f"allocate {in_a_key(refs)}",
        passes=True,
    )
    checkpoint = await show_form(screen, spec, take)
    if checkpoint:
        running.notices.changed(f"{about}: allocated.")
        await give_directions(screen, refs, Occasion(checkpoint=checkpoint))
