"""The public samples, counted by another reading of them: of the cells alone, list by list."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import python_calamine

from supervision_tui.desk.children.caseload_list import children_with_dates
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.moment import Moment
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.vault.store import Store
from tests.conftest import TODAY

EXTERNAL = Path(
    os.environ.get("SUPERVISION_TUI_EXTERNAL_DATA", Path(__file__).parents[3] / "shared" / "data")
)


def cells_of(path: Path) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Each list of a workbook whose header is its first row, as rows by heading."""
    with python_calamine.load_workbook(str(path)) as book:
        for name in book.sheet_names:
            header, *rows = book.get_sheet_by_name(name).to_python()
            there: list[dict[str, object]] = [
                dict(zip(map(str, header), row, strict=True)) for row in rows
            ]
            yield (
                name.replace("_", " ").split()[-1],
                [row for row in there if any(str(cell) for cell in row.values())],
            )


def ref_of(row: dict[str, object]) -> str:
    value = next(value for heading, value in row.items() if "child" in heading.casefold())
    return str(int(value)) if isinstance(value, float) else str(value)


def has(row: dict[str, object], *words: str) -> bool:
    return any(
        str(value)
        for heading, value in row.items()
        if all(word in heading.casefold() for word in words)
    )


@pytest.mark.external
def test_annex_a_of_2024_counted_by_another_reading() -> None:
    path = EXTERNAL / "annex_a_2024.xlsx"
    if not path.exists():
        pytest.skip("the public sample is not here")
    lists = dict(cells_of(path))
    found = read_annex_a([path], TODAY)
    assert found.lists == {number: len(lists[number]) for number in "3456789"}
    in_6 = {ref_of(row) for row in lists["6"] if not has(row, "closure", "date")}
    in_7 = {ref_of(row) for row in lists["7"] if not has(row, "plan", "end")}
    in_8 = {ref_of(row) for row in lists["8"] if not has(row, "date", "ceased")}
    in_9 = {ref_of(row) for row in lists["9"]}
    assert {row.ref for row in found.rows} == in_6 | in_7 | in_8 | in_9
    assert len(found.rows) == 17
    events = [
        row
        for number in "345"
        for row in lists[number]
        if ref_of(row) not in in_6 | in_7 | in_8 | in_9
    ]
    ended = [row for number in "78" for row in lists[number] if ref_of(row) not in in_7 | in_8]
    assert len(found.left_out) == len(events) + len(ended)
    assert not found.rejected
    assert all(on <= date(2021, 3, 31) for row in found.rows for on in row.dates.values())


@pytest.mark.external
@pytest.mark.parametrize("on", [date(2021, 3, 20), date(2024, 6, 30)])
def test_no_date_is_late_that_the_file_could_not_tell(
    store: Store, moment: Moment, on: date
) -> None:
    path = EXTERNAL / "annex_a_2024.xlsx"
    if not path.exists():
        pytest.skip("the public sample is not here")
    then = replace(moment, today=on)
    file = read_annex_a([path], on)
    store.run(accept_caseload, file, then)
    headings = {number: " ".join(rows[0]).casefold() for number, rows in cells_of(path)}
    told = {
        "cp-visit-made": "statutory visit" in headings["7"],
        "review-conference": "review conference" in headings["7"],
        "cla-visit-made": "social work visit" in headings["8"],
        "cla-review-held": "statutory review" in headings["8"],
        "health-held": "health assessment" in headings["8"],
        "cin-visit-made": "last seen" in headings["6"],
    }
    dates = [each for child in store.run(children_with_dates, then) for each in child.dates]
    assert {each.held_event for each in dates if each.is_late} <= {
        event for event, is_told in told.items() if is_told
    }
    assert all(each.due < date(2021, 4, 1) for each in dates if each.is_late), (
        "of later days the file tells nothing"
    )
    assert any(each.is_late for each in dates)
    if on.year == 2021:
        not_known = {each.code for each in dates if not each.is_known}
        assert not_known <= {
            "cin-review",
            "cin-duration",
            "core-group",
            "core-group-next",
            "cla-visit-first",
        }
        assert sum(not each.is_known for each in dates) == 12
    assert not any(each.code == "cin-review" and each.is_known for each in dates)
