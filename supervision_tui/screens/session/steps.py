"""The steps of a child's record in a line: what is written, where one is, what is to come."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from supervision_tui.widgets.text_styles import line

_DONE, _HERE, _TO_COME = "✓", "◐", "○"


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its title, whether something is written in it, whether it is in hand."""

    title: str
    is_written: bool
    is_here: bool


def in_a_line(steps: list[Step]) -> Content:
    """The steps beside each other; the sign says how each stands, also without colour."""
    parts: list[str | tuple[str, str]] = []
    for step in steps:
        if step.is_here:
            sign = _DONE if step.is_written else _HERE
            parts.append((f"{sign} {step.title}", "focus"))
        elif step.is_written:
            parts.append(f"{_DONE} {step.title}")
        else:
            parts.append((f"{_TO_COME} {step.title}", "quiet"))
        parts.append(" ")
    return line(*parts[:-1])
