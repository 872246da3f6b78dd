"""A second file of names, lines that are pasted, and a council's own columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from supervision_tui.desk.children.review import review_card
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.files import ImportRefused
from supervision_tui.desk.imports.preview_caseload import preview_caseload
from supervision_tui.desk.moment import Moment
from supervision_tui.imports import council_columns
from supervision_tui.imports.any_file import ColumnsNotKnown, read_any
from supervision_tui.imports.caseload_file import read_caseload
from supervision_tui.imports.council_columns import CouncilColumns
from supervision_tui.imports.names_file import names_pasted, read_names
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.vault.store import Store
from tests.conftest import TODAY

from .files import written

CASELOAD = "child_ref,worker,team,plan", "C-1,Ada Quill,Harbour,cin", "C-2,Bo Lark,Harbour,cp"


def test_names_come_in_a_second_file_and_change_nothing_else(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    store.run(accept_caseload, read_caseload([written(tmp_path, *CASELOAD)], TODAY), moment)
    path = written(
        tmp_path,
        "Reference;Surname;Forename;Family;DOB",
        "c-1;Okafor;Zara;Okafor;07/04/2015",
        "C-9;Reed;Dill;;",
        name="names.csv",
    )
    file = read_names([path], TODAY)
    preview = store.run(preview_caseload, file, moment)
    assert [(each.kind, each.ref, each.says) for each in preview.changes] == [
        ("changed", "c-1", "date of birth, name, family")
    ]
    assert [(row.value, row.reason) for row in preview.rejected] == [
        ("C-9", "no open child with that reference is here")
    ]
    assert preview.count("missing") == 0
    store.run(accept_caseload, file, moment)
    line = store.run(review_card, "C-1", moment).line
    assert (line.name, line.statuses, line.worker) == ("Zara Okafor", ("cin",), "Ada Quill")
    assert store.run(preview_caseload, file, moment).changes_nothing


@pytest.mark.parametrize(
    "pasted",
    [
        "C-1, Zara Okafor, Okafor, 7 Apr 2015\nC-2, Pip Moss",
        "C-1\tZara Okafor\tOkafor\t07/04/2015\nC-2\tPip Moss",
        "Child ID;Name;Family;Date of birth\nC-1;Zara Okafor;Okafor;2015-04-07\nC-2;Pip Moss;;",
        '\n"C-1","Zara Okafor","Okafor","2015-04-07 00:00:00"\n"C-2","Pip Moss"\n',
    ],
)
def test_lines_are_pasted_with_a_header_or_without(pasted: str) -> None:
    file = names_pasted(pasted, TODAY)
    assert [(row.ref, row.name, row.family, row.born) for row in file.rows] == [
        ("C-1", "Zara Okafor", "Okafor", date(2015, 4, 7)),
        ("C-2", "Pip Moss", None, None),
    ]


@pytest.mark.parametrize("pasted", ["", "  \n "])
def test_nothing_pasted_is_refused(pasted: str) -> None:
    with pytest.raises(ImportRefused, match="Paste lines like"):
        names_pasted(pasted, TODAY)


OWN = ("Run 28/11/2026", "Nr;Zuständig;Art;Wo;Rolle", "C1;Ada Quill;Bedarf;Harbour;Erste",
        "C1;Bo Lark;Bedarf;Harbour;Zweite", "C2;Bo Lark;Aus;Quay;Erste",
        "C3;Cy Wren;Schutz;Quay;Erste")  # fmt: skip
TOML = """name = "Ours"
date_order = "day-first"

[columns]
ref = "Nr"
worker = "Zuständig"
plan = "Art"
team = "Wo"
role = "Rolle"

[plans]
"Bedarf" = "cin"
"Schutz" = "cp"
"Aus" = "closed"

[roles]
"Erste" = "worker"
"Zweite" = "beside"
"""


def columns(folder: Path, text: str = TOML) -> list[CouncilColumns]:
    (folder / "imports").mkdir(exist_ok=True)
    (folder / "imports" / "ours.toml").write_text(text, "utf-8")
    found, problems = council_columns.read_all(folder)
    assert not problems
    return found


def test_a_councils_own_columns_plans_and_roles_are_read(tmp_path: Path) -> None:
    own = columns(tmp_path)
    file = read_caseload([written(tmp_path, *OWN)], TODAY, own=own)
    assert [(row.ref, row.worker, row.plan) for row in file.rows] == [
        ("C1", "Ada Quill", Plan.CIN),
        ("C3", "Cy Wren", Plan.CP),
    ]
    assert file.closed == {"C2"}
    assert read_any(tmp_path / "caseload.csv", TODAY, own=own) == file


def test_a_file_that_is_not_known_asks_what_its_columns_mean(tmp_path: Path) -> None:
    with pytest.raises(ColumnsNotKnown) as asked:
        read_any(written(tmp_path, *OWN), TODAY)
    assert [(each.heading, each.samples) for each in asked.value.headings] == [
        ("Nr", ("C1", "C2", "C3")),
        ("Zuständig", ("Ada Quill", "Bo Lark", "Cy Wren")),
        ("Art", ("Bedarf", "Aus", "Schutz")),
        ("Wo", ("Harbour", "Quay")),
        ("Rolle", ("Erste", "Zweite")),
    ]


def test_what_was_said_is_kept_as_it_is_read(tmp_path: Path) -> None:
    own = CouncilColumns("From Mosaic: caseload", {"ref": "Person ID", "worker": 'The "worker"'})
    path = council_columns.keep(tmp_path, own)
    assert path == tmp_path / "imports" / "from-mosaic-caseload.toml"
    assert council_columns.read_all(tmp_path) == ([own], [])
    with pytest.raises(ImportRefused, match="are there already"):
        council_columns.keep(tmp_path, own)


def test_columns_that_are_wanted_and_do_not_fit_are_refused(tmp_path: Path) -> None:
    own = CouncilColumns("Ours", {"ref": "Nr", "worker": "Betreut von"})
    with pytest.raises(ImportRefused, match="do not fit this file: it has no column “Betreut von”"):
        read_caseload([written(tmp_path, *OWN)], TODAY, wanted=own)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = 1\n[columns]\nref = 'a'\nworker = 'b'", "name is a text"),
        ("[columns]\nref = 'a'", "needs a heading for worker"),
        (
            "[columns]\nref = 'a'\nworker = 'b'\nshoe = 'c'",
            "“shoe” is no meaning of a column; there are: ref, worker",
        ),
        (
            "date_order = 'us'\n[columns]\nref = 'a'\nworker = 'b'",
            "date_order is day-first or month-first",
        ),
        ("[columns]\nref = 'a'\nworker = 'b'\n[plans]\nx = 'y'", "“y” is no plan; there are: cla"),
        (
            "[columns]\nref = 'a'\nworker = 'b'\n[roles]\nx = 'y'",
            "“y” is no role; there are: worker",
        ),
        ("[columns]\nref = 1", "[columns] holds lines like"),
        ("colour = 'x'", "“colour” is not known"),
        ("[columns", "cannot be read"),
    ],
)
def test_a_wrong_file_of_columns_says_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    columns(tmp_path)
    (tmp_path / "imports" / "wrong.toml").write_text(text, "utf-8")
    found, problems = council_columns.read_all(tmp_path)
    assert [each.name for each in found] == ["Ours"], "one that is wrong costs no other"
    assert len(problems) == 1
    assert says in problems[0]
    assert "imports/wrong.toml" in problems[0]


@pytest.mark.parametrize(
    "header",
    [
        "Person ID,Allocated Worker,Service Status,Team",
        "mosaicid,allocatedto,servicestatus,teamname",
        "Client ID,Case Worker,Case Status,Responsible Team",
        "LCS ID,Lead Practitioner,Classification,Team Name",
    ],
)  # fmt: skip
def test_the_usual_headings_of_councils_systems_are_known(tmp_path: Path, header: str) -> None:
    file = read_caseload([written(tmp_path, header, "900,Ada Quill,CIN,Harbour")], TODAY)
    assert [(row.ref, row.worker, row.plan, row.team) for row in file.rows] == [
        ("900", "Ada Quill", Plan.CIN, "Harbour")
    ]
