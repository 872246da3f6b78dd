"""Values as JSON has them, and the one document that a command puts out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from math import isinf
from typing import Any


def put(document: Mapping[str, Any]) -> None:
    """One JSON document and nothing else on standard output."""
    print(json.dumps(document, indent=1))  # in ASCII, so that it is whole in any terminal and pipe


def fields(value: object, keys: str) -> dict[str, Any]:
    """Shape the fields of a value that have the names of promised keys, each as JSON has it."""
    return {key: plain(getattr(value, key)) for key in keys.split()}


def plain(value: Any) -> Any:
    """Give a value as JSON has it: days and instants as text, what has no end as nothing."""
    if isinstance(value, date):  # an instant is one, too
        return value.isoformat()
    if isinstance(value, float) and isinf(value):
        return None
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    return value


def day(on: date | None) -> str | None:
    """A day as JSON has it: `2026-04-17`, or nothing where there is none."""
    if on is None:
        return None
    return on.isoformat()


def finite(number: float) -> float | None:
    """A number that has an end; nothing where it has none, since JSON knows no infinity."""
    if isinf(number):
        return None
    return number


def whole_if_it_is(number: float) -> float | int:
    """A number without `.0` where it is a whole one."""
    if number == int(number):
        return int(number)
    return number
