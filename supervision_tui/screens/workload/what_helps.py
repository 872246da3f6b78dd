"""Help for a worker: options as before and after, the response, and what helped before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from textual.content import Content

from supervision_tui.desk.workload.responses import HelpedView
from supervision_tui.desk.workload.statuses import WorkerWorkload
from supervision_tui.practice.workload.next_move import Move
from supervision_tui.widgets.labelled_text import Label, labelled
from supervision_tui.widgets.text_styles import line

from .signal_bars import before_and_after
from .what_if import fit_words
from .worker_picture import response_of

_MOST = 6  # earlier responses shown


def what_helps(
    each: WorkerWorkload,
    helped: HelpedView | None,
    today: date,
    person: Callable[[str], str],
    room: int,
) -> list[Label]:
    """The options first, then the response and those before it."""
    found: list[Label] = []
    for number, move in enumerate(each.moves, start=1):
        found += labelled(f"{number}", _option(each, move, person, room))
    if not each.moves:
        found.append(("", line(("There is time for every child: nothing has to move.", "quiet"))))
    found += [("", line("")), response_of(each, today)]
    found += labelled("before", _answered(each, helped))
    return found


def in_a_sentence(each: WorkerWorkload, person: Callable[[str], str]) -> str:
    """The options as the text of a response: `a session every 12 days; sessions of 120 minutes`."""
    return "; ".join(move.what(person) for move in each.moves)


def _option(
    each: WorkerWorkload, move: Move, person: Callable[[str], str], room: int
) -> Iterator[Content]:
    before, after = each.workload.fit, move.after.fit
    yield line(
        (f"{move.what(person)}  ", "plain"),
        (f"{fit_words(before)}× → {fit_words(after)}×", "strong"),
    )
    yield before_and_after(before, after, max(8, room))
    if not move.is_inside:
        yield line(("would not be enough by itself", "quiet"))


def _answered(each: WorkerWorkload, helped: HelpedView | None) -> Iterator[Content]:
    if helped is None:
        return
    theirs = [one for one in helped.reviewed if one.worker == each.name]
    for one in theirs[:_MOST]:
        given = f"{one.given_on.day} {one.given_on:%b}  "
        yield line((given, "quiet"), f"{one.text}  ", (one.outcome.helped.words, "quiet"))
