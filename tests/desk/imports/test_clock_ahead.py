"""An import under a clock that was ahead once: it is told, it blocks nothing, and its days are
brought back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from supervision_tui.desk.children.review import review_list
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.files import CaseloadFile, CaseloadRow, ImportRefused
from supervision_tui.desk.imports.preview_caseload import preview_caseload
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.vault.store import Store

ROW = CaseloadRow("C-9001", Plan.CIN, "Hazel Bellweather", "Lantern", name="Zara O")
FILE = CaseloadFile(
    "caseload.csv",
    (ROW,),
    frozenset(),
    rejected=(),
    warnings=(),
    lists={"caseload": 1},
    named=frozenset({"C-9001"}),
)


@pytest.fixture
def ahead(store: Store, moment: Moment) -> Store:
    """A vault into which a file was taken fifteen months ahead of the day."""
    store.run(accept_caseload, FILE, at(moment, days=456))
    return store


def at(moment: Moment, *, days: int) -> Moment:
    """So many days later, by a clock that says so, too."""
    return replace(
        moment, today=moment.today + timedelta(days=days), now=moment.now + timedelta(days=days)
    )


def test_it_is_told_and_a_person_may_go_on(ahead: Store, moment: Moment) -> None:
    preview = ahead.run(preview_caseload, FILE, moment)
    assert preview.warnings[0].startswith(
        "The last import bears Tue 1 Jun 2027, which has not come"
    )
    assert ahead.run(accept_caseload, FILE, moment).applied
    assert ahead.run(preview_caseload, FILE, moment).warnings == ()
    assert [line.ref for line in ahead.run(review_list, moment)] == ["C-9001"]


def test_a_file_of_an_earlier_day_is_refused_as_before(store: Store, moment: Moment) -> None:
    store.run(accept_caseload, FILE, moment)
    earlier = replace(moment, today=moment.today - timedelta(days=1))
    with pytest.raises(ImportRefused, match="as of an earlier day"):
        store.run(preview_caseload, FILE, earlier)
