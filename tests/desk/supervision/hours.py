"""An hour that is begun: the worker crowded out, and drafts of its session."""

from __future__ import annotations

from sqlmodel import Session, select

from supervision_tui.desk.find import find_worker
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision.draft import RecordDraft
from supervision_tui.desk.supervision.session import OpenSession, open_session
from supervision_tui.records import SupervisionSession, Worker
from supervision_tui.vault.store import Store
from tests.desk.sessions import session_with

CROWDED = 1  # the worker whose caseload crowds supervision out


def opened(store: Store, moment: Moment, worker_id: int = CROWDED) -> OpenSession:
    return store.run(open_session, session_with(store, worker_id, moment), moment)


def all_left_out(view: OpenSession, *but: str) -> RecordDraft:
    """A draft in which everybody on the agenda has a reason, but for some."""
    for item in view.agenda:
        if item.child.ref not in but:
            view.draft.child(item.child.ref).not_discussed = "time ran out"
    return view.draft


def worker_on_record(session: Session, worker_id: int) -> Worker:
    found = session.get(Worker, worker_id)
    assert found is not None
    assert find_worker(session, found.name).id == worker_id
    return found


def sessions_on_record(session: Session) -> int:
    return len(session.exec(select(SupervisionSession)).all())
