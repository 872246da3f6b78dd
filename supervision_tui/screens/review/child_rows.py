"""The rows of the list of children: marks, name, plan, rating, how long not discussed, whose."""

from __future__ import annotations

from collections.abc import Sequence

from supervision_tui.desk.children.review import ReviewLine
from supervision_tui.practice.vocabulary import Rag
from supervision_tui.widgets.brackets import brackets
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.rows import Cell, Row
from supervision_tui.widgets.text_styles import tone_of

_RATED = {"red": "late", "amber": "soon"}  # tones; any other rating is quiet


class ChildRows:
    """Makes the row of a child once for the marks that stand before it."""

    def __init__(self, screen: DeskScreen) -> None:
        self._screen = screen
        self._made: dict[tuple[str, str], Row] = {}  # by child and the marks before it
        self._brackets: dict[str, str] = {}  # beside families that stand together, by reference

    def forget(self) -> None:
        """Make every row anew: what they say may have changed."""
        self._made = {}

    def bracket_families(self, shown: Sequence[ReviewLine]) -> None:
        """From now on these lines are shown, families among them beside each other."""
        signs = brackets([each.family_id for each in shown])
        self._brackets = dict(zip((each.ref for each in shown), signs, strict=True))

    def row(self, each: ReviewLine, *, is_picked: bool) -> Row:
        """The row of a child, picked or not."""
        picked = "x" if is_picked else " "
        mark = f"{picked}{self._brackets.get(each.ref, '')}".rstrip()
        known = each.ref, mark
        if known not in self._made:
            self._made[known] = self._make_row(each, mark)
        return self._made[known]

    def _make_row(self, each: ReviewLine, mark: str) -> Row:
        pin = "+" * each.pinned + "!" * bool(each.outstanding)
        tone = "soon" if each.is_unallocated else "plain"
        return Row(
            each.ref,
            (
                Cell(mark, "focus"),
                self._screen.child_cell(each.ref, mark=pin),
                Cell(each.plans_shown, "quiet"),
                Cell(each.rag, _RATED.get(each.rag, "quiet")),
                Cell(each.age_words, _tone_of_age(each)),
                Cell(self._whose(each), tone),
            ),
        )

    def _whose(self, each: ReviewLine) -> str:
        """The worker who answers for a child; in another role than the lead, that role."""
        if each.is_unallocated:
            return "unallocated"
        name = self._screen.running.names.short(each.worker)
        if each.covers_for:
            return f"{name}, covers"
        return f"{name}, {each.role_words}" if each.role_words else name


def _tone_of_age(each: ReviewLine) -> str:
    """Red where it presses: a child rated red, or one twice past the days; else amber."""
    is_late = each.age > each.interval
    if is_late and (each.rag == Rag.RED or each.age > 2 * each.interval):
        return "late"
    return "soon" if is_late else tone_of(each.urgency)
