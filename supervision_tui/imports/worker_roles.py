"""Whose child it is, by the role in which somebody is involved: whole words, never letters inside others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum


class RoleRank(IntEnum):
    """How near a role is to having the child: the lowest has it."""

    ALLOCATED = 0
    WORKER = 1
    ADVISER = 2
    BESIDE = 3
    NOT_THE_WORKER = 4


_ALLOCATED: tuple[str, ...] = ("allocated", "case worker", "caseworker", "case holder", "key worker", "keyworker",
        "lead practitioner",
              "lead worker", "lead professional", "lead social worker", "responsible worker", "named worker",
              "primary worker", "case manager")  # fmt: skip
_ADVISER: tuple[str, ...] = ("personal adviser", "personal advisor", "leaving care adviser", "leaving care advisor",
            "leaving care personal adviser", "leaving care personal advisor")  # fmt: skip
_BESIDE: tuple[str, ...] = ("co worker", "coworker", "co working", "joint worker", "secondary worker",
        "second worker", "support worker",
           "family support worker", "student", "student social worker", "covering", "cover", "duty",
           "additional worker",
           "assisting", "shadow", "family practitioner", "early help worker")  # fmt: skip
_OTHERS: tuple[str, ...] = ("independent reviewing officer", "iro", "reviewing officer", "conference chair",
        "cp chair", "chair",
           "independent chair", "team manager", "assistant team manager", "deputy team manager", "service manager",
           "practice manager", "group manager", "area manager", "senior manager", "line manager", "head of service",
           "consultant", "supervising social worker", "fostering social worker", "foster carer", "foster care",
           "fostering", "adoption social worker", "adopter", "adviser", "advisor", "advocate", "independent visitor",
           "health visitor", "school nurse", "nurse", "teacher", "gp", "police", "guardian", "solicitor", "lawyer",
           "lado", "admin", "administrator", "business support", "contact supervisor", "virtual school",
           "previous worker", "former worker", "referrer", "supervisor")  # fmt: skip
_ALONE = ("manager", "allocated team", "team")
_NEVER_ALLOCATED: tuple[str, ...] = (
    "reviewing officer",
    "iro",
    "chair",
    "adviser",
    "advisor",
    "manager",
    "foster carer",
    "supervising",
)


def rank_of_role(role: str, own_words: Mapping[str, RoleRank] | None = None) -> RoleRank:
    """Tell how near a role is to having the child. `own_words` are a council's own, in words of small letters."""
    words = " ".join(re.findall(r"[^\W_]+", role.casefold()))
    if own_words and words in own_words:
        return own_words[words]
    if not words:
        return RoleRank.WORKER
    if words in _ALONE:
        return RoleRank.NOT_THE_WORKER
    for phrases, rank in ((_ADVISER, RoleRank.ADVISER), (_ALLOCATED, RoleRank.ALLOCATED)):
        if _names(words, phrases) and not (rank is RoleRank.ALLOCATED and _is_another(words)):
            return rank
    for phrases, rank in ((_OTHERS, RoleRank.NOT_THE_WORKER), (_BESIDE, RoleRank.BESIDE)):
        if _names(words, phrases):
            return rank
    return RoleRank.WORKER


def _is_another(words: str) -> bool:
    """Tell whether somebody is allocated who is not the worker: `allocated IRO`."""
    return _names(words, _NEVER_ALLOCATED) and not _names(words, ("case manager", "worker", "social worker"))


def _names(words: str, phrases: tuple[str, ...]) -> bool:
    padded = f" {words} "
    return any(f" {phrase} " in padded for phrase in phrases)
