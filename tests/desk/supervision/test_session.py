"""The sitting at the desk: what is signed is what was drafted."""

from __future__ import annotations

from sqlmodel import Session, select

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision.draft import ChildEntry, RecordDraft
from supervision_tui.desk.supervision.session import open_session, start_session
from supervision_tui.desk.supervision.signing import sign_record
from supervision_tui.desk.workload import statuses
from supervision_tui.records import CaseDiscussion
from supervision_tui.vault.store import Store


def test_the_reflective_model_of_the_hour_stands_in_every_discussion(
    demo_store: Store, moment: Moment
) -> None:
    worst = demo_store.run(statuses.team_workload, moment).workers[0]
    session_id = demo_store.run(start_session, worst.worker_id, moment)
    view = demo_store.run(open_session, session_id, moment)
    stages = {"description": "A visit", "feelings": "Hurried"}
    entries = {item.child.ref: ChildEntry(stages=dict(stages)) for item in view.agenda}
    demo_store.run(sign_record, session_id, RecordDraft(model="gibbs", children=entries), moment)

    def models(session: Session) -> set[tuple[str, bool]]:
        found = session.exec(select(CaseDiscussion).where(CaseDiscussion.session_id == session_id))
        return {(each.model, each.is_reflective) for each in found}

    assert demo_store.run(models) == {("gibbs", True)}
