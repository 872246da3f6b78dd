"""The demo's files: since when each record is on the council's system, and how long each took."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time

from supervision_tui.desk.vault_facts import manager_words
from supervision_tui.practice.vocabulary import FileKind
from supervision_tui.records import (
    CaseDiscussion,
    Consultation,
    ConsultationChild,
    DecisionChild,
    Direction,
    FileEntry,
)
from supervision_tui.system.clock import local_day, local_instant

from . import words
from .decisions import decided_on
from .story import Story

_AFTER = (0, 0, 1, 1, 1, 2, 2, 4, 6)  # working days after it was made or signed
_RECENT_DAYS = 6  # in which some records are still to be put on file
_GIVEN_AT = time(14, 20)
_SLOWER = (0.7, 1.8)  # of the policy's minutes: what a child really takes


def tell_files(story: Story) -> None:
    """Put nearly every record on file, some of them late, and of the latest only some."""
    chance = random.Random(f"{story.seed} files")
    said_by = manager_words(words.MANAGER_NAME, words.MANAGER_ROLE)
    for kind, number, child_id, made_on in _records(story):
        filed = story.policy.days.add(made_on, chance.choice(_AFTER))
        is_recent = made_on > story.ago(_RECENT_DAYS)
        if filed > story.today or (is_recent and chance.random() < 0.6):
            continue
        story.add(
            FileEntry,
            child_id=child_id,
            kind=kind,
            record_id=number,
            on_file_on=filed,
            said_by=said_by,
            recorded_at=local_instant(filed, time(17, 0)),
            recorded_on=filed,
        )


def tell_minutes(story: Story) -> None:
    """Say how long each child was in hand by the clock, in most of the sessions."""
    chance = random.Random(f"{story.seed} minutes")
    plans = {child.id: child.plan for child in story.children}
    for row in story.rows[CaseDiscussion]:
        if chance.random() < 0.7:
            minutes = story.policy.plan(plans[row["child_id"]]).minutes
            row["seconds"] = int(minutes * 60 * chance.uniform(*_SLOWER))


def _records(story: Story) -> Iterator[tuple[FileKind, int, int, date]]:
    """Every record that belongs on a file: kind, number, child, and the day it was made."""
    signed = {number: at.date() for number, at in story.signed}
    for row in story.rows[CaseDiscussion]:
        number = row["session_id"]
        if number in signed:
            yield FileKind.SUPERVISION, number, row["child_id"], signed[number]
    for row in story.rows[Direction]:
        if row.get("session_id") is None and row.get("decision_id") is None:
            row.setdefault("recorded_at", _at(row["given_on"]))
            yield FileKind.DIRECTION, row["id"], row["child_id"], row["given_on"]
    held = {row["id"]: row["held_on"] for row in story.rows[Consultation] if row.get("held_on")}
    for row in story.rows[ConsultationChild]:
        number = row["consultation_id"]
        if number in held:
            yield FileKind.CONSULTATION, number, row["child_id"], held[number]
    for row in story.rows[DecisionChild]:
        made = local_day(decided_on(story, row["decision_id"]))
        yield FileKind.DECISION, row["decision_id"], row["child_id"], made


def _at(on: date) -> datetime:
    return local_instant(on, _GIVEN_AT)
