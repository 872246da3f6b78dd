"""Whatever is put on record, a child is in one caseload as led or covered, and in each once."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from supervision_tui.desk.children.allocation import allocate, leave_unallocated
from supervision_tui.desk.children.cases import close_child
from supervision_tui.desk.children.roles import RoleDraft, begin_role
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.workers.absence import come_back, cover_children, record_leave
from supervision_tui.desk.workers.absence_view import absence_of
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.practice.workload.model import facts_of
from supervision_tui.vault.store import Store
from tests.conftest import NOW, TODAY, ClosedVault, examples
from tests.desk.children.teams import children_of, number_of, team_of
from tests.desk.days_later import later

WORKERS = ("Ada Finch", "Bo Hart", "Cy Moor")
REFS = ("C-1", "C-2", "C-3")
ROLES = ("co-worker", "student", "lead-child-protection", "holding", "personal-adviser")
_ANSWERING = ("lead", "covering")

actions = st.lists(
    st.tuples(
        st.sampled_from(
            ["allocate", "nobody", "role", "elsewhere", "away", "cover", "back", "close"]
        ),
        st.sampled_from(REFS),
        st.sampled_from(WORKERS),
        st.sampled_from(ROLES),
        st.integers(0, 9),
    ),
    max_size=14,
)


def _do(store: Store, action: tuple[str, str, str, str, int], moment: Moment) -> None:
    what, ref, worker, role, days = action
    number = store.run(number_of, worker)
    if what == "allocate":
        store.run(allocate, [ref], worker, "workload", moment)
    elif what == "nobody":
        store.run(leave_unallocated, [ref], "no capacity", moment)
    elif what == "role":
        store.run(begin_role, RoleDraft((ref,), role, worker), moment)
    elif what == "elsewhere":
        store.run(begin_role, RoleDraft((ref,), "lead", "Eli Reed", "Quay"), moment)
    elif what == "close":
        store.run(close_child, ref, "no longer in need", moment)
    elif what == "away":
        last = "" if days > 6 else (moment.today + timedelta(days=days)).isoformat()
        first = moment.today.isoformat()
        store.run(record_leave, number, first, last, "sick", moment=moment)
    elif what == "cover":
        other = WORKERS[(WORKERS.index(worker) + 1) % len(WORKERS)]
        leave = store.run(absence_of, number, moment)
        store.run(cover_children, leave.leave_id, [ref], other, moment)
    else:
        leave = store.run(absence_of, number, moment)
        store.run(come_back, leave.leave_id, "yesterday", moment)


def _check(session: Session, days: list[date]) -> None:
    policy = default_policy()
    moment = Moment(max(days), NOW, policy)
    history = read_history(session, moment, since=min(days))
    for on in days:
        answering: Counter[str] = Counter()
        for worker_id in history.workers:
            load = history.load(worker_id, on)
            refs = [case.ref for case in load.children]
            assert len(refs) == len(set(refs)), "no child is twice in a caseload"
            answering.update(case.ref for case in load.children if case.role in _ANSWERING)
            assert history.facts(worker_id, on, policy.on(on)) == facts_of(load, on, policy.on(on))
        for child in history.children.values():
            wanted = 1 if child.worker_id(on) is not None else 0
            assert answering[child.ref] == wanted, "once where it is led here, else nowhere"


@pytest.fixture(scope="module")
def small_team(empty_vault: ClosedVault, tmp_path_factory: pytest.TempPathFactory) -> ClosedVault:
    """Three workers with a child each, closed."""
    path = empty_vault.copied(tmp_path_factory.mktemp("team"))
    store = empty_vault.opened(path)
    moment = Moment(TODAY, NOW, default_policy())
    team_of(store, moment, *WORKERS)
    for ref, worker in zip(REFS, WORKERS, strict=True):
        children_of(store, moment, worker, {ref: "cp"})
    store.close()
    return ClosedVault(path, empty_vault.recovery_code, empty_vault.key)


@examples(8)
@given(acts=actions)
def test_a_child_is_led_or_covered_in_one_caseload_on_every_day(
    small_team: ClosedVault, acts: list[tuple[str, str, str, str, int]]
) -> None:
    folder = Path(tempfile.mkdtemp())
    store = small_team.opened(small_team.copied(folder / "vault"), is_passing=True)
    try:
        moment, days = Moment(TODAY, NOW, default_policy()), []
        for action in acts:
            with contextlib.suppress(Refused):  # it cannot be just now, and nothing was changed
                _do(store, action, moment)
            days.append(moment.today)
            moment = later(moment, action[-1] % 4)
        store.run(_check, [*days, moment.today, moment.today + timedelta(days=10)])
    finally:
        store.close()
        shutil.rmtree(folder)
