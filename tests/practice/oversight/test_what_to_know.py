"""What is said first on a first page, what is not said, and when it is chance."""

from __future__ import annotations

from supervision_tui.practice.change import DOWN, UP, Moved
from supervision_tui.practice.oversight.limits import Point, usual_ranges
from supervision_tui.practice.oversight.what_to_know import FigureStory, Sentence, what_to_know

MONTHS = ["Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"]


def story(
    key: str, words: str, better: Moved, values: list[float | None], n: int, **more: object
) -> FigureStory:
    *earlier, now = (Point(value, n if value is not None else None) for value in values)
    ranges = usual_ranges(earlier, now, is_share=True)
    months = MONTHS[-len(values) :]
    before = {"before": earlier[-1], "before_name": months[-2]} if earlier else {}
    return FigureStory(key, words, better, now, earlier, months, ranges, **(before | more))  # type: ignore[arg-type]


def steady(value: float) -> list[float | None]:
    return [value + step for step in (0, 0.01, -0.01, 0.02, 0, 0.01, -0.02, 0, 0.01, 0, -0.01, 0)]


PAST = story(
    "past_interval_share", "Share of children not discussed in time", DOWN,
    [0.02, 0.02, 0.03, 0.02, 0.02, 0.02, 0.01, 0.02, 0.02, 0.03, 0.10, 0.197], 3000,
    is_one_of=("child", "was not discussed in time"), beyond=20, teams=20,
)  # fmt: skip
HELD = story(
    "held_share", "Share of sessions held", UP, [*steady(0.94)[:10], 0.82, 0.87], 229,
    because="30 of 229 sessions were not held, 16 of them because of workload",
)  # fmt: skip
VOICE = story("voice_share", "Share with the child's voice", UP, steady(0.79), 2716)
REFLECTION = story("reflective_share", "Share with reflection", UP, steady(0.65), 2716)


def texts(found: list[Sentence]) -> list[str]:
    return [each.text for each in found]


def test_the_worst_is_said_first_and_what_holds_last() -> None:
    said = texts(what_to_know([VOICE, HELD, REFLECTION, PAST]))
    assert said[0].startswith(
        "One child in five was not discussed in time (20 %, 591 of 3,000); in Sep 10 %, usually "
    )
    assert "above" in said[0]
    assert said[0].endswith("in all 20 teams: the service, not single teams.")
    assert said[1].startswith("Share of sessions held fell to 87 %, 199 of 229; in Sep 82 %")
    assert said[1].endswith("16 of them because of workload.")
    assert said[2].startswith("What holds: share with the child's voice 79 %")
    assert len(said) == 3


def test_each_sentence_can_say_why() -> None:
    found = what_to_know([VOICE, HELD, PAST])
    assert [each.why for each in found[:2]] == [
        "worse, and outside the range of the 10 months before"
    ] * 2
    assert found[0].key == "past_interval_share"


def test_what_went_wrong_is_said_as_one_of_so_many() -> None:
    late = story(
        "overdue_share", "Share of open directions overdue", DOWN,
        [*steady(0.03)[:11], 0.098], 6015,
        is_one_of=("open direction", "is overdue"),
    )  # fmt: skip
    (first, *_) = what_to_know([late])
    assert first.strong == "One open direction in ten is overdue (10 %, 589 of 6,015)"


def test_a_change_within_the_usual_range_is_not_said() -> None:
    """Down by two points from the month before, as it has been before: chance."""
    values = steady(0.79)
    values[-1] = 0.77
    calm = story("voice_share", "Share with the child's voice", UP, values, 120)
    said = texts(what_to_know([calm]))
    assert said[0] == "Nothing is worse than usual."
    assert not any("fell" in each for each in said)


def test_single_teams_are_named_where_it_is_not_the_service() -> None:
    found = story(
        "past_interval_share", "Share of children not discussed in time", DOWN,
        [*steady(0.05)[:11], 0.2], 3000, is_one_of=("child", "was not discussed in time"),
        beyond=2, teams=20, outside=("Team A", "Team M"),
    )  # fmt: skip
    (first, *_) = what_to_know([found])
    assert first.text.endswith("Ask Team A and Team M first: chance does not explain them.")


def test_before_ten_months_two_periods_are_held_against_each_other() -> None:
    fell = story("held_share", "Share of sessions held", UP, [0.94, 0.82], 229)
    noise = story("voice_share", "Share with the child's voice", UP, [0.80, 0.78], 120)
    said = texts(what_to_know([fell, noise]))
    assert said[0].startswith("Share of sessions held fell from 94 % to 82 %, 188 of 229")
    assert "more than chance" in said[0]
    assert said[-1].startswith("Too early to say whether these are unusual: ")


def test_of_nothing_told_nothing_is_said_but_that() -> None:
    hidden = story("voice_share", "Share with the child's voice", UP, [None] * 12, 0)
    said = texts(what_to_know([hidden]))
    assert said[0].startswith("Nothing can be called worse yet")
    assert said[-1] == "Hidden, because small: share with the child's voice."


def test_what_became_better_is_said_after_what_is_worse() -> None:
    rose = story("voice_share", "Share with the child's voice", UP, [*steady(0.6)[:11], 0.8], 400)
    said = texts(what_to_know([rose, PAST]))
    assert said[0].startswith("One child in five")
    assert said[1].startswith("Better: share with the child's voice rose to 80 %")


def test_there_are_never_more_than_five() -> None:
    many = [story(f"f{n}", f"Share {n}", UP, [*steady(0.9)[:11], 0.4], 200) for n in range(5)] + [
        VOICE,
        REFLECTION,
    ]
    assert len(what_to_know(many)) <= 5
