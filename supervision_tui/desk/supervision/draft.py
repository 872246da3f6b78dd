"""The draft of a session's record, as it is kept in the vault until it is signed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from typing import Any

from supervision_tui.desk.directions.entries import (
    DirectionEntry,
    EarlierEntry,
    direction_entries,
    earlier_entries,
    known_values,
)
from supervision_tui.practice.vocabulary import Heard

from .group_record import GroupEntry, GuestEntry
from .personal_record import ActionEntry

# Of a family, written once.
SHARED_TEXTS = ("known", "not_known", "view", "decision", "contingency", "pace")
OWN_TEXTS = ("voice", "own")  # of each child


@dataclass(slots=True)
class ChildEntry:
    """The entry typed for one child. `not_discussed` holds the reason where the child was left out.

    `themes` are tags with commas between, no part of the record. `stages` are texts by the stage's
    id, `scales` points by title and scorer, `ticks` words by title; `voice_on` is a day as it was
    typed, `seconds` how long the child was in hand.
    """

    not_discussed: str = ""
    voice: str = ""
    voice_on: str = ""
    voice_how: str = Heard.NOT_SAID
    own: str = ""
    stages: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, list[str]] = field(default_factory=dict)
    scales: dict[str, dict[str, int]] = field(default_factory=dict)
    known: str = ""
    not_known: str = ""
    view: str = ""
    decision: str = ""
    contingency: str = ""
    pace: str = ""
    themes: str = ""
    earlier: dict[str, EarlierEntry] = field(default_factory=dict)
    directions: list[DirectionEntry] = field(default_factory=list)
    seconds: int = 0

    @property
    def earlier_said(self) -> int:
        """Of how many earlier directions something was said."""
        return sum(each.is_said for each in self.earlier.values())

    def shared_texts(self) -> tuple[str, ...]:
        """List what is written of the part that a family shares."""
        return (*self.stages.values(), *(getattr(self, name) for name in SHARED_TEXTS))

    @property
    def has_shared_words(self) -> bool:
        """Tell whether anything was written that a family shares."""
        return any(text.strip() for text in self.shared_texts())

    @property
    def has_own_words(self) -> bool:
        """Tell whether anything was written that is this child's alone."""
        own = any(getattr(self, name).strip() for name in OWN_TEXTS) or any(self.scales.values())
        return own or any(each.do.strip() for each in self.directions)

    @property
    def has_words(self) -> bool:
        """Tell whether anything was recorded for the child."""
        return self.has_shared_words or self.has_own_words

    @property
    def is_left_out(self) -> bool:
        """Tell whether the child is not discussed, with the reason."""
        return bool(self.not_discussed.strip()) and not self.has_words

    @property
    def is_begun(self) -> bool:
        """Tell whether anything at all was typed or said, even if it is no part of the record."""
        beside = self.voice_on.strip() or self.themes.strip()
        return self.is_answered or bool(beside) or self.earlier_said > 0

    @property
    def is_answered(self) -> bool:
        """Tell whether something was recorded for the child, or the reason why not."""
        return self.has_words or self.is_left_out


@dataclass(slots=True)
class RecordDraft:
    """Everything typed in one session: children's entries by reference, and the personal record.

    `has_prompts` says that the prompts on identity stand behind those of the model. `together`
    maps a child to the one of the family under whom the shared part is written. `came` says by the
    worker's id who came to a session of several, whose own record is `group`. `actions` are those
    of the personal record, whose texts stand by the section's id, and `earlier_actions` the answers
    to those of before by their numbers. `place` is the child in hand, `seconds` how
    long the session has lasted.
    """

    model: str = "kolb"
    has_prompts: bool = False
    minutes_held: int | None = None
    children: dict[str, ChildEntry] = field(default_factory=dict)
    personal: dict[str, str] = field(default_factory=dict)
    actions: list[ActionEntry] = field(default_factory=list)
    earlier_actions: dict[str, EarlierEntry] = field(default_factory=dict)
    group: GroupEntry = field(default_factory=GroupEntry)
    together: dict[str, str] = field(default_factory=dict)
    came: dict[str, bool] = field(default_factory=dict)
    place: str = ""
    seconds: int = 0

    def child(self, ref: str) -> ChildEntry:
        """The entry of one child, made when it is first asked for."""
        return self.children.setdefault(ref, ChildEntry())

    def shared(self, ref: str) -> ChildEntry:
        """The entry that holds the shared part of this child's record: its own, or the lead's."""
        return self.child(self.together.get(ref, ref))

    def family_of(self, ref: str) -> tuple[str, ...]:
        """The children who are written about together with this one, the lead first.

        Nobody where there is none.
        """
        lead = self.together.get(ref, ref)
        others = tuple(child for child, under in self.together.items() if under == lead)
        if others:
            return (lead, *others)
        return ()

    def whole(self, ref: str) -> ChildEntry:
        """All that goes onto this child's record: the shared part with the child's own.

        A child of a family who was left out has no share in it, the first of them neither.
        """
        entry = self.children.get(ref, ChildEntry())
        if not self.family_of(ref):
            return entry
        over = self.children.get(self.together.get(ref, ref), ChildEntry())
        own = [each for each in entry.directions if each.do.strip() and not each.for_family]
        if entry.not_discussed.strip() and not replace(entry, directions=own).has_own_words:
            nothing: dict[str, Any] = dict.fromkeys(SHARED_TEXTS, "")
            return replace(entry, **nothing, stages={}, ticks={}, directions=[])
        given = [each for each in over.directions if each.for_family and each.do.strip()]
        shared = {name: getattr(over, name) for name in SHARED_TEXTS}
        return replace(
            entry, **shared, stages=over.stages, ticks=over.ticks, directions=[*given, *own]
        )

    def write_together(self, refs: Sequence[str]) -> None:
        """Write about a family once, under the first.

        What another had of the shared part goes to its own part.
        """
        self.write_apart(list(chain.from_iterable(self.family_of(each) for each in refs)))
        lead, *others = refs
        over = self.child(lead)
        there = {text.strip() for text in over.shared_texts()}
        for ref in others:
            entry = self.child(ref)
            texts = [
                text for text in entry.shared_texts() if text.strip() and text.strip() not in there
            ]
            entry.own = "\n".join(text for text in (entry.own, *texts) if text.strip())
            for title, words in entry.ticks.items():
                over.ticks[title] = list(dict.fromkeys((*over.ticks.get(title, []), *words)))
            entry.stages, entry.ticks = {}, {}
            for name in SHARED_TEXTS:
                setattr(entry, name, "")
            self.together[ref] = lead

    def write_apart(self, refs: Iterable[str]) -> None:
        """Write about each child alone again; each begins with what was shared so far."""
        leads = set()
        for ref in refs:
            lead = self.together.pop(ref, None)
            if lead is not None:
                leads.add(lead)
                entry, over = self.child(ref), self.child(lead)
                entry.stages, entry.ticks = (
                    dict(over.stages),
                    {title: [*words] for title, words in over.ticks.items()},
                )
                for name in SHARED_TEXTS:
                    setattr(entry, name, getattr(over, name))
                family = [
                    replace(each, for_family=False) for each in over.directions if each.for_family
                ]
                entry.directions = [
                    *family,
                    *(each for each in entry.directions if each.do.strip()),
                ]
        for lead in leads - set(self.together.values()):
            for each in self.child(lead).directions:
                each.for_family = False

    @property
    def has_personal_words(self) -> bool:
        """Tell whether anything was written in the personal record."""
        return any(text.strip() for text in self.personal.values()) or bool(self.agreed)

    @property
    def personal_words(self) -> str:
        """Everything written in the personal record, in which no child is named."""
        agreed = (f"{each.what} {each.who}" for each in self.agreed)
        return "\n".join((*self.personal.values(), *agreed))

    @property
    def agreed(self) -> list[ActionEntry]:
        """The actions of the personal record in which something was typed."""
        return [each for each in self.actions if not each.is_blank]

    @property
    def has_words(self) -> bool:
        """Tell whether anything has been typed or said of anybody."""
        said = any(each.is_said for each in self.earlier_actions.values())
        begun = any(entry.is_begun for entry in self.children.values())
        return self.has_personal_words or self.group.has_words or said or begun

    def take_into_the_groups_record(self, section: str) -> None:
        """Put the texts of a personal record, as a group once had one, where they are shown."""
        typed = [text for text in self.personal.values() if text.strip()]
        if typed:
            there = self.group.texts.get(section, "")
            self.group.texts[section] = "\n\n".join(filter(None, (there, *typed)))
            self.personal = {}

    def to_json(self) -> str:
        """The draft as it is kept in the vault."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, body: str) -> RecordDraft:
        """The draft as it was kept; by an older version without what it did not know."""
        raw = known_values(cls, json.loads(body))
        children = {ref: _child_entry(entry) for ref, entry in raw.pop("children").items()}
        actions, group = raw.pop("actions", []), raw.pop("group", {})
        return cls(
            **{**raw, "earlier_actions": earlier_entries(raw.get("earlier_actions", {}))},
            children=children,
            actions=[ActionEntry(**known_values(ActionEntry, each)) for each in actions],
            group=_group_entry(group),
        )


def _group_entry(raw: Mapping[str, object]) -> GroupEntry:
    values = known_values(GroupEntry, raw)
    guests = values.pop("guests", [])
    return GroupEntry(
        **values, guests=[GuestEntry(**known_values(GuestEntry, each)) for each in guests]
    )


def _child_entry(raw: Mapping[str, object]) -> ChildEntry:
    values = known_values(ChildEntry, raw)
    earlier = values.pop("earlier", {})
    directions = values.pop("directions", [])
    return ChildEntry(
        **values, earlier=earlier_entries(earlier), directions=direction_entries(directions)
    )
