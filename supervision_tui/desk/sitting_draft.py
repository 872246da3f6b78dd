"""What is typed in one sitting, as it is kept in the vault until it is signed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from supervision_tui.practice.terms import DirectionSource

from .directions import DirectionDraft

PERSONAL_FIELDS = ("wellbeing", "workload", "leave", "learning")


@dataclass(slots=True)
class DirectionEntry:
    """A row of the direction grid as it is typed."""

    do: str = ""
    who: str = ""
    by: str = ""
    because: str = ""
    why_this_date: str = ""

    def draft(self, child: str, session_id: int) -> DirectionDraft:
        """The same as the desk takes it."""
        return DirectionDraft(
            child, self.do, self.who, self.by, self.because, self.why_this_date, DirectionSource.SUPERVISION, session_id
        )


@dataclass(slots=True)
class EarlierEntry:
    """What is said of an earlier direction: its state now, and a word on the outcome."""

    state: str = ""
    outcome: str = ""


@dataclass(slots=True)
class ChildEntry:
    """What is typed for one child. `not_discussed` holds the reason where the child was left out."""

    not_discussed: str = ""
    voice: str = ""
    stages: dict[str, str] = field(default_factory=dict)
    known: str = ""
    not_known: str = ""
    view: str = ""
    decision: str = ""
    contingency: str = ""
    earlier: dict[str, EarlierEntry] = field(default_factory=dict)
    directions: list[DirectionEntry] = field(default_factory=list)

    @property
    def earlier_said(self) -> int:
        """Of how many earlier directions something was said."""
        return sum(bool(each.state or each.outcome.strip()) for each in self.earlier.values())

    @property
    def has_words(self) -> bool:
        """Whether anything was recorded for the child."""
        texts = (self.voice, self.known, self.not_known, self.view, self.decision, self.contingency)
        return any(text.strip() for text in (*texts, *self.stages.values())) or bool(
            [each for each in self.directions if each.do.strip()]
        )


@dataclass(slots=True)
class SittingDraft:
    """Everything typed in one sitting: the children's entries by reference, and the personal record."""

    model: str = "kolb"
    minutes_held: int | None = None
    children: dict[str, ChildEntry] = field(default_factory=dict)
    personal: dict[str, str] = field(default_factory=dict)
    place: str = ""

    def child(self, ref: str) -> ChildEntry:
        """The entry of one child, made when it is first asked for."""
        return self.children.setdefault(ref, ChildEntry())

    @property
    def has_words(self) -> bool:
        """Whether anything has been typed or said of anybody."""
        return any(text.strip() for text in self.personal.values()) or any(
            entry.has_words or entry.not_discussed.strip() or entry.earlier_said for entry in self.children.values()
        )

    def to_json(self) -> str:
        """The draft as it is kept in the vault."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, body: str) -> SittingDraft:
        """The draft as it was kept."""
        raw = json.loads(body)
        children = {ref: _child_entry(entry) for ref, entry in raw.pop("children").items()}
        return cls(**raw, children=children)


def _child_entry(raw: dict[str, object]) -> ChildEntry:
    values = dict(raw)
    earlier = values.pop("earlier", {})
    directions = values.pop("directions", [])
    return ChildEntry(
        **values,  # type: ignore[arg-type]
        earlier={key: EarlierEntry(**each) for key, each in earlier.items()},  # type: ignore[attr-defined]
        directions=[DirectionEntry(**each) for each in directions],  # type: ignore[attr-defined]
    )
