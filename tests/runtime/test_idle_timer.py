"""Nobody has pressed a key: it is said half a minute before, and once."""

from __future__ import annotations

from supervision_tui.runtime.idle_timer import IdleTimer


class Time:
    """A clock that is set by hand."""

    now = 0.0

    def seconds(self) -> float:
        """What it shows."""
        return self.now


def test_it_counts_from_the_last_key_and_warns_once() -> None:
    time = Time()
    idle = IdleTimer(time.seconds)
    time.now = 10_000
    assert not idle.is_over, "nobody has said after how many minutes"
    assert not idle.must_warn()
    idle.lock_after(5)
    time.now += 269
    assert not idle.must_warn()
    time.now += 2
    assert idle.must_warn()
    assert not idle.must_warn()
    assert idle.touch(), "whoever was warned is told that the warning can go"
    assert not idle.touch()
    time.now += 299
    assert not idle.is_over
    time.now += 1
    assert idle.is_over
    idle.stop()
    assert not idle.is_over


def test_other_minutes_count_from_now_on() -> None:
    time = Time()
    idle = IdleTimer(time.seconds)
    idle.lock_after(2)
    time.now = 119
    idle.lock_after(5)
    time.now = 119 + 299
    assert not idle.is_over


def test_while_a_session_is_held_it_takes_longer_and_says_how_long_is_left() -> None:
    time = Time()
    idle = IdleTimer(time.seconds)
    assert idle.minutes_left is None
    idle.lock_after(5)
    idle.lock_in_session_after(20)
    assert idle.minutes_left == 5
    idle.session_begins()
    time.now += 61
    assert idle.minutes_left == 19
    time.now += 20 * 60 - 62
    assert not idle.is_over
    assert idle.minutes_left == 1
    time.now += 1
    assert idle.is_over
    idle.session_ends()
    assert not idle.is_over
    time.now += 300
    assert idle.is_over


def test_in_a_session_it_is_never_sooner_than_else() -> None:
    idle = IdleTimer(Time().seconds)
    idle.lock_after(30)
    idle.lock_in_session_after(20)
    idle.session_begins()
    assert idle.minutes_left == 30
