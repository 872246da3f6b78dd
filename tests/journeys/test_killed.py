"""The real program, ended at twenty points of a session: what was typed is there again, and so is
the cursor.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from .program import CLOSE, HANG_UP, KILL, Program

pytestmark = pytest.mark.outside

# How one gets to each place from the one before, the field one is in then, and how the program is
# ended there.
POINTS = (
    ((), "voice", KILL),
    (("Tab",), "voice_on", KILL),
    (("Tab", "Tab"), "own", HANG_UP),
    (("F8",), "stage-experience", KILL),
    (("Tab",), "stage-reflection", CLOSE),
    (("Tab",), "stage-analysis", KILL),
    (("F8",), "known", HANG_UP),
    (("Tab",), "not_known", KILL),
    (("F8",), "view", KILL),
    (("Tab",), "decision", CLOSE),
    (("Tab",), "contingency", KILL),
    (("F5",), "d0-do", KILL),
    (("Tab", "Tab"), "d0-because", HANG_UP),
    (("Tab",), "d0-by-input", KILL),
    (("C-n",), "voice", KILL),
    (("F8",), "stage-experience", CLOSE),
    (("F8", "F8"), "view", KILL),
    (("C-t",), "p-wellbeing", KILL),
    (("Tab",), "p-workload", HANG_UP),
    (("Tab", "Tab"), "p-learning", KILL),
)


def test_a_session_that_is_killed_comes_back_to_the_cursor(program: Program) -> None:
    end_at_each(program, POINTS[:2])


@pytest.mark.hard("the real program, started anew after each of twenty ends")
def test_twenty_ends_of_a_session_lose_nothing_that_was_kept_and_come_back_to_the_cursor(
    program: Program,
) -> None:
    end_at_each(program, POINTS)


def end_at_each(program: Program, points: Sequence[tuple[tuple[str, ...], str, str]]) -> None:
    """Type a word at each of these points of a session, end the program there, and type on after
    the next start.
    """
    terminal = program.start()
    program.wait(lambda: terminal.shows("To do:"))
    terminal.keys("7")
    program.wait(lambda: terminal.shows("crowded out since"))
    terminal.keys("s")
    program.wait(lambda: terminal.shows("Which session is this?"))
    terminal.keys("t")
    program.wait(lambda: terminal.shows("Reflection ·"))
    terminal.keys("F8")
    typed: list[str] = []
    for number, (way, field, how) in enumerate(points):
        terminal.keys(*way)
        program.wait_for_field(field)
        typed.append(f"w{number}a{number}")
        terminal.type(typed[-1])
        program.wait_for_words(typed)
        program.end(how)
        assert all(each in program.kept() for each in typed), "nothing is lost that was kept"
        terminal = program.start_again()
        program.wait_for_field(field)
        terminal.type("z")
        typed[-1] += "z"
        program.wait_for_words(typed)
