"""A plain caseload, the workforce census and the safeguarding dataset: the same preview, the same
rules.
"""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from supervision_tui.cli.main import main
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.dataset import DatasetFile, accept_dataset, preview_dataset
from supervision_tui.desk.imports.files import ImportRefused
from supervision_tui.desk.imports.preview import Preview
from supervision_tui.desk.imports.preview_caseload import preview_caseload
from supervision_tui.desk.imports.workforce import (
    WorkforceFile,
    accept_workforce,
    preview_workforce,
)
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.workers.people import set_worker_details, worker_details
from supervision_tui.imports.any_file import read_any
from supervision_tui.imports.caseload_file import read_caseload
from supervision_tui.imports.safeguarding_dataset.dataset import read_ssd
from supervision_tui.imports.workforce_census import read_workforce
from supervision_tui.records import Allocation, Child, ChildEvent, PlanEpisode, RagEntry, Worker
from supervision_tui.vault.store import Store
from tests.conftest import TODAY

CASELOAD = """Child Ref;Name;Worker;Team;Plan;Plan start;Family;RAG
C-1;Pip Moss;Ada Finch;Orchard;b) Child Protection plan;01/02/2026;F1;Red
C-2;Fern Moss;Ada Finch;Orchard;CIN;2026-02-01;F1;
C-3;;Unallocated;Orchard;LAC;;;amber
C-4;Dill Reed;Ada Finch;Orchard;Closed - stepdown;;;
C-5;;Ada Finch;Orchard;cin;31/02/2026;;
C-6;;Ada Finch;Orchard;something else;;;
C-7;;Ada Finch;Orchard;cin;;;purple
"""
XML = """<?xml version="1.0"?>
<Message><Header><CollectionDetails><Collection>CSWW</Collection><ReferenceDate>2025-09-30</ReferenceDate>
</CollectionDetails></Header>{workers}</Message>"""
WORKER = (
    "<CSWWWorker><AgencyWorker>{agency}</AgencyWorker><SWENo>{number}</SWENo>"
    "<FTE>{fte}</FTE>{more}</CSWWWorker>"
)


def caseload(tmp_path: Path, text: str = CASELOAD) -> Path:
    path = tmp_path / "caseload.csv"
    path.write_text(text, "utf-8")
    return path


def taken(store: Store, path: Path, moment: Moment) -> Preview:
    return store.run(accept_caseload, read_caseload([path], moment.today), moment)


def test_a_plain_caseload_is_taken_with_family_rating_and_the_dirt_given_back(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    preview = taken(store, caseload(tmp_path), moment)
    assert (preview.count("new"), preview.unallocated) == (5, ("C-3",))
    assert [(row.row, row.column, row.value, row.reason) for row in preview.rejected] == [
        (7, "Plan", "something else", "a case status that is not known")
    ]
    assert [(row.row, row.reason) for row in preview.left_out] == [(5, "closed")]
    assert preview.warnings == (
        "Say what an unknown status means under [plans] in a file of imports/.",
        "caseload, Plan start: left empty in row 6: “31/02/2026” (there is no such date).",
        "caseload, RAG: left empty in row 8: “purple” (not a rating; there are red, amber and "
        "green).",
    )

    def read(session: Session) -> tuple[list[str], list[tuple[str, str]], int]:
        episodes = session.exec(select(PlanEpisode).order_by(col(PlanEpisode.id)))
        plans = [f"{row.plan} {row.starts_on}" for row in episodes]
        ratings = [(row.rag, row.reason) for row in session.exec(select(RagEntry))]
        families = {
            child.family_id for child in session.exec(select(Child)) if child.ref in ("C-1", "C-2")
        }
        return plans, ratings, len(families)

    plans, ratings, families = store.run(read)
    assert plans == [
        "cp 2026-02-01",
        "cin 2026-02-01",
        f"cla {TODAY}",
        f"cin {TODAY}",
        f"cin {TODAY}",
    ]
    assert ratings == [
        ("red", "as the caseload file has it"),
        ("amber", "as the caseload file has it"),
    ]
    assert families == 1


def test_the_same_caseload_twice_changes_nothing_and_a_missing_child_is_only_asked_about(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    path = caseload(tmp_path)
    taken(store, path, moment)
    again = store.run(preview_caseload, read_caseload([path], TODAY), moment)
    assert again.changes_nothing
    assert again.unchanged == 5
    fewer = "\n".join(line for line in CASELOAD.splitlines() if not line.startswith("C-2"))
    changes = store.run(
        preview_caseload, read_caseload([caseload(tmp_path, fewer)], TODAY), moment
    ).changes
    assert [(each.kind, each.ref) for each in changes] == [("missing", "C-2")]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "worker\nAda\n", "\x00\x01"])
def test_a_file_that_is_no_caseload_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ImportRefused):
        read_caseload([caseload(tmp_path, text)], TODAY)


def census(tmp_path: Path, *workers: str, text: str = XML) -> Path:
    path = tmp_path / "csww.xml"
    path.write_text(text.format(workers="".join(workers)), "utf-8")
    return path


def number(store: Store, moment: Moment, worker_id: int, registration: str) -> None:
    details = store.run(worker_details, worker_id, moment)
    from dataclasses import replace

    store.run(set_worker_details, replace(details, registration=registration), moment)


def test_a_census_changes_hours_and_agency_of_those_whose_number_is_known(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    number(demo_store, moment, 1, "SW1234")
    path = census(
        tmp_path,
        WORKER.format(
            agency=1,
            number="sw1234",
            fte="0.6",
            more="<Absat30Sept>1</Absat30Sept><ReasonAbsence>MAT</ReasonAbsence>",
        ),
        WORKER.format(agency=0, number="SW9", fte="1", more=""),
    )
    file = read_workforce(path, TODAY)
    preview = demo_store.run(preview_workforce, file, moment)
    assert [(each.kind, each.says) for each in preview.changes] == [
        ("changed", "full-time share 0.6, was 1; agency worker; registered as sw1234")
    ]
    assert "absent on 2025-09-30 (parental leave)" in preview.warnings[0]
    assert "1 of the return are not here (SW9)" in preview.warnings[1]
    demo_store.run(accept_workforce, file, moment)

    def of(session: Session) -> tuple[float, bool]:
        worker = session.get(Worker, 1)
        assert worker is not None
        return worker.fte, worker.agency

    assert demo_store.run(of) == (0.6, True)
    assert demo_store.run(preview_workforce, file, moment).changes_nothing


def test_workers_who_are_not_here_come_in_only_where_that_is_asked_for(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    path = census(tmp_path, WORKER.format(agency=0, number="SW9", fte="0.5", more=""))
    assert store.run(preview_workforce, read_workforce(path, TODAY), moment).changes_nothing
    found = store.run(accept_workforce, read_workforce(path, TODAY, takes_unknown=True), moment)
    assert [(each.kind, each.ref) for each in found.changes] == [("new", "SW9")]


def test_who_has_left_does_not_come_in(store: Store, moment: Moment, tmp_path: Path) -> None:
    left = "<RoleEndDate>2025-03-28</RoleEndDate>"
    path = census(tmp_path, WORKER.format(agency=0, number="SW9", fte="0.5", more=left))
    assert store.run(
        preview_workforce, read_workforce(path, TODAY, takes_unknown=True), moment
    ).changes_nothing


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "b">]><Message>&a;</Message>',
            "definitions or entities",
        ),
        (
            '<?xml version="1.0"?><!DOCTYPE m SYSTEM "file:///etc/passwd"><Message/>',
            "definitions or entities",
        ),
        ("<Message><Header/></Message>", "no workforce census"),
        ("<Message>", "not a well-formed"),
        ("", "is empty"),
        (XML.replace("{workers}", ""), "names no worker"),
    ],
    ids=["entity", "outside", "another", "cut", "empty", "nobody"],
)
def test_a_file_that_is_no_census_is_refused_in_one_sentence(
    tmp_path: Path, text: str, says: str
) -> None:
    path = tmp_path / "csww.xml"
    path.write_text(text, "utf-8")
    with pytest.raises(ImportRefused, match=says):
        read_workforce(path, TODAY)


@pytest.mark.external
def test_the_public_census_is_read(store: Store, moment: Moment) -> None:
    folder = Path(
        os.environ.get(
            "SUPERVISION_TUI_EXTERNAL_DATA", Path(__file__).parents[3] / "shared" / "data"
        )
    )
    path = folder / "workforce_census_2022.xml"
    if not path.exists():
        pytest.skip("the public sample is not here")
    file: WorkforceFile = read_workforce(path, TODAY, takes_unknown=True)
    assert len(file.rows) == 30
    assert file.rows[0].fte == 0.52
    found = store.run(accept_workforce, file, moment)
    assert found.count("new") == 30 - sum(row.has_left for row in file.rows)


def dataset(tmp_path: Path, involvements: str) -> Path:
    folder = tmp_path / "ssd"
    folder.mkdir(exist_ok=True)
    (folder / "ssd_professionals.csv").write_text(
        "prof_professional_id,prof_staff_id,prof_professional_name,prof_social_worker_registration_no,"
        "prof_agency_worker_flag,prof_professional_job_title,prof_full_time_equivalency\n"
        "P1,S1,Ada Finch,SW1,N,Social worker,0.8\nP2,S2,Bo Lark,SW2,Y,Social worker,1\nP3,S3,Cy "
        "Wren,SW3,N,IRO,1\n",
        "utf-8",
    )
    head = (
        "invo_involvements_id,invo_professional_id,invo_professional_role_id,invo_professional_team,invo_person_id,"
        "invo_involvement_start_date,invo_involvement_end_date,invo_worker_change_reason,invo_referral_id\n"
    )
    (folder / "ssd_involvements.csv").write_text(head + involvements, "utf-8")
    (folder / "ssd_cp_plans.csv").write_text(
        "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date,cppl_cp_plan_latest_category\n"
        "1,K1,2026-01-05,,NEG\n2,K2,2025-01-05,2025-09-01,NEG\n",
        "utf-8",
    )
    (folder / "ssd_cp_visits.csv").write_text(
        "cppv_cp_visit_id,cppv_person_id,cppv_cp_visit_date\n1,K1,2026-02-10\n2,K1,2026-02-20\n",
        "utf-8",
    )
    return folder


FIRST = (
    "1,P1,Allocated worker,Orchard,K1,2026-01-10,,,R1\n2,P1,Allocated "
    "worker,Orchard,K2,2026-01-10,,,R2\n"
    "3,P3,IRO,Orchard,K1,2026-02-01,,,R1\n4,P1,Allocated "
    "worker,Orchard,K3,2024-01-01,2025-01-01,MANAGE,R3\n"
    "5,P1,Allocated worker,Orchard,K4,2026-02-30,,,R4\n"
)


def test_a_dataset_brings_hours_agency_and_children_together(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    file: DatasetFile = read_ssd(dataset(tmp_path, FIRST), TODAY)
    preview = store.run(accept_dataset, file, moment)
    assert [(each.kind, each.ref) for each in preview.changes] == [
        ("new", "K1"),
        ("new", "K2"),
        ("new", "K4"),
    ]
    assert not preview.rejected
    assert (
        "invo_involvement_start_date: left empty in row 6: “2026-02-30” (there is no such date)"
        in " ".join(preview.warnings)
    )

    def read(session: Session) -> tuple[list[tuple[str, float, bool, str]], list[str], date]:
        workers = session.exec(select(Worker).order_by(Worker.name))
        episodes = session.exec(select(PlanEpisode).order_by(col(PlanEpisode.id)))
        plans = [str(row.plan) for row in episodes]
        visit = max(
            row.on_date for row in session.exec(select(ChildEvent)) if row.event == "cp-visit-made"
        )
        return (
            [(each.name, each.fte, each.agency, each.registration) for each in workers],
            plans,
            visit,
        )

    workers, plans, visit = store.run(read)
    assert workers[0] == ("Ada Finch", 0.8, False, "SW1")
    assert plans == ["cp", "cin", "cin"]
    assert visit == date(2026, 2, 20)
    assert store.run(preview_dataset, file, moment).changes_nothing


def test_a_move_in_a_dataset_keeps_its_day_and_its_reason(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    earlier = Moment(TODAY - timedelta(days=20), moment.now, moment.policy)
    store.run(accept_dataset, read_ssd(dataset(tmp_path, FIRST), earlier.today), earlier)
    moved = FIRST.replace("2026-01-10,,,R1", "2026-01-10,2026-02-23,CHCHAN,R1") + (
        "6,P2,Allocated worker,Orchard,K1,2026-02-23,,,R1\n"
    )
    preview = store.run(accept_dataset, read_ssd(dataset(tmp_path, moved), TODAY), moment)
    assert [
        (each.kind, each.ref, each.says) for each in preview.changes if each.kind == "moved"
    ] == [("moved", "K1", "Ada Finch to Bo Lark")]

    def spells(session: Session) -> list[tuple[date, date | None, str]]:
        child = session.exec(select(Child).where(Child.ref == "K1")).one()
        of_child = select(Allocation).where(Allocation.child_id == child.id)
        rows = session.exec(of_child.order_by(col(Allocation.starts_on)))
        return [(row.starts_on, row.ends_on, row.change_reason) for row in rows]

    assert store.run(spells) == [
        (earlier.today, date(2026, 2, 23), "CHCHAN"),
        (date(2026, 2, 23), None, ""),
    ]


def test_a_folder_without_plans_leaves_each_child_the_plan_on_record(
    unchanged_demo: Store, moment: Moment, tmp_path: Path
) -> None:
    def on_cp(session: Session) -> str:
        rows = select(Child.ref).join(PlanEpisode).where(PlanEpisode.plan == "cp")
        open_now = rows.where(col(PlanEpisode.ends_on).is_(None), col(Child.closed_on).is_(None))
        return session.exec(open_now).first() or ""

    ref = unchanged_demo.run(on_cp)
    folder = dataset(tmp_path, f"1,P1,Allocated worker,Orchard,{ref},2026-01-10,,,R1\n")
    (folder / "ssd_cp_plans.csv").unlink()
    preview = unchanged_demo.run(preview_dataset, read_ssd(folder, TODAY), moment)
    assert not any("cp" in each.says for each in preview.changes if each.ref == ref)
    assert any("keeps the plan on record" in warning for warning in preview.warnings)


def test_a_folder_without_involvements_is_refused(tmp_path: Path) -> None:
    folder = dataset(tmp_path, FIRST)
    (folder / "ssd_involvements.csv").unlink()
    with pytest.raises(ImportRefused, match="holds no involvements"):
        read_ssd(folder, TODAY)


def test_whatever_file_is_chosen_is_told_apart_by_what_stands_in_it(tmp_path: Path) -> None:
    from tests.imports.workbooks import annex_a_workbook

    folder = dataset(tmp_path, FIRST)
    assert isinstance(read_any(folder / "ssd_cp_visits.csv", TODAY), DatasetFile)
    assert read_any(caseload(tmp_path), TODAY).name == "caseload.csv"
    assert isinstance(
        read_any(census(tmp_path, WORKER.format(agency=0, number="1", fte=1, more="")), TODAY),
        WorkforceFile,
    )
    assert read_any(annex_a_workbook(tmp_path / "a.xlsx"), TODAY).name == "a.xlsx"


@pytest.mark.parametrize("kind", ["caseload", "ssd", "workforce"])
def test_every_import_has_the_same_json_and_changes_nothing_until_it_is_taken(
    demo_path: Path, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.conftest import PASSPHRASE

    words = tmp_path / "words"
    words.write_text(PASSPHRASE, "utf-8")
    path = {
        "caseload": lambda: caseload(tmp_path),
        "ssd": lambda: dataset(tmp_path, FIRST),
        "workforce": lambda: census(tmp_path, WORKER.format(agency=0, number="1", fte=1, more="")),
    }[kind]()
    arguments = [
        "--vault",
        str(demo_path),
        "--passphrase-file",
        str(words),
        "import",
        kind,
        str(path),
        "--json",
    ]
    assert main([*arguments, "--as-of", "2026-03-02"]) == 0
    document = json.loads(capsys.readouterr().out)
    promised = {
        "file",
        "lists",
        "new",
        "moved",
        "changed",
        "missing",
        "unallocated",
        "unchanged",
        "rejected",
        "warnings",
    }
    assert promised <= set(document)
    assert document["applied"] is False
    assert (
        main(
            [
                "--vault",
                str(demo_path),
                "--passphrase-file",
                str(words),
                "import",
                kind,
                str(tmp_path / "no"),
                "--json",
            ]
        )
        == 4
    )
    assert json.loads(capsys.readouterr().out)["refused"] == "unreadable"
