"""Keys act in the order in which they were pressed, however fast they come: over a slow line they
come in bursts.
"""

from __future__ import annotations

from textual.binding import BindingsMap
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, TextArea

from supervision_tui.runtime.running import running_of


async def act_among_letters(field: Input | TextArea, event: Key) -> None:
    """Let a field's own key (delete, undo, move) act among the letters.

    Textual lets such a key bubble through everything around the field first; letters that follow
    would overtake it.
    """
    if event.is_printable:
        return
    for binding in own_keys(field).key_to_bindings.get(event.key, ()):
        field._restart_blink()  # as after a letter: the cursor is seen where it goes
        if await field.app.run_action(binding.action, field):
            event.stop()
            event.prevent_default()
            return


def own_keys(widget: Widget) -> BindingsMap:
    """The keys of a widget as a person has set them."""
    keys = widget._bindings.copy()
    keys.apply_keymap(running_of(widget).keys.for_textual())
    return keys
