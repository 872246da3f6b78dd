"""A practice week beside the one before: counted by hand, what is chance said as such."""

from __future__ import annotations

from datetime import date

import pytest

from supervision_tui.desk.audits.lines import AuditLine, audit_lines
from supervision_tui.desk.audits.practice_weeks import name_week, week_called
from supervision_tui.desk.audits.week_report import (
    Beside,
    Counted,
    OfWhom,
    WeekReport,
    add_feedback,
    week_report,
)
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.workers.people import everyone
from supervision_tui.exports.documents.document import SENSITIVE
from supervision_tui.exports.documents.text import to_text
from supervision_tui.exports.oversight.free_text import hider_for
from supervision_tui.exports.oversight.practice_week import practice_week_report, what_changed
from supervision_tui.exports.oversight.publish import Audience
from supervision_tui.practice.audit import agreement
from supervision_tui.vault.store import Store


@pytest.fixture
def weeks(demo_store: Store, moment: Moment) -> tuple[int, int]:
    """The two practice weeks of the demo: the later, and the one before it."""
    from sqlmodel import col, select

    from supervision_tui.records import PracticeWeek

    def numbers(session: object) -> list[int]:
        wanted = select(PracticeWeek.id).order_by(col(PracticeWeek.starts_on).desc())
        return [each or 0 for each in session.exec(wanted)]  # type: ignore[attr-defined]

    later, before = demo_store.run(numbers)[:2]
    return later, before


def report_of(store: Store, week: int, moment: Moment) -> WeekReport:
    return store.run(week_report, week, store.run(audit_lines, moment), moment)


def test_every_count_is_that_of_its_audits(
    demo_store: Store, moment: Moment, weeks: tuple[int, int]
) -> None:
    found = report_of(demo_store, weeks[0], moment)
    audits: list[AuditLine] = [
        each
        for each in demo_store.run(audit_lines, moment)
        if found.starts <= each.on <= found.ends
    ]
    assert len(found.audits) == len(audits) > 0
    assert found.overall.now.number == sum(each.counted.is_good for each in audits)
    for each in found.criteria:
        graded = [
            finding.grade
            for audit in audits
            for key, finding in audit.findings.items()
            if audit.titles[key] == each.now.title and finding.grade
        ]
        assert (each.now.number, each.now.of) == (
            sum(grade.is_good for grade in graded),
            len(graded),
        )
    assert len(found.actions) == sum(len(each.actions) for each in audits)
    for each in found.themes:
        assert each.now.number == sum(each.now.title in audit.themes for audit in audits)


def test_the_first_week_has_none_before_it(
    demo_store: Store, moment: Moment, weeks: tuple[int, int]
) -> None:
    found = report_of(demo_store, weeks[1], moment)
    assert (found.before, found.changed, found.earlier_actions) == ("", [], ())
    assert all(each.was is None for each in found.criteria)
    assert what_changed(found) == ["There is no practice week before it to hold it against."]


def report_with(*criteria: tuple[tuple[int, int], tuple[int, int]]) -> WeekReport:
    """A report whose criteria are so many good of so many, now and in the week before."""
    beside = [
        Beside(Counted(f"Criterion {n}", *now), Counted(f"Criterion {n}", *was))
        for n, (now, was) in enumerate(criteria)
    ]
    even = Beside(Counted("All in all", 5, 10), Counted("All in all", 5, 10))
    return WeekReport(
        number=1, name="Spring", starts=date(2026, 3, 2), ends=date(2026, 3, 6), before="Winter",
        audits=(), overall=even, criteria=tuple(beside), themes=(), actions=(),
        earlier_actions=(), agreement=agreement(()), feedback=(),
    )  # fmt: skip


def test_a_large_change_is_said_and_a_small_one_is_chance() -> None:
    found = report_with(((18, 20), (4, 20)), ((12, 20), (10, 20)), ((0, 0), (6, 20)))
    assert [each.now.title for each in found.changed] == ["Criterion 0"]


def test_small_weeks_are_weighed_exactly_and_all_that_is_compared_together() -> None:
    """3 of 8 beside 8 of 8 happens 26 times in a thousand by chance."""
    alone, among = ((8, 8), (3, 8)), ((4, 8), (4, 8))
    assert report_with(alone).changed == []
    assert report_with(((8, 8), (0, 8)), *(among,) * 11).changed != []
    assert report_with(alone, *(among,) * 11).changed == []


def test_feedback_is_counted_and_stands_in_the_report(
    demo_store: Store, moment: Moment, weeks: tuple[int, int]
) -> None:
    question = "Did you know what would happen next?"
    demo_store.run(
        add_feedback, weeks[0], OfWhom.FAMILIES, question, ("7", "9"), words="Clear.", moment=moment
    )
    found = report_of(demo_store, weeks[0], moment)
    document = practice_week_report(found, "Lantern Team", moment.today)
    assert document.marking == SENSITIVE
    text = to_text(document)
    assert f"- families · question: {question} · said yes: 7 of 9 · in their words: Clear." in text
    assert report_of(demo_store, weeks[1], moment).feedback == ()


def test_the_report_names_nobody_whom_the_vault_knows(
    demo_store: Store, moment: Moment, weeks: tuple[int, int]
) -> None:
    worker = "Otter Thimblewick"
    demo_store.run(
        add_feedback, weeks[0], OfWhom.FAMILIES, f"Was {worker} on time?", ("7", "9"),
        words=f"{worker} was kind to C-1012.", moment=moment,
    )  # fmt: skip
    found = report_of(demo_store, weeks[0], moment)
    hide = hider_for(demo_store.run(everyone), Audience.PSW, {}, {})
    text = to_text(practice_week_report(found, "Lantern Team", moment.today, hide))
    assert "Was [a worker] on time?" in text
    assert "[a worker] was kind to [a child]." in text
    assert not any(each.child in text for each in found.audits if each.child)
    assert not any(each.worker in text for each in found.audits if each.worker)


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        (("10", "9"), "yes"),
        (("x", "9"), "yes"),
        (("1", ""), "answered"),
        (("1", "-3"), "answered"),
        (("0", "0"), "answered"),
        (("1", "9" * 5000), "answered"),
    ],
)
def test_answers_that_cannot_be_are_refused_at_their_field(
    demo_store: Store, moment: Moment, weeks: tuple[int, int], counts: tuple[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        demo_store.run(
            add_feedback, weeks[0], OfWhom.WORKERS, "Was it useful?", counts,
            words="", moment=moment,
        )  # fmt: skip
    assert refused.value.field == field


def test_a_week_is_found_by_its_name_whatever_its_capitals(store: Store, moment: Moment) -> None:
    number = store.run(name_week, "Spring 2026", "2 mar", "6 mar", moment)
    assert store.run(week_called, " spring  2026 ") == number
    with pytest.raises(Refused, match="there is Spring 2026"):
        store.run(week_called, "Winter")


def test_a_week_without_audits_says_so(store: Store, moment: Moment) -> None:
    store.run(name_week, "Earlier", "2026-01-05", "2026-01-09", moment)
    number = store.run(name_week, "Spring 2026", "2 mar", "6 mar", moment)
    found = report_of(store, number, moment)
    assert found.starts == date(2026, 3, 2)
    assert what_changed(found) == ["No audit is on record for this week."]
