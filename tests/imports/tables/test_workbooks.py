"""Reading a workbook in a process of its own: the whole of it is given, however long that takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervision_tui.imports.tables import workbooks
from tests.imports.workbooks import LIST_6, book, child

MORE_THAN_A_PIPE_HOLDS = 65_536  # bytes


def test_a_reader_that_begins_slowly_gets_the_whole_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [child(f"S{number}", "CIN", f"Worker {number * number}") for number in range(4_000)]
    content = book(tmp_path / "large.xlsx", {"List_6": [LIST_6, *rows]}).read_bytes()
    assert len(content) > MORE_THAN_A_PIPE_HOLDS
    # So that no reader is ever there at the first look.
    monkeypatch.setattr(workbooks, "_LOOKS_A_SECOND", 1_000_000)
    read = workbooks.read_workbook("large.xlsx", content)
    assert len(read.sheets["List_6"].rows) == 4_001
