"""A decision or discussion while it is typed, as it is kept in the vault until it is recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from supervision_tui.desk.directions.entries import (
    DirectionEntry,
    EarlierEntry,
    direction_entries,
    earlier_entries,
    known_values,
)
from supervision_tui.practice.vocabulary import DecisionKind, TookPart

DECISION_TEXTS = ("facts", "voice", "options", "decision", "reason")


@dataclass(slots=True)
class ParticipantEntry:
    """Somebody who was asked, as typed: the agency, the name or role, and the part taken."""

    agency: str = ""
    name: str = ""
    part: str = TookPart.CAME

    @property
    def is_blank(self) -> bool:
        """Tell whether nobody is named."""
        return not (self.agency.strip() or self.name.strip())


@dataclass(slots=True)
class DecisionDraft:
    """Everything typed of one decision.

    `held_at` is a day and time as typed. `no_action` says that it was decided not to act.
    `reviews_id` is the discussion whose actions come first, `earlier` the answers to them by the
    direction's number.
    """

    kind: str = DecisionKind.MANAGEMENT
    held_at: str = ""
    people: list[ParticipantEntry] = field(default_factory=list)
    facts: str = ""
    voice: str = ""
    options: str = ""
    decision: str = ""
    reason: str = ""
    no_action: bool = False
    earlier: dict[str, EarlierEntry] = field(default_factory=dict)
    directions: list[DirectionEntry] = field(default_factory=list)
    reviews_id: int | None = None

    @property
    def given(self) -> list[DirectionEntry]:
        """The directions in which something was typed."""
        return [each for each in self.directions if not each.said.is_blank]

    @property
    def named(self) -> list[ParticipantEntry]:
        """Everybody who is named."""
        return [each for each in self.people if not each.is_blank]

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that were typed: facts, voice, options, decision and reason."""
        texts = (getattr(self, name).strip() for name in DECISION_TEXTS)
        return tuple(filter(None, texts))

    @property
    def has_words(self) -> bool:
        """Tell whether anything was typed or said."""
        said = any(each.is_said for each in self.earlier.values())
        done = any(each.do.strip() for each in self.given)
        return bool(self.texts) or bool(self.named) or said or done

    def to_json(self) -> str:
        """The draft as it is kept in the vault."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, body: str) -> DecisionDraft:
        """The draft as it was kept."""
        raw: dict[str, Any] = known_values(cls, json.loads(body))
        people: list[Mapping[str, object]] = raw.pop("people", [])
        earlier, directions = raw.pop("earlier", {}), raw.pop("directions", [])
        return cls(
            **raw,
            people=[ParticipantEntry(**known_values(ParticipantEntry, each)) for each in people],
            earlier=earlier_entries(earlier),
            directions=direction_entries(directions),
        )
