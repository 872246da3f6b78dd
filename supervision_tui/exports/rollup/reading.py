"""Reading teams' summaries: each file opened, decrypted, checked.

What cannot be taken is said with its reason.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from supervision_tui.desk.long_work import progress_over
from supervision_tui.exports.encryption import decrypted
from supervision_tui.system.errors import AppError
from supervision_tui.system.files import read_bytes
from supervision_tui.vault.errors import VaultError

LARGEST_FILE = 2 * 1024 * 1024
MOST_FILES = 20_000
_ENDINGS = (".json", ".age")


class NothingToRollUp(AppError):
    """No summary could be taken; the sentence says why and what to do."""

    exit_status = 4


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken, and why."""

    file: str
    why: str


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files named, and those in the folders named, in order. Raises `NothingToRollUp`."""
    found: list[Path] = []
    for path in paths:
        if os.path.isdir(path):
            found += sorted(
                each for each in path.iterdir() if each.suffix in _ENDINGS and each.is_file()
            )
        elif os.path.exists(path):
            found.append(path)
        else:
            raise NothingToRollUp(f"There is no file {path.name}; check its name and folder.")
    if not found:
        raise NothingToRollUp(
            "There is no summary there; name the JSON files that teams exported for psw."
        )
    if len(found) > MOST_FILES:
        raise NothingToRollUp(
            f"These are {len(found)} files; a roll-up takes {MOST_FILES} at most."
        )
    return found


def texts_of(
    files: Collection[Path], identity: Path | None, refused: list[Refusal]
) -> Iterator[tuple[Path, str]]:
    """The text of each file that can be read; the others are added to `refused`."""
    for file in progress_over(files, "summaries"):
        try:
            if file.stat().st_size > LARGEST_FILE:
                raise VaultError("it is larger than any summary is")
            yield file, decrypted(read_bytes(file, LARGEST_FILE), identity).decode("utf-8")
        except UnicodeDecodeError:
            refused.append(Refusal(file.name, "it is not a text file"))
        except OSError as why:
            refused.append(Refusal(file.name, f"it cannot be read: {why.strerror}"))
        except VaultError as why:
            refused.append(Refusal(file.name, str(why)))
