"""An attacker with every form of the summary, for the principal social worker and for outside, and
a solver.

The solver knows nothing of how hiding is done. It reads the published files alone, takes what the
words of the figures say of one another (held and lost are all sessions; the parts of a percentage
are its n), and narrows every hidden number until nothing moves any more.
"""

from __future__ import annotations

import csv
import json
import math
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.oversight.record import Behind, Record
from supervision_tui.desk.oversight.summary import PeriodFigures
from supervision_tui.exports.documents.document import REPORT_FORMS, Form
from supervision_tui.exports.oversight.export import Wanted, export_summary
from supervision_tui.exports.oversight.free_text import TextName
from supervision_tui.exports.oversight.ledger import OTHER_REASONS, OTHER_THEME, ledger_of
from supervision_tui.exports.oversight.publish import Audience
from supervision_tui.practice.audit import Grade, agreement
from supervision_tui.practice.consultation import Waits
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.figure_keys import CANCELLED, THEME
from supervision_tui.practice.privacy.suppression import Figure, Threshold
from supervision_tui.practice.vocabulary import CancelReason, WorkloadStatus
from supervision_tui.records import Child, Worker
from supervision_tui.vault.store import Store
from tests.conftest import examples

PERIODS = (
    Period(date(2025, 12, 1), date(2026, 3, 2)),
    Period(date(2026, 2, 1), date(2026, 2, 28)),
    Period(date(2025, 3, 3), date(2026, 3, 2)),
)
COLUMNS = ("now", "previous", "last_year")
# What anybody can say of the figures from their words. A share is its part of its whole.
SUMS = {
    "sessions": ("sessions.held", "sessions.not_held"),
    "sessions.not_held": ("sessions.missed", "sessions.cancelled", "unrecorded"),
    "sessions.cancelled": ("recovered", "not rearranged in time"),
    "planned but rearranged": ("sessions.held", "lost for good"),
    "workers": ("workers.overdue", "workers.in_time"),
    "children": ("children.within", "children.not_yet", "children.past"),
    "required": ("actions done", "required_withdrawn", "required_open"),
    "overdue": ("overdue.worker", "overdue.manager", "overdue.partner agency"),
    "directions.open": ("overdue", "open in time"),
    "missed": ("missed_for_workload", "missed_other"),
    "responses": ("asks", "other responses"),
    "audits": ("good or better", "worse"),
    "good or better": ("audits.outstanding", "audits.good"),
    "worse": ("audits.requires improvement", "audits.inadequate"),
}
SHARES = {
    "held_share": ("sessions.held", "planned but rearranged"),
    "recovered_share": ("recovered", "cancelled and judged"),
    "due_held_share": ("due and held", "sessions.due"),
    "past_interval_share": ("children.past", "children"),
    "one_lead_share": ("one lead", "children.led"),
    "lazy_share": ("lazy", "directions"),
    "overdue_share": ("overdue", "directions.open"),
    "records_in_time_share": ("in time", "records judged"),
    "required_in_time_share": ("actions in time", "actions judged"),
    "moderated_share": ("moderated", "audits judged"),
    "reflective_share": ("reflective", "discussions"),
    "voice_share": ("voice", "discussions"),
    "courses_late_share": ("courses late", "courses"),
    "children_reached_share": ("children reached", "children"),
    "workers_reached_share": ("workers reached", "workers"),
    "follow_up_share": ("followed up", "follow-ups due"),
    "good_share": ("good or better", "audits"),
    "required_done_share": ("actions done", "required"),
    "agreement_share": ("agreed", "moderated"),
}


@dataclass
class Attack:
    """What is known of each number, between which values it lies; and the sums between them."""

    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    sums: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def learn(self, key: str, value: float) -> None:
        self.ranges[key] = (value, value)

    def solve(self) -> None:
        for total, parts in self.sums:
            for key in (total, *parts):
                self.ranges.setdefault(key, (0, math.inf))
        moved = True
        while moved:
            before = dict(self.ranges)
            for total, parts in self.sums:
                low, high = self.ranges[total]
                lows, highs = (sum(self.ranges[part][n] for part in parts) for n in (0, 1))
                self.ranges[total] = max(low, lows), min(high, highs)
                for part in parts:
                    others = [self.ranges[each] for each in parts if each != part]
                    a, b = self.ranges[part]
                    total_low, total_high = self.ranges[total]
                    a = max(a, total_low - sum(each[1] for each in others))
                    b = min(b, total_high - sum(each[0] for each in others))
                    self.ranges[part] = (a, b)
                    assert a <= b, f"{part} cannot be as {total} says: {a} to {b}"
            moved = before != self.ranges


def attack_on(
    figures: dict[str, tuple[float | None, int | None, bool]], least: int
) -> tuple[Attack, set[str]]:
    """The attack on one period: figures by key, as (value, n, hidden).

    Returns what is known, and what was hidden.
    """
    attack = Attack()
    for key, (value, n, _hidden) in figures.items():
        if key in SHARES:
            part, whole = SHARES[key]
            if n is not None:
                attack.learn(whole, n)
            if value is not None and n:
                attack.learn(part, round(value * n))
        elif value is not None and n is None:
            attack.learn(key, value)
    reasons = tuple(key for key in figures if key.startswith(CANCELLED))
    statuses = tuple(key for key in figures if key.startswith("standing."))
    attack.sums = list(SUMS.items())
    attack.sums += [(whole, (part, f"rest of {key}")) for key, (part, whole) in SHARES.items()]
    attack.sums.append(("sessions", ("planned but rearranged", "recovered")))
    attack.sums.append(("sessions.cancelled", ("cancelled and judged", "sessions.to_rearrange")))
    attack.sums.append(("sessions.held", ("records judged", "records_to_sign")))
    attack.sums.append(("required", ("actions judged", "required_to_come", "required_withdrawn")))
    attack.sums.append(("audits", ("audits judged", "moderation_to_come")))
    attack.sums.append(("children", ("children.unallocated", "with a worker")))
    attack.sums.append(("children", ("children.led", "without a lead so long")))
    attack.sums += [("sessions.cancelled", reasons)] + ([("workers", statuses)] if statuses else [])
    hidden = {
        key
        for key, (_value, n, is_hidden) in figures.items()
        if is_hidden and key not in SHARES and n is None and not _is_in_a_group(key)
    }
    for key in hidden:
        attack.ranges.setdefault(key, (0, math.inf))
    attack.solve()
    return attack, hidden


def _is_in_a_group(key: str) -> bool:
    """A reason or theme that is counted together with others can be none at all."""
    return key.startswith((CANCELLED, THEME)) and key not in (OTHER_REASONS, OTHER_THEME)


def assert_nothing_is_pinned(
    figures: dict[str, tuple[float | None, int | None, bool]], least: int
) -> None:
    attack, hidden = attack_on(figures, least)
    for key in hidden:
        low, high = attack.ranges[key]
        assert high - low >= least - 2, f"{key} lies between {low} and {high}"
        assert not 0 < high < least - 1, f"{key} is at most {high}"
    for key, (part, whole) in SHARES.items():
        if key in figures and figures[key][2]:
            a, b = attack.ranges[part], attack.ranges[whole]
            assert a[0] != a[1] or b[0] != b[1], f"{key} is {a[0]} of {b[0]}"


def from_json(
    document: dict[str, Any], column: str
) -> dict[str, tuple[float | None, int | None, bool]]:
    found = {}
    for section in document["sections"].values():
        for key, line in section.items():
            if line[column] is not None:
                found[key] = (line[column]["value"], line[column]["n"], line[column]["suppressed"])
    return found


def exported(
    store: Store, moment: Moment, folder: Path, period: Period, audience: Audience
) -> dict[Form, Path]:
    wanted = Wanted(period, audience, None, tuple(TextName))
    paths = {form: folder / f"{audience}-{form}{form.ending}" for form in REPORT_FORMS}
    for form, path in paths.items():
        export_summary(store, wanted, form, path, moment)
    return paths


MORE_PERIODS = pytest.mark.hard("every blank of further periods is attacked")


@pytest.mark.parametrize(
    "period",
    [PERIODS[0], *(pytest.param(period, marks=MORE_PERIODS) for period in PERIODS[1:])],
    ids=["a quarter", "a month", "a year"],
)
def test_no_hidden_number_of_the_demo_can_be_worked_out(
    demo_store: Store, moment: Moment, tmp_path: Path, period: Period
) -> None:
    """Both audiences together: what either tells is known, what both hide is attacked."""
    documents = [
        json.loads(
            exported(demo_store, moment, tmp_path, period, audience)[Form.JSON].read_text("utf-8")
        )
        for audience in (Audience.PSW, Audience.EXTERNAL)
    ]
    hidden = 0
    for column in COLUMNS:
        psw, external = (from_json(document, column) for document in documents)
        together = {
            key: next(
                (each[key] for each in (psw, external) if key in each and not each[key][2]),
                (psw | external)[key],
            )
            for key in psw | external
        }
        if column == "now" and documents[0]["standings"]:
            statuses = [row["standing"] for row in documents[0]["standings"]]
            counted = {
                f"standing.{each}": (float(statuses.count(each)), None, False)
                for each in WorkloadStatus
                if each in statuses
            }
            for key, told in counted.items():
                assert not external.get(key, told)[2], (
                    f"{key} is hidden outside and counted by code inside"
                )
        assert_nothing_is_pinned(together, documents[0]["threshold"])
        hidden += sum(each[2] for each in together.values())
    assert hidden > 10  # the demo has small numbers


def test_every_form_tells_the_same_numbers(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    """What the JSON hides, no other form shows: each cell of Markdown, CSV and workbook is held
    against it.
    """
    paths = exported(demo_store, moment, tmp_path, PERIODS[0], Audience.PSW)
    document = json.loads(paths[Form.JSON].read_text("utf-8"))
    lines = {
        line["words"]: line
        for section in document["sections"].values()
        for line in section.values()
    }
    markdown = paths[Form.MARKDOWN].read_text("utf-8").replace("\\", "")
    rows = [
        [cell.strip() for cell in row.split("|")[1:-1]]
        for row in markdown.splitlines()
        if row.startswith("|")
    ]
    seen = 0
    for row in rows:
        if row[0] in lines and len(row) == 6:
            for column, cell in zip(COLUMNS, (row[1], row[2], row[4]), strict=True):
                assert_says(lines[row[0]], column, cell)
                seen += 1
    assert seen == 3 * len(lines)
    for section, keys in document["sections"].items():
        written = list(
            csv.reader((tmp_path / f"psw-csv-{section}.csv").read_text("utf-8-sig").splitlines())
        )
        for cells in written[1:]:
            for column, place in zip(COLUMNS, (1, 4, 8), strict=True):
                figure = keys_by_words(keys)[cells[0]][column]
                value = figure["value"] if figure else None
                assert (float(cells[place]) if cells[place] else None) == pytest.approx(
                    value, rel=1e-5
                )
    book = python_calamine.CalamineWorkbook.from_path(str(paths[Form.XLSX]))
    for name in book.sheet_names[1:]:
        for row_cells in book.get_sheet_by_name(name).to_python():
            line = (
                lines.get(str(row_cells[0])) if len(row_cells) >= 8 and row_cells[6] != "" else None
            )
            assert line is None or isinstance(row_cells[1], str) == (line["now"]["value"] is None)


def keys_by_words(section: dict[str, Any]) -> dict[str, Any]:
    return {line["words"]: line for line in section.values()}


def assert_says(line: dict[str, Any], column: str, cell: str) -> None:
    figure = line[column]
    if figure is None:
        assert cell == "no records"
    elif figure["suppressed"]:
        assert "hidden" in cell
    elif figure["value"] is not None:
        number = float(re.match(r"-?[\d.]+", cell)[0])  # type: ignore[index]
        assert number == pytest.approx(
            figure["value"] * (100 if "%" in cell else 1), abs=0.51 if "%" in cell else 1e-3
        )


def test_no_name_reference_or_date_of_birth_is_in_any_form(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    def identifying(session: Session) -> set[str]:
        found = {worker.name for worker in session.exec(select(Worker))}
        found |= {part for name in found for part in name.split()}
        for child in session.exec(select(Child)):
            found |= {child.ref, *(part for part in (child.name or "").split() if len(part) > 2)}
            if child.born:
                found |= {
                    child.born.isoformat(),
                    f"{child.born:%d/%m/%Y}",
                    f"{child.born.day} {child.born:%b %Y}",
                }
        return found

    people = demo_store.run(identifying)
    for audience in (Audience.PSW, Audience.EXTERNAL):
        exported(demo_store, moment, tmp_path, PERIODS[2], audience)
    for path in tmp_path.iterdir():
        if (
            path.suffix in (".db", ".keys", ".lock", ".tries")
            or path.is_dir()
            or "supervision" in path.name
        ):
            continue
        text = readable(path)
        words = set(re.findall(r"\w+", text))
        found = [each for each in people if (each in words if each.isalnum() else each in text)]
        assert not found, (path.name, found)


def readable(path: Path) -> str:
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as archive:
            return "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    if path.suffix == ".pdf":
        import subprocess

        from tests.conftest import needs

        return subprocess.run(
            [needs("pdftotext"), path, "-"], capture_output=True, text=True, check=True
        ).stdout
    return path.read_text("utf-8")


SMALL = st.one_of(st.integers(0, 9), st.integers(0, 40))


def drawn_period(data: st.DataObject) -> dict[str, list[Record]]:
    """Any period that can be: records behind its figures, which add up."""

    def some(*keys: str) -> dict[str, list[Record]]:
        return {key: [Record("x", 0)] * data.draw(SMALL, key) for key in keys}

    def some_of(part: str, whole: str) -> None:
        behind[part] = behind[whole][: data.draw(st.integers(0, len(behind[whole])), part)]

    def add_up(whole: str, *parts: str) -> None:
        behind[whole] = [record for part in parts for record in behind[part]]

    cancelled = tuple(f"{CANCELLED}{each}" for each in CancelReason)
    behind = some(
        "records_in_time", "records_late", "records_to_sign", "sessions.missed", "unrecorded",
        "sessions.due", "sessions.to_come",
        *cancelled,
        "children.past", "children.within", "children.not_yet",
        "drifting", "unmet", "allocated",
        "overdue.worker", "overdue.manager", "overdue.partner agency",
        "missed_for_workload", "missed_other",
        *(f"audits.{each}" for each in Grade),
        *(f"standing.{each}" for each in WorkloadStatus),
        "consultations", "consultations.requested", "responses.helped", "responses.not",
        "theme: neglect", "theme: delay", "timed", "untimed",
        "required_in_time", "done late", "late and open", "required_to_come", "required_withdrawn",
        "directions", "courses", "follow_ups_due", "responses",
    )  # fmt: skip
    for whole, parts in (
        ("records_judged", ("records_in_time", "records_late")),
        ("sessions.held", ("records_judged", "records_to_sign")),
        ("sessions.cancelled", cancelled),
        ("sessions.not_held", ("sessions.missed", "sessions.cancelled", "unrecorded")),
        ("sessions", ("sessions.held", "sessions.not_held")),
        ("children", ("children.past", "children.within", "children.not_yet")),
        ("overdue", ("overdue.worker", "overdue.manager", "overdue.partner agency")),
        ("missed", ("missed_for_workload", "missed_other")),
        ("audits", tuple(f"audits.{each}" for each in Grade)),
        ("audits_good", tuple(f"audits.{each}" for each in Grade if each.is_good)),
        ("workers", tuple(f"standing.{each}" for each in WorkloadStatus)),
        ("discussions", ("timed", "untimed")),
        ("required_done", ("required_in_time", "done late")),
        ("required_open", ("late and open", "required_to_come")),
        ("required_judged", ("required_done", "late and open")),
        ("required", ("required_done", "required_open", "required_withdrawn")),
    ):
        add_up(whole, *parts)
    for part, whole in (
        ("workers.overdue", "workers"),
        ("children_reached", "children"),
        ("children.unallocated", "children"),
        ("children.led", "children"),
        ("children.one_lead", "children.led"),
        ("workers_reached", "workers"),
        ("sessions.due_held", "sessions.due"),
        ("recovery_judged", "sessions.cancelled"),
        ("recovered", "recovery_judged"),
        ("moderation_judged", "audits"),
        ("moderated", "moderation_judged"),
        ("moderated_agreed", "moderated"),
        ("moderated_lower", "moderated"),
        ("lazy", "directions"), ("reflective", "discussions"), ("voice", "discussions"),
        ("courses_late", "courses"),
        ("followed_up", "follow_ups_due"),
        ("asks", "responses"),
    ):  # fmt: skip
        some_of(part, whole)
    for rest, whole, part in (
        ("workers.in_time", "workers", "workers.overdue"),
        ("sessions.to_hold", "sessions", "recovered"),
        ("sessions.to_rearrange", "sessions.cancelled", "recovery_judged"),
        ("moderation_to_come", "audits", "moderation_judged"),
    ):
        behind[rest] = behind[whole][len(behind[part]) :]
    more = data.draw(SMALL, "open in time")
    behind["directions.open"] = [*behind["overdue"], *([Record("x", 0)] * more)]
    return behind


def figures_of(period: Period, behind: dict[str, list[Record]]) -> PeriodFigures:
    """The figures of a period with these records behind them."""
    return PeriodFigures(
        period,
        Behind(records=behind),
        7.5,
        gap_median=20,
        gap_ninth_decile=40,
        gap_longest=60,
        waits=Waits(0, None, None),
        to_allocation=Waits(3, 4, 9),
        agreement=agreement([]),
    )


@examples(30)
@given(st.data(), st.sampled_from([5, 6, 10]))
def test_no_hidden_number_of_any_period_can_be_worked_out(data: st.DataObject, least: int) -> None:
    """Any period that can be: the same attack on what would be published of it."""
    behind = drawn_period(data)
    found = figures_of(PERIODS[0], behind)
    rule = Threshold(least)
    figures: dict[str, Figure] = ledger_of(found, ("neglect", "delay"), rule).publish(rule)
    told = {key: (figure.value, figure.n, figure.suppressed) for key, figure in figures.items()}
    for key, count in ((key, len(records)) for key, records in behind.items()):
        if key in figures and 0 < count < least and key not in SHARES:
            assert figures[key].suppressed, key
    assert_nothing_is_pinned(told, least)
