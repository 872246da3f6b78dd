"""The form in which the vault keeps Today for the next start: lists of plain values, as JSON.

It is written and read by the types of the fields, so that a field that is added needs no line here;
what another version wrote in another form is not read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from .view import TodayView


def to_json_text(view: TodayView) -> str:
    """The view as the vault keeps it."""
    return json.dumps(_plain(view))


def from_json_text(body: str) -> TodayView | None:
    """The view again; nothing where it was kept by another version, in another form."""
    try:
        found = _reader(TodayView)(json.loads(body))
    except (TypeError, ValueError, KeyError):
        return None
    return found if isinstance(found, TodayView) else None


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return [_plain(getattr(value, each.name)) for each in fields(value)]
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Give what makes a value of a type of its plain form; it raises `ValueError` where none is."""
    if get_origin(kind) is UnionType:
        return _optional(*get_args(kind))
    if get_origin(kind) is tuple:
        return _sequence(get_args(kind))
    if is_dataclass(kind):
        return _record(kind)
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return lambda plain: plain


def _optional(*kinds: Any) -> Callable[[Any], Any]:
    read = _reader(next(kind for kind in kinds if kind is not NoneType))
    return lambda plain: None if plain is None else read(plain)


def _sequence(kinds: tuple[Any, ...]) -> Callable[[Iterable[Any]], tuple[Any, ...]]:
    if kinds[-1] is Ellipsis:
        read = _reader(kinds[0])
        return lambda plain: tuple(map(read, plain))
    readers = [_reader(kind) for kind in kinds]
    return lambda plain: tuple(read(each) for read, each in zip(readers, plain, strict=True))


def _record(kind: Any) -> Callable[[Iterable[Any]], Any]:
    hints = get_type_hints(kind)
    names = [each.name for each in fields(kind)]
    readers = [_reader(hints[name]) for name in names]

    def read(plain: Iterable[Any]) -> Any:
        values = zip(names, readers, plain, strict=True)
        return kind(**{name: reader(each) for name, reader, each in values})

    return read
