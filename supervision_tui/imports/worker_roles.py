"""The worker who has a child, by the role in which somebody is involved: whole words, never parts
of others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum


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


def rank_of_role(role: str, own_words: Mapping[str, RoleRank] | None = None) -> RoleRank:
    """Tell how near a role is to having the child.

    `own_words` are a council's own, in words of small letters.
    """
    words = " ".join(re.findall(r"[^\W_]+", role.casefold().replace("’s", "s").replace("'s", "s")))
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
