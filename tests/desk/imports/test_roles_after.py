"""Who works with a child beside the worker, as files tell it: begun, ended, left to a person."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session, select

from supervision_tui.desk.children.review import review_card
from supervision_tui.desk.children.roles import RoleDraft, begin_role, end_role
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.files import CaseloadFile
from supervision_tui.desk.imports.preview_caseload import preview_caseload
from supervision_tui.desk.imports.undo_import import undo_import
from supervision_tui.desk.moment import Moment
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.imports.caseload_file import read_caseload
from supervision_tui.imports.worker_roles import case_role_of, rank_of_role
from supervision_tui.records import Child, RoleOnCase, Worker
from supervision_tui.vault.store import Store
from tests.desk.children.teams import caseload
from tests.desk.days_later import later
from tests.imports.files import LIST_9, child_6, list_6, written

HEADER = "child_ref,worker,team,plan,role"


def roles(session: Session) -> list[tuple[str, str, str, bool]]:
    """Each role on record: the child, the role, who, and whether it goes on."""
    names = {row.id: row.name for row in session.exec(select(Worker))}
    refs = {row.id: row.ref for row in session.exec(select(Child))}
    return sorted(
        (refs[row.child_id], row.role, row.name or names[row.worker_id], row.ends_on is None)
        for row in session.exec(select(RoleOnCase))
    )


def test_a_personal_adviser_of_annex_a_stands_beside_the_worker(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    list_6(tmp_path, child_6("A1", "CLA"), child_6("A2", "CIN"))
    written(tmp_path, LIST_9, "A1,Dee Lark,Ada Quill,Relevant child,", name="list9.csv")
    file = read_annex_a([tmp_path], moment.today)
    store.run(accept_caseload, file, moment)
    assert store.run(roles) == [("A1", "personal-adviser", "Dee Lark", True)]
    assert store.run(accept_caseload, file, moment).changes_nothing
    written(tmp_path, LIST_9, "A1,Eli Reed,Ada Quill,Relevant child,", name="list9.csv")
    preview = store.run(preview_caseload, read_annex_a([tmp_path], moment.today), moment)
    assert [(each.ref, each.says) for each in preview.changes] == [
        ("A1", "who works with the child")
    ]
    store.run(accept_caseload, read_annex_a([tmp_path], moment.today), moment)
    assert store.run(roles) == [
        ("A1", "personal-adviser", "Dee Lark", False),
        ("A1", "personal-adviser", "Eli Reed", True),
    ]
    store.run(undo_import, moment)
    assert store.run(roles) == [("A1", "personal-adviser", "Dee Lark", True)]


def test_rows_of_others_in_a_caseload_become_roles(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    file = read_caseload(
        [
            written(
                tmp_path,
                HEADER,
                "A1,Ada Quill,Harbour,cp,Allocated worker",
                "A1,Bo Lark,Harbour,cp,Co-worker",
                "A1,Cy Moor,Protection,cp,Lead child protection practitioner",
                "A1,Dee Reed,Health,cp,Health visitor",
                "A2,Bo Lark,Harbour,cin,Allocated worker",
            )
        ],
        moment.today,
    )
    store.run(accept_caseload, file, moment)
    assert store.run(roles) == [
        ("A1", "co-worker", "Bo Lark", True),
        ("A1", "lead-child-protection", "Cy Moor", True),
    ]
    assert store.run(caseload, "Bo Lark", moment) == {"A1": ("co-worker", 0.5), "A2": ("lead", 1)}
    assert store.run(accept_caseload, file, moment).changes_nothing


def test_what_a_person_put_on_record_goes_on(store: Store, tmp_path: Path, moment: Moment) -> None:
    rows = ("A1,Ada Quill,Harbour,cp,Allocated worker", "A2,Bo Lark,Harbour,cin,Allocated worker")
    file = read_caseload([written(tmp_path, HEADER, *rows)], moment.today)
    store.run(accept_caseload, file, moment)
    store.run(begin_role, RoleDraft(("A1",), "co-worker", "Bo Lark"), moment)
    assert store.run(accept_caseload, file, moment).changes_nothing
    assert store.run(roles) == [("A1", "co-worker", "Bo Lark", True)]


def test_a_lead_of_another_team_whom_the_file_names_is_no_move(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    rows = ("A1,Ada Quill,Harbour,cp,", "A2,Bo Lark,Harbour,cin,")
    store.run(
        accept_caseload, read_caseload([written(tmp_path, HEADER, *rows)], moment.today), moment
    )
    store.run(begin_role, RoleDraft(("A1",), "lead", "Eli Reed", "Family help"), moment)
    again = ("A1,Reed, Eli,Harbour,cp,".replace("Reed, Eli", '"Reed, Eli"'), rows[1])
    file = read_caseload([written(tmp_path, HEADER, *again)], moment.today)
    assert store.run(preview_caseload, file, moment).changes == ()


def test_roles_are_told_by_whole_words() -> None:
    told = {
        "Lead Child Protection Practitioner": "lead-child-protection",
        "LCPP": "lead-child-protection",
        "Personal Adviser": "personal-adviser",
        "Student social worker": "student",
        "Supervising Social Worker": "supervising-social-worker",
        "Co-worker": "co-worker",
        "Health visitor": None,
        "Independent reviewing officer": None,
        "Previous co-worker": None,
    }
    assert {role: case_role_of(role, rank_of_role(role)) for role in told} == told


def _co_worked(folder: Path, moment: Moment, worker: str = "Ada Quill") -> CaseloadFile:
    rows = [f"A1,{worker},Harbour,cp,Allocated worker", "A2,Bo Lark,Harbour,cin,Allocated worker"]
    if worker != "Bo Lark":
        rows.insert(1, "A1,Bo Lark,Harbour,cp,Co-worker")
    return read_caseload([written(folder, HEADER, *rows)], moment.today)


def test_a_role_that_a_person_ended_does_not_come_back_with_the_same_file(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    file = _co_worked(tmp_path, moment)
    store.run(accept_caseload, file, moment)
    (row,) = store.run(lambda session: session.exec(select(RoleOnCase.id)).all())
    store.run(end_role, row or 0, moment)
    assert store.run(accept_caseload, file, moment).changes_nothing
    assert store.run(roles) == [("A1", "co-worker", "Bo Lark", False)]


def test_who_leads_by_the_file_has_no_other_role_any_more(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    store.run(accept_caseload, _co_worked(tmp_path, moment, "Ada Quill"), moment)
    store.run(accept_caseload, _co_worked(tmp_path, moment, "Bo Lark"), later(moment, 5))
    assert store.run(roles) == [("A1", "co-worker", "Bo Lark", False)]
    people = store.run(review_card, "A1", later(moment, 5)).people
    assert [(each.name, each.role) for each in people] == [("Bo Lark", "lead")]
