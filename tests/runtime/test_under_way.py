"""What is under way is known, so that whoever drives the app need not guess."""

from __future__ import annotations

from typing import Any, cast

from textual.worker import Worker

from supervision_tui.runtime.under_way import UnderWay


class Running:
    """A worker of Textual that is running."""

    is_running = True


def test_an_answer_and_a_worker_are_under_way_but_not_one_that_waits_for_a_person() -> None:
    under_way, worker = UnderWay(), cast(Worker[Any], Running())
    assert not under_way.is_any(())
    assert under_way.is_any([worker])
    with under_way.question(worker):
        assert not under_way.is_any([worker])
        with under_way.answer():
            assert under_way.is_any([worker])
    assert under_way.is_any([worker])
