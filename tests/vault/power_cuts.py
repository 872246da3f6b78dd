"""What a cut of the power may leave of a folder: of what was not flushed some blocks, and names in
any order.

`python -m tests.vault.power_cuts WORK PATH` does a piece of work while `recording_disk.so` records
every write below a folder. The record is then cut at any place. What a file held when it was
flushed last is there; of each later write every block may be there or not, and so may each later
change of a name, until its folder is flushed. What was written into the file `acknowledged` is what
the work had told by then.
"""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import HANGS_AFTER

from .ending import WORKS, begin

ROOT = Path(__file__).parents[2]
BLOCK = 512  # bytes that a disk writes whole or not at all
ACKNOWLEDGED = "acknowledged"
_HEAD = struct.Struct("<cQqIII")
_NAMES = "cmlu"  # created, moved, linked, unlinked


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done to the disk: what, to which file (its number), at which byte, under
    which names.
    """

    what: str
    file: int
    at: int
    name: str
    other: str
    data: bytes


@dataclass(slots=True)
class File:
    """What is surely there of a file, and what was done since: writes, and lengths without data."""

    content: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def flush(self) -> None:
        """All that was done is surely there."""
        for at, data in self.since:
            _put(self.content, at, data)
        self.since.clear()

    def as_left(self, chance: random.Random) -> bytes:
        """What may be found of it."""
        left = bytearray(self.content)
        for at, data in self.since:
            if data is None:
                if chance.random() < 0.5:
                    _put(left, at, None)
                continue
            for begin_, block in _blocks(at, data):
                if chance.random() < 0.5:
                    _put(left, begin_, block)
        return bytes(left)


def _put(content: bytearray, at: int, data: bytes | None) -> None:
    """Write data there; without data that is the length."""
    end = at if data is None else at + len(data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if data is None:
        del content[at:]
    else:
        content[at:end] = data


def _blocks(at: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    """The data in pieces that lie within one block of the disk each."""
    begin_ = at
    while begin_ < at + len(data):
        end = min(at + len(data), (begin_ // BLOCK + 1) * BLOCK)
        yield begin_, data[begin_ - at : end - at]
        begin_ = end


class Disk:
    """A folder as it was, and what is done to it, in order."""

    def __init__(self, folder: Path) -> None:
        self._root = folder
        self._files: dict[
            int, File
        ] = {}  # by their numbers, which are given anew once a file is gone
        self._names: dict[str, File | None] = {}  # surely so; nothing where a name is gone
        self._renamed: list[
            tuple[str, dict[str, File | None]]
        ] = []  # since: the folder, and what its names stand for
        self.acknowledged: list[str] = []
        for each in folder.rglob("*"):
            if each.is_file():
                file = self._files.setdefault(
                    each.stat().st_ino, File(bytearray(each.read_bytes()))
                )
                self._names[str(each)] = file

    def do(self, done: Done) -> None:
        """One thing more."""
        if done.what == "s":
            self._flush(done)
        elif done.what in _NAMES:
            self._rename(done)
        elif Path(done.name).name == ACKNOWLEDGED:
            self.acknowledged += done.data.decode().splitlines()
        else:
            file = self._files.setdefault(done.file, File())
            file.since.append((done.at, None if done.what == "t" else done.data))

    def _rename(self, done: Done) -> None:
        if done.what == "c":
            self._files[done.file] = File()
        named: dict[str, File | None] = {done.other: None} if done.what == "m" else {}
        named[done.name] = None if done.what == "u" else self._files.setdefault(done.file, File())
        self._renamed.append((str(Path(done.name).parent), named))

    def _flush(self, done: Done) -> None:
        file = self._files.get(done.file)
        if file is not None:
            file.flush()
        for folder, named in self._renamed:
            if folder == done.name:
                self._names.update(named)
        self._renamed = [each for each in self._renamed if each[0] != done.name]

    def leave(self, to: Path, seed: int) -> None:
        """Write what may be found after a cut now into another folder; what, the seed decides."""
        chance = random.Random(seed)
        names = dict(self._names)
        for _folder, named in self._renamed:
            if chance.random() < 0.5:
                names.update(named)
        written: dict[int, Path] = {}
        for name, file in names.items():
            if file is None:
                continue
            there = to / Path(name).relative_to(self._root)
            # Shared memory does not outlive the power.
            if there.name.endswith("-shm") or there.name == ACKNOWLEDGED:
                continue
            there.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if id(file) in written:
                there.hardlink_to(written[id(file)])
                continue
            written[id(file)] = there
            there.write_bytes(file.as_left(chance))
            there.chmod(0o600)


def read_record(record: Path) -> list[Done]:
    """All that was done, in its order."""
    content, place, found = record.read_bytes(), 0, []
    while place < len(content):
        what, file, at, *lengths = _HEAD.unpack_from(content, place)
        place += _HEAD.size
        parts = []
        for length in lengths:
            parts.append(content[place : place + length])
            place += length
        name, other, data = parts
        found.append(
            Done(what.decode(), file, at, name=name.decode(), other=other.decode(), data=data)
        )
    return found


def recorded(work: str, path: Path, shim: Path, record: Path) -> tuple[Disk, list[Done]]:
    """Do a piece of work on a vault; its folder as it was before, and all that was done to it."""
    before = Disk(path.parent)
    command = [sys.executable, "-m", "tests.vault.power_cuts", work, str(path)]
    environment = os.environ | {
        "LD_PRELOAD": str(shim), "RECORDED": str(path.parent), "RECORD": str(record),
        "XDG_STATE_HOME": str(path.parent / "state"),
    }  # fmt: skip
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=5 * HANGS_AFTER,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return before, read_record(record)


def cuts(
    disk: Disk, done: Iterable[Done], at: Iterable[int], folder: Path
) -> Iterator[tuple[int, list[str]]]:
    """At each of these places: what a cut may leave, put into the folder, and what had been
    acknowledged by then.
    """
    wanted = set(at)
    for place, each in enumerate(done):
        disk.do(each)
        if place in wanted:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
            disk.leave(folder, seed=place)
            yield place, list(disk.acknowledged)


def main() -> None:
    """Do the work, and say in the file what is acknowledged."""
    work, path = sys.argv[1], Path(sys.argv[2])
    begin(path)
    with (path.parent / ACKNOWLEDGED).open("a", buffering=1) as told:
        WORKS[work](path, lambda said: print(said, file=told), 0)


if __name__ == "__main__":
    main()
