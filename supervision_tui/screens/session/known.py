"""The facts about the child in hand: they stay beside the record while that is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from textual.content import Content

from supervision_tui.desk.consultations.lines import in_a_line
from supervision_tui.desk.supervision.session import Scores, SessionChild
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import DateState
from supervision_tui.runtime.names_shown import NamesShown
from supervision_tui.widgets.chart import limit_bar
from supervision_tui.widgets.text_styles import line, lines, tone_of

_BAR = 22  # cells
_MOST_DATES = 5
_SCORES = 10  # the highest score, as it is drawn


def known_about(child: SessionChild, names: NamesShown, today: date) -> Content:
    """All of it in lines: how long since discussed, dates due, the last view, what is open."""
    parts = [
        list(_who(child, names)),
        list(_discussed(child)),
        list(_dates(child, today)),
        list(_last_view(child, today)),
        list(_decisions(child, today)),
        list(_directions(child)),
        list(_scores(child.scores)),
        list(_consultations(child, today)),
    ]
    shown: list[Content] = []
    for part in filter(None, parts):
        if shown:
            shown.append(line(""))
        shown += part
    return lines(*shown)


def _who(child: SessionChild, names: NamesShown) -> Iterator[Content]:
    each = child.line
    rag = f" · {each.rag}" if each.rag else ""
    yield line((names.child(each.ref) or each.ref, "strong"))
    yield line((f"{each.ref} · {each.plans_shown}{rag}", "quiet"))
    if child.family:
        family = [names.child_or_ref(ref) for ref in child.family]
        yield line((f"family of {len(family)}: {', '.join(family)}", "quiet"))


def _discussed(child: SessionChild) -> Iterator[Content]:
    each = child.line
    tone = "plain"
    if each.age > each.interval:
        tone = "late"
    yield line(each.since_words)
    if each.age > each.interval:
        yield line((wording.late_by(each.age - each.interval), tone))
    full = max(each.age, each.interval)
    yield line((limit_bar(each.age, each.interval, full, _BAR), tone))


def _dates(child: SessionChild, today: date) -> Iterator[Content]:
    for each in child.dates.due[:_MOST_DATES]:
        if each.state is DateState.NOT_KNOWN_HERE:
            yield line((f"{each.words}: not known here", "quiet"))
            continue
        day = wording.day(each.due, today=today)
        if each.is_late:
            yield line((f"{each.words}  ", "quiet"), (f"late since {day}", "late"))
        else:
            yield line((f"{each.words} due  ", "quiet"), day)


def _last_view(child: SessionChild, today: date) -> Iterator[Content]:
    if child.view:
        yield line((f"Last view, {wording.day(child.view.on, today=today)}", "strong"))
        yield line(child.view.text)


def _decisions(child: SessionChild, today: date) -> Iterator[Content]:
    if child.decisions:
        yield line(("Decided meanwhile", "strong"))
    for each in child.decisions:
        yield line(each.says(today))


def _directions(child: SessionChild) -> Iterator[Content]:
    if child.directions:
        yield line(("Open directions", "strong"))
    for each in child.directions:
        yield line((f"{each.word}  ", tone_of(each.urgency)), each.text)


def _scores(scores: Scores) -> Iterator[Content]:
    """The latest score of each scorer on each scale, as a bar."""
    if not scores:
        return
    on, by_title = scores[-1]
    for title, points in by_title.items():
        yield line((title, "strong"), (f"  {on.day} {on:%b}", "quiet"))
        for scorer, point in points.items():
            bar = "▇" * max(1, min(_SCORES, point))
            yield line((f"{scorer:<9.9} ", "quiet"), f"{bar} {point}")


def _consultations(child: SessionChild, today: date) -> Iterator[Content]:
    for thought in child.consultations:
        yield line(("consultation  ", "quiet"), in_a_line(thought, today))
