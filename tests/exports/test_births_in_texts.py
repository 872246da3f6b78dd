"""Dates of birth in free text: each way of writing one is found, whatever stands around it."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from itertools import chain

import pytest

from supervision_tui.desk.workers.people import People
from supervision_tui.exports.oversight.free_text import births_as_written, hider_for
from supervision_tui.exports.oversight.publish import Audience

BIRTHS = [date(2012, 12, 14), date(2019, 5, 3), date(2015, 11, 30)]
HIDDEN = "[a date of birth]"


def hidden(text: str) -> str:
    people = People(workers={}, children={}, others=(), born=frozenset(BIRTHS), registrations=())
    return hider_for(people, Audience.PSW, {}, {})(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("born 3 May 2019.", f"born {HIDDEN}."),
        ("born 3rd May 2019.", f"born {HIDDEN}."),
        ("born 03-05-19", f"born {HIDDEN}"),
        ("10.30-03/05/2019", f"10.30-{HIDDEN}"),
        ("1.03.05.2019", f"1.{HIDDEN}"),
        ("12-14/12/2012", f"12-{HIDDEN}"),
        ("01/02-03/05/2019", f"01/02-{HIDDEN}"),
        ("3  may\n2019", HIDDEN),
        ("seen on 4 May 2019", "seen on 4 May 2019"),
    ],
)
def test_a_birth_is_found_and_another_day_stays(text: str, left: str) -> None:
    assert hidden(text) == left


def test_whatever_stands_around_it_a_birth_is_found() -> None:
    """Held against a plain search for each way of writing each date, one after another."""
    chance = random.Random(7)
    written = sorted(births_as_written(BIRTHS))
    plain = re.compile(
        "|".join(rf"(?<!\d){re.escape(each)}(?!\d)" for each in written), re.IGNORECASE
    )
    pieces = ["1", "12", "03", ".", "/", "-", " ", "ref", "5", "2019", *written]
    others = [(BIRTHS[0] + timedelta(days=n)).isoformat() for n in (1, 30)]
    found = 0
    for _ in range(4_000):
        text = "".join(chance.choice([*pieces, *others]) for _ in range(chance.randint(1, 8)))
        left = hidden(text)
        found += HIDDEN in left
        assert plain.search(left) is None, (text, left)
    assert found > 500


def test_every_way_of_writing_is_hidden() -> None:
    for each in chain.from_iterable((form, form.upper()) for form in births_as_written(BIRTHS)):
        assert hidden(f"({each})") == f"({HIDDEN})"
