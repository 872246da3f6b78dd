"""The worker who has a child, by the role in which somebody is involved: whole words, never parts
of others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum

from supervision_tui.practice.vocabulary import CaseRole


class RoleRank(IntEnum):
    """The rank of a role by how near it is to having the child: the lowest has it."""

    ALLOCATED = 0
    WORKER = 1
    ADVISER = 2
    BESIDE = 3
    NOT_THE_WORKER = 4


_ALLOCATED = (
    "allocated", "case worker", "caseworker", "case holder", "caseholder", "key worker",
    "keyworker",
    "lead practitioner", "lead worker", "lead social worker", "responsible worker", "named worker",
    "primary worker",
    "case manager",
)  # fmt: skip
_ADVISER = (
    "personal adviser", "personal advisor", "leaving care adviser", "leaving care advisor",
    "leaving care worker",
)  # fmt: skip
_BESIDE = (
    "lead child protection practitioner", "child protection practitioner", "lcpp",
    "co worker", "coworker", "co working", "co allocated", "joint", "jointly", "secondary",
    "second", "support worker",
    "family support", "student", "covering", "cover", "duty", "additional", "assisting",
    "assistant", "shadow",
    "early help worker", "adoption", "contact", "yjs", "yos", "yot", "youth justice",
    "youth offending",
)  # fmt: skip
_OTHERS = (
    "independent reviewing officer", "iro", "reviewing officer", "conference chair", "cp chair",
    "chair",
    "head of service", "supervising social worker", "fostering", "foster carer", "foster care",
    "adoption social worker", "adopter", "adviser", "advisor", "advocate", "independent visitor",
    "health",
    "health visitor", "nurse", "teacher", "education", "school", "gp", "police", "guardian",
    "solicitor", "lawyer",
    "lado", "admin", "administrator", "business support", "contact supervisor", "therapist",
    "interpreter",
    "psychologist", "referrer", "supervisor", "supervisor of", "manager of", "line manager",
    "mother", "mothers",
    "father", "fathers", "parent", "parents", "carer", "carers", "adult", "adults", "sibling",
    "siblings", "brother",
    "sister",
)  # fmt: skip
_OVER = (
    "previous", "previously", "former", "formerly", "ended", "ex", "old", "not", "no longer",
    "de allocated", "past",
    "unallocated", "unassigned",
)  # fmt: skip
_NOT_PEOPLE = ("team", "allocated team", "consultant", "manager")


_CASE_ROLES = (
    (("lead child protection practitioner", "child protection practitioner", "lcpp"),
     CaseRole.LEAD_CHILD_PROTECTION),
    (_ADVISER, CaseRole.PERSONAL_ADVISER),
    (("supervising social worker",), CaseRole.SUPERVISING),
    (("student",), CaseRole.STUDENT),
)  # fmt: skip


ROLES_BESIDE = frozenset(
    {
        CaseRole.CO_WORKER, CaseRole.LEAD_CHILD_PROTECTION, CaseRole.PERSONAL_ADVISER,
        CaseRole.STUDENT, CaseRole.SUPERVISING,
    }
)  # fmt: skip
"""The roles of which a list of involvements can tell."""


def case_role_of(role: str, rank: RoleRank) -> str | None:
    """Tell in which role on a case somebody is who is involved beside the worker.

    Nothing for who does not work with the child for the service: a chair, a school.
    """
    words = _folded(role)
    if _names(words, _OVER):
        return None
    for phrases, found in _CASE_ROLES:
        if _names(words, phrases):
            return found
    if rank is RoleRank.NOT_THE_WORKER:
        return None
    return CaseRole.CO_WORKER


def _folded(role: str) -> str:
    """A role in words of small letters."""
    plain = role.casefold().replace("’s", "s").replace("'s", "s")
    return " ".join(re.findall(r"[^\W_]+", plain))


def rank_of_role(role: str, own_words: Mapping[str, RoleRank] | None = None) -> RoleRank:
    """Tell how near a role is to having the child.

    `own_words` are a council's own, in words of small letters.
    """
    words = _folded(role)
    if own_words and words in own_words:
        return own_words[words]
    if not words:
        return RoleRank.WORKER
    for phrases, rank in (
        (_OVER, RoleRank.NOT_THE_WORKER),
        (_ADVISER, RoleRank.ADVISER),
        (_OTHERS, RoleRank.NOT_THE_WORKER),
        (_BESIDE, RoleRank.BESIDE),
        (_ALLOCATED, RoleRank.ALLOCATED),
    ):
        if _names(words, phrases) and not _is_manager_of_none(words, rank):
            return rank
    is_manager = words.endswith("manager") or words in _NOT_PEOPLE
    if is_manager:
        return RoleRank.NOT_THE_WORKER
    return RoleRank.WORKER


def _is_manager_of_none(words: str, rank: RoleRank) -> bool:
    """Tell whether only *allocated* makes a manager look like the worker: `allocated manager`."""
    return (
        rank is RoleRank.ALLOCATED
        and words.endswith("manager")
        and not words.endswith("case manager")
    )


def _names(words: str, phrases: tuple[str, ...]) -> bool:
    padded = f" {words} "
    return any(f" {phrase} " in padded for phrase in phrases)
