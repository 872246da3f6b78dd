"""The first page of a quarter or a year: after the twelve months before it, by its own n."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from supervision_tui.desk.oversight.told import Told
from supervision_tui.exports.documents.document import Document
from supervision_tui.exports.oversight.figures import FIRST_PAGE
from supervision_tui.exports.oversight.first_page import (
    FirstPage,
    PeriodTold,
    counted_audits,
    first_page,
    stories_of,
)
from supervision_tui.exports.oversight.trend import drawn_trend, trend_periods
from supervision_tui.exports.rollup.engine import roll_up
from supervision_tui.exports.rollup.picture import picture_of
from supervision_tui.exports.rollup.report import as_report
from supervision_tui.practice.days.named_periods import read_month, read_quarter, read_year
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.oversight.limits import Verdict
from supervision_tui.practice.oversight.what_to_know import FigureStory, what_to_know
from supervision_tui.practice.privacy.suppression import Figure
from tests.exports.summaries import months, summary, write

QUARTER = read_quarter("2026Q3")


def shares(value: float, n: int) -> dict[str, Figure]:
    return {key: Figure(value, n, is_share=True) for key in FIRST_PAGE}


def trend(now: float) -> list[PeriodTold]:
    """Twelve months at some 90 % of 100, the quarter after them at so much of 300, and quarters."""
    *before, _ = QUARTER.after_months(12)
    told: dict[Period, dict[str, Figure]] = {QUARTER.before(): shares(0.91, 300)}
    told |= {month: shares(0.9 + 0.01 * (n % 3), 100) for n, month in enumerate(before)}
    told[QUARTER] = shares(now, 300)
    return [(each, told.get(each, {})) for each in trend_periods(QUARTER)]


def page_of(drawn: list[PeriodTold]) -> dict[str, FigureStory]:
    before = QUARTER.before(), dict(trend(0))[QUARTER.before()]
    return {each.key: each for each in stories_of(drawn, before=before)}


def told(threshold: int = 1, period: Period = QUARTER, **figures: dict[str, Figure]) -> Told:
    made_on = date(2026, 10, 2)
    return Told(made_on, period, "psw", threshold, "pdf", (), "", 1, "", "", figures)


def test_a_quarter_is_held_against_the_months_before_it_by_its_own_n() -> None:
    """84 % would be usual of a month of a hundred, and is not of a quarter of three hundred."""
    drawn = drawn_trend(trend(0.84), told())
    assert [period for period, _ in drawn] == QUARTER.after_months(12)
    held = page_of(drawn)["held_share"]
    assert held.verdict is Verdict.WORSE
    assert held.limits is not None
    assert all(each.holds(0.84) for each in held.ranges[:-1])
    assert (held.before.value, held.before_name) == (0.91, "Q2 2026")
    first, *_ = what_to_know([held])
    assert first.text.startswith(
        "Share of sessions held fell to 84 %, 252 of 300; in Q2 2026 91 %, usually 85 % to 97 %."
    )
    assert page_of(drawn_trend(trend(0.9), told()))["held_share"].verdict is Verdict.USUAL


def test_the_page_says_which_dot_is_the_quarter() -> None:
    stories = list(page_of(drawn_trend(trend(0.84), told())).values())
    _, figures, *_ = first_page(FirstPage(stories=stories))
    assert figures.title == "Six figures, and the twelve months before"
    assert "The large dot is the period, the line the months before it." in str(figures.says)
    (drawing,) = figures.drawings
    assert "Q2 2026 91 %" in drawing.says


def test_where_too_few_months_can_be_told_quarters_stand_beside_it() -> None:
    few = [
        (period, figures if period.months == 3 or n % 2 else {})
        for n, (period, figures) in enumerate(trend(0.84))
    ]
    assert [period for period, _ in drawn_trend(few, told())] == QUARTER.alike()


@pytest.mark.parametrize("period", [read_month("2026-09"), QUARTER, read_year("2025-26")], ids=str)
def test_every_period_that_is_drawn_was_asked_for(period: Period) -> None:
    there = [(each, shares(0.9, 100)) for each in trend_periods(period)]
    drawn = drawn_trend(there, told(period=period))
    assert drawn[-1][0] == period
    assert len(drawn) == (12 if period.months == 1 else 13)


def test_a_hidden_month_stays_hidden_beside_the_quarter_that_holds_it() -> None:
    """May hides its number; the quarter and two months would give it back: so June stays out."""
    there = dict(trend(0.9))
    may, june = read_month("2026-05"), read_month("2026-06")
    hidden = Figure(None, 100, suppressed=True, is_share=True)
    there[may] = {**there[may], "held_share": hidden}
    beside = told(5, previous=dict(there[QUARTER.before()]))
    drawn = dict(drawn_trend(list(there.items()), beside))
    held = {
        period
        for period, figures in drawn.items()
        if "held_share" in figures and figures["held_share"].value is not None
    }
    assert len(held) == 11, "twelve months and the quarter, without May and another"
    assert may not in held
    assert len(held & {read_month("2026-04"), june}) == 1
    assert drawn[june]["voice_share"].value is not None, "nothing is hidden of it"


def test_what_teams_tell_of_months_is_no_measure_for_a_quarter(tmp_path: Path) -> None:
    """A month and a quarter hide different teams: only exact counts are laid beside each other."""
    figures = {"sessions.held": 54, "sessions.to_hold": 60, "held_share": (0.9, 60)}
    late = figures | {"sessions.held": 39, "held_share": (0.65, 60)}
    every = list(months(15, date(2025, 7, 1)))
    write(
        tmp_path,
        *(summary(team, month, figures) for team in (1, 2) for month in every[:12]),
        *(summary(team, month, late) for team in (1, 2) for month in every[12:]),
    )
    found = roll_up([tmp_path])
    try:
        report: Document = as_report(picture_of(found, period=QUARTER))
    finally:
        found.close()
    know, drawn = report.sections[:2]
    assert know.numbered[0][0] == "Share of sessions held fell from 90 % to 65 %, 234 of 360"
    assert drawn.title == "Six figures over 5 quarters"


def test_a_week_stands_beside_the_week_before_it() -> None:
    week = Period(date(2026, 9, 7), date(2026, 9, 13))
    there = [(each, shares(0.9, 40)) for each in trend_periods(week)]
    drawn = drawn_trend(there, told(period=week))
    assert [period for period, _ in drawn] == [week.before(), week]
    (held, *_) = stories_of(drawn)
    assert (held.is_longer, held.unit, held.verdict) == (False, "period", Verdict.TOO_SHORT)


def test_quarters_are_not_called_months() -> None:
    quarters = [QUARTER]
    while len(quarters) < 12:
        quarters.insert(0, quarters[0].before())
    stories = stories_of([(each, shares(0.9 - 0.3 * (each == QUARTER), 300)) for each in quarters])
    _, figures, *_ = first_page(FirstPage(stories=stories))
    assert figures.title == "Six figures over twelve quarters"
    assert what_to_know(stories)[0].why.endswith("outside the range of the 11 quarters before")


def test_some_days_are_beside_the_period_before_by_no_name() -> None:
    """A name that takes three lines leaves no room for the figure."""
    odd = Period(date(2026, 9, 3), date(2026, 10, 1))
    (held, *_) = stories_of([(odd.before(), shares(0.9, 300)), (odd, shares(0.8, 300))])
    assert held.before_name == "the period before"
    assert replace(held, before_name="").before.value == 0.9


def test_audits_are_told_with_their_caution_or_said_to_be_hidden() -> None:
    good = Figure(0.75, 1200, is_share=True)
    agreed = Figure(0.6, 40, is_share=True)
    done, open_ = Figure(0.0, 1, is_share=True), Figure(1)
    assert list(counted_audits({"good_share": good, "agreement_share": agreed})) == [
        "1,200 audits, 75 % good or outstanding; of 40 graded a second time, blind, 60 % agree: "
        "read it with caution."
    ]
    assert list(counted_audits({"required_done_share": done, "required_open": open_})) == [
        "1 required action: 0 % done, 1 open."
    ]
    hidden = Figure(None, 6, suppressed=True, is_share=True)
    assert list(counted_audits({"good_share": hidden})) == [
        "How many audits are good is hidden: few stand behind it."
    ]
    assert not list(counted_audits({"good_share": Figure(None, 0, is_share=True)}))
