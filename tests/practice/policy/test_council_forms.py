"""The council's own forms are read as they are written, and refused line by line where they are
wrong.
"""

from __future__ import annotations

from importlib.resources import files

import pytest

from supervision_tui.practice import policy as policy_package
from supervision_tui.practice.policy.council_forms import FormKind, shipped_forms
from supervision_tui.practice.policy.policy import default_policy, make_policy
from supervision_tui.practice.policy.problems import PolicyWrong
from supervision_tui.practice.vocabulary import AuditKind
from tests.council_forms import AGREEMENT, BOTH, PERSONAL

NAME = "forms/ours.toml"
AUDIT = (files(policy_package) / "forms" / "audit-case-file.toml").read_text("utf-8")


def test_a_councils_form_takes_the_place_of_what_ships() -> None:
    policy = make_policy(templates=BOTH)
    agreement, personal = policy.form(FormKind.AGREEMENT), policy.form(FormKind.PERSONAL)
    assert (agreement.title, len(agreement.sections)) == ("Eastmere supervision agreement", 12)
    assert agreement.set_by == "forms/eastmere.toml"
    assert [each.id for each in agreement.sections if not each.clause] == ["identity", "history"]
    assert agreement.sections[0].clause.startswith("To keep to the day and the hour; to prepare;")
    assert "\n" not in agreement.sections[0].clause
    assert len(personal.sections) == 14
    assert [each.id for each in personal.sections if not each.is_on] == [
        "adjustments", "stress", "probation", "capability",
    ]  # fmt: skip
    assert policy.form(FormKind.GROUP) == default_policy().form(FormKind.GROUP)


@pytest.mark.parametrize("kind", AuditKind)
def test_each_kind_of_audit_has_a_form_of_its_own(kind: AuditKind) -> None:
    form = default_policy().form(FormKind.AUDIT, kind)
    assert form.of == kind
    assert any(each.is_needed for each in form.sections)


def test_the_forms_that_ship_say_where_they_are_from() -> None:
    assert all(form.source for form in shipped_forms().values())
    assert {form.kind for form in shipped_forms().values()} == set(FormKind)


@pytest.mark.parametrize(
    ("text", "old", "new", "line", "says"),
    [
        (PERSONAL, 'kind = "personal-record"', 'kind = "form"', 1, "expected one of"),
        (PERSONAL, "order = 1", 'order = "first"', 3, "whole number"),
        (PERSONAL, 'counts_as = "leave"', 'counts_as = "holiday"', 28, "expected one of"),
        (PERSONAL, "has_actions = false", "has_actions = 0", 29, "true or false"),
        (PERSONAL, 'id = "sickness"', 'id = "Sickness"', 20, "small letters"),
        (PERSONAL, 'id = "sickness"', 'id = "check-in"', 20, "check-in"),
        (PERSONAL, 'title = "Probation"', 'titel = "Probation"', 59, "titel"),
        (AGREEMENT, 'title = "Recording"', "title = 7", 33, "expected"),
        (AGREEMENT, 'order = 1', 'order = 1\nof = "case file"', 4, "only a form of an audit"),
        (AUDIT, 'of = "case file"', 'of = "casefile"', 3, "expected one of: case file"),
        (AUDIT, 'no safer, or is worse off",', 'no safer",\n    "or is worse off",', 25, "four"),
    ],
    ids=lambda value: str(value)[-24:],
)  # fmt: skip
def test_a_wrong_form_is_refused_with_its_lines(
    text: str, old: str, new: str, line: int, says: str
) -> None:
    wrong = text.strip().replace(old, new, 1)
    with pytest.raises(PolicyWrong) as refused:
        make_policy(templates={NAME: wrong})
    found = [each.in_words() for each in refused.value.problems]
    assert any(each.startswith(f"line {line}: ") and says in each for each in found), found


@pytest.mark.parametrize("section", ["summary", "child", "learning", "observer", "next-step"])
def test_a_section_may_be_called_like_a_field_of_the_app(section: str) -> None:
    text = AUDIT.replace('id = "timeliness"', f'id = "{section}"').replace('"case-file"', '"ours"')
    form = make_policy(templates={NAME: text}).form(FormKind.AUDIT, AuditKind.CASE_FILE)
    found = form.section(section)
    assert found is not None
    assert found.field_name == f"section_{section.replace('-', '_')}"


def test_every_wrong_line_is_named_at_once() -> None:
    wrong = PERSONAL.replace("has_actions = true", "has_actions = 1")
    with pytest.raises(PolicyWrong) as refused:
        make_policy(templates={NAME: wrong})
    lines = [each.line for each in refused.value.problems if "true or false" in each.says]
    assert len(set(lines)) == PERSONAL.count("has_actions = true")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('kind = "agreement"\nid = "a"\ntitle = "A"\nsource = "us"', "at least one section"),
        ("kind = [", "line 1"),
        (PERSONAL.replace("\nis_on = false", "").replace(
            "has_actions", "is_on = false\nhas_actions"
        ), "at least one section is on"),
        (PERSONAL + "\n\n".join(
            f'\n[[sections]]\nid = "s{number}"\ntitle = "S"' for number in range(30)
        ), "at most 40 sections"),
        (PERSONAL.replace("northdale-personal", "personal"), "already"),
    ],
    ids=lambda value: str(value)[-24:],
)  # fmt: skip
def test_a_form_that_makes_no_sense_is_refused(text: str, says: str) -> None:
    with pytest.raises(PolicyWrong, match=says):
        make_policy(templates={NAME: text})
