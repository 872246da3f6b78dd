"""Small files as councils have them, written where a test wants them."""

from __future__ import annotations

from pathlib import Path

LIST_5 = (
    "Child Unique ID,Strategy discussion initiating Section 47 Enquiry Start Date,"
    "Was an Initial Child Protection Conference deemed unnecessary?,Date of Initial Child "
    "Protection Conference"
)
LIST_6 = (
    "Child Unique ID,Gender,Date of Birth,CIN Start Date,Date Child Was Last Seen,CIN Closure "
    "Date,Case Status,"
    "Allocated Team,Allocated Worker"
)
LIST_7 = (
    "Child Unique ID,Child Protection Plan Start Date,Date of the Last Statutory Visit,Child "
    "Protection Plan End Date"
)


LIST_9 = (
    "Child Unique ID,Allocated Personal Advisor,Allocated Worker,Eligibility Category,Latest "
    "Pathway Plan Review Date"
)


def list_6(folder: Path, *rows: str, name: str = "list6.csv") -> Path:
    """List 6 of Annex A as CSV, with these rows."""
    return written(folder, LIST_6, *rows, name=name)


def child_6(ref: str, status: str = "CIN", worker: str = "Ada Quill", **other: str) -> str:
    """A row of list 6."""
    cells = {
        "born": "07/04/2015",
        "start": "03/11/2025",
        "seen": "20/02/2026",
        "ends": "",
        "team": "Harbour",
    } | other
    return ",".join(
        (
            ref,
            "b) Female",
            cells["born"],
            cells["start"],
            cells["seen"],
            cells["ends"],
            status,
            cells["team"],
            worker,
        )
    )


def written(folder: Path, *lines: str, name: str = "caseload.csv", encoding: str = "utf-8") -> Path:
    """A text file of these lines."""
    path = folder / name
    path.write_text("\n".join((*lines, "")), encoding)
    return path
