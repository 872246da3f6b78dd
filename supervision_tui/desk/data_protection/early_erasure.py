"""An erasure before its time: decided by two, for a reason that the journal keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from supervision_tui.desk.moment import Refused
from supervision_tui.desk.names import normal_name

TextHider = Callable[[str], str]
_FULL_NAME = 2  # words of a name, and letters of each
_LONGEST_REASON = 200  # letters


@dataclass(frozen=True, slots=True)
class EarlyErasure:
    """The reason why a file goes before its time, and the second person who has agreed to it."""

    reason: str = ""
    second: str = ""

    def noted(self, hider: TextHider, manager: str) -> str:
        """The words of it for the journal, which keeps them: they do not name who is erased.

        `hider` takes the person out of a text; `manager` is the first of the two who decide. Raises
        `Refused` where the reason or the second person is missing, or cannot stand there.
        """
        reason, second = " ".join(self.reason.split()), " ".join(self.second.split())
        if not reason:
            raise Refused(
                "It is not due yet by the setting: say why it is erased before.", field="reason"
            )
        if len(reason) > _LONGEST_REASON:
            raise Refused(f"That has more than {_LONGEST_REASON} letters.", field="reason")
        if hider(reason) != reason:
            raise Refused(
                "Give the reason without the name and the reference: the journal keeps it.",
                field="reason",
            )
        names = normal_name(second).split()
        if len(names) < _FULL_NAME or min(map(len, names)) < _FULL_NAME:
            raise Refused(
                "Before its time a second person decides, too: give the first and last name.",
                field="second",
            )
        if normal_name(second) == normal_name(manager):
            raise Refused("The second person is somebody else than you.", field="second")
        return f", before its time: {reason}; decided with {second}"


NOT_EARLY = EarlyErasure()
