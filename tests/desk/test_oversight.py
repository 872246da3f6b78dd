"""The oversight summary: its figures, and what each audience may read."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.oversight import Summary, oversight_summary
from supervision_tui.desk.period import Period
from supervision_tui.desk.pseudonyms import pseudonyms
from supervision_tui.exchange.oversight.export import Wanted, published_summary
from supervision_tui.exchange.oversight.json_shape import to_json
from supervision_tui.exchange.oversight.publish import Audience, Published
from supervision_tui.exchange.oversight.report import as_report
from supervision_tui.exchange.report.markdown import to_markdown
from supervision_tui.records import CaseDiscussion, Child, Direction, SupervisionSession, Worker
from supervision_tui.vault.store import Store

PERIOD = Period(date(2025, 12, 1), date(2026, 3, 2))


def published(store: Store, audience: Audience, moment: Moment) -> Published:
    return published_summary(store, Wanted(PERIOD, audience), moment)


def test_the_figures_are_what_a_naive_reading_of_the_records_gives(demo_store: Store, moment: Moment) -> None:
    def naive(session: Session) -> dict[str, int]:
        sessions = [row for row in session.exec(select(SupervisionSession)) if PERIOD.holds(row.planned_on)]
        held = {row.id for row in session.exec(select(SupervisionSession)) if row.held_on and PERIOD.holds(row.held_on)}
        talks = [row for row in session.exec(select(CaseDiscussion)) if row.session_id in held and row.discussed]
        given = [row for row in session.exec(select(Direction)) if PERIOD.holds(row.given_on)]
        opened = [row for row in session.exec(select(Direction)) if row.state in ("open", "part")]
        return {
            "held": sum(row.state == "held" for row in sessions),
            "cancelled": sum(row.state == "cancelled" for row in sessions),
            "discussions": len(talks),
            "reflective": sum(sum(bool(t) for t in json.loads(row.reflection).values()) >= 2 for row in talks),
            "given": len(given),
            "open": len(opened),
            "overdue": sum(row.due_on < PERIOD.last for row in opened),
            "children": len(list(session.exec(select(Child).where(col(Child.closed_on).is_(None))))),
        }

    now = demo_store.run(oversight_summary, PERIOD, moment).now
    assert demo_store.run(naive) == {
        "held": now.held,
        "cancelled": sum(now.cancelled.values()),
        "discussions": now.count("discussions"),
        "reflective": now.count("reflective"),
        "given": now.count("directions"),
        "open": now.count("directions.open"),
        "overdue": now.count("overdue"),
        "children": now.count("children"),
    }


@pytest.mark.parametrize("audience", [Audience.PSW, Audience.EXTERNAL])
def test_no_child_and_no_worker_can_be_recognised(demo_store: Store, moment: Moment, audience: Audience) -> None:
    def identifying(session: Session) -> set[str]:
        workers = {worker.name for worker in session.exec(select(Worker))}
        children = set()
        for child in session.exec(select(Child)):
            children |= {child.ref, child.name or child.ref}
            if child.born:
                children.add(child.born.isoformat())
        return workers | children

    document = published(demo_store, audience, moment)
    texts = to_json(document), to_markdown(as_report(document))
    assert not [each for each in demo_store.run(identifying) for text in texts if each in text]


def test_the_manager_reads_names_and_whole_numbers(demo_store: Store, moment: Moment) -> None:
    document = published(demo_store, Audience.MANAGER, moment)
    assert document.threshold == 1
    assert "Basil Hollowbrook" in to_markdown(as_report(document))
    assert not any(line.now.suppressed for section in document.sections for line in section.lines)


def test_a_raised_standing_without_a_response_stands_first(demo_store: Store, moment: Moment) -> None:
    rows = published(demo_store, Audience.MANAGER, moment).standings
    assert (rows[0].standing, rows[0].response) == ("crowded-out", "none yet")


def test_pseudonyms_stay_the_same(demo_store: Store) -> None:
    first = demo_store.run(pseudonyms, "worker", [3, 1, 2])
    assert demo_store.run(pseudonyms, "worker", [1, 2, 3, 4]) == first | {4: "W04"}


def test_the_json_has_its_schema_and_every_figure_its_three_keys(demo_store: Store, moment: Moment) -> None:
    document = json.loads(to_json(published(demo_store, Audience.PSW, moment)))
    assert document["schema"] == "supervision-tui/oversight/1"
    figures = [line["now"] for section in document["sections"].values() for line in section.values()]
    assert figures
    assert all(set(figure) == {"value", "n", "suppressed"} for figure in figures)
    assert all(figure["value"] is None for figure in figures if figure["suppressed"])


def test_a_period_that_ends_before_it_begins_is_refused(demo_store: Store, moment: Moment) -> None:
    with pytest.raises(Refused, match="ends before it begins"):
        demo_store.run(oversight_summary, Period(date(2026, 3, 2), date(2026, 3, 1)), moment)


def test_the_period_before_is_as_long_and_touches(demo_store: Store, moment: Moment) -> None:
    summary: Summary = demo_store.run(oversight_summary, PERIOD, moment)
    assert summary.before.period == Period(date(2025, 8, 31), date(2025, 11, 30))
    assert summary.last_year.period == Period(date(2024, 12, 1), date(2025, 3, 2))
