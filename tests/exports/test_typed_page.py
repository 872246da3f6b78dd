"""The authority's first page: what a person types into a file beside the summaries."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from supervision_tui.exports.documents.document import Document
from supervision_tui.exports.rollup.engine import roll_up
from supervision_tui.exports.rollup.picture import picture_of
from supervision_tui.exports.rollup.reading import Refusal
from supervision_tui.exports.rollup.report import as_report
from supervision_tui.exports.rollup.typed_page import TYPED_PAGE, typed_entries
from supervision_tui.practice.oversight.page_entries import EntryKind
from tests.exports.summaries import months, summary, write

LAST = list(months(12))[-1]
_TEAMS = "first-teams"
TYPED = """
[[meeting]]
team = "Team 1"
because = "sessions lost to duty"
who = "Head of service and the team manager"
by = 2026-03-20

[[decision]]
decision = "Fill the vacant post"
who = "Director"
by = 2026-01-30
became = "Agreed in panel"
ended = 2026-02-03

[[comparator]]
figure = "held_share"
value = 0.92
source = "regional group, 2025"

[[signed]]
period = "2026-02"
who = "P. Marsh, principal social worker"
on = 2026-03-04
"""


def report(folder: Path) -> Document:
    """The report of a folder's summaries."""
    found = roll_up([folder])
    try:
        return as_report(picture_of(found))
    finally:
        found.close()


def texts(document: Document, key: str) -> str:
    """All that a section of the first page says."""
    section = next(each for each in document.sections if each.key == key)
    rows = section.table.rows if section.table is not None else ()
    cells = [" | ".join(value.text for value in row) for row in rows]
    return "\n".join([*section.says, *cells])


def folder_with(tmp_path: Path, typed: str) -> Path:
    """A folder of two teams' summaries, with what was typed beside them."""
    figures = {"sessions": 60, "sessions.held": 54, "sessions.to_hold": 60, "held_share": (0.9, 60)}
    tmp_path.mkdir(exist_ok=True)
    folder = write(tmp_path / "teams", *(summary(team, LAST, figures) for team in (1, 2)))
    (folder / TYPED_PAGE).write_text(typed, "utf-8")
    return folder


def test_what_was_typed_stands_on_the_authoritys_first_page(tmp_path: Path) -> None:
    made = report(folder_with(tmp_path, TYPED))
    assert (
        "Team 1 | sessions lost to duty | Head of service and the team manager, by Fri 20 Mar"
        in (texts(made, "first-teams"))
    )
    assert "Fill the vacant post | Director, by Fri 30 Jan 2026 | Agreed in panel" in (
        texts(made, "first-decisions")
    )
    beside = texts(made, "first-beside")
    assert "Share of sessions held: here 90 %, elsewhere 92 % (regional group, 2025)." in beside
    assert "Signed off: P. Marsh, principal social worker, Wed 4 Mar 2026." in beside


def test_without_the_file_there_is_room_to_sign(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "")
    (folder / TYPED_PAGE).unlink()
    assert "____" in texts(report(folder), "first-beside")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("[[metting]]\nteam = 'x'", "metting"),
        ("[meeting]\nteam = 'x'", "two brackets"),
        ("[[meeting]]\nteam = 'x'\nwho = 'y'", "“by”"),
        ("[[meeting]]\nteam = 'x'\nwho = 'y'\nby = '2026-01-01'", "without quotes"),
        ("[[meeting]]\nteam = 1\nwho = 'y'\nby = 2026-01-01", "text in quotes"),
        ("[[meeting]]\nteam = 'x'\nwho = 'y'\nby = 2026-01-01\nwhen = 'z'", "“when”"),
        ("[[decision]]\ndecision = 'x'\nwho = 'y'\nby = 2026-01-01\nbecame = 'z'", "“ended”"),
        ("[[comparator]]\nfigure = 'x'\nvalue = 1\nsource = 'y'", "no figure"),
        ("[[comparator]]\nfigure = 'held_share'\nvalue = 92\nsource = 'y'", "between 0 and 1"),
        ("[[comparator]]\nfigure = 'held_share'\nvalue = true\nsource = 'y'", "is a number"),
        ("[[signed]]\nperiod = 'soon'\nwho = 'y'\non = 2026-01-01", "no period"),
        ("[[meeting", "first page"),
        ("[[meeting]]\nteam = ' '\nwho = 'y'\nby = 2026-01-01", "is empty"),
        ('[[meeting]]\nteam = "a\\u001b"\nwho = "y"\nby = 2026-01-01', "signs that are no text"),
        (f"[[meeting]]\nteam = '{'x' * 301}'\nwho = 'y'\nby = 2026-01-01", "300 letters"),
        (f"[[comparator]]\nfigure = 'held_share'\nvalue = {'9' * 5000}\nsource = 'y'", "is none"),
        ("[[comparator]]\nfigure = 'theme: x'\nvalue = 1\nsource = 'y'", "no figure"),
        (f"team = {'[' * 3000}", "first page"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_with_the_reason_and_the_rest_is_rolled_up(
    tmp_path: Path, typed: str, why: str
) -> None:
    folder = folder_with(tmp_path, typed)
    refused: list[Refusal] = []
    assert typed_entries([folder], refused) == []
    assert [each.file for each in refused] == [TYPED_PAGE]
    assert why in refused[0].why
    found = roll_up([folder])
    assert len(found.teams) == 2
    assert [each.file for each in found.refused] == [TYPED_PAGE]
    found.close()


def test_two_meetings_about_one_team_both_stand_there(tmp_path: Path) -> None:
    again = TYPED.replace('team = "Team 1"', 'team = "Team 2"')
    made = texts(report(folder_with(tmp_path, TYPED + again.partition("[[decision]]")[0])), _TEAMS)
    assert "Team 1 |" in made
    assert "Team 2 |" in made
    twice = texts(report(folder_with(tmp_path / "b", TYPED + TYPED.partition("[[dec")[0])), _TEAMS)
    assert twice.count("Team 1 |") == 2


def test_a_file_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "")
    (folder / TYPED_PAGE).write_text(TYPED, "utf-8-sig")
    assert len(typed_entries([folder], [])) == 4


def test_each_table_becomes_an_entry_of_its_kind(tmp_path: Path) -> None:
    entries = typed_entries([folder_with(tmp_path, TYPED)], [])
    assert [each.kind for each in entries] == list(EntryKind)
    assert entries[1].ended_on == date(2026, 2, 3)
