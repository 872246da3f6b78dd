"""The copy of the key file that lies in the vault: it tells an older or swapped key file from the right one."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlmodel import Field, Session, SQLModel

from .errors import KeysReplaced
from .key_file import KeyFile

_ROW = 1


class KeyCopy(SQLModel, table=True):
    """The slots as they were last changed."""

    __tablename__ = "key_copy"

    id: int | None = Field(default=None, primary_key=True)
    generation: int
    body: str


def keep_copy(session: Session, keys: KeyFile) -> None:
    """Keep these slots as the newest. It needs no seal of its own: every page of the vault carries one."""
    row = session.get(KeyCopy, _ROW) or KeyCopy(id=_ROW, generation=0, body="")
    row.generation, row.body = keys.generation, json.dumps(keys.body())
    session.add(row)


def newest(session: Session) -> KeyFile | None:
    """The key file as the vault last saw it."""
    row = session.get(KeyCopy, _ROW)
    return KeyFile.from_body(json.loads(row.body)) if row else None


def check_is_newest(keys: KeyFile, copy: KeyFile | None) -> bool:
    """Whether the copy must be written anew. Raises `KeysReplaced` where the key file is older than it, or another."""
    if copy is None or keys.generation > copy.generation:
        return True
    if keys.generation == copy.generation and _slots(keys) == _slots(copy):
        return False
    raise KeysReplaced(
        "The key file is not the one this vault last had: an earlier copy was put in its place, or it was swapped. "
        "Bring back the right one, or take the one kept in the vault: supervision-tui vault slots --bring-back"
    )


def _slots(keys: KeyFile) -> str:
    return json.dumps(replace(keys, journal={}, rotation=None).body(), sort_keys=True)
