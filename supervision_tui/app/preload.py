"""Modules loaded once the first screen stands there, so that no later key waits for them."""

from __future__ import annotations

from importlib import import_module

_NEEDED_NEXT = (
    "supervision_tui.records",
    "supervision_tui.desk.vault.backups",
    "supervision_tui.desk.today.today",
    *(
        f"supervision_tui.screens.{mode}"
        for mode in ("schedule", "review", "directions", "consultations", "training")
    ),
    "supervision_tui.screens.workload",
    "supervision_tui.screens.oversight",
    "supervision_tui.screens.session",
    "supervision_tui.screens.shared.search",
)


def load_the_rest() -> None:
    """Load it; in a thread of its own, beside what a person does."""
    for name in _NEEDED_NEXT:
        import_module(name)
