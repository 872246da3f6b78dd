"""A scale that several people score, with the earlier scores as a small trend."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.validation import Integer
from textual.widgets import Input, Static

from supervision_tui.desk.supervision.session import Scores
from supervision_tui.practice.policy.reflective_models import Scale
from supervision_tui.widgets.one_line import OneLine
from supervision_tui.widgets.text_styles import line

_BLOCKS = "▁▂▃▄▅▆▇█"


class ScaleRow(Vertical):
    """Edits the points of one scale in place, by scorer. Posts `ScaleRow.Typed`."""

    DEFAULT_CSS = """
    ScaleRow { height: auto; }
    ScaleRow Horizontal { height: 1; }
    ScaleRow Static { height: auto; }
    ScaleRow Horizontal Static { width: auto; }
    ScaleRow #off-scale { display: none; }
    ScaleRow Input { width: 6; }
    """

    class Typed(Message):
        """A score was typed."""

    def __init__(self, scale: Scale, points: dict[str, int], earlier: Scores) -> None:
        super().__init__()
        self.scale = scale
        self.points = points
        self._earlier = earlier

    def compose(self) -> ComposeResult:
        """The title, a field for each scorer, and how it was before."""
        scale = self.scale
        yield Static(line((scale.title, "strong")), classes="stage")
        with Horizontal():
            for number, scorer in enumerate(scale.scorers):
                value = str(self.points[scorer]) if scorer in self.points else ""
                yield Static(line((f"{scorer} ", "quiet")))
                yield OneLine(
                    value,
                    compact=True,
                    type="integer",
                    max_length=len(str(scale.high)),
                    validators=[Integer(scale.low, scale.high)],
                    id=f"scale-{number}",
                    placeholder="–",
                )
        yield Static(line((trend_words(scale, self._earlier), "quiet")), id="trend")
        yield Static(id="off-scale")

    def show(self, points: dict[str, int], earlier: Scores) -> None:
        """Edit another child's points in these fields; what stands in them is kept before."""
        self._take()
        self.points, self._earlier = points, earlier
        with self.prevent(Input.Changed):
            for number, scorer in enumerate(self.scale.scorers):
                score = str(points.get(scorer, ""))
                self.query_one(f"#scale-{number}", Input).value = score
        trend = line((trend_words(self.scale, self._earlier), "quiet"))
        self.query_one("#trend", Static).update(trend)
        self._say_what_is_off()

    def on_input_changed(self) -> None:
        """Keep the scores as they stand there by now."""
        self._take()
        self._say_what_is_off()
        self.post_message(self.Typed())

    def _take(self) -> None:
        """Keep each score that lies on the scale; an empty field takes it back."""
        for number, scorer in enumerate(self.scale.scorers):
            typed = self.query_one(f"#scale-{number}", Input).value.strip()
            if typed.isdecimal() and self.scale.low <= int(typed) <= self.scale.high:
                self.points[scorer] = int(typed)
            else:
                self.points.pop(scorer, None)

    def _say_what_is_off(self) -> None:
        off = [
            each.value.strip()
            for each in self.query(Input)
            if each.value.strip() and not each.is_valid
        ]
        says = ""
        if off:
            says = (
                f"! {off[0]} is not kept: a score is a number from {self.scale.low} to "
                f"{self.scale.high}."
            )
        self.query_one("#off-scale", Static).update(line((says, "late")))
        self.query_one("#off-scale").display = bool(says)


def trend_words(scale: Scale, earlier: Scores) -> str:
    """Word how each scorer saw it before, oldest first: `worker 3 4 ▃▄`.

    Who has scored nothing is left out.
    """
    said = []
    for scorer in scale.scorers:
        values = [
            points[scale.title][scorer]
            for _, points in earlier
            if scorer in points.get(scale.title, {})
        ]
        if values:
            said.append(f"{scorer} {' '.join(map(str, values))} {_bars(values, scale)}".strip())
    if said:
        return f"before: {' · '.join(said)}"
    return f"from {scale.low} to {scale.high}; not scored before"


def _bars(values: Sequence[int], scale: Scale) -> str:
    if len(values) < 2:
        return ""
    top = len(_BLOCKS) - 1
    return "".join(
        _BLOCKS[round((value - scale.low) * top / (scale.high - scale.low))] for value in values
    )
