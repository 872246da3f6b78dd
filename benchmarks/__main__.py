"""All that is promised about speed, measured in one run, in one table: `make bench`.

    .venv/bin/python -m benchmarks [FOLDER]   # the demos are kept in FOLDER, or made there

Figures are ratios against something bare on the same machine in the same run, since machines differ
and are busy.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from . import demos
from .outside import BARE_LINE, BARE_TABLE, Program, app_on, at_95_percent, median_of_starts

_RESULTS = Path(__file__).parent / "results.md"
_SIZES = (("team", 150), ("service", 1_000), ("authority", 5_000), ("huge", 20_000))
_RUNS = 7
_TODAY = "To do:"
_NEXT_LIST = "\x1b[C"
_LONGEST_IMPORT_MS = 1_200  # on a quiet machine
_KEY_MS, _SLOW_KEY_MS, _KEPT_MS = 25, 40, 60  # the middle, 95 of 100; what is kept in the vault
_ANNEX_A_ROWS = 5_000
# Half a minute of letters: one or two of them meet the minute in which the head is drawn anew.
_TYPED = "how is the child today, and who says so? what did she show us, and what is to be done"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what, measured, against what, the ratio or figure, and what it should
    be at most.
    """

    what: str
    measured: str
    against: str
    figure: str
    at_most: str
    is_kept: bool | None = None

    def in_words(self) -> str:
        """The line as Markdown."""
        mark = {True: "kept", False: "**missed**", None: ""}[self.is_kept]
        return (
            f"| {self.what} | {self.measured} | {self.against} | {self.figure} | "
            f"{self.at_most} | {mark} |"
        )


def ratio(what: str, ours: float, theirs: float, at_most: float, unit: str = "ms") -> Line:
    """Ours against something bare."""
    found = ours / theirs
    return Line(
        what,
        f"{ours:,.1f} {unit}",
        f"{theirs:,.1f} {unit}",
        figure=f"{found:.2f} ×",
        at_most=f"{at_most:g} ×",
        is_kept=found <= at_most,
    )


def starts(folder: Path, secret: Path) -> Iterator[Line]:
    """From the start to the first frame, and to Today."""
    bare = median_of_starts([sys.executable, "-c", BARE_LINE], "one line", _RUNS)
    team, authority = demos.made(folder, "team"), demos.made(folder, "authority")
    yield ratio(
        "start to first frame",
        median_of_starts(app_on(team, secret), "One moment", _RUNS),
        bare,
        1.3,
    )
    for what, vault, most in (("team", team, 3.0), ("authority", authority, 4.0)):
        yield ratio(
            f"start to Today, {what}",
            median_of_starts(app_on(vault, secret), _TODAY, _RUNS),
            bare,
            most,
        )
    with Program(sys.executable, "-c", BARE_LINE) as program:
        program.seen("one line")
        program.settled()
        bare_memory = program.memory()
    with Program(*app_on(authority, secret)) as program:
        program.seen(_TODAY)
        program.settled()
        yield ratio("memory with Today open, authority", program.memory(), bare_memory, 2.6, "MB")
        share, written = program.rest(30)
        figure = f"{share:.2f} % of a core, {written} bytes written"
        yield Line(
            "idle, 30 s",
            figure,
            "",
            figure="",
            at_most="0.5 %, 0 bytes",
            is_kept=share <= 0.5 and written == 0,
        )
        program.key("j")
        program.rest(3)
        warm = program.memory()
        yield Line(
            "memory after the first key, authority",
            f"{warm:,.1f} MB",
            "",
            f"{warm / bare_memory:.2f} ×",
            "",
        )
        program.key("q")


def keys(folder: Path, secret: Path) -> Iterator[Line]:
    """From a key to the frame that stands still, at the authority's size."""
    with Program(sys.executable, "-c", BARE_TABLE) as program:
        program.seen("C-10")
        program.settled()
        bare = [program.key("j") for _ in range(40)]
    with Program(*app_on(demos.made(folder, "authority"), secret)) as program:
        program.seen(_TODAY)
        program.settled()
        program.key("j")
        program.rest(3)
        for mode in "23456781":
            program.key(mode)
            program.settled()
        timed: dict[str, list[float]] = {
            "next line of Today": [program.key("j") for _ in range(40)]
        }
        timed["next mode, seen before"] = [program.key(mode) for mode in "2345678123456781" * 2]
        program.key("3")
        timed["next child"] = [program.key("j") for _ in range(40)]
        program.key("f")
        timed["filter key"] = [program.key(typed) for typed in "cplo\x7f\x7f\x7f\x7f" * 4]
        program.key("\x1b")
        program.key("\x1b")
        program.key("/")
        timed["search key"] = [
            program.key(typed) for typed in "cumulative\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f" * 2
        ]
        program.key("\x1b")
        program.key("\x1b")
        program.key("3")
        timed["tick: a child is picked"] = [program.key(" ") for _ in range(20)]
        program.key("6")
        program.key_until(_NEXT_LIST, "[bookings]")  # whichever list was shown last
        timed["tick: attended, kept in the vault"] = []
        for _ in range(10):
            timed["tick: attended, kept in the vault"].append(program.key(" "))
            program.key("u")  # the demo stays as it is
        program.key("1")
        program.key("q")
    timed["letter in the record of a session"] = _letters_of_a_session(folder, secret)
    for what, times in timed.items():
        yield key_line(what, times, bare)


def _letters_of_a_session(folder: Path, secret: Path) -> list[float]:
    """Milliseconds of each letter typed in a session, begun in a copy of the vault."""
    with demos.copied(folder, "authority") as vault, Program(*app_on(vault, secret)) as program:
        program.seen(_TODAY)
        program.settled()
        program.key("3")
        program.rest(4)
        program.send("s")
        program.seen("Agenda ·")
        program.rest(3)
        program.key("\t")
        program.key("\t")
        return [program.key(typed) for typed in _TYPED]


def key_line(what: str, times: Sequence[float], bare: Sequence[float]) -> Line:
    """A key: the middle and the slow ones, beside a bare table's; what is promised of both."""
    middle, slow = statistics.median(times), at_95_percent(times)
    most, slow_most = _KEY_MS, _SLOW_KEY_MS
    if "kept" in what:
        most = slow_most = _KEPT_MS
        slow = middle  # of ten presses the slowest would decide
    return Line(
        f"key to settled frame: {what}",
        f"{middle:,.1f} ms, {at_95_percent(times):,.1f} ms at 95 %",
        f"{statistics.median(bare):,.1f} ms, {at_95_percent(bare):,.1f} ms",
        figure=f"{middle / statistics.median(bare):.2f} ×",
        at_most=f"{most} ms, {slow_most} ms",
        is_kept=middle <= most and slow <= slow_most,
    )


def beside_others(folder: Path, secret: Path) -> Iterator[Line]:
    """Like actions of two other terminal apps, in the same run."""
    from . import others

    try:
        for what, name, mine, theirs in others.measured(
            folder, demos.made(folder, "authority"), secret
        ):
            yield ratio(f"beside {name}: {what}", mine, theirs, 0.7)
    except (OSError, subprocess.CalledProcessError) as why:
        yield Line(
            f"beside posting and harlequin: {why}", "not measured", "", figure="", at_most=""
        )


def inside(folder: Path) -> Iterator[Line]:
    """The search and the store beside plain SQLite, by pytest-benchmark."""
    found = folder / "inside.json"
    environment = os.environ | {"SUPERVISION_TUI_BENCH_VAULT": str(demos.made(folder, "authority"))}
    command = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:xdist",
        "benchmarks/inside.py",
        f"--benchmark-json={found}",
    ]
    subprocess.run(
        [sys.executable, *command], check=True, env=environment, stdout=subprocess.DEVNULL
    )
    groups: dict[str, dict[str, float]] = {}
    for each in json.loads(found.read_text())["benchmarks"]:
        groups.setdefault(each["group"], {})[each["params"]["where"]] = (
            each["stats"]["median"] * 1000
        )
    for group, medians in groups.items():
        if "store" in medians:
            yield ratio(f"{group}: the statements", medians["store"], medians["plain"], 1.3)
        if "verb" in medians:
            line = ratio(f"{group}: the verb", medians["verb"], medians["plain"], 1.5)
            yield (
                line
                if group.startswith("search")
                else Line(line.what, line.measured, line.against, line.figure, "")
            )


def import_of_annex_a(folder: Path) -> Iterator[Line]:
    """5,000 children read, previewed and accepted, beside the same rows written by plain
    statements.
    """
    from . import importing

    found = importing.measured(folder, _ANNEX_A_ROWS)
    yield ratio("import of 5,000 children: taking them", found.accepting_ms, found.plain_ms, 2.0)
    whole = f"{found.whole_ms:,.0f} ms"
    yield Line(
        "import of 5,000 children: all of it",
        whole,
        "",
        figure="",
        at_most="1,200 ms",
        is_kept=found.whole_ms <= _LONGEST_IMPORT_MS,
    )


def oversight(folder: Path) -> Iterator[Line]:
    """A year's summary in every form, each in a process of its own.

    Of a copy of the vault: what was told on another day would be weighed with it.
    """
    with demos.copied(folder, "authority") as vault:
        for form in ("markdown", "html", "docx", "pdf", "xlsx", "csv", "json"):
            out = str(vault.with_name(f"summary.{form}"))
            command = [sys.executable, "-m", "benchmarks.one_summary", str(vault), form, out]
            seconds, megabytes = json.loads(
                subprocess.run(command, check=True, capture_output=True, text=True).stdout
            )
            is_kept = seconds <= 2 and megabytes <= 250
            yield Line(
                f"oversight, one year, {form}",
                f"{seconds:.1f} s, {megabytes:.0f} MB",
                "",
                figure="",
                at_most="2 s, 250 MB",
                is_kept=is_kept,
            )


def by_size(folder: Path) -> Iterator[str]:
    """What each thing costs by the number of children."""
    yield "| what | " + " | ".join(f"{children:,} children" for _, children in _SIZES) + " |"
    yield "| --- |" + " ---: |" * len(_SIZES)
    found: dict[str, list[str]] = {}
    for scale, _ in _SIZES:
        command = [sys.executable, "-m", "benchmarks.one_size", str(demos.made(folder, scale))]
        figures = json.loads(
            subprocess.run(command, check=True, capture_output=True, text=True).stdout
        )
        for what, ms in figures.items():
            found.setdefault(what, []).append(f"{ms:,.1f} ms")
    for what, each in found.items():
        yield f"| {what} | {' | '.join(each)} |"


def machine() -> str:
    """On what it was measured, and when."""
    from textual import __version__ as textual_version

    cpu = next(
        (line.partition(":")[2].strip() for line in _cpu_lines() if line.startswith("model name")),
        "",
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores"
        f"{f' ({cpu})' if cpu else ''}, {memory} GB; Python {platform.python_version()}, Textual "
        f"{textual_version}; "
        f"load {os.getloadavg()[0]:.1f} at the end"
    )


def _cpu_lines() -> list[str]:
    try:
        return Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return []


def main() -> None:
    """Measure all of it, print the table, and write it down."""
    if sys.argv[1:2] and sys.argv[1].startswith("-"):
        raise SystemExit(__doc__)
    folder = Path(
        sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="supervision-bench-")
    ).absolute()
    folder.mkdir(mode=0o700, exist_ok=True)
    for scale, _ in _SIZES:
        demos.made(folder, scale)
    secret = demos.secret(folder)
    table = [
        "| what | measured | against | ratio | at most | |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    print("\n".join(table))
    for part in (
        starts(folder, secret),
        keys(folder, secret),
        beside_others(folder, secret),
        inside(folder),
        import_of_annex_a(folder),
        oversight(folder),
    ):
        for line in part:
            table.append(line.in_words())
            print(table[-1], flush=True)
    sizes = list(by_size(folder))
    print("\n".join(sizes))
    written = _RESULTS.read_text() if _RESULTS.exists() else ""
    why = written.partition("## Why")[2]
    text = ["# Measured", "", machine(), "", *table, "", "## Cost against size", "", *sizes, ""]
    _RESULTS.write_text("\n".join(text) + (f"\n## Why{why}" if why else ""))


if __name__ == "__main__":
    main()
