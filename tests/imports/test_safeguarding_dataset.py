"""The Standard Safeguarding Dataset by its specification (data-to-insight/ssd-data-model,
data/objects).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from supervision_tui.desk.imports.files import CaseloadRow
from supervision_tui.imports.safeguarding_dataset.dataset import read_ssd
from supervision_tui.practice.vocabulary import Plan
from tests.conftest import TODAY

PROFESSIONALS = (
    "prof_professional_id,prof_staff_id,prof_professional_name",
    "P1,S1,Ada Quill", "P2,S2,Ben Osei", "P3,S3,Cal Ito", "P4,S4,Dot Fenn",
)  # fmt: skip
INVOLVEMENTS = (
    "invo_professional_id,invo_professional_role_id,invo_professional_team,invo_involvement_start_date,"
    "invo_involvement_end_date,invo_person_id"
)


def dataset(folder: Path, **tables: tuple[str, ...]) -> Path:
    """A folder of these tables, each a header and its rows; the professionals are always there."""
    for name, lines in ({"professionals": PROFESSIONALS} | tables).items():
        (folder / f"ssd_{name}.csv").write_text("\n".join((*lines, "")), "utf-8")
    return folder


def children(folder: Path) -> dict[str, CaseloadRow]:
    return {row.ref: row for row in read_ssd(folder, TODAY).caseload.rows}


@pytest.mark.parametrize(
    "allocated", ["Allocated Case Worker", "ALLOCATED WORKER", "Case Manager", "Lead practitioner"]
)
def test_who_is_allocated_has_the_child_whatever_began_later(
    tmp_path: Path, allocated: str
) -> None:
    rows = (
        f"P1,{allocated},Harbour,2025-11-03,,C1",
        "P2,Co-worker,Quay,2025-12-20,,C1",
        "P4,Team Manager,Quay,2026-01-01,,C1",
    )
    found = children(dataset(tmp_path, involvements=(INVOLVEMENTS, *rows)))
    assert (found["C1"].worker, found["C1"].team) == ("Ada Quill", "Harbour")


def test_where_nobody_is_allocated_the_nearest_role_has_the_child(tmp_path: Path) -> None:
    rows = (
        "P2,Social Worker - Assessment Team,Quay,2025-12-20,,C1",
        "P1,Co-worker,Harbour,2026-01-03,,C1",
        "P4,IRO,Quay,2026-01-01,,C2", "P1,Allocated worker,Harbour,2024-01-01,2025-01-01,C2",
    )  # fmt: skip
    plans = ("cinp_person_id,cinp_cin_plan_start_date,cinp_cin_plan_end_date", "C2,2025-01-01,")
    found = children(dataset(tmp_path, involvements=(INVOLVEMENTS, *rows), cin_plans=plans))
    assert {ref: row.worker for ref, row in found.items()} == {"C1": "Ben Osei", "C2": None}


def test_care_leavers_come_with_their_personal_adviser(tmp_path: Path) -> None:
    rows = (
        "P3,Personal Adviser,Leaving Care,2025-01-03,,C3",
        "P4,Allocated worker,Harbour,2025-01-03,,C4",
    )
    leavers = (
        "clea_person_id,clea_care_leaver_eligibility,clea_care_leaver_in_touch,clea_pathway_plan_review_date,"
        "clea_care_leaver_personal_advisor,clea_care_leaver_allocated_team,clea_care_leaver_worker_id",
        "C3,Former relevant,YES,2025-12-01,,Leaving Care,P3",
        "C4,No Current Eligibility,,,,,",
        "C5,Relevant,DIED,,,,P3",
        "C6,Qualifying,YES,,Eve Nash,Leaving Care,",
    )
    file = read_ssd(
        dataset(tmp_path, involvements=(INVOLVEMENTS, *rows), care_leavers=leavers), TODAY
    ).caseload
    found = {row.ref: (row.plan, row.worker, row.team) for row in file.rows}
    assert found == {
        "C3": (Plan.CARE_LEAVER, "Cal Ito", "Leaving Care"),
        "C4": (Plan.CIN, "Dot Fenn", "Harbour"),
        "C6": (Plan.CARE_LEAVER, "Eve Nash", "Leaving Care"),
    }
    assert file.rows[0].dates == {"pathway-plan": date(2025, 12, 1)}
    assert [row.reason for row in file.left_out] == ["no longer a care leaver", "died"]


def test_a_visit_at_which_the_child_was_not_seen_is_none_and_a_cancelled_review_neither(
    tmp_path: Path,
) -> None:
    found = children(
        dataset(
            tmp_path,
            involvements=(
                INVOLVEMENTS,
                "P1,Allocated worker,Harbour,2025-11-03,,C1",
                "P1,Allocated worker,Harbour,2025-11-03,,C2",
            ),
            cin_visits=(
                "cinv_person_id,cinv_cin_visit_date,cinv_cin_visit_seen",
                "C1,2026-01-05,Y",
                "C1,2026-02-25,N",
                "C1,2027-01-01,Y",
            ),
            cla_episodes=(
                "clae_person_id,clae_cla_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,"
                "clae_entered_care_date",
                "C2,L2,2025-12-01,,2025-06-01",
            ),
            cla_reviews=(
                "clar_cla_id,clar_cla_review_date,clar_cla_review_cancelled",
                "L2,2025-09-01,N",
                "L2,2026-02-01,Y",
            ),
            cla_health=(
                "clah_person_id,clah_health_check_type,clah_health_check_date",
                "C2,Health Assessment,2025-10-01",
                "C2,Dental check,2026-01-01",
            ),
            cla_placement=(
                "clap_person_id,clap_cla_placement_start_date,clap_cla_placement_end_date",
                "C2,2025-06-01,2025-12-01",
                "C2,2025-12-01,",
            ),
        )
    )
    assert found["C1"].dates == {"cin-visit-made": date(2026, 1, 5)}
    assert found["C2"].dates == {
        "looked-after": date(2025, 6, 1),
        "cla-review-held": date(2025, 9, 1),
        "health-held": date(2025, 10, 1),
        "placement": date(2025, 12, 1),
    }


def test_names_births_and_deaths_of_persons(tmp_path: Path) -> None:
    rows = [f"P1,Allocated worker,Harbour,2025-11-03,,C{number}" for number in (1, 2, 3, 4)]
    persons = (
        "pers_person_id,pers_forename,pers_surname,pers_sex,pers_dob,pers_expected_dob,pers_death_date",
        "C1,Mia,Alder,F,2015-04-07,,", "C2,Unborn,Birch,U,,2026-05-20,",
        "C3,Ivy,Cedar,F,2014-01-02,,2026-02-01",
        "C4,Ned,Null,M,1900-01-01,,1900-01-01",
    )  # fmt: skip
    file = read_ssd(
        dataset(tmp_path, involvements=(INVOLVEMENTS, *rows), person=persons), TODAY
    ).caseload
    assert {row.ref: (row.name, row.born, row.sex) for row in file.rows} == {
        "C1": ("Mia Alder", date(2015, 4, 7), "female"),
        "C2": ("Unborn Birch", date(2026, 5, 20), None),
        "C4": ("Ned Null", None, "male"),
    }
    assert "C3" in file.closed


def test_a_person_who_stands_twice_is_told(tmp_path: Path) -> None:
    involved = INVOLVEMENTS, "P1,Allocated worker,Harbour,2025-11-03,,C1"
    persons = (
        "pers_person_id,pers_forename,pers_surname,pers_dob",
        "C1,Mia,Alder,2015-04-07",
        "C1,Mia,Ash,2015-04-07",
    )
    file = read_ssd(dataset(tmp_path, involvements=involved, person=persons), TODAY).caseload
    assert [row.name for row in file.rows] == ["Mia Ash"]
    assert "C1 stands more than once; its last row was taken." in file.warnings


def test_a_team_is_named_by_the_table_of_teams(tmp_path: Path) -> None:
    teams = "dept_team_id,dept_team_name", "T7,Harbour"
    found = children(
        dataset(
            tmp_path,
            involvements=(INVOLVEMENTS, "P1,Allocated worker,T7,2025-11-03,,C1"),
            department=teams,
        )
    )
    assert found["C1"].team == "Harbour"


def test_references_are_one_in_whatever_dress(tmp_path: Path) -> None:
    found = children(
        dataset(
            tmp_path,
            involvements=(
                INVOLVEMENTS,
                "p1,Allocated worker,Harbour,2025-11-03,,c1",
                "P2,Co-worker,Quay,2025-12-01,,C1",
            ),
            cp_plans=("cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date", "C1,N/K,"),
            person=("pers_person_id,pers_forename,pers_surname", "'C1,Mia,Alder"),
        )
    )
    assert [(row.worker, row.plan, row.name) for row in found.values()] == [
        ("Ada Quill", Plan.CP, "Mia Alder")
    ]


@pytest.mark.parametrize("seen", ["", "No access", "Attempted", "N - not seen", "?"])
def test_only_a_visit_that_is_said_to_have_been_one_counts(tmp_path: Path, seen: str) -> None:
    visits = (
        "cinv_person_id,cinv_cin_visit_date,cinv_cin_visit_seen",
        "C1,2026-01-05,Yes",
        f"C1,2026-02-25,{seen}",
    )
    row = "P1,Allocated worker,Harbour,2025-11-03,,C1"
    found = children(dataset(tmp_path, involvements=(INVOLVEMENTS, row), cin_visits=visits))
    assert found["C1"].dates == {"cin-visit-made": date(2026, 1, 5)}


def test_an_end_that_has_come_by_either_reading_is_one(tmp_path: Path) -> None:
    rows = (
        "P1,Allocated worker,Harbour,01/02/2024,02/03/2024,C1",
        "P2,Allocated worker,Quay,10/25/2025,,C1",
    )
    found = children(dataset(tmp_path, involvements=(INVOLVEMENTS, *rows)))
    assert found["C1"].worker == "Ben Osei"


def test_an_open_referral_is_a_child_whom_nobody_has(tmp_path: Path) -> None:
    episodes = (
        "cine_person_id,cine_referral_id,cine_referral_date,cine_close_date",
        "C7,R7,2026-02-20,",
        "C8,R8,2025-01-01,2025-06-01",
    )
    found = children(
        dataset(
            tmp_path,
            involvements=(INVOLVEMENTS, "P1,Allocated worker,Harbour,2025-11-03,,C1"),
            cin_episodes=episodes,
        )
    )
    assert {ref: row.worker for ref, row in found.items()} == {"C1": "Ada Quill", "C7": None}


def test_two_workers_in_one_role_and_a_table_that_stands_twice_are_told(tmp_path: Path) -> None:
    rows = "P1,Allocated worker,Harbour,2025-01-03,,C1", "P2,Allocated worker,Quay,2025-06-03,,C1"
    folder = dataset(tmp_path, involvements=(INVOLVEMENTS, *rows))
    again = "P2,Allocated worker,Quay,2025-06-03,,C2"
    warnings = read_ssd(
        dataset(folder, involvements_old=(INVOLVEMENTS, again)), TODAY
    ).caseload.warnings
    assert "C1 has two workers in one role; the one who began last was taken." in warnings
    assert any(
        said.startswith("The table of involvements was read from 2 sheets: ") for said in warnings
    )


def test_visits_and_reviews_that_name_the_plan_alone_are_the_childs(tmp_path: Path) -> None:
    found = children(
        dataset(
            tmp_path,
            involvements=(INVOLVEMENTS, "P1,Allocated Case Worker,Harbour,2025-11-03,,C1"),
            plans=(
                "cppl_person_id,cppl_cp_plan_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date",
                "C1,CP1,2025-11-10,",
            ),
            visits=(
                "cppv_cp_plan_id,cppv_cp_visit_date,cppv_cp_visit_seen",
                "CP1,2026-02-10,Y",
                "CP1,2026-02-24,N",
            ),
            reviews=("cppr_cp_plan_id,cppr_cp_review_date", "cp1,2026-02-12"),
        )
    )
    assert found["C1"].dates["cp-visit-made"] == date(2026, 2, 10)
    assert found["C1"].dates["review-conference"] == date(2026, 2, 12)


def test_two_professionals_of_one_name_are_two_workers(tmp_path: Path) -> None:
    names = (
        "prof_professional_id,prof_staff_id,prof_professional_name,"
        "prof_social_worker_registration_no"
    )
    two = ("P1,S1,Ada Quill,SW1", "P4,S4,Ada Quill,SW4", "P5,S5,Ada Quill,SW4")
    folder = dataset(
        tmp_path,
        professionals=(names, *two),
        involvements=(
            INVOLVEMENTS,
            "P1,Allocated Case Worker,Harbour,2025-11-03,,C1",
            "P4,Allocated Case Worker,Harbour,2025-11-03,,C2",
        ),
    )
    file = read_ssd(folder, TODAY)
    assert {row.ref: row.worker for row in file.caseload.rows} == {
        "C1": "Ada Quill",
        "C2": "Ada Quill (S4)",
    }
    assert any("Two professionals are called Ada Quill" in said for said in file.caseload.warnings)


ENQUIRIES = (
    "s47e_person_id,s47e_s47_start_date,s47e_s47_nfa",
    "C1,2026-01-12,Y",
    "C2,2026-01-12,N",
    "C3,2026-01-12,",
)
CONFERENCES = "icpc_person_id,icpc_icpc_date", "C9,2025-10-01"


def test_no_conference_follows_an_enquiry_with_no_further_action(tmp_path: Path) -> None:
    rows = (f"P1,Allocated worker,Harbour,2025-11-03,,C{n}" for n in (1, 2, 3))
    folder = dataset(
        tmp_path,
        involvements=(INVOLVEMENTS, *rows),
        s47_enquiry=ENQUIRIES,
        initial_cp_conference=CONFERENCES,
    )
    file = read_ssd(folder, TODAY).caseload
    assert file.tells["icpc"] == "table of conferences"
    found = {row.ref: (row.unnecessary, row.needed) for row in file.rows}
    day = {"icpc": date(2026, 1, 12)}
    assert found == {"C1": (day, {}), "C2": ({}, day), "C3": ({}, {})}
    assert [row.ref for row in file.rows if row.told is not None and "icpc" in row.told] == [
        "C1",
        "C2",
    ]


def test_that_a_conference_is_missing_says_nothing_where_no_column_says_how_an_enquiry_ended(
    tmp_path: Path,
) -> None:
    enquiries = "s47e_person_id,s47e_s47_start_date", "C1,2026-01-12"
    involved = INVOLVEMENTS, "P1,Allocated worker,Harbour,2025-11-03,,C1"
    folder = dataset(
        tmp_path, involvements=involved, s47_enquiry=enquiries, initial_cp_conference=CONFERENCES
    )
    assert "icpc" not in read_ssd(folder, TODAY).caseload.tells


def test_a_column_that_is_missing_or_that_nobody_fills_in_tells_nothing(tmp_path: Path) -> None:
    involved = INVOLVEMENTS, "P1,Allocated worker,Harbour,2025-11-03,,C1"
    assessments = "cina_person_id,cina_assessment_start_date", "C1,2026-01-12"
    visits = "cinv_person_id,cinv_cin_visit_date", *(f"C{number}," for number in range(5))
    folder = dataset(
        tmp_path, involvements=involved, cin_assessments=assessments, cin_visits=visits
    )
    assert dict(read_ssd(folder, TODAY).caseload.tells) == {
        "assessment-start": "table of assessments"
    }


def test_a_table_tells_of_visits_to_children_who_have_its_plan_there(tmp_path: Path) -> None:
    involved = (
        INVOLVEMENTS,
        *(f"P1,Allocated worker,Harbour,2025-11-03,,C{number}" for number in (1, 2)),
    )
    plans = "cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date", "C1,2026-01-12,"
    visits = "cppv_person_id,cppv_cp_visit_date", "C1,2026-02-12"
    folder = dataset(tmp_path, involvements=involved, cp_plans=plans, cp_visits=visits)
    told = {ref: row.told for ref, row in children(folder).items()}
    assert told == {"C1": {"cp-visit-made"}, "C2": frozenset()}


def test_another_placement_is_no_other_period_of_care(tmp_path: Path) -> None:
    involved = INVOLVEMENTS, "P1,Allocated worker,Harbour,2025-11-03,,C1"
    episodes = (
        "clae_person_id,clae_cla_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date",
        "C1,L1,2025-12-01,2026-02-05", "C1,L1,2026-02-05,", "C1,L0,2024-01-01,2024-06-01",
    )  # fmt: skip
    (row,) = children(dataset(tmp_path, involvements=involved, cla_episodes=episodes)).values()
    assert row.plan_start == row.dates["looked-after"] == date(2025, 12, 1)
    assert row.ends == {"cla": date(2024, 6, 1)}
