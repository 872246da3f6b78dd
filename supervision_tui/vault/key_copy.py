"""The copy of the key file that lies in the vault: it tells an older or swapped key file from the
right one.
"""

from __future__ import annotations

import json
from dataclasses import replace

from .errors import KeysReplaced
from .key_file import KeyFile
from .plain_sql import Rows


def keep_copy(rows: Rows, keys: KeyFile) -> None:
    """Keep these slots as the newest.

    It needs no seal of its own: every page of the vault carries one.
    """
    rows(
        "INSERT OR REPLACE INTO key_copy (id, generation, body) VALUES (1, ?, ?)",
        keys.generation,
        json.dumps(keys.body()),
    )


def newest(rows: Rows) -> KeyFile | None:
    """The key file as the vault last saw it."""
    row = next(iter(rows("SELECT body FROM key_copy WHERE id = 1")), None)
    if row:
        return KeyFile.from_body(json.loads(row[0]))
    return None


def check_is_newest(keys: KeyFile, copy: KeyFile | None) -> bool:
    """Tell whether the copy must be written anew.

    Raises `KeysReplaced` where the key file is older than it, or another.
    """
    if copy is None or keys.generation > copy.generation:
        return True
    if keys.generation == copy.generation and _slots(keys) == _slots(copy):
        return False
    raise KeysReplaced(
        "The key file is not the one this vault last had: an earlier copy was put in its place, "
        "or it was swapped. "
        "Bring back the right one, or take the one kept in the vault: supervision-tui vault slots "
        "--bring-back"
    )


def _slots(keys: KeyFile) -> str:
    return json.dumps(replace(keys, journal={}, rotation=None).body(), sort_keys=True)
