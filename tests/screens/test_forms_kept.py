"""What is typed in any form comes back after a lock: the same form, each field, and the field in hand."""

from __future__ import annotations

import pytest
from textual.widgets import Input, TextArea

from supervision_tui.commands import MODES, every_command
from supervision_tui.desk.drafts import find_draft
from supervision_tui.screens import mode_screens
from supervision_tui.vault.store import Store
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.timescale_field import TimescaleField

from .app_under_test import QuietApp, app_on, press, still

_MODES = {mode: key for key, _title, mode in MODES}


def opening_actions() -> list[tuple[str, str]]:
    """Every command of a mode that opens a form at once, by its mode and action."""
    screens = {mode: make() for mode, make in mode_screens().items()}
    found = []
    for command in every_command():
        action = getattr(screens.get(command.where), f"action_{command.action.partition('(')[0]}", None)
        if action is not None and hasattr(action, "__wrapped__"):
            found.append((command.where, command.action))
    return found


def fill(form: Form) -> None:
    """Something that does not stand there by itself, in each field that is kept."""
    for number, each in enumerate(form.spec.fields):
        if not each.is_kept:
            continue
        widget = form.query_one(f"#field-{each.name}")
        if isinstance(widget, TextArea):
            widget.load_text(f"typed {number}")
        elif isinstance(widget, Choice):
            widget.value = each.words[-1]
        elif isinstance(widget, Input | TimescaleField):
            widget.value = f"typed {number}"


def kept_of(form: Form) -> dict[str, str]:
    """The values of the fields that are kept."""
    values = form.values()
    return {each.name: values[each.name] for each in form.spec.fields if each.is_kept}


@pytest.mark.parametrize(("mode", "action"), opening_actions())
async def test_each_form_comes_back_as_it_was(demo_store: Store, mode: str, action: str) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        await press(pilot, _MODES[mode])
        await app.run_action(action, app.screen)
        await still(pilot)
        form = app.screen
        if not isinstance(form, Form) or not any(each.is_kept for each in form.spec.fields):
            pytest.skip("no form, or none in which something is kept")
        fill(form)
        await still(pilot)
        before, title, field = kept_of(form), form.spec.title, form.focused
        await press(pilot, "ctrl+l")
    assert app.return_value == "locked"
    demo_store._file.is_closing.clear()  # an app that ended stops what takes long
    again: QuietApp = app_on(demo_store)
    async with again.run_test(size=(120, 50)) as pilot:
        await still(pilot)
        form = again.screen
        assert isinstance(form, Form)
        assert form.spec.title == title
        assert kept_of(form) == before
        assert (form.focused.id if form.focused else None) == (field.id if field else None)
        key = form.spec.draft_key
        await press(pilot, "escape")
        if form.spec.passes:
            assert demo_store.run(find_draft, key) is None, "what passes is gone once the form is left"
