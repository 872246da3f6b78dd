"""The program as a person has it: in a terminal of its own, watched from outside.

What it draws is read as it comes. A key's frame counts as settled with the last byte that it
brought; nothing comes after that for `_STILL` seconds. Linux alone, since memory and processor time
are read from /proc.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

_WIDE = (40, 120)
_STILL = 0.35  # seconds without a byte: longer than any step of a redraw takes on a slow machine
_LONGEST = 90.0
_TICKS = os.sysconf("SC_CLK_TCK")

BARE_LINE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("one line")
Bare().run()
"""
BARE_TABLE = """
from textual.app import App
from textual.widgets import DataTable
class Bare(App):
    BINDINGS = [("j", "down", "")]
    def compose(self):
        yield DataTable(cursor_type="row")
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("child", "plan", "age", "worker", "text")
        for n in range(50):
            table.add_row(f"C-{n}", "cp", str(n), "A worker", "some words of a direction")
        table.focus()
    def action_down(self):
        self.query_one(DataTable).action_cursor_down()
Bare().run()
"""


class Program:
    """A program in a terminal. Closed by `close`, or by the end of its block."""

    def __init__(self, *command: str) -> None:
        self.began = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.environ.pop("NO_COLOR", None)
            os.execvp(command[0], command)  # noqa: S606
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *_WIDE, 0, 0))
        os.set_blocking(self._terminal, False)
        self.drawn = bytearray()

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_why: object) -> None:
        self.close()

    def seen(self, text: str) -> float:
        """Wait for that text; milliseconds since the program was begun. Raises `TimeoutError`."""
        end = time.perf_counter() + _LONGEST
        while text.encode() not in self.drawn:
            if not self._read(end - time.perf_counter()):
                raise TimeoutError(f"{text!r} was not drawn")
        return (time.perf_counter() - self.began) * 1000

    def settled(self) -> float:
        """Wait until nothing more is drawn; the moment of the last byte."""
        last = time.perf_counter()
        while self._read(_STILL):
            last = time.perf_counter()
        return last

    def key(self, typed: str) -> float:
        """Press a key; milliseconds until the frame that it brings stands still."""
        begun = time.perf_counter()
        self.send(typed)
        return (self.settled() - begun) * 1000

    def send(self, typed: str) -> None:
        """Press keys, and wait for nothing."""
        os.write(self._terminal, typed.encode())

    def key_until(self, typed: str, text: str) -> None:
        """Press a key again and again, until it brings that text. Raises `TimeoutError`."""
        for _ in range(20):
            drawn = len(self.drawn)
            self.key(typed)
            if text.encode() in self.drawn[drawn:]:
                return
        raise TimeoutError(f"{text!r} was not drawn")

    def memory(self) -> float:
        """MB that it holds; of a process that stays behind the app, and shares most of its own with
        it, nothing.
        """
        status = Path(f"/proc/{self._processes()[-1]}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def _processes(self) -> list[int]:
        """The process that was begun, and the one in which it goes on, where it stays behind that
        one.
        """
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]

    def rest(self, seconds: float) -> tuple[float, int]:
        """Leave it alone; the share of one core that it took, in percent, and the bytes that it
        wrote to the disk.
        """
        cpu, written = self._cpu(), self._written()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self._read(end - time.perf_counter())
        return (self._cpu() - cpu) / seconds * 100, self._written() - written

    def close(self) -> None:
        """End it, as a closed terminal does, and wait for its end."""
        if self.pid:
            os.kill(self.pid, signal.SIGHUP)
        end = time.perf_counter() + 10
        while self.pid and os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            self._read(0.01)
            if time.perf_counter() > end:
                os.kill(self.pid, signal.SIGKILL)
        os.close(self._terminal)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._terminal], [], [], max(0.0, seconds))[0]:
            return False
        try:
            self.drawn += os.read(self._terminal, 65536)
        except OSError:  # it has ended
            return False
        return True

    def _cpu(self) -> float:
        stats = [
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            for pid in self._processes()
        ]
        return sum(int(fields[11]) + int(fields[12]) for fields in stats) / _TICKS

    def _written(self) -> int:
        lines = [Path(f"/proc/{pid}/io").read_text() for pid in self._processes()]
        return sum(int(each.partition("write_bytes:")[2].split()[0]) for each in lines)


def app_on(vault: Path, secret: Path, *more: str) -> tuple[str, ...]:
    """The command that opens the app on a vault."""
    program = str(Path(sys.executable).parent / "supervision-tui")
    return (program, "--vault", str(vault), "--passphrase-file", str(secret), "open", *more)


def median_of_starts(command: Sequence[str], text: str, runs: int) -> float:
    """Milliseconds from the start to that text, the median; one run before is thrown away."""
    found = []
    for number in range(runs + 1):
        with Program(*command) as program:
            found += [program.seen(text)] if number else [0.0]
            program.settled()
    return statistics.median(found[1:])


def at_95_percent(times: Sequence[float]) -> float:
    """The time that 95 of 100 do not pass."""
    return sorted(times)[max(0, -(-95 * len(times) // 100) - 1)]
