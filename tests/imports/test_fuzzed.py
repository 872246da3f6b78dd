"""Whatever stands in a file, one of three things happens: it is taken, refused in a sentence, or
left out and named.

Few examples in `make test`, ten times as many in `make test-hard`. More still: `pytest
tests/imports/test_fuzzed.py --hypothesis-profile=many`, again and again, since those are drawn anew
each time.
"""

from __future__ import annotations

import itertools
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from supervision_tui.configuration.settings_file import read_settings
from supervision_tui.configuration.theme_files import ThemeWrong, hard_to_read, read_theme
from supervision_tui.desk.children.review import review_list
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.files import ImportRefused
from supervision_tui.desk.imports.preview_caseload import preview_caseload
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.today.today import today
from supervision_tui.exports.rollup.engine import roll_up
from supervision_tui.exports.rollup.picture import picture_of
from supervision_tui.exports.rollup.reading import NothingToRollUp
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.imports.caseload_file import read_caseload
from supervision_tui.runtime.themes import all_themes
from tests.conftest import TODAY, ClosedVault, examples
from tests.exports.summaries import summary
from tests.imports.workbooks import LIST_6, annex_a_workbook

_NUMBERS = itertools.count()  # the same example may come twice


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from([
        "", "#N/A", "31/12/9999", "00/00/0000", "1899-12-31", "45000", "45000.5", "-1", "1e308",
        "NaN", "=1+1",
        "CIN", "b) Child Protection plan", "Closed", "Unallocated", "Duty", "\x1b[31mred",
        "x" * 200, "2026-02-30",
        "\u202egnirts", "C-1", "1001.0", "🙂", "\ud7ff", "2031-01-01",
    ]),
    st.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda day: day.strftime("%d/%m/%Y")),
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=len(LIST_6) + 2), max_size=8)


@examples(10)
@given(rows=ROWS, header=st.permutations(LIST_6), between=st.sampled_from(",;\t"))
def test_no_cell_of_a_caseload_stops_more_than_its_row(
    rows: list[list[str]],
    header: list[str],
    between: str,
    empty_vault: ClosedVault,
    tmp_path: Path,
    moment: Moment,
) -> None:
    import csv

    path = tmp_path / "List 6.csv"
    with path.open("w", newline="", encoding="utf-8", errors="replace") as file:
        csv.writer(file, delimiter=between).writerows([header, *rows])
    try:
        found = read_annex_a([path], TODAY)
    except ImportRefused as why:
        assert str(why)
        return
    store = empty_vault.opened(empty_vault.copied(tmp_path / f"vault{next(_NUMBERS)}"))
    try:
        shown = store.run(preview_caseload, found, moment)
        store.run(accept_caseload, found, moment)
        assert store.run(preview_caseload, found, moment).count("new") == 0, shown
        assert store.run(today, moment).needs_in_all >= 0
        assert all(line.ref.isprintable() for line in store.run(review_list, moment))
    finally:
        store.close()


@examples(15)
@given(content=st.binary(max_size=400))
def test_no_bytes_called_csv_break_the_reader(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "List 6.csv"
    path.write_bytes(content)
    for read in (read_annex_a, read_caseload):
        try:
            read([path], TODAY)
        except ImportRefused as why:
            assert str(why).isprintable()


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook made once: it holds the moment at which it was made."""
    return annex_a_workbook(tmp_path_factory.mktemp("workbook") / "a.xlsx").read_bytes()


@examples(5)
@given(data=st.data())
def test_a_workbook_with_bytes_gone_wrong_is_read_or_refused(
    data: st.DataObject, workbook: bytes, tmp_path: Path
) -> None:
    path, content = tmp_path / "a.xlsx", bytearray(workbook)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(
        content[: data.draw(st.integers(1, len(content)))] if data.draw(st.booleans()) else content
    )
    try:
        read_annex_a([path], TODAY)
    except ImportRefused as why:
        assert str(why).isprintable()


def spoilt(text: str, data: st.DataObject) -> str:
    """A text with some pieces cut out, put in or doubled."""
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(at, min(len(text), at + 40)))
        put = data.draw(
            st.one_of(
                st.just(""), st.text(max_size=12), st.sampled_from(['"', "[", "]]", "=", "\n", "#"])
            )
        )
        text = text[:at] + put + text[end:]
    return text


@examples(20)
@given(data=st.data())
def test_a_theme_with_any_mistake_in_it_is_read_or_told_line_by_line(
    data: st.DataObject, tmp_path: Path
) -> None:
    there = next(iter(all_themes().there.values()))
    assert there.path is not None
    path = tmp_path / "mine.toml"
    path.write_text(spoilt(there.path.read_text("utf-8"), data), "utf-8", errors="replace")
    try:
        hard_to_read(read_theme(path))
    except ThemeWrong as why:
        assert all(problem.in_words().isprintable() for problem in why.problems)


@examples(20)
@given(data=st.data())
def test_settings_with_any_mistake_in_them_are_told_and_the_rest_holds(
    data: st.DataObject, tmp_path: Path
) -> None:
    usual = 'theme = "quiet"\nnames = "shown"\n[keys]\n"help" = "f10"\nsearch = ["/", "f9"]\n'
    (tmp_path / "settings.toml").write_text(spoilt(usual, data), "utf-8", errors="replace")
    assert all(problem.in_words().isprintable() for problem in read_settings(tmp_path).problems)


JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.text(max_size=8)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def places_in(node: Any, where: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a document."""
    inner = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    return [where, *(place for key, value in inner for place in places_in(value, (*where, key)))]


@examples(10)
@given(data=st.data())
def test_a_summary_with_anything_in_any_place_stops_no_roll_up(
    data: st.DataObject, tmp_path: Path
) -> None:
    period = (date(2026, 1, 1), date(2026, 1, 31))
    right, odd = (
        summary(team, period, {"sessions.held": 8, "overdue": (0.25, 40)}) for team in (1, 2)
    )
    for _ in range(data.draw(st.integers(1, 3))):
        where = data.draw(st.sampled_from([place for place in places_in(odd) if place]))
        node: Any = odd
        for key in where[:-1]:
            node = node[key]
        if data.draw(st.booleans()):
            node[where[-1]] = data.draw(JSON)
        else:
            del node[where[-1]]
    try:
        text = json.dumps(odd)
    except ValueError:
        assume(False)
    (tmp_path / "right.json").write_text(json.dumps(right))
    (tmp_path / "odd.json").write_text(text)
    found = roll_up([tmp_path / "right.json", tmp_path / "odd.json"])
    try:
        picture = picture_of(found)
        assert len(picture.teams) + len(picture.refused) == 2
        assert all(each.why.isprintable() for each in picture.refused)
    finally:
        found.close()


@examples(15)
@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")),
    )
)
def test_what_is_no_summary_at_all_is_named(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_bytes(content)
    with pytest.raises(NothingToRollUp) as told:
        roll_up([tmp_path / "odd.json"])
    assert str(told.value).isprintable()
