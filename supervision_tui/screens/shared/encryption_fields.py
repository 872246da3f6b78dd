"""The fields in which a person says how a file that leaves is closed: for a reader's key, with a
password, or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supervision_tui.configuration.machine_rules import MachineRules, OnlyEncrypted
from supervision_tui.desk.moment import Refused
from supervision_tui.widgets.form import Field, Values

if TYPE_CHECKING:
    from supervision_tui.exports.encryption import Encryption

CHOOSE, PLAIN = "…", "not encrypted"
_KEY, _PASSWORD = "for an age key", "with a password"


def closing_fields(rules: MachineRules, first: str = CHOOSE) -> tuple[Field, ...]:
    """Ask how it is closed, for the key and the password.

    `first` is what stands there before a person chooses. Where only encrypted files leave this
    machine, none is offered that is not.
    """
    words: tuple[str, ...] = (CHOOSE, PLAIN, _KEY, _PASSWORD)
    if rules.only_encrypted:
        first, words = _PASSWORD, (_KEY, _PASSWORD)
    elif first == PLAIN:
        words = (PLAIN, _KEY, _PASSWORD)
    return (
        Field("closed", "Encrypted", first, kind="choice", words=words),
        Field("recipient", "The reader's age key", hint="age1…"),
        Field("password", "Or the password (10 characters or more)", kind="secret"),
    )


def encryption_from(values: Values, rules: MachineRules) -> Encryption:
    """Read how the file is closed, as it was said. Raises `Refused`."""
    encryption = _encryption_said(values)
    try:
        rules.check_may_leave(is_open=encryption.is_open)
    except OnlyEncrypted as why:
        raise Refused(str(why), field="closed") from None
    return encryption


def _encryption_said(values: Values) -> Encryption:
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
