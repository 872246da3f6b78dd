"""What a case status means: the published spellings, a council's own, then whole words."""

from __future__ import annotations

import pytest

from supervision_tui.imports.case_status import case_status
from supervision_tui.imports.tables.cells import CellWrong
from supervision_tui.practice.vocabulary import Plan

CLA, CP, CIN, ASSESSMENT = Plan.CLA, Plan.CP, Plan.CIN, Plan.ASSESSMENT
PUBLISHED = {
    (CLA,): ("a) Looked after child", "CLA", "LAC", "Looked after child"),
    (CLA, CP): ("CLA&CP", "CLA&CPP", "CP/CLA"),
    (CP,): ("b) Child Protection plan", "Child Protection plan", "CP", "CPP", "CP Ext",
    "Child Protection"),
    (CIN,): ("c) Child in need plan", "Child in need plan", "CIN", "CiN", "CiN Plan",
    "Child in need plan",
    "Child in Need"),
    (ASSESSMENT,): (
        "d) Open assessment", "Open asmt", "Open assessment", "Assessment", "CF Assessment in "
            "progress",
    ),
    (Plan.CARE_LEAVER,): ("Care leaver",),
    (): (
        "e) Closed episode", "Closed", "Closed episode", "Closed - stepdown", "Closed case",
        "Closed Referral",
        "Closed Assessment",
    ),
}  # fmt: skip


def test_all_thirty_three_published_spellings() -> None:
    """Source: the specification of the London data pipeline for Annex A.

    A care leaver is open here, on purpose.
    """
    assert sum(map(len, PUBLISHED.values())) == 33
    for plans, spellings in PUBLISHED.items():
        for spelling in spellings:
            for dressed in (spelling, spelling.upper(), f" {spelling}\u00a0"):
                assert case_status(dressed).plans == plans, dressed


@pytest.mark.parametrize(
    ("status", "plans"),
    [
        ("CP extended", (CP,)),
        ("CIN (recommended for CP)", (CIN,)),
        ("CIN - not yet closed", (CIN,)),
        ("Not yet closed (CIN)", (CIN,)),
        ("CIN plan to be closed", (CIN,)),
        ("CP, reopened", (CP,)),
        ("LAC - section 20", (CLA,)),
        ("LAC / CP / CIN", (CLA, CP, CIN)),
        ("CP & PLO", (CP, Plan.PLO)),
        ("Unborn - pre-proceedings", (Plan.PLO,)),
        ("Care proceedings", (Plan.PLO,)),
        ("CLA / care proceedings", (Plan.CLA, Plan.PLO)),
        ("LAC in proceedings", (Plan.CLA, Plan.PLO)),
        ("CP ended, CIN", (CIN,)),
        ("CIN, stepped down from CP", (CIN,)),
        ("no longer CP, CIN", (CIN,)),
        ("CIN not CP", (CIN,)),
        ("Child in need of protection", (CP,)),
        ("Closed to early help; open to CIN", (CIN,)),
        ("Care leaver (formerly looked after)", (Plan.CARE_LEAVER,)),
        ("Step down to early help", (Plan.EARLY_HELP,)),
        ("stepdown", (Plan.EARLY_HELP,)),
        ("CIN (CP closed)", (CIN,)),
        ("LAC - CP plan ended", (CLA,)),
        ("CIN Closed - LAC Open", (CLA,)),
        ("Care leaver (CLA ceased)", (Plan.CARE_LEAVER,)),
        ("LAC ceased - care leaver", (Plan.CARE_LEAVER,)),
        ("CP, to be ended", (CP,)),
        ("CIN - NFA pending", (CIN,)),
        ("Open CIN - previously closed 2023", (CIN,)),
        ("CIN (closed and reopened)", (CIN,)),
        ("Assessment ended - CIN plan", (CIN,)),
        ("CIN - closed on 3 Nov 2025", ()),
        ("CIN (closed in error)", (CIN,)),
        ("CIN plan discontinued", ()),
        ("Referral closed", ()),
        ("CIN (closed)", ()),
        ("Child in need - closed", ()),
        ("CIN; closed 3 Nov", ()),
        ("Case ended", ()),
        ("Closed, step down to early help", ()),
        ("NFA", ()),
        ("CIN - CP declined", (CIN,)),
        ("CIN (sibling CP)", (CIN,)),
        ("CIN, sibling is LAC", (CIN,)),
        ("Was CP now CIN", (CIN,)),
        ("CIN from CP", (CIN,)),
        ("CP ended - stepped down to CIN", (CIN,)),
        ("Pre-birth assessment", (ASSESSMENT,)),
        ("Early Help Assessment", (Plan.EARLY_HELP,)),
        ("TAF", (Plan.EARLY_HELP,)),
        ("S20", (CLA,)),
        ("Interim Care Order", (CLA,)),
        ("UASC", (CLA,)),
    ],
)
def test_whole_words_decide(status: str, plans: tuple[Plan, ...]) -> None:
    assert case_status(status).plans == plans


@pytest.mark.parametrize(
    "status",
    [
        "banana",
        "Open (closed in error)",
        "Former looked after child",
        "Recommended",
        "Extended",
        "not yet closed",
        "Stepped down from CP",
        "Suspended",
        "CP -> CIN",
        "CIN>CP",
        "LAC to CIN",
        "CP (step-down to CIN)",
        "Step down CP to CIN",
        "Post-CP",
        "Pre-CP",
        "Post LAC CIN",
        "Reunified LAC",
        "Likely LAC",
        "CP?",
        "Care order application",
    ],
)
def test_what_is_not_known_is_never_closed_by_itself(status: str) -> None:
    with pytest.raises(CellWrong, match="not known"):
        case_status(status)


@pytest.mark.parametrize("status", ["", "  ", "NULL", "n/a"])
def test_no_status_is_missing(status: str) -> None:
    with pytest.raises(CellWrong, match="missing"):
        case_status(status)


def test_a_councils_own_words_come_first() -> None:
    own = {"s47": Plan.CP, "dormant": None}
    assert case_status("S47", own).plans == (CP,)
    assert case_status("Dormant", own).plans == ()
    assert case_status("S47 / UASC", own).plans == (CLA, CP)
    assert case_status("CIN, dormant", own).plans == ()
