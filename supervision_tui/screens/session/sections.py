"""Choose which sections the personal record of a worker has, beside the usual ones."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from supervision_tui.desk.supervision.personal_record import switch_sections
from supervision_tui.desk.supervision.session import OpenSession
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.form import Field, FormSpec, Values

_ON, _OFF = "on", "off"


async def choose_sections(screen: Screen[Any], view: OpenSession) -> bool:
    """Switch sections on or off for the worker of this session; tells whether it was done."""
    running = running_of(screen)
    form = running.vault.policy().form(FormKind.PERSONAL)
    on = {each.id for each in view.sections}

    async def take(values: Values) -> bool:
        wanted = [each.id for each in form.sections if values[f"s-{each.id}"] == _ON]
        await running.desk.run(switch_sections, view.worker_id, wanted)
        return True

    states = {each.id: _ON if each.id in on else _OFF for each in form.sections}
    fields = [
        Field(f"s-{each.id}", each.title, states[each.id], kind="choice", words=(_ON, _OFF))
        for each in form.sections
    ]
    worker = running.names.shown(view.worker)
    spec = FormSpec(
        f"Sections of the personal record · {worker}",
        fields,
        says=f"{form.title}. What was written in a section that is switched off stays.",
        draft_key=f"sections {view.worker_id}",
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"{worker}: sections of the personal record.")
        return True
    return False
