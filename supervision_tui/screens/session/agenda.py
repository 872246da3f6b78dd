"""The agenda of a session as a list: who, how long, and whether anything is written yet."""

from __future__ import annotations

from supervision_tui.desk.supervision.draft import RecordDraft
from supervision_tui.desk.supervision.session import OpenSession
from supervision_tui.desk.supervision.signing import PERSONAL
from supervision_tui.runtime.running import running_of
from supervision_tui.widgets.brackets import brackets
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.rows import Cell, Row, Rows, child_cell
from supervision_tui.widgets.text_styles import tone_of


class AgendaRows(Rows):
    """The children on the agenda, those left out or without room, those moved, the worker."""

    def __init__(self) -> None:
        super().__init__(
            Column("", 1),
            Column("Child", 17, narrow=10),
            Column("Plan", 8, at_least=100),
            Column(""),
            empty="No children here yet. Press ‹session.bring› to bring one by reference.",
            id="agenda",
        )

    def show_session(self, view: OpenSession, draft: RecordDraft) -> None:
        """Show how the session stands."""
        signs = brackets([item.child.family for item in view.agenda])
        rows = [
            self._row(item.child.ref, f"{item.minutes:g} min", view, draft, bracket)
            for item, bracket in zip(view.agenda, signs, strict=True)
        ]
        rows += [self._row(ref, why, view, draft) for ref, why in view.left_out.items()]
        back = "next time"
        if view.next_on:
            back = f"on {view.next_on.day} {view.next_on:%b}"
        for left in view.does_not_fit:
            rows.append(
                self._row(left.child.ref, f"no room; {left.age_days_next} d {back}", view, draft)
            )
        shown = {row.key for row in rows}
        moved = [ref for ref in view.children if ref not in shown and state_of(ref, draft)]
        rows += [self._row(ref, "with somebody else now", view, draft) for ref in moved]
        personal = "written" if draft.has_personal_words else ""
        cells = (Cell(""), Cell("Personal", "focus"), Cell("record"), Cell(personal, "quiet"))
        self.show([*rows, Row(PERSONAL, cells)])

    def _row(
        self, ref: str, says: str, view: OpenSession, draft: RecordDraft, bracket: str = ""
    ) -> Row:
        child, state = view.children[ref], state_of(ref, draft)
        age = f"new, {child.line.age} d" if child.line.is_new else f"{child.line.age} d"
        tone = "quiet" if state or not child.on_agenda else tone_of(child.line.urgency)
        ref_tone = "plain" if child.on_agenda else "quiet"
        if state:
            note = f"{state} · {says}"
        elif child.on_agenda:
            note = f"{age} · {says}"
        else:
            note = says
        about = child_cell(running_of(self).names, ref, ref_tone)
        return Row(
            ref,
            (Cell(bracket.strip(), "focus"), about, Cell(child.line.plans_shown), Cell(note, tone)),
        )


def state_of(ref: str, draft: RecordDraft) -> str:
    """Tell whether a child is written about or left out, in a word; nothing where neither."""
    entry = draft.whole(ref)
    if entry.has_words:
        return "written"
    if entry.is_left_out:
        return "left out"
    return ""
