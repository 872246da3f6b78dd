"""Events over several imports: a day that the same kind of file has put right counts, what a person
wrote stands.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from supervision_tui.desk.children import events
from supervision_tui.desk.children.caseload_list import children_with_dates
from supervision_tui.desk.children.events import EventDraft
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.preview import Preview
from supervision_tui.desk.imports.undo_import import undo_import
from supervision_tui.desk.moment import Moment
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.practice.children.dates_due import DateDue
from supervision_tui.vault.store import Store
from tests.imports.files import LIST_5, LIST_7, child_6, list_6, written

WITHOUT_THE_COLUMN = (
    "Child Unique ID,Strategy discussion initiating Section 47 Enquiry Start Date,"
    "Date of Initial Child Protection Conference"
)


def take(store: Store, folder: Path, moment: Moment) -> Preview:
    return store.run(accept_caseload, read_annex_a([folder], moment.today), moment)


def seen(store: Store, folder: Path, moment: Moment, visit: str) -> Preview:
    list_6(folder, child_6("S1", "CP"))
    written(folder, LIST_7, f"S1,2025-10-06,{visit},", name="list7.csv")
    return take(store, folder, moment)


def enquiry(store: Store, folder: Path, moment: Moment, row: str, header: str = LIST_5) -> None:
    list_6(folder, child_6("S1", "CIN"))
    written(folder, header, f"S1,2026-01-12,{row}", name="list5.csv")
    take(store, folder, moment)


def dates(store: Store, moment: Moment) -> dict[str, DateDue]:
    (child,) = store.run(children_with_dates, moment, ref="S1")
    return {each.code: each for each in child.dates}


def last_visit(store: Store, moment: Moment) -> str:
    return dates(store, moment)["cp-visit"].counted_from.isoformat()


def test_a_day_that_was_put_right_counts(store: Store, moment: Moment, tmp_path: Path) -> None:
    seen(store, tmp_path, moment, "2026-02-26")
    assert seen(store, tmp_path, moment, "2026-02-16").changes[0].fields == ("dates",)
    assert last_visit(store, moment) == "2026-02-16"
    assert seen(store, tmp_path, moment, "2026-02-16").changes_nothing
    seen(store, tmp_path, moment, "2026-02-26")
    assert last_visit(store, moment) == "2026-02-26", "and back again"


def test_a_day_that_is_no_longer_told_stands(store: Store, moment: Moment, tmp_path: Path) -> None:
    seen(store, tmp_path, moment, "2026-02-16")
    seen(store, tmp_path, moment, "")
    assert last_visit(store, moment) == "2026-02-16"


def test_what_was_put_right_is_undone_with_the_import(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    seen(store, tmp_path, moment, "2026-02-26")
    seen(store, tmp_path, moment, "2026-02-16")
    store.run(undo_import, moment)
    assert last_visit(store, moment) == "2026-02-26"


def test_a_file_puts_nothing_right_that_a_person_wrote(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    seen(store, tmp_path, moment, "2026-02-16")
    store.run(events.record_event, EventDraft(("S1",), "visit", "2026-02-26"), moment)
    seen(store, tmp_path, moment, "2026-02-17")
    assert last_visit(store, moment) == "2026-02-26"
    seen(store, tmp_path, moment, "2026-02-26")
    seen(store, tmp_path, moment, "2026-02-17")
    assert last_visit(store, moment) == "2026-02-26", (
        "the file agreed for a week: the person's word still stands"
    )


UNNECESSARY = ("Y", "Yes", "a) Yes", "Yes - family moved away", "1")
NEEDED = ("N", "No", "b) No", "No - to be held", "0")


@pytest.mark.parametrize("said", UNNECESSARY)
def test_a_conference_found_unnecessary_is_not_due_however_it_is_said(
    store: Store, moment: Moment, tmp_path: Path, said: str
) -> None:
    enquiry(store, tmp_path, moment, f"{said},")
    assert "icpc" not in dates(store, moment)


@pytest.mark.parametrize("said", NEEDED)
def test_a_conference_is_due_where_it_was_not(
    store: Store, moment: Moment, tmp_path: Path, said: str
) -> None:
    enquiry(store, tmp_path, moment, f"{said},")
    assert dates(store, moment)["icpc"].state == "late"
    enquiry(store, tmp_path, moment, "Y,")
    assert "icpc" not in dates(store, moment)
    enquiry(store, tmp_path, moment, f"{said},")
    assert dates(store, moment)["icpc"].state == "late", "it was put right"


def test_without_the_column_nobody_can_tell_whether_a_conference_was_needed(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    enquiry(store, tmp_path, moment, "", WITHOUT_THE_COLUMN)
    assert dates(store, moment)["icpc"].state == "not-known-here"


def test_an_enquiry_that_was_put_right_takes_its_answer_with_it(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    enquiry(store, tmp_path, moment, "Y,")
    list_6(tmp_path, child_6("S1", "CIN"))
    written(tmp_path, LIST_5, "S1,2026-01-09,N,", name="list5.csv")
    take(store, tmp_path, moment)
    conference = dates(store, moment)["icpc"]
    assert (conference.state, conference.counted_from.isoformat()) == ("late", "2026-01-09")


def test_of_two_enquiries_each_has_its_own_answer(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    list_6(tmp_path, child_6("S1", "CIN"))
    written(tmp_path, LIST_5, "S1,2025-12-01,N,", "S1,2026-01-12,Y,", name="list5.csv")
    take(store, tmp_path, moment)
    assert "icpc" not in dates(store, moment)
    assert take(store, tmp_path, moment).changes_nothing


@pytest.mark.parametrize("said", ["", "N/A", "Unknown"])
def test_an_answer_that_is_none_tells_nothing(
    store: Store, moment: Moment, tmp_path: Path, said: str
) -> None:
    enquiry(store, tmp_path, moment, f"{said},")
    assert dates(store, moment)["icpc"].state == "not-known-here"


def test_a_visit_that_the_file_takes_back_stops_no_clock(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    header = (
        "Child Unique ID,Child Protection Plan Start Date,Date of the Last Statutory "
        "Visit,Was the Child Seen Alone?"
    )
    for said in ("Yes", "c) Child not seen", "Yes"):
        list_6(tmp_path, child_6("S1", "CP"))
        written(tmp_path, header, f"S1,2025-10-06,2026-02-26,{said}", name="list7.csv")
        take(store, tmp_path, moment)
        assert (last_visit(store, moment) == "2026-02-26") is (said == "Yes")
