"""Long work counts its steps for whoever watches, and stopping it changes nothing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlmodel import Session, func, select

from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.long_work import (
    Cancelled,
    Progress,
    progress_over,
    report_to,
    reporting_to,
)
from supervision_tui.desk.moment import Moment
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.records import Child
from supervision_tui.vault.store import Store
from tests.imports.workbooks import annex_a_workbook


def _children(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Child)).one()


def _count_files() -> None:
    assert len(list(progress_over(range(4), "files"))) == 4


def test_each_thing_is_counted_before_it_is_done() -> None:
    told: list[tuple[str, float]] = []
    with report_to(lambda what, share: told.append((what, share))):
        assert list(progress_over(range(2000), "children"))[-1] == 1999
    assert told[0] == ("0 of 2,000 children", 0.0)
    assert told[1500] == ("1,500 of 2,000 children", 0.75)


def test_nobody_is_told_where_nobody_watches() -> None:
    assert list(progress_over(["a", "b"], "letters")) == ["a", "b"]


def test_work_in_another_thread_tells_its_own_watcher() -> None:
    watch = Progress()
    worker = threading.Thread(target=reporting_to(_count_files, watch))
    worker.start()
    worker.join()
    assert watch.at == ("3 of 4 files", 0.75)


def test_an_import_that_is_stopped_half_way_changes_nothing(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    file = read_annex_a([annex_a_workbook(tmp_path / "a.xlsx")], moment.today)
    watch = Progress()

    def stop_at_the_third(what: str, share: float) -> None:
        watch.is_stopped = what.startswith("2 of")
        watch(what, share)

    with pytest.raises(Cancelled, match="nothing was changed"):
        store.run(reporting_to(accept_caseload, stop_at_the_third), file, moment)
    assert watch.at[0].endswith("children")
    assert store.run(_children) == 0
    store.run(accept_caseload, file, moment)
    assert store.run(_children) > 0


def test_reading_a_workbook_can_be_stopped(moment: Moment, tmp_path: Path) -> None:
    watch = Progress()
    watch.is_stopped = True
    with pytest.raises(Cancelled):
        reporting_to(read_annex_a, watch)([annex_a_workbook(tmp_path / "a.xlsx")], moment.today)
    assert watch.at[0] == "reading a.xlsx, 0 s"
