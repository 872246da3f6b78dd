"""Directions, ratings, pins and sessions in any order, with taking back and closing in between,
against a plain model.

A short run in `make test`, a longer one in `make test-hard`; twenty thousand actions are `python -m
benchmarks.soak`.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from supervision_tui.desk.children.notes import rate, toggle_pin
from supervision_tui.desk.children.review import review_list
from supervision_tui.desk.directions.giving import (
    DirectionDraft,
    close_direction,
    extend_direction,
    give_direction,
)
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.files import CaseloadFile, CaseloadRow
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision.schedule import (
    SessionDraft,
    mark_held,
    plan_session,
    schedule,
)
from supervision_tui.desk.today.today import today
from supervision_tui.desk.training.board import learning
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.workload.statuses import team_workload
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.practice.vocabulary import DirectionState, Plan, Rag, SessionState
from supervision_tui.vault.store import Store, open_store
from supervision_tui.vault.undo import CannotUndo
from tests.conftest import NOW, TODAY, ClosedVault, examples

REFS = [f"C-{number}" for number in range(1, 7)]
MOST_LOG = 8 * 1024 * 1024  # bytes of the write-ahead log: SQLite brings it in at 1,000 pages


@dataclass(frozen=True)
class Model:
    """What is true, told in the plainest way there is."""

    directions: dict[int, tuple[str, date, bool]]  # child, due, whether it is open
    ratings: dict[str, Rag]
    pinned: frozenset[str]
    sessions: dict[date, bool]  # of the one worker: planned, or held


class AgainstAModel(RuleBasedStateMachine):
    """Verbs of the desk on a real file, and the model beside them."""

    def __init__(self, empty: ClosedVault) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = empty.copied(self.folder / "vault")
        self.day = TODAY
        self.model = Model({}, {}, frozenset(), {})
        self.before: list[Model] = []
        self.empty = empty
        self.store: Store = empty.opened(self.path)

    @property
    def moment(self) -> Moment:
        return Moment(self.day, NOW + (self.day - TODAY), default_policy())

    @initialize()
    def bring_in(self) -> None:
        rows = tuple(
            CaseloadRow(ref, Plan.CP, worker="Ada Quillfeather", team="Harbour") for ref in REFS
        )
        self.store.run(
            accept_caseload,
            CaseloadFile(
                "the caseload", rows, frozenset(), rejected=(), warnings=(), lists={"6": len(rows)}
            ),
            self.moment,
        )

    def changed(self, **parts: Any) -> None:
        self.before.append(self.model)
        self.model = replace(self.model, **parts)

    @rule(ref=st.sampled_from(REFS), weeks=st.integers(1, 8))
    def give(self, ref: str, weeks: int) -> None:
        line = self.store.run(
            give_direction,
            DirectionDraft(ref, SaidDirection("Visit", "Mother", f"{weeks}w", "Safety", "x")),
            self.moment,
        )
        assert line.due >= self.day
        self.changed(directions=self.model.directions | {line.id: (ref, line.due, True)})

    def open_ones(self) -> list[int]:
        return [number for number, (_, _, is_open) in self.model.directions.items() if is_open]

    @precondition(lambda self: self.open_ones())
    @rule(data=st.data(), state=st.sampled_from([DirectionState.DONE, DirectionState.WITHDRAWN]))
    def close(self, data: st.DataObject, state: DirectionState) -> None:
        number = data.draw(st.sampled_from(self.open_ones()))
        self.store.run(close_direction, number, state, "seen", self.moment)
        ref, due, _ = self.model.directions[number]
        self.changed(directions=self.model.directions | {number: (ref, due, False)})

    @precondition(lambda self: self.open_ones())
    @rule(data=st.data(), days=st.integers(1, 60))
    def extend(self, data: st.DataObject, days: int) -> None:
        number = data.draw(st.sampled_from(self.open_ones()))
        ref, due, _ = self.model.directions[number]
        try:
            line = self.store.run(
                extend_direction,
                number,
                (due + timedelta(days=days)).isoformat(),
                "waits",
                self.moment,
            )
        except Refused:
            return
        assert line.due > due
        self.changed(directions=self.model.directions | {number: (ref, line.due, True)})

    @rule(ref=st.sampled_from(REFS), rag=st.sampled_from(list(Rag)))
    def rate(self, ref: str, rag: Rag) -> None:
        self.store.run(rate, ref, rag, "as it stands", self.moment)
        self.changed(ratings=self.model.ratings | {ref: rag})

    @rule(ref=st.sampled_from(REFS))
    def pin(self, ref: str) -> None:
        is_pinned = self.store.run(toggle_pin, ref, self.moment)
        assert is_pinned is (ref not in self.model.pinned)
        self.changed(pinned=self.model.pinned ^ {ref})

    @rule(ahead=st.integers(0, 40))
    def plan(self, ahead: int) -> None:
        on = self.day + timedelta(days=ahead)
        if self.model.sessions.get(on):
            # one was held on that day; another one on it is allowed, and the model has one a day
            return
        try:
            self.store.run(plan_session, SessionDraft(1, on.isoformat()), self.moment)
        except Refused:
            return
        assert on not in self.model.sessions
        self.changed(sessions=self.model.sessions | {on: False})

    @rule()
    def hold(self) -> None:
        lines = [
            each for each in self.store.run(schedule, self.moment).sessions if each.on <= self.day
        ]
        planned = [each for each in lines if each.state is SessionState.PLANNED]
        if planned:
            self.store.run(mark_held, planned[0].id, self.moment)
            self.changed(sessions=self.model.sessions | {planned[0].on: True})

    @rule()
    def take_back(self) -> None:
        try:
            take_back(self.store, self.moment)
        except CannotUndo:
            assert not self.before
            return
        self.model = self.before.pop()

    @rule(days=st.integers(1, 9))
    def go_on(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule()
    def close_and_open(self) -> None:
        self.store.close()
        self.store = self.empty.opened(self.path)
        self.before = []  # what was done before the lock is not taken back

    @invariant()
    def directions_are_what_they_are(self) -> None:
        lines = self.store.run(open_directions, self.moment)
        said = {line.id: (line.child, line.due, line.days_late) for line in lines}
        wanted = {
            number: (ref, due, (self.day - due).days)
            for number, (ref, due, is_open) in self.model.directions.items()
            if is_open
        }
        assert {number: each[:2] for number, each in said.items()} == {
            n: each[:2] for n, each in wanted.items()
        }
        assert all((said[number][2] > 0) == (each[2] > 0) for number, each in wanted.items())

    @invariant()
    def children_are_what_they_are(self) -> None:
        lines = self.store.run(review_list, self.moment)
        assert {line.ref for line in lines} in (set(REFS), set())
        assert {line.ref for line in lines if line.pinned} == self.model.pinned
        assert {line.ref: line.rag for line in lines if line.rag} == self.model.ratings

    @invariant()
    def the_log_is_bounded(self) -> None:
        log = self.path.with_name(f"{self.path.name}-wal")
        assert not log.exists() or log.stat().st_size < MOST_LOG

    def whole_views(self, store: Store) -> list[object]:
        """What the screens show that read the most."""
        return [
            store.run(view, self.moment)
            for view in (today, review_list, schedule, learning, team_workload)
        ]

    def teardown(self) -> None:
        assert self.store.verify().is_whole
        afresh = open_store(self.path, bytearray(self.empty.key), writable=False)
        assert self.whole_views(self.store) == self.whole_views(afresh), (
            "kept between verbs, and read anew"
        )
        afresh.close()
        self.store.close()
        shutil.rmtree(self.folder)


@pytest.mark.hypothesis
def test_the_desk_says_what_a_plain_model_says(empty_vault: ClosedVault) -> None:
    machine: Any = partial(AgainstAModel, empty_vault)
    run_state_machine_as_test(machine, settings=examples(4, stateful_step_count=30))
