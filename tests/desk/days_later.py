"""The same vault some days later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from supervision_tui.desk.moment import Moment


def later(moment: Moment, days: int) -> Moment:
    on = moment.today + timedelta(days=days)
    return Moment(on, datetime(on.year, on.month, on.day, 10, tzinfo=UTC), moment.policy)
