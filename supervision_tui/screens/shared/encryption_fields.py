"""The fields in which a person says how a file that leaves is closed: for a reader's key, with a
password, or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supervision_tui.desk.moment import Refused
from supervision_tui.widgets.form import Field, Values

if TYPE_CHECKING:
    from supervision_tui.exports.encryption import Encryption

CHOOSE, PLAIN = "…", "not encrypted"
_KEY, _PASSWORD = "for an age key", "with a password"


def closing_fields(first: str = CHOOSE) -> tuple[Field, ...]:
    """Ask how it is closed, for the key and the password.

    `first` is what stands there before a person chooses.
    """
    words = (PLAIN, _KEY, _PASSWORD) if first == PLAIN else (CHOOSE, PLAIN, _KEY, _PASSWORD)
    return (
        Field("closed", "Encrypted", first, kind="choice", words=words),
        Field("recipient", "The reader's age key", hint="age1…"),
        Field("password", "Or the password (10 characters or more)", kind="secret"),
    )


def encryption_from(values: Values) -> Encryption:
    """Read how the file is closed, as it was said. Raises `Refused`."""
    from supervision_tui.exports.encryption import Encryption, encryption_typed

    closed, recipient, password = values["closed"], values["recipient"].strip(), values["password"]
    if closed == CHOOSE:
        raise Refused(
            "Say how the file is closed: not encrypted, whoever gets it can read it.",
            field="closed",
        )
    if closed == PLAIN:
        if recipient or password:
            raise Refused(
                "A key or a password is given: say that the file is encrypted "
                "with it, or empty it.",
                field="closed",
            )
        return Encryption()
    if closed == _KEY:
        if not recipient:
            raise Refused("Give the reader's age key; it begins with age1.", field="recipient")
        return encryption_typed(recipient=recipient)
    if not password:
        raise Refused(
            "Give a password, and tell it to the reader by another way.", field="password"
        )
    return encryption_typed(password=password)
