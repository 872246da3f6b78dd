"""The oversight summary: its figures, and what each audience may read."""

from __future__ import annotations

import json
import statistics
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select, text

from supervision_tui.desk.history.history import History
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.oversight.codes import drawn_codes, kept_codes
from supervision_tui.desk.oversight.summary import Summary, oversight_summary
from supervision_tui.exports.documents.markdown import to_markdown
from supervision_tui.exports.oversight.export import Wanted, published_summary
from supervision_tui.exports.oversight.json_shape import to_json
from supervision_tui.exports.oversight.publish import Audience, Published
from supervision_tui.exports.oversight.report import as_report
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.supervision.caseload import WorkerLoad
from supervision_tui.records import Child, Worker
from supervision_tui.vault.store import Store

PERIOD = Period(date(2025, 12, 1), date(2026, 3, 2))


def published(store: Store, audience: Audience, moment: Moment) -> Published:
    return published_summary(store, Wanted(PERIOD, audience), moment)


def test_the_figures_are_what_a_naive_reading_of_the_records_gives(
    unchanged_demo: Store, moment: Moment
) -> None:
    """Every count that a plain loop over plain rows can give, worked out again without a line of
    the app's rules.
    """

    def rows(session: Session, table: str) -> list[dict[str, Any]]:
        found = session.connection().execute(text(f"SELECT * FROM {table}")).mappings()
        return [dict(row) for row in found]

    def naive(session: Session) -> dict[str, int]:
        first, last = PERIOD.first.isoformat(), PERIOD.last.isoformat()
        own = [
            row
            for row in rows(session, "supervision_session")
            if row["kind"] in ("individual", "joint")
        ]
        sessions = [row for row in own if first <= row["planned_on"] <= last]
        held = {
            row["id"]
            for row in rows(session, "supervision_session")
            if first <= (row["held_on"] or "") <= last
        }
        talks = [
            row
            for row in rows(session, "case_discussion")
            if row["session_id"] in held and row["discussed"]
        ]
        directions = rows(session, "direction")
        opened = [row for row in directions if row["state"] in ("open", "part")]
        overdue = [row for row in opened if row["due_on"] < last]
        audits = [row for row in rows(session, "audit") if first <= row["audited_on"] <= last]
        ids = {row["id"] for row in audits}
        talk_ids = {row["id"] for row in talks}
        tags = [
            row["tag"]
            for row in rows(session, "theme_tag")
            if row["discussion_id"] in talk_ids or row["audit_id"] in ids
        ]
        consulted = rows(session, "consultation")
        missed = {}
        bookings = {row["id"]: row for row in rows(session, "training_booking")}
        for step in rows(session, "training_step"):
            missed[step["booking_id"]] = step
        family = ("workload", "duty", "court", "crisis for a child", "not released")
        gone = [
            step
            for booking, step in missed.items()
            if first <= (bookings[booking]["on_date"] or "") <= last and step["reason"]
        ]
        responses = rows(session, "pressure_response")
        return {
            "sessions.held": sum(row["state"] == "held" for row in sessions),
            "cancelled": sum(row["state"] == "cancelled" for row in sessions),
            "discussions": len(talks),
            "reflective": sum(
                sum(bool(t) for t in json.loads(row["reflection"]).values()) >= 2 for row in talks
            ),
            "voice": sum(bool(row["voice"].strip()) for row in talks),
            "directions": sum(first <= row["given_on"] <= last for row in directions),
            "lazy": sum(
                first <= row["given_on"] <= last and bool(row["lazy_reason"]) for row in directions
            ),
            "directions.open": len(opened),
            "overdue": len(overdue),
            "overdue.worker": sum(row["owner_kind"] == "worker" for row in overdue),
            "overdue.manager": sum(row["owner_kind"] == "manager" for row in overdue),
            "overdue.partner agency": sum(row["owner_kind"] == "agency" for row in overdue),
            "children": sum(row["closed_on"] is None for row in rows(session, "child")),
            "workers": sum(row["left_on"] is None for row in rows(session, "worker")),
            "audits": len(audits),
            "audits_good": sum(row["grade"] in ("outstanding", "good") for row in audits),
            "moderated": sum(bool(row["moderated_grade"]) for row in audits),
            "moderated_agreed": sum(row["moderated_grade"] == row["grade"] for row in audits),
            "required": sum(
                row["audit_id"] in ids for row in (*directions, *rows(session, "development_goal"))
            ),
            "theme: neglect": tags.count("neglect"),
            "theme: delay": tags.count("delay"),
            "consultations": sum(first <= (row["held_on"] or "") <= last for row in consulted),
            "consultations.requested": sum(
                first <= row["requested_on"] <= last for row in consulted
            ),
            "missed_for_workload": sum(step["reason"] in family for step in gone),
            "back_on_duty_unfinished": sum(
                first <= row["on_date"] <= last for row in rows(session, "duty_return")
            ),
            "responses": sum(first <= row["given_on"] <= last for row in responses),
            "asks": sum(
                "head of service" in row["told"] and first <= row["given_on"] <= last
                for row in responses
            ),
        }

    now = unchanged_demo.run(oversight_summary, PERIOD, moment).now
    found = {key: now.count(key) for key in unchanged_demo.run(naive)}
    assert unchanged_demo.run(naive) == found | {"cancelled": sum(now.cancelled.values())}
    assert sum(bool(number) for number in found.values()) > 18


def test_the_gaps_are_those_of_a_naive_reading(unchanged_demo: Store, moment: Moment) -> None:
    """Days since each open child was discussed in a held session, else since it came: median, 90 %,
    longest.
    """

    def ages(session: Session) -> list[int]:
        query = """
            SELECT c.id, coalesce(max(s.held_on), min(a.starts_on)) FROM child c
            JOIN allocation a ON a.child_id = c.id
            LEFT JOIN case_discussion d ON d.child_id = c.id AND d.discussed
            LEFT JOIN supervision_session s ON s.id = d.session_id AND s.held_on <= :last
            WHERE c.closed_on IS NULL GROUP BY c.id"""
        found = session.connection().execute(text(query), {"last": PERIOD.last.isoformat()})
        return sorted((PERIOD.last - date.fromisoformat(since)).days for _, since in found)

    now = unchanged_demo.run(oversight_summary, PERIOD, moment).now
    there = unchanged_demo.run(ages)
    assert len(there) == now.count("children")
    assert now.gap_median == statistics.median(there)
    assert now.gap_longest == there[-1]
    assert now.gap_ninth_decile == there[-(-len(there) * 9 // 10) - 1]
    parts = ("children.past", "children.within", "children.not_yet")
    assert sum(map(now.count, parts)) == len(there)


@pytest.mark.parametrize("audience", [Audience.PSW, Audience.EXTERNAL])
def test_no_child_and_no_worker_can_be_recognised(
    demo_store: Store, moment: Moment, audience: Audience
) -> None:
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
    assert "Otter Thimblewick" in to_markdown(as_report(document))
    assert not any(line.now.suppressed for section in document.sections for line in section.lines)


def test_a_raised_standing_without_a_response_stands_first(
    demo_store: Store, moment: Moment
) -> None:
    rows = published(demo_store, Audience.MANAGER, moment).statuses
    assert (rows[0].status, rows[0].response) == ("crowded-out", "none yet")


def test_codes_are_drawn_anew_for_each_summary() -> None:
    drawn = [drawn_codes("worker", range(1, 30)) for _ in range(3)]
    assert len({tuple(codes.items()) for codes in drawn}) == 3
    assert all(set(codes.values()) == set(drawn[0].values()) for codes in drawn)


def test_codes_that_are_kept_stay_the_same_and_none_tells_who_came_last(demo_store: Store) -> None:
    first = demo_store.run(kept_codes, "worker", range(1, 20))
    more = demo_store.run(kept_codes, "worker", range(1, 30))
    assert {worker: more[worker] for worker in first} == first
    assert len(set(more.values())) == 29
    assert sorted(more, key=lambda worker: more[worker]) != list(range(1, 30))


def test_the_json_has_its_schema_and_every_figure_its_three_keys(
    demo_store: Store, moment: Moment
) -> None:
    document = json.loads(to_json(published(demo_store, Audience.PSW, moment)))
    assert document["schema"] == "supervision-tui/oversight/1"
    figures = [
        line["now"] for section in document["sections"].values() for line in section.values()
    ]
    assert figures
    assert all(set(figure) == {"value", "n", "suppressed"} for figure in figures)
    assert all(figure["value"] is None for figure in figures if figure["suppressed"])


def test_a_period_that_ends_before_it_begins_is_refused(
    unchanged_demo: Store, moment: Moment
) -> None:
    with pytest.raises(Refused, match="ends before it begins"):
        unchanged_demo.run(oversight_summary, Period(date(2026, 3, 2), date(2026, 3, 1)), moment)


def test_the_period_before_is_as_long_and_touches(unchanged_demo: Store, moment: Moment) -> None:
    summary: Summary = unchanged_demo.run(oversight_summary, PERIOD, moment)
    assert summary.before.period == Period(date(2025, 8, 31), date(2025, 11, 30))
    assert summary.last_year.period == Period(date(2024, 12, 1), date(2025, 3, 2))


def test_the_end_of_each_period_is_worked_out_once(
    unchanged_demo: Store, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, date]] = []
    load = History.load

    def counted(history: History, worker_id: int, on: date) -> WorkerLoad:
        asked.append((worker_id, on))
        return load(history, worker_id, on)

    monkeypatch.setattr(History, "load", counted)
    unchanged_demo.run(oversight_summary, PERIOD, moment)
    assert len(asked) == len(set(asked))
    assert {on for _, on in asked} == {
        PERIOD.last,
        PERIOD.before().last,
        PERIOD.a_year_earlier().last,
    }
