"""One line over the record: the minutes used, and the children with the one in hand."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widgets import Static

from supervision_tui.widgets.text_styles import line


class ChildrenBar(Static):
    """Minutes used of the agenda, and who is still to come. It states; it never nags."""

    DEFAULT_CSS = "ChildrenBar { height: 1; padding: 0 1; background: $ground; }"

    def show(
        self,
        used: int,
        minutes: int,
        child: tuple[int, float] | None,
        refs: Sequence[tuple[str, str]],
    ) -> None:
        """Paint minutes used and planned, the child in hand, and (reference, state) of each.

        How a child stands: `here`, `done` or nothing.
        """
        parts: list[str | tuple[str, str]] = [(f"{used} of {minutes} min", "strong")]
        if child is not None and child[1]:
            parts.append((f" · this child {child[0]} of {child[1]:g}", "quiet"))
        done = sum(state == "done" for _, state in refs)
        if done:
            parts.append((f" · {done} done", "quiet"))
        parts.append("  ")
        room = self.size.width - 2 - line(*parts).cell_length
        for ref, state in _in_view([each for each in refs if each[1] != "done"], room):
            parts.append(_shown(ref, state))
        self.update(line(*parts), layout=False)


def _shown(ref: str, state: str) -> tuple[str, str]:
    if state == "here":
        return f"[{ref}]", "focus"
    if ref == "…":
        return f" {ref} ", "quiet"
    return f" {ref} ", "plain"


def _in_view(refs: Sequence[tuple[str, str]], room: int) -> list[tuple[str, str]]:
    """Those that there is room for, beginning with the one in hand; `…` where more come after."""
    here = next((n for n, (_, state) in enumerate(refs) if state == "here"), 0)
    shown: list[tuple[str, str]] = []
    for ref, state in refs[here:]:
        room -= len(ref) + 2
        if room < 3:
            return [*shown, ("…", "")]
        shown.append((ref, state))
    return shown
