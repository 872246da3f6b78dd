"""Trials: children picked by hand, other minutes or intervals, and what they would make of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from math import isinf
from typing import Any

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from supervision_tui.desk.workload.statuses import WorkerWorkload, WorkloadView
from supervision_tui.practice import wording
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.cadence import (
    LEAST_MINUTES,
    MOST_DAYS_APART,
    MOST_MINUTES,
)
from supervision_tui.practice.supervision.caseload import Case
from supervision_tui.practice.vocabulary import Level, Plan, Refusal
from supervision_tui.practice.workload.model import Workload, pace
from supervision_tui.practice.workload.what_if import Compared, Outlook, compare
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.labelled_text import Label, LabelledText, ScrollingText, labelled
from supervision_tui.widgets.one_line import OneLine
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line

_LABEL, _BEFORE = 12, 15
_FIELDS = (("minutes", "minutes"), ("every", "every (days)"), ("also", "also"))
_ALSO = "+2 CP · -3 CIN · NAME 90min; …"
LEVEL_TONES = {Level.OK: "plain", Level.AMBER: "soon", Level.RED: "late"}


@dataclass(slots=True)
class Trial:
    """A trial: the children picked, who receives them, and what stands in the fields."""

    children: list[str] = field(default_factory=list)
    receiver: str = ""
    minutes: str = ""
    every: str = ""
    also: str = ""

    def changes(self, name: str) -> list[str]:
        """Give the trial as typed changes to a worker of that name."""
        moved = [f"{ref} -> {self.receiver}" for ref in self.children] if self.receiver else []
        minutes = [f"{name} {self.minutes.strip()}min"] if self.minutes.strip() else []
        every = [f"{name} every {self.every.strip()}d"] if self.every.strip() else []
        also = [part.strip() for part in self.also.split(";") if part.strip()]
        others = [f"{name} {part}" if part[0] in "+-" else part for part in also]
        return [*moved, *minutes, *every, *others]

    def unfit(self) -> Refusal | None:
        """Refuse minutes or days that cannot be tried."""
        fields = (
            (self.minutes, "minutes of a session", LEAST_MINUTES, MOST_MINUTES),
            (self.every, "days between sessions", 1, MOST_DAYS_APART),
        )
        for typed, what, least, most in fields:
            number = typed.strip()
            if number and not (
                number.isascii() and number.isdecimal() and least <= int(number[:6]) <= most
            ):
                says = f"“{number[:20]}”: type the {what} as a whole number from {least} to {most}."
                return Refusal("not-a-number", says)
        return None


class WhatIfScreen(DeskScreen):
    """The worker's children and possible receivers at the left, before and after at the right."""

    WHERE = "what-if"
    BINDINGS = bindings_for("what-if")
    DEFAULT_CSS = """
    WhatIfScreen #try { width: 45%; min-width: 36; }
    WhatIfScreen #after-pane { width: 1fr; }
    WhatIfScreen #receivers-pane { height: 30%; }
    WhatIfScreen #fields { height: 4; }
    WhatIfScreen #fields Horizontal { height: 1; }
    WhatIfScreen #fields Static { width: 14; padding: 0 1; color: $quiet; }
    WhatIfScreen #fields Input { width: 1fr; background: $ground; }
    WhatIfScreen #fields Input:focus { background: $cursor; }
    """

    def __init__(self, view: WorkloadView, worker_id: int) -> None:
        super().__init__()
        self.view = view
        self.worker = next(each for each in view.workers if each.worker_id == worker_id)
        self.trial = Trial()
        self._option = -1
        self._kept: dict[str, Any] | None = (
            None  # what is kept of the trial; nothing until that is known
        )

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return f"what-if {self.worker.worker_id}"

    @property
    def _key(self) -> str:
        return f"what if {self.worker.worker_id}"

    def body(self) -> Iterable[Widget]:
        """Show what is tried, and what comes of it."""
        children = Rows(
            Column("", 1),
            Column("Child", 17, narrow=10),
            Column("Plan", 11, at_least=100),
            Column("Last", 6, right=True),
            Column("Family"),
            empty="This worker has no children.",
            id="children",
        )
        receivers = Rows(
            Column("", 1),
            Column("Worker", 18),
            Column("Children", 10, right=True, at_least=100),
            Column("Time", 5, right=True),
            empty="There is nobody else in the team.",
            id="receivers",
        )
        yield Horizontal(
            Vertical(
                Pane("Children", children, id="children-pane"),
                Pane("Who receives them", receivers, id="receivers-pane"),
                Pane("Supervision", *self._fields(), id="fields"),
                id="try",
            ),
            Pane(
                "Before and after · nothing is changed",
                ScrollingText(LabelledText(_LABEL)),
                id="after-pane",
            ),
            classes="beside",
        )

    def _fields(self) -> Iterable[Widget]:
        terms = self.worker.workload.load.terms
        hints = {"minutes": str(terms.minutes), "every": str(terms.interval_days), "also": _ALSO}
        for name, label in _FIELDS:
            yield Horizontal(Static(label), OneLine(placeholder=hints[name], compact=True, id=name))

    async def load(self) -> None:
        """The lists, and what was tried here before."""
        if self._kept is None:
            await self._bring_back()
            self.set_interval(1.0, self.keep)
        name = self.name_of(self.worker.name)
        self.query_one("#children-pane", Pane).retitle(f"Children of {name} · ‹what_if.pick› picks")
        self._fill()
        if self.focused is None:
            self.set_focus(self.query_one("#children"))

    async def _bring_back(self) -> None:
        """Bring back what was tried here, as far as the children and the worker are there."""
        kept = await self.running.drafts.find(self._key)
        if kept:
            trial = Trial(**json.loads(kept))
            here = {child.ref for child in self.worker.workload.load.children}
            trial.children = [ref for ref in trial.children if ref in here]
            if trial.receiver not in {each.name for each in self.view.workers}:
                trial.receiver = ""
            self.trial = trial
        self._kept = asdict(self.trial)

    async def keep(self) -> bool:
        """Keep what is tried, so that neither a lock nor a crash loses it.

        Returns whether it is kept.
        """
        tried = asdict(self.trial)
        if self._kept is None or tried == self._kept:
            return True
        if self.trial == Trial():
            await self.running.drafts.drop(self._key)
        elif not await self.running.drafts.keep(self._key, json.dumps(tried)):
            return False
        self._kept = tried
        return True

    async def on_screen_suspend(self) -> None:
        """Keep it when something else comes in front."""
        await self.keep()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another number: worked out at once."""
        field_name = event.input.id
        if field_name and getattr(self.trial, field_name) != event.value:
            setattr(self.trial, field_name, event.value)
            self._show()

    # Actions

    def action_pick(self) -> None:
        """Pick or let go what the cursor is on."""
        if self.focused is self.query_one("#receivers"):
            key = self.query_one("#receivers", Rows).key or ""
            self.trial.receiver = "" if self.trial.receiver == key else key
        elif self.focused is self.query_one("#children"):
            self._toggle([self.query_one("#children", Rows).key or ""])
        self._fill()

    def action_family(self) -> None:
        """Pick or let go a whole family."""
        key = self.query_one("#children", Rows).key
        children = self.worker.workload.load.children
        here = next((child for child in children if child.ref == key), None)
        if here:
            together = [
                child.ref for child in children if here.family and child.family == here.family
            ]
            self._toggle(together or [here.ref])
            self._fill()

    def action_option(self) -> None:
        """Put the next option into the fields."""
        moves = self.worker.moves
        if not moves:
            self.running.notices.refuse("Supervision fits: nothing has to move.")
            return
        self._option = (self._option + 1) % len(moves)
        move, terms = moves[self._option], moves[self._option].after.load.terms
        receiver = ""
        if move.receiver:
            receiver = move.receiver[1].load.name
        minutes = str(terms.minutes) if move.kind == "longer" else ""
        every = str(terms.interval_days) if move.kind == "session" else ""
        self.trial = Trial(
            children=list(move.children), receiver=receiver, minutes=minutes, every=every
        )
        self._fill()

    def action_clear(self) -> None:
        """Take everything back."""
        self.trial = Trial()
        self._fill()

    def action_next_field(self) -> None:
        """Go on to the next list or field."""
        self.focus_next()

    # What is shown

    def _toggle(self, refs: list[str]) -> None:
        picked = self.trial.children
        if all(ref in picked for ref in refs):
            self.trial.children = [ref for ref in picked if ref not in refs]
        else:
            self.trial.children = picked + [ref for ref in refs if ref not in picked]

    def _fill(self) -> None:
        load = self.worker.workload.load
        families = [child.family for child in load.children if child.family]
        self.query_one("#children", Rows).show(
            [self._child(child, families) for child in load.children]
        )
        others = [each for each in self.view.workers if each.name != self.worker.name]
        self.query_one("#receivers", Rows).show(
            [self._receiver(each) for each in sorted(others, key=_fit_of)]
        )
        for name, _ in _FIELDS:
            self.query_one(f"#{name}", Input).value = getattr(self.trial, name)
        self._show()

    def _child(self, child: Case, families: list[str]) -> Row:
        is_picked = child.ref in self.trial.children
        past = child.is_past_interval(self.view.as_of, self.running.vault.policy())
        text, tone = "", "plain"
        if is_picked:
            text, tone = "x", "focus"
        age_tone = "late" if past else "plain"
        return Row(
            child.ref,
            (
                Cell(text, "focus"),
                self.child_cell(child.ref, tone),
                Cell(self.running.vault.policy().plans_shown(child.plans), "quiet"),
                Cell(f"{child.age(self.view.as_of)} d", age_tone),
                Cell(_family(child.family, families), "quiet"),
            ),
        )

    def _receiver(self, each: WorkerWorkload) -> Row:
        found, is_picked = each.workload, each.name == self.trial.receiver
        tone = LEVEL_TONES[found.signal("fit").level]
        text, name_tone = "", "plain"
        if is_picked:
            text, name_tone = "x", "focus"
        number_tone = "strong" if found.children > found.limit else "plain"
        return Row(
            each.name,
            (
                Cell(text, "focus"),
                Cell(self.name_of(each.name), name_tone),
                Cell(wording.of_limit(found.children, found.limit), number_tone),
                Cell(fit_words(found.fit), tone),
            ),
        )

    def _show(self) -> None:
        loads = [each.workload.load for each in self.view.workers]
        policy = self.running.vault.policy()
        unfit = self.trial.unfit()
        found = unfit or compare(
            loads, self.trial.changes(self.worker.name), self.view.as_of, policy
        )
        content: list[Label] = []
        if isinstance(found, Refusal):
            offers = ""
            if found.suggestions:
                offers = f"  You can type: {', '.join(found.suggestions)}"
            content = [
                ("", line((self._blanked(f"! {found.says}{offers}"), "late"))),
                ("", line("")),
            ]
            found = []
        elif self.trial.children and not self.trial.receiver:
            content = [
                (
                    "",
                    line(
                        ("Now pick who receives them: ‹what_if.next›, then ‹what_if.pick›.", "soon")
                    ),
                ),
                ("", line("")),
            ]
        elif not found:
            content = [
                (
                    "",
                    line(
                        (
                            "Pick children and who receives them, or type other minutes or days.",
                            "quiet",
                        )
                    ),
                )
            ]
        for each in found:
            content += self._compared(each)
        self.query_one(LabelledText).show([*content, *self._options()])

    def _blanked(self, text: str) -> str:
        """A sentence with the names in it as they may be shown now."""
        for each in self.view.workers:
            text = text.replace(each.name, self.name_of(each.name))
        return text

    def _compared(self, each: Compared) -> list[Label]:
        before, after = each.before.workload, each.after.workload
        facts: list[Label] = [("", line((self.name_of(before.load.name), "strong")))]
        facts.append(("", line((f"{'before':<{_BEFORE}}after", "quiet"))))
        facts += [
            (label, _pair(was, now, tone))
            for label, was, now, tone in (
                ("children", _children(before), _children(after), _tone(after, "children")),
                ("minutes", _minutes(before), _minutes(after), "plain"),
                ("time needed", fit_words(before.fit), fit_words(after.fit), _tone(after, "fit")),
                (
                    "weighted",
                    _value(before, "weight"),
                    _value(after, "weight"),
                    _tone(after, "weight"),
                ),
                (
                    "not disc.",
                    _percent(before),
                    _percent(after),
                    _tone(after, "children-undiscussed"),
                ),
                ("status", before.status.words, after.status.words, "strong"),
            )
        ]
        facts += [
            (label, _pair(was, now, "plain"))
            for label, was, now in _paces(before, after, self.running.vault.policy())
        ]
        facts += [("12 weeks", _weeks(each.before)), ("after", _weeks(each.after)), ("", line(""))]
        return facts

    def _options(self) -> list[Label]:
        found = []
        for move in self.worker.moves:
            enough = "" if move.is_inside else "; would not be enough by itself"
            found.append(line(f"{move.says(self.name_of)}{enough}"))
        if found:
            says = "‹what_if.option› tries them in turn; nothing is ever done by itself"
            found.append(line((says, "quiet")))
        return labelled("options", found)


def fit_words(fit: float) -> str:
    """A fit as the screens show it; none where there is no time at all."""
    if isinf(fit):
        return "none"
    return f"{fit:.1f}"


def _pair(before: str, after: str, tone: str) -> Content:
    if before == after:
        tone = "quiet"
    return line(f"{before:<{_BEFORE}}", (after, tone))


def _children(found: Workload) -> str:
    return wording.of_limit(found.children, found.limit)


def _minutes(found: Workload) -> str:
    return f"{found.needed:.0f} / {found.available:.0f}"


def _value(found: Workload, code: str) -> str:
    return f"{found.signal(code).value:.2f}"


def _percent(found: Workload) -> str:
    return wording.percent(found.signal("children-undiscussed").value)


def _tone(found: Workload, code: str) -> str:
    return LEVEL_TONES[found.signal(code).level]


def _paces(before: Workload, after: Workload, policy: Policy) -> list[tuple[str, str, str]]:
    """Every how many days a child is discussed, for the plan with most children before or after."""
    counts = Counter(before.by_plan) + Counter(after.by_plan)
    if not counts:
        return []
    if counts[Plan.CP]:
        plan = str(Plan.CP)
    else:
        plan = max(policy.most_urgent_first(counts), key=lambda each: counts[each])
    standard = policy.plan(plan).interval_days
    was, now = (_days(pace(standard, each.fit)) for each in (before, after))
    return [(f"{policy.plans_shown([plan])} every", was, now)]


def _days(days: int | None) -> str:
    if days:
        return f"{days} days"
    return "no time at all"


def _weeks(outlook: Outlook) -> Content:
    return line(" ".join(f"{past:>2}" for _, past in outlook.forecast.weeks))


def _family(family: str | None, families: list[str]) -> str:
    if family and families.count(family) > 1:
        return f"of {families.count(family)}"
    return ""


def _fit_of(each: WorkerWorkload) -> float:
    return each.workload.fit
