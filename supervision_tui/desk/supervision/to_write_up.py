"""The records that are still to be written and signed, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.worker import SessionHistory
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.supervision.record_time import sign_by
from supervision_tui.practice.vocabulary import SessionState


def to_write_up(history: History, moment: Moment) -> Iterator[tuple[SessionHistory, date]]:
    """Each session that was held and whose record is not signed, with the last day in time.

    A session of several is told once.
    """
    today = moment.today
    for each in history.sessions.values():
        is_held = each.is_known(today) and each.state(today) is SessionState.HELD
        if is_held and each.sitting_id is None and not each.is_signed(today):
            yield each, sign_by(each.day_held, moment.policy)
