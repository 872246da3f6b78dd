"""A vault whose files were read by an older version: what it says of dates, and what a new reading
puts right.
"""

from __future__ import annotations

from pathlib import Path

from supervision_tui.desk.children.caseload_list import children_with_dates
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.undo_import import undo_import
from supervision_tui.desk.moment import Moment
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.vault.store import Store
from tests.conftest import ClosedVault
from tests.imports.files import LIST_5, LIST_7, child_6, list_6, written
from tests.vault.vaults import opened, take_back_to_8


def _states(store: Store, ref: str, moment: Moment) -> dict[str, str]:
    (child,) = store.run(children_with_dates, moment, ref=ref)
    return {each.code: each.state for each in child.dates}


def test_nothing_is_late_that_the_older_version_did_not_read(
    empty_vault: ClosedVault, tmp_path: Path, moment: Moment
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    list_6(files, child_6("N1"), child_6("N2"), child_6("P1", "CP"))
    written(files, LIST_5, "N1,2026-01-12,,", "N2,2026-01-05,N,2026-01-20", name="list5.csv")
    written(files, LIST_7, "P1,2025-11-10,2026-02-02,", name="list7.csv")
    file = read_annex_a([files], moment.today)
    path = empty_vault.copied(tmp_path / "vault")
    store = opened(path)
    store.run(accept_caseload, file, moment)
    fresh = {ref: _states(store, ref, moment) for ref in ("N1", "N2", "P1")}
    store.close()
    assert (fresh["N1"]["icpc"], fresh["P1"]["cp-visit"]) == ("not-known-here", "late")

    take_back_to_8(path)
    store = opened(path)
    try:
        assert _states(store, "N1", moment)["icpc"] == "not-known-here"
        assert _states(store, "P1", moment)["cp-visit"] == "late"
        before = {ref: _states(store, ref, moment) for ref in fresh}
        assert not store.run(accept_caseload, file, moment).changes_nothing
        assert {ref: _states(store, ref, moment) for ref in fresh} == fresh
        assert store.run(accept_caseload, file, moment).changes_nothing
        store.run(undo_import, moment)
        assert {ref: _states(store, ref, moment) for ref in fresh} == before
    finally:
        store.close()
