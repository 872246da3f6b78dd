"""The agenda of a session as a list: who, how long, and whether anything is written yet."""

from __future__ import annotations

from supervision_tui.desk.supervision.draft import RecordDraft
from supervision_tui.desk.supervision.session import OpenSession
from supervision_tui.desk.supervision.signing import PERSONAL
from supervision_tui.runtime.running import running_of
from supervision_tui.widgets.brackets import brackets
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.rows import Cell, Row, Rows

_DONE, _BEGUN, _LEFT_OUT, _TO_COME = "✓", "◐", "✗", "○"


class AgendaRows(Rows):
    """The children on the agenda, those left out or without time, those moved, the worker."""

    def __init__(self) -> None:
        super().__init__(
            Column("", 1),
            Column(""),
            Column("", 4, at_least=60),
            Column("", 3, right=True),
            empty="No children here yet. ‹session.bring› brings one by reference.",
            titles=False,
            id="agenda",
        )

    def show_session(self, view: OpenSession, draft: RecordDraft) -> None:
        """Show how the session stands."""
        signs = brackets([item.child.family for item in view.agenda])
        rows = [
            self._row(item.child.ref, f"{item.minutes:g}", view, draft, bracket)
            for item, bracket in zip(view.agenda, signs, strict=True)
        ]
        rows += [self._row(ref, "", view, draft) for ref in view.left_out]
        if view.does_not_fit:
            rows.append(self._heading(f"No time · {len(view.does_not_fit)}"))
        rows += [self._row(left.child.ref, "", view, draft) for left in view.does_not_fit]
        shown = {row.key for row in rows}
        moved = [ref for ref in view.children if ref not in shown and state_of(ref, draft)]
        if moved:
            rows.append(self._heading("With another"))
        rows += [self._row(ref, "", view, draft) for ref in moved]
        title, has_words = "Personal", draft.has_personal_words
        if view.kind.has_several:
            title, has_words = "Session", draft.group.has_words
        sign = _DONE if has_words else _TO_COME
        cells = (Cell(""), Cell(f"{sign} {title}", "focus"), Cell(""), Cell(""))
        self.show([*rows, Row(PERSONAL, cells)])

    def _heading(self, says: str) -> Row:
        return Row("", (Cell(""), Cell(says, "quiet"), Cell(""), Cell("")))

    def _row(
        self, ref: str, minutes: str, view: OpenSession, draft: RecordDraft, bracket: str = ""
    ) -> Row:
        child, state = view.children[ref], state_of(ref, draft)
        sign = _TO_COME
        if state == "written":
            sign = _DONE if draft.whole(ref).has_own_words else _BEGUN
        elif state or ref in view.left_out:
            sign = _LEFT_OUT
        elif not child.on_agenda:
            sign = "·"
        tone = "plain" if child.on_agenda and not state else "quiet"
        name = running_of(self).names.child_or_ref(ref)
        plan = Cell(child.line.plans_shown.partition(" · ")[0], "quiet")
        bracket_cell = Cell(bracket.strip(), "focus")
        about = Cell(f"{sign} {name}", tone)
        return Row(ref, (bracket_cell, about, plan, Cell(minutes, "quiet")))


def state_of(ref: str, draft: RecordDraft) -> str:
    """Tell whether a child is written about or left out, in a word; nothing where neither."""
    entry = draft.whole(ref)
    if entry.has_words:
        return "written"
    if entry.is_left_out:
        return "left out"
    return ""
