"""The session that a manager opens with a worker."""

from __future__ import annotations

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision.session import session_to_hold, start_session
from supervision_tui.vault.store import Store


def session_with(store: Store, worker_id: int, moment: Moment) -> int:
    """The one to write up or planned, as it is; where there is none, a new one."""
    found = store.run(session_to_hold, worker_id, moment)
    if found.session_id is not None:
        return found.session_id
    return (
        found.planned.session_id if found.planned else store.run(start_session, worker_id, moment)
    )
