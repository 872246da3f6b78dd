"""Any weeks of one child: lists that come and go, plans changed by hand between them.

What holds whatever comes.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from supervision_tui.desk.children import plans
from supervision_tui.desk.children.plans import PlanChange
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.preview_caseload import preview_caseload
from supervision_tui.desk.imports.undo_import import undo_import
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.records import (
    Child,
    ChildEvent,
    ChildSource,
    PlanEpisode,
    SourceReading,
    VisitFrequency,
)
from supervision_tui.vault.store import Store
from tests.conftest import NOW, TODAY, ClosedVault, examples
from tests.imports.files import LIST_7, child_6, list_6, written

from .test_plans_after import LIST_8, LIST_9


@dataclass(frozen=True, slots=True)
class Week:
    """What the lists of a week have: the status in list 6, and the rows of lists 7, 8 and 9.

    Nothing for no list.
    """

    status: str
    seven: str | None
    eight: str | None
    nine: str | None


@dataclass(frozen=True, slots=True)
class Hand:
    """Plans that begin and that end by hand."""

    begins: frozenset[str]
    ends: frozenset[str]


_days = st.integers(-400, -1).map(lambda days: (TODAY + timedelta(days=days)).isoformat())
_open_7 = st.builds("S1,{},{},".format, _days, _days)
_ended_7 = st.builds("S1,{},,{}".format, _days, _days)
_eight = st.builds("S1,{},".format, _days) | st.builds("S1,{},{}".format, _days, _days)
weeks = st.builds(
    Week,
    st.sampled_from(["CIN", "CP", "LAC", "Open assessment", "PLO", "Care leaver", "Early help"]),
    st.sampled_from([None, "S9,2025-10-06,2026-02-20,"]) | _open_7 | _ended_7,
    st.sampled_from([None, "S9,2025-10-06,"]) | _eight,
    st.sampled_from(
        [None, "S1,Harbour,Cy Ito,b) Former relevant", "S9,Harbour,Cy Ito,b) Former relevant"]
    ),
)
_plans = st.frozensets(
    st.sampled_from(["cp", "cla", "cin", "plo", "early-help", "care-leaver"]), max_size=2
)
steps = st.lists(weeks | st.builds(Hand, _plans, _plans), min_size=2, max_size=6)
_KEPT = (Child, PlanEpisode, ChildEvent, ChildSource, SourceReading, VisitFrequency)


def _everything(session: Session) -> list[list[dict[str, Any]]]:
    return [
        [row.model_dump() for row in session.exec(select(table).order_by(col(table.id)))]
        for table in _KEPT
    ]


def _of_child(session: Session) -> list[PlanEpisode]:
    return list(session.exec(select(PlanEpisode).join(Child).where(Child.ref == "S1")))


def _spells(plans: list[PlanEpisode]) -> list[tuple[str, date, date | None, bool]]:
    return sorted((each.plan, each.starts_on, each.ends_on, each.by_hand) for each in plans)


def _take(store: Store, folder: Path, week: Week, moment: Moment) -> None:
    for each in folder.glob("*.csv"):
        each.unlink()
    list_6(folder, child_6("S1", week.status))
    for number, header, row in (
        (7, LIST_7, week.seven),
        (8, LIST_8, week.eight),
        (9, LIST_9, week.nine),
    ):
        if row is not None:
            written(folder, header, row, name=f"list{number}.csv")
    file = read_annex_a([folder], moment.today)
    before, said = store.run(_everything), store.run(preview_caseload, file, moment)
    done = store.run(accept_caseload, file, moment)
    assert replace(said, warnings=()) == replace(done, applied=False, warnings=())
    assert store.run(accept_caseload, file, moment).changes_nothing
    if not said.changes_nothing and before[0]:
        after = _spells(store.run(_of_child))
        store.run(undo_import, moment)
        assert store.run(_everything) == before
        store.run(accept_caseload, file, moment)
        assert _spells(store.run(_of_child)) == after


@examples(12)
@given(steps)
def test_weeks_of_one_child(
    empty_vault: ClosedVault, tmp_path_factory: pytest.TempPathFactory, story: list[Week | Hand]
) -> None:
    moment = Moment(TODAY, NOW, default_policy())
    folder = tmp_path_factory.mktemp("weeks")
    store = empty_vault.opened(empty_vault.copied(folder / "vault"), is_passing=True)
    try:
        _take(store, folder, Week("CIN", None, None, None), moment)
        for week, step in zip(itertools.count(1), story, strict=False):
            passed = timedelta(days=7 * week)
            now = replace(moment, today=moment.today + passed, now=moment.now + passed)
            if isinstance(step, Week):
                _take(store, folder, step, now)
            else:
                _by_hand(store, step, now)
            _check(store.run(_of_child))
    finally:
        store.close()


def _by_hand(store: Store, hand: Hand, moment: Moment) -> None:
    change = PlanChange(
        "S1", tuple(sorted(hand.begins - hand.ends)), tuple(sorted(hand.ends - hand.begins))
    )
    try:
        store.run(plans.change_plans, change, moment)
    except Refused:
        return


def _check(plans: list[PlanEpisode]) -> None:
    going_on = [each.plan for each in plans if each.ends_on is None]
    assert going_on, "an open child has a plan"
    assert len(going_on) == len(set(going_on)), "each once"
    for each in plans:
        assert each.ends_on is None or each.ends_on >= each.starts_on
    for plan in {each.plan for each in plans}:
        spells = sorted(
            (each for each in plans if each.plan == plan), key=lambda each: each.starts_on
        )
        for one, next_one in itertools.pairwise(spells):
            assert one.ends_on is not None
            assert one.ends_on <= next_one.starts_on, f"two spells of {plan} overlap"
