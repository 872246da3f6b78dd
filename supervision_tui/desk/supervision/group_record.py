"""The record of a session of several: who led it, who presented, what was asked and learned, and
who came from outside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.records import GroupRecord, SessionGuest

_LONGEST = 120  # letters of a name or a role
_FEWEST = 2  # people of a session of several


@dataclass(slots=True)
class GuestEntry:
    """Somebody from outside as typed: the name, and the role or team."""

    name: str = ""
    role: str = ""

    @property
    def is_blank(self) -> bool:
        """Tell whether nobody is named."""
        return not (self.name.strip() or self.role.strip())


@dataclass(slots=True)
class GroupEntry:
    """The record of a session of several as it is typed; `texts` by the id of the section."""

    facilitator: str = ""
    presenter: str = ""
    for_whom: str = ""
    guests: list[GuestEntry] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def has_words(self) -> bool:
        """Tell whether anything was written."""
        lines = (self.facilitator, self.presenter, self.for_whom, *self.texts.values())
        return any(text.strip() for text in lines) or bool(self.named)

    @property
    def named(self) -> list[GuestEntry]:
        """Everybody from outside who is named."""
        return [each for each in self.guests if not each.is_blank]


@dataclass(frozen=True, slots=True)
class GroupRecordView:
    """The record of a session of several as it was signed: pairs of a title and a text."""

    parts: tuple[tuple[str, str], ...]
    guests: tuple[str, ...]


def wrong_with_guests(entry: GroupEntry, workers: int) -> tuple[str, str]:
    """Say what is wrong with who came from outside, beside so many workers of the team.

    Returns the field and the words; both are empty where all is well.
    """
    if workers < _FEWEST and not entry.named:
        return "g0-name", "say who was there with the worker, like another team's manager."
    for number, each in enumerate(entry.guests):
        if each.role.strip() and not each.name.strip():
            return f"g{number}-name", f"say who came as {each.role.strip()[:40]}."
        if max(len(each.name.strip()), len(each.role.strip())) > _LONGEST:
            return f"g{number}-name", f"a name or a role has at most {_LONGEST} letters."
    return "", ""


def write_group_record(
    session: Session, session_id: int, entry: GroupEntry, moment: Moment
) -> None:
    """Put the record of a session of several beside its row, and who came from outside."""
    if not entry.has_words:
        return
    texts = {key: text.strip() for key, text in entry.texts.items() if text.strip()}
    session.add(
        GroupRecord(
            session_id=session_id,
            form=moment.policy.form(FormKind.GROUP).id,
            facilitator=entry.facilitator.strip(),
            presenter=entry.presenter.strip(),
            for_whom=entry.for_whom.strip(),
            sections=json.dumps(texts, ensure_ascii=False),
        )
    )
    for each in entry.named:
        session.add(
            SessionGuest(
                session_id=session_id, name=" ".join(each.name.split()),
                role=" ".join(each.role.split()),
            )
        )  # fmt: skip


def group_record(session: Session, session_id: int, policy: Policy) -> GroupRecordView | None:
    """The record of a session of several; nothing where none was written."""
    row = session.exec(select(GroupRecord).where(GroupRecord.session_id == session_id)).first()
    if row is None:
        return None
    guests = session.exec(
        select(SessionGuest)
        .where(SessionGuest.session_id == session_id)
        .order_by(col(SessionGuest.id))
    )
    form = policy.form(FormKind.GROUP)
    texts: Mapping[str, str] = json.loads(row.sections)
    parts = [
        ("Facilitator", row.facilitator),
        ("Presenter", row.presenter),
        *((form.title_of(key), text) for key, text in texts.items()),
        ("For whom", row.for_whom),
    ]
    return GroupRecordView(
        tuple((label, text) for label, text in parts if text),
        tuple(", ".join(filter(None, (each.name, each.role))) for each in guests),
    )
