"""The policy: whole, sourced, overlaid by a service's own file, versioned by date, and checked line
by line.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.policy.page import tables
from supervision_tui.practice.policy.policy import PolicyWrong, default_policy, make_policy
from supervision_tui.practice.policy.toml_lines import line_of
from supervision_tui.practice.supervision.cadence import Employment
from supervision_tui.practice.vocabulary import Plan, Stage

POLICY = default_policy()
SHIPPED = (files("supervision_tui.practice.policy") / "policy.toml").read_text("utf-8")


def wrong(text: str) -> list[str]:
    """Every problem of a policy file, as a person reads it."""
    with pytest.raises(PolicyWrong) as found:
        make_policy(text)
    return [problem.in_words() for problem in found.value.problems]


def test_every_number_has_a_source_and_says_how_sure_it_is() -> None:
    for entry in POLICY.entries():
        if isinstance(entry.value, int | float) and not isinstance(entry.value, bool):
            assert entry.source.line, entry.path
        assert entry.source.sure in ("found", "check", "local"), entry.path
        assert entry.words, entry.path


# The tables of the pages that the policy is made from, as they stand there.
PLANS = {
    "assessment": (28, 8, 1.0), "cin": (42, 6, 1.0), "cp": (28, 10, 1.5), "cla": (56, 8, 1.5),
    "plo": (28, 12, 2.0),
    "care-leaver": (84, 5, 0.75), "early-help": (84, 5, 0.5), "family-help": (42, 6, 1.0),
}  # fmt: skip
TIMESCALES = {
    "referral-decision": "1 wd", "manager-review-10": "10 d", "assessment": "45 wd",
    "strategy-discussion": "1 d",
    "icpc": "15 wd", "core-group": "10 wd", "core-group-next": "6 w", "cp-review-first": "3 m",
    "cp-review": "6 m",
    "cp-visit": "10 wd", "cin-review": "6 w", "cin-visit": "20 wd", "cin-duration": "6 m",
    "return-interview": "3 d",
    "lado": "1 wd", "serious-incident": "5 wd", "rapid-review": "15 wd", "pf-visit-first": "7 wd",
    "pf-visit": "6 w",
    "pf-visit-later": "12 w", "care-plan": "10 wd", "cla-visit-first": "1 w", "cla-visit": "6 w",
    "cla-visit-settled": "3 m", "cla-review-first": "20 wd", "cla-review-second": "3 m",
    "cla-review": "6 m",
    "health-initial": "20 wd", "health-under-5": "6 m", "health-5-plus": "12 m",
    "pathway-review": "6 m",
    "cla-visit-with-parents": "1 w", "cla-visit-long-term": "6 m",
    "pep": "10 wd", "permanence": "4 m", "care-proceedings": "26 w", "pre-proceedings": "16 w",
}  # fmt: skip


def test_the_defaults_are_those_of_the_pages() -> None:
    found = {
        str(plan): (rule.interval_days, rule.minutes, rule.weight)
        for plan, rule in POLICY.plans.items()
    }
    assert found == PLANS
    rows = {code: f"{rule.amount} {rule.unit}" for code, rule in POLICY.timescales.items()}
    assert {code: rows[code] for code in TIMESCALES} == TIMESCALES
    assert set(rows) - set(TIMESCALES) == {"manager-review-30", "family-help-review", "fgdm-offer"}
    assert POLICY.children.cin_drift_months == (6, 9, 12)
    assert POLICY.children.cp_drift_months == (15, 24)
    assert (POLICY.training.pieces_a_year, POLICY.training.with_peer_reflection) == (2, 1)
    assert POLICY.consultations.red_child_days == 90


def test_a_service_overlays_what_differs_and_the_rest_stays() -> None:
    policy = make_policy(
        'version = "Anytown"\nsource = "Anytown 4.2"\n[plans.cp]\ninterval_days = 21\n', "own.toml"
    )
    assert (policy.plans[Plan.CP].interval_days, policy.plans[Plan.CP].minutes) == (21, 10)
    assert policy.source("plans.cp.interval_days") == "Anytown 4.2 (set in own.toml)"
    assert policy.source("plans.cp.minutes") == "local, adjustable"
    assert policy.version == "2026-11 + Anytown"
    assert (
        make_policy("[plans.cp]\nminutes = 9\n").source("plans.cp.minutes")
        == "set in policy.toml, no source given"
    )


VERSIONED = """
[stages.social-worker]
limit = [
  { value = 15, from = 2026-04-01, source = "Cabinet, March 2026" },
  { value = 14, from = 2027-04-01 },
]
[[plans.cp]]
weight = 2.0
[[plans.cp]]
from = 2026-04-01
weight = 2.5
"""


@pytest.mark.parametrize(
    ("on", "limit", "weight"),
    [
        ("2020-01-01", 16, 2.0),
        ("2026-03-31", 16, 2.0),
        ("2026-04-01", 15, 2.5),
        ("2027-04-01", 14, 2.5),
    ],
)
def test_values_are_versioned_by_date(on: str, limit: int, weight: float) -> None:
    day = date.fromisoformat(on)
    policy = make_policy(VERSIONED).on(day)
    assert policy.stages[Stage.SOCIAL_WORKER].limit_on(date(2019, 1, 1), day) == limit
    assert policy.plans[Plan.CP].weight == weight


def test_a_change_of_interval_from_a_day_on_shifts_cadence_on_that_day() -> None:
    policy = make_policy("[stages.senior]\ninterval_days = { value = 21, from = 2026-04-01 }\n")
    employment = Employment(Stage.SENIOR, date(2020, 1, 6))
    assert employment.terms(date(2026, 3, 31), policy).interval_days == 28
    assert employment.terms(date(2026, 4, 1), policy).interval_days == 21


def test_a_service_adds_stages_events_and_timescales() -> None:
    policy = make_policy(
        """
        [stages.lead-practitioner]
        words = "lead practitioner"
        short = "lead"
        limit = 10
        interval_days = [{ until_month = 3, days = 14 }, { days = 28 }]
        [events.placed-out]
        words = "placement out of area"
        [timescales.out-of-area]
        after = "placed-out"
        amount = 5
        unit = "wd"
        words = "notification"
        plans = ["cla"]
        """
    )
    assert policy.stages["lead-practitioner"].limit_on(date(2026, 1, 1), date(2026, 2, 1)) == 10
    assert policy.timescales["out-of-area"].after == "placed-out"
    assert policy.stage("unheard-of").words.startswith("unheard-of (not in this policy")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[plan.cp]\n", "line 1: plan: there is no such entry here. Did you mean plans?"),
        ("\n# more\n[plans.cpp]\nminutes = 3", "line 3: plans.cpp: words (what the plan is "
            "called) is missing"),
        ("[plans.cp]\nminutes = 5\n\nintervall_days = 21", "line 4: plans.cp.intervall_days: "
            "there is no such entry here."),
        ("[session]\nminutes = 'ninety'", "line 2: session.minutes: expected a whole number of "
            "minutes from 15 to 480, found “ninety”."),
        ("[session]\nminutes = true", "found true."),
        ("[session]\nminutes = 90.5", "found 90.5."),
        ("[session]\nminutes = 9000", "found 9000."),
        ("[children]\nfamily_share = 0", "expected a share above 0 and up to 1, such as 0.5, "
            "found 0."),
        ("[oversight]\nthreshold = 7", "expected one of 5, 6, 10, found 7."),
        ("nation = 'wales'", "line 1: nation: expected one of england-and-wales, scotland, "
                             "northern-ireland"),
        ("extra_closed_days = ['x']", "expected a list between square brackets, each a date like "
                                      "2026-04-01"),
        ("[plans.cp]\nfrom = 'April'\nminutes = 4", "line 2: from: expected a date like "
            "2026-04-01, found “April”."),
        ("[plans.cp]\nsure = 'maybe'\nminutes = 4", "line 2: sure: expected one of found, check, "
            "local, found “maybe”."),
        ("[plans.cp]\nminutes = { value = 4, form = 2026-01-01 }", "plans.cp.minutes.form: there "
            "is no such entry here."),
        ("[[plans.cp]]\nminutes = 4\n[[plans.cp]]\nminutes = 5", "line 4: plans.cp.minutes: this "
            "is set twice for the same time"),
        ("[signals.fit]\namber = 2.0", "line 2: signals.fit.amber: red comes after amber; here "
                                       "red is 1.25 and amber 2."),
        ("[session]\nminutes = 60\nminutes_not_about_children = 60",
        "line 3: session.minutes_not_about_children: of 60 minutes 60 are not about children"),
        ("[timescales.ours]\nafter = 'icpcc'\namount = 3\nunit = 'd'\nwords = 'w'",
        "there is no event “icpcc”; events stand under [events]. Did you mean icpc?"),
        ("[stages.lead]\nwords = 'lead'", "line 1: stages.lead: limit (children per full-time "
            "worker; 0 for one who holds no cases) is missing"),
        ("[stages.'Lead One']\nwords = 'lead'", "a name here is made of small letters, digits and "
            "hyphens"),
        ("[stages.senior]\nlimit = [{ until_month = 3, children = 4 }]", "the last without "
            "until_month or until_day"),
        ("plans = 3", "line 1: plans: expected tables like [plans.name], found 3."),
        ("session = 3", "line 1: session: expected a table [session], found 3."),
        ("[session\nminutes = 3", "line 1: this cannot be read as TOML"),
        ("a = 1\nb = [1,", "line 2: this cannot be read as TOML"),
        ("x = " + "[" * 3000, "line 1: brackets stand within brackets"),
        ("x = " + "9" * 5000, "cannot be read as TOML"),
        ("#" * 500_000, "far too long"),
        ("[plans.cp]\nfrom = '2026-04-01'\nminutes = 4", "found “2026-04-01”. Write it without "
            "quotation marks."),
        ("[session]\nminutes = '75'", "found “75”. Write it without quotation marks."),
        ("extra_closed_days = [2026-12-29, 'x']", "each a date like 2026-04-01, found “x”."),
        ("[session]\nminutes = 75\n[session]\n", "line 3: this cannot be read as TOML: this "
            "heading stands here a second time"),
        ("[session]\nminutes = 75 minutes", "line 2: this cannot be read as TOML: there is more "
            "on this line than one value"),
        ("[session]\nminutes = ninety", "line 2: this cannot be read as TOML: this is not a "
            "value; words stand between straight"),
        ("[session]\nminutes = “75”", "this is not a value; words stand between straight "
                                      "quotation marks"),
        ("[session]\nseventy five", "line 2: this cannot be read as TOML: a line is a heading"),
        ("[plans.care-leaver]\ninterval_days = 120", "line 2: plans.care-leaver.interval_days: "
            "120 days are beyond the ceiling of 84"),
        ("[stages.senior]\nlimit = [{ until_month = 6, children = 4 }, { until_month = 3, "
         "children = 5 }, { children = 6 }]", "each later than the one before"),
        ('source = "a\\u001b[2Jb"', "line 1: source: expected words on one line"),
        ('"\\u001b]0;x\\u0007" = 1', "line 1: ·]0;x·: there is no such entry here."),
    ],
    ids=lambda words: words[:24],
)  # fmt: skip
def test_a_wrong_line_is_named_with_what_was_expected(text: str, says: str) -> None:
    found = wrong(text)
    assert any(says in each for each in found), found


def test_every_wrong_line_is_named_at_once_in_order() -> None:
    found = wrong("[plan.cp]\n[plans.cp]\nminuts = 3\n[session]\nminutes = 0\n")
    assert [each.split(":")[0] for each in found] == ["line 1", "line 3", "line 5"]


def test_lines_are_found_in_arrays_of_tables_and_over_several_lines() -> None:
    text = (
        "[[plans.cp]]\nminutes = 4\n\n[[plans.cp]]\n# more\nweight = [\n 1,\n [2]]\n[a]\nb = "
        '"""\n[x]\n"""\nc = 1\n'
    )
    assert line_of(text, ("plans", "cp", 0, "minutes")) == 2
    assert line_of(text, ("plans", "cp", 1)) == 4
    assert line_of(text, ("plans", "cp", 1, "weight")) == 6
    assert line_of(text, ("a", "c")) == 13
    assert line_of(text, ("nowhere",)) == 1


values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9)
)


@given(
    st.sampled_from([line for line in SHIPPED.splitlines() if " = " in line]),
    values,
    st.text(max_size=8),
)
def test_whatever_is_put_into_a_policy_is_taken_or_explained(
    line: str, value: Any, tail: str
) -> None:
    shown = str(value).lower() if isinstance(value, bool) else repr(value)
    text = f"[session]\n{line.split(' = ')[0]} = {shown}{tail}\n"
    try:
        make_policy(text)
    except PolicyWrong as why:
        assert why.problems and all(
            problem.line in (1, 2, 3) and problem.says for problem in why.problems
        )


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    try:
        make_policy(text)
    except PolicyWrong as why:
        assert str(why)


OWN_MODEL = """
id = "anytown"
order = 20
title = "Anytown circle"
source = "Anytown 2025"
[[stages]]
id = "look"
title = "Look"
prompts = ["What is there?", "What is not?", "Who says so?"]
"""


def test_a_service_adds_a_template_by_dropping_a_file_in() -> None:
    policy = make_policy(templates={"anytown.toml": OWN_MODEL})
    assert list(policy.models)[-1] == "anytown"
    assert policy.models["anytown"].set_by == "anytown.toml"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('id = "anytown"', 'id = "kolb"'), "line 2: id: there is a model “kolb” already"),
        (('title = "Anytown circle"\n', ""), "title: it is missing"),
        (('[[stages]]', "[[stage]]"), "line 6: stage: there is no such entry here. There are: id, "
                                      "title, source, order, stages, ticks, scales. Did you mean "
                                      "stages?"),
        ((', "Who says so?"', ""), "line 9: prompts: a stage has 3 to 6 prompts; here are 2."),
        (('order = 20', "order = 'x'"), "line 3: order: expected a whole number"),
        (('prompts = [', "prompts = [1, "), "line 9: prompts: expected a list between square "
            "brackets"),
    ],
)  # fmt: skip
def test_a_template_is_checked_like_the_policy(change: tuple[str, str], says: str) -> None:
    with pytest.raises(PolicyWrong) as found:
        make_policy(templates={"anytown.toml": OWN_MODEL.replace(*change)})
    assert any(says in problem.in_words() for problem in found.value.problems), found.value.problems
    assert found.value.name == "anytown.toml"


def test_models_hold_the_ticks_and_scales_of_the_page() -> None:
    assert [ticks.words for ticks in POLICY.models["4x4x4"].ticks] == [
        ("management", "development", "support", "mediation"),
        ("service users", "staff", "organisation", "partners"),
    ]
    scale = POLICY.models["signs-of-safety"].scales[0]
    assert (scale.low, scale.high, len(scale.scorers)) == (0, 10, 4)


def test_the_page_for_the_head_of_service_holds_every_rule_as_it_ships() -> None:
    page = (Path(__file__).parents[3] / "docs" / "practice-policy.md").read_text("utf-8")
    assert tables(POLICY) in page


def test_the_examples_on_the_page_are_right() -> None:
    page = (Path(__file__).parents[3] / "docs" / "practice-policy.md").read_text("utf-8")
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(examples) >= 3
    for example in examples:
        if "[[stages]]" in example:
            make_policy(templates={"example.toml": example})
        else:
            make_policy(example)
            assert tomllib.loads(example)
