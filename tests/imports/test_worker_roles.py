"""Whose child it is, by the role in which somebody is involved."""

from __future__ import annotations

import pytest

from supervision_tui.imports.worker_roles import RoleRank, rank_of_role


@pytest.mark.parametrize(
    ("role", "rank"),
    [
        ("Allocated Case Worker", RoleRank.ALLOCATED),
        ("ALLOCATED WORKER", RoleRank.ALLOCATED),
        ("Case Manager", RoleRank.ALLOCATED),
        ("Lead Practitioner (Family Help)", RoleRank.ALLOCATED),
        ("Social Worker - Assessment Team", RoleRank.WORKER),
        ("Team Social Worker", RoleRank.WORKER),
        ("", RoleRank.WORKER),
        ("Personal Adviser", RoleRank.ADVISER),
        ("Allocated Personal Advisor", RoleRank.ADVISER),
        ("Co-worker", RoleRank.BESIDE),
        ("Student Social Worker", RoleRank.BESIDE),
        ("Team Manager", RoleRank.NOT_THE_WORKER),
        ("Manager", RoleRank.NOT_THE_WORKER),
        ("IRO", RoleRank.NOT_THE_WORKER),
        ("Allocated IRO", RoleRank.NOT_THE_WORKER),
        ("Independent Reviewing Officer", RoleRank.NOT_THE_WORKER),
        ("CP Chair", RoleRank.NOT_THE_WORKER),
        ("Supervising Social Worker", RoleRank.NOT_THE_WORKER),
        ("Previous Allocated Worker", RoleRank.NOT_THE_WORKER),
        ("Former Allocated Social Worker", RoleRank.NOT_THE_WORKER),
        ("Ended - Allocated Worker", RoleRank.NOT_THE_WORKER),
        ("Not allocated", RoleRank.NOT_THE_WORKER),
        ("Supervisor of Allocated Worker", RoleRank.NOT_THE_WORKER),
        ("Line manager of case worker", RoleRank.NOT_THE_WORKER),
        ("Secondary Allocated Worker", RoleRank.BESIDE),
        ("Co-allocated", RoleRank.BESIDE),
        ("Student Allocated Worker", RoleRank.BESIDE),
        ("Lead Professional - Health", RoleRank.NOT_THE_WORKER),
        ("Consultant Social Worker", RoleRank.WORKER),
        ("Deputy Manager", RoleRank.NOT_THE_WORKER),
        ("Allocated Manager", RoleRank.NOT_THE_WORKER),
        ("Mother's Social Worker", RoleRank.NOT_THE_WORKER),
        ("Allocated Worker - Sibling", RoleRank.NOT_THE_WORKER),
        ("Unallocated", RoleRank.NOT_THE_WORKER),
        ("Allocated Adoption Worker", RoleRank.BESIDE),
        ("Allocated Contact Worker", RoleRank.BESIDE),
        ("Case Manager (YOT)", RoleRank.BESIDE),
        ("Assistant to Allocated Worker", RoleRank.BESIDE),
        ("Therapist", RoleRank.NOT_THE_WORKER),
        ("Environmental worker", RoleRank.WORKER),  # “iro” and “men” within
    ],
)
def test_roles_by_whole_words(role: str, rank: RoleRank) -> None:
    assert rank_of_role(role) is rank


def test_a_councils_own_word_comes_first() -> None:
    assert rank_of_role("Lead SW", {"lead sw": RoleRank.ALLOCATED}) is RoleRank.ALLOCATED
