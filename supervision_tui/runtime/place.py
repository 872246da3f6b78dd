"""The place of a person when the screen was locked: the screens, what was chosen on each, the form
in front.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

# Screens in which somebody writes.
_WRITTEN_IN = (
    "session", "begun", "decision", "preparation", "leaving", "allocation", "away", "what-if",
)  # fmt: skip

# What changes a way in: no form of these is kept or opened again.
NEVER_BEGUN_BY_ITSELF = ("vault", "journal")


@dataclass(frozen=True, slots=True)
class Answer:
    """The values given to a form which only asks, by the key under which its text is kept."""

    form: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """The form in front: what opened it, what was answered before, and the key of its text.

    `by` is an action of the screen, which finds by its row whom the form is about; or the name of a
    form that follows another one, which is told so in `about`. The key tells whether it is the same
    form again, about the same record.
    """

    by: str = ""
    about: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    form: str = ""

    def __bool__(self) -> bool:
        return bool(self.by)

    def answered(self, form: str, values: Mapping[str, str]) -> Asked:
        """Copy the form that is asked for, once one more question was answered."""
        return replace(self, answers=(*self.answers, Answer(form, dict(values))))


NOT_ASKED = Asked()


@dataclass(frozen=True, slots=True)
class Left:
    """A screen as it was left: its address, by which it is opened again, and its choices."""

    address: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """The mode; its screen and those over it, as they were left; the form in front.

    The field and its cursor.

    Names out of sight stay so.
    """

    mode: str = "today"
    screens: tuple[Left, ...] = ()
    asked: Asked = NOT_ASKED
    field: str = ""
    cursor: tuple[int, int] = (0, 0)
    names_blanked: bool = False

    @property
    def over(self) -> tuple[str, ...]:
        """The addresses of the screens over the mode."""
        return tuple(each.address for each in self.screens if each.address)

    def without_form(self) -> Place:
        """Copy the place, with nothing in front."""
        return replace(self, asked=NOT_ASKED)

    @property
    def is_worth_keeping(self) -> bool:
        """Tell whether somebody writes there: in a session, a preparation, a form."""
        return bool(self.asked) or any(address.startswith(_WRITTEN_IN) for address in self.over)

    def to_json(self) -> str:
        """Write the place as it is kept in the vault."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, kept: str) -> Place:
        """A place that was kept; what cannot be read is Today."""
        try:
            raw: dict[str, Any] = json.loads(kept)
            line, column = raw.pop("cursor")
            screens = tuple(Left(**each) for each in raw.pop("screens"))
            asked = raw.pop("asked")
            answers = tuple(Answer(**each) for each in asked.pop("answers"))
            about = tuple(str(each) for each in asked.pop("about"))
            return cls(
                **raw,
                screens=screens,
                asked=Asked(**asked, about=about, answers=answers),
                cursor=(int(line), int(column)),
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls()
