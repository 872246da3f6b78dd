"""Workbooks as councils have them, in the same dirt as the real ones: built, never copied."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

LIST_6 = [
    "Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)",
    "Does the Child have a Disability", "CIN Start Date", "Primary Need Code", "Date Child Was "
        "Last Seen",
    "CIN Closure Date", "Reason for Closure", "Case Status ", "Allocated Team", "Allocated Worker",
]  # fmt: skip
LIST_7 = ["ChildUniqueID", "Child Protection Plan Start Date", "Latest Category of Abuse",
          "Date of the Last Statutory Visit", "Date of latest review conference",
          "Child Protection Plan End Date",
          "TeamName", "TeamMemberName"]  # fmt: skip
LIST_9 = ["LAchildID", "Allocated Team", "Allocated Worker", "Allocated Personal Advisor",
"Eligibility Category",
          "Latest Pathway Plan Review Date"]  # fmt: skip


def child(
    ref: Any,
    status: str,
    worker: str = "Ada\u00a0Quillfeather",
    team: str = "Harbour",
    **other: Any,
) -> list[Any]:
    """A row of list 6."""
    values = {"born": "2015-01-25", "start": "01/09/2025", "ends": "", "seen": "2026-02-20"} | other
    return [ref, "b) Female", "a) WBRI", values["born"], 11.2, "b) No", values["start"], "N1",
    values["seen"],
            values["ends"], "", status, team, worker]  # fmt: skip


def book(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """A workbook of these sheets."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def annex_a_workbook(path: Path, *, children: list[list[Any]] | None = None) -> Path:
    """Four open children in list 6, one of them on a plan in list 7, and a care leaver in list
    9.
    """
    rows = children or [
        child(1001.0, "c) Child in need plan"),
        child("1002", "b) Child Protection plan", "Bo Candlecroft"),
        child(1003, "CLA", "#N/A"),
        child(1004.0, "d) Open assessment", "Unallocated"),
        child(1005.0, "Closed - stepdown", ends="2026-01-10"),
    ]
    return book(
        path,
        {
            "Front_Sheet": [["Annex A"]],
            "List_6": [["List 6: Children in Need"], LIST_6, *rows],
            "List_7": [
                LIST_7,
                [
                    "1002.0",
                    "2025-10-01",
                    "Neglect",
                    "2026-02-18",
                    "2026-01-05",
                    "",
                    "Harbour",
                    "Bo Candlecroft",
                ],
            ],
            "List 9": [
                LIST_9,
                [1009, "Harbour", "", "Cy Lanternhill", "b) Former relevant", "2025-12-01"],
            ],
        },
    )
