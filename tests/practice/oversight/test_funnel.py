"""The funnel against plain arithmetic, and how many teams lie outside by chance."""

from __future__ import annotations

import random
from math import sqrt

import pytest

from supervision_tui.practice.oversight.funnel import (
    CHANCE_OUTSIDE,
    Outside,
    TeamShare,
    chance_words,
    funnel_of,
)


def test_the_lines_are_those_of_plain_arithmetic() -> None:
    teams = [TeamShare(f"T{n}", 0.9, n) for n in (10, 20, 40)]
    found = funnel_of(teams)
    assert found is not None
    assert found.middle == pytest.approx(0.9)
    spread = sqrt(0.9 * 0.1 / 40)
    assert found.lines(40) == pytest.approx(
        (0.9 - 3.09 * spread, 0.9 - 1.96 * spread, 0.9 + 1.96 * spread, min(1, 0.9 + 3.09 * spread))
    )


def test_a_team_far_outside_is_told_from_one_that_is_a_little() -> None:
    teams = [TeamShare(f"T{n}", 0.90, 100) for n in range(18)]
    teams += [TeamShare("little", 0.83, 100), TeamShare("far", 0.7, 100), TeamShare("few", 0.2, 9)]
    found = funnel_of(teams, 0.9)
    assert found is not None
    by_team = {point.team: point for point in found.points}
    assert by_team["far"].outside is Outside.OUTER
    assert by_team["little"].outside is Outside.INNER
    assert by_team["T3"].outside is Outside.NOT
    assert "few" not in by_team  # so few stand behind it that nothing is said
    assert by_team["far"].is_worse_above(0.9, is_up_better=True)
    assert not by_team["far"].is_worse_above(0.9, is_up_better=False)


def test_two_teams_are_no_funnel() -> None:
    assert funnel_of([TeamShare("A", 0.5, 40), TeamShare("B", 0.9, 40)]) is None


def test_about_one_in_twenty_lies_outside_by_chance() -> None:
    chance = random.Random(3)
    outside = figures = 0
    for _ in range(300):
        teams = []
        for number in range(20):
            n = chance.randint(40, 160)
            part = sum(chance.random() < 0.85 for _ in range(n))
            teams.append(TeamShare(str(number), part / n, n))
        found = funnel_of(teams, 0.85)
        assert found is not None
        figures += len(found.points)
        outside += sum(point.outside is not Outside.NOT for point in found.points)
    assert outside / figures == pytest.approx(CHANCE_OUTSIDE, abs=0.01)


def test_how_many_lie_outside_by_chance_is_said() -> None:
    funnels = [funnel_of([TeamShare(str(n), 0.9, 50) for n in range(20)]) for _ in range(2)]
    says = chance_words([funnel for funnel in funnels if funnel])
    assert says.startswith("Of 40 team figures about 2 lie outside")
    assert "a question, not a judgement" in says
