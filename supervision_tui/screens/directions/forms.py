"""The forms about a direction: given, ticked, withdrawn, extended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from textual.screen import Screen

from supervision_tui.desk.child_events import Held
from supervision_tui.desk.children.review import ReviewCard, review_card
from supervision_tui.desk.directions import giving
from supervision_tui.desk.directions.giving import DirectionDraft
from supervision_tui.desk.directions.lines import DirectionLine
from supervision_tui.desk.moment import read_past_day
from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import DateDue, held_words, is_the_thing_itself
from supervision_tui.practice.children.events import event_words
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.direction.one_line import said_in_one_line
from supervision_tui.practice.direction.owners import MANAGER
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Checkpoint, DirectionSource, DirectionState, SeenHow
from supervision_tui.practice.wording import full_day
from supervision_tui.runtime.running import Running, running_of
from supervision_tui.screens.shared.forms import about_whom, day_field, goes_on, in_a_key, show_form
from supervision_tui.widgets.form import Field, FormSpec, Values

_SOON = "5wd"  # proposed for what is late: its own date has gone by
_DO = "Visit unannounced by fri because the evenings are not known"
_LINK_LABEL = "A link, or a file's name: never the file itself (may stay empty)"
_LINE = "Do: a verb first; or all in one line, “… by fri because …”, and enter"


@dataclass(frozen=True, slots=True)
class Occasion:
    """The occasion of a direction: the date due that is taken up, or its checkpoint.

    `place` says which of several it is: `2 of 4`.
    """

    date_due: DateDue | None = None
    checkpoint: Checkpoint | None = None
    place: str = ""


_NO_OCCASION = Occasion()


async def give_directions(
    screen: Screen[Any], refs: Sequence[str], occasion: Occasion = _NO_OCCASION
) -> list[DirectionLine] | None:
    """One direction for a child, or the same for each of several: a family, a filter."""
    running = running_of(screen)
    cards = [
        card for ref in refs if (card := await running.desk.try_run(review_card, ref)) is not None
    ]
    if not cards:
        return None
    owners = await running.desk.try_run(giving.owners_used, worker=cards[0].line.worker or "")
    form = _DirectionForm(running, cards, occasion, owners or ())
    about = about_whom(screen, refs)
    if occasion.date_due is None:
        goes_on(screen, "direction", occasion.checkpoint or "", *refs)
    given = cast("list[DirectionLine] | None", await show_form(screen, form.spec(about), form.take))
    if given:
        due = full_day(given[0].due)
        if len(given) == 1:
            text = f"Direction for {about}, due {due}."
        else:
            text = f"{len(given)} directions, due {due}."
        running.notices.changed(text)
    return given


class _DirectionForm:
    """The fields of a new direction, and what is made of them."""

    def __init__(
        self, running: Running, cards: list[ReviewCard], occasion: Occasion, owners: Sequence[str]
    ) -> None:
        self.running = running
        self.cards = cards
        self.occasion = occasion
        workers = {card.line.worker or "" for card in cards}
        self.worker = workers.pop() if len(workers) == 1 else ""
        self.each_worker = bool(workers)  # several: each child's own worker
        alone = running.names.shown(self.worker) if self.worker else MANAGER
        self.owner = "each child's worker" if self.each_worker else alone
        self.owners = owners_shown(running, owners, self.worker)
        self.known = cards[0].dates.known(running.vault.today)

    def spec(self, about: str) -> FormSpec:
        """The form."""
        date_due, card = self.occasion.date_due, self.cards[0]
        if not date_due:
            by = ""
        elif date_due.due >= self.running.vault.today:
            by = f"@{date_due.code}"
        else:
            by = _SOON
        refs = in_a_key([card.line.ref for card in self.cards])
        key = f"direction {refs} {date_due.code}" if date_due else f"direction {refs}"
        plan = f" · {card.line.plans_shown}" if len(self.cards) == 1 else ""
        place = f" · {self.occasion.place}" if self.occasion.place else ""
        value = date_due.do if date_due else ""
        return FormSpec(
            f"Direction for {about}{plan}{place}",
            (
                Field("do", _LINE, value, hint=_DO),
                Field(
                    "who",
                    "Who: a person or a partner agency (↓ offers)",
                    self.owner,
                    words=self.owners,
                ),
                Field("by", "By when", by, kind="timescale", known=self.known),
                Field(
                    "because",
                    "Because: why this, for this child",
                    _reason(date_due, self.running.vault.today),
                ),
                Field(
                    "why_this_date",
                    "Why this date (only for a date that is the next review, or far off)",
                ),
                Field(
                    "source",
                    "Given",
                    DirectionSource.AD_HOC,
                    kind="choice",
                    words=tuple(DirectionSource),
                ),
                Field("given", "If it was given before now: day and time", hint="sat 22:40"),
                Field("link", _LINK_LABEL, hint="https://…, genogram.docx"),
            ),
            says=self._says(),
            draft_key=key,
            save="give",
            enter_saves_when=self.is_said_in_one_line,
        )

    def is_said_in_one_line(self, values: Values) -> bool:
        """Tell whether the first line holds all of a direction."""
        return not values["by"].strip() and self._said(values).is_whole

    def _said(self, values: Values) -> SaidDirection:
        return said_in_one_line(values["do"], self.known, self.running.vault.policy(), self.owners)

    async def take(self, values: Values) -> list[DirectionLine]:
        """Give it to each child, all or none."""
        if not values["by"].strip() and not values["because"].strip():
            said = self._said(values)
            who = said.who or values["who"]
            values = values | {"do": said.do, "by": said.by, "because": said.because, "who": who}
        drafts = [self._draft(card, values) for card in self.cards]
        return await self.running.desk.run(giving.give_to_all, drafts)

    def _draft(self, card: ReviewCard, values: Values) -> DirectionDraft:
        who = values["who"].strip()
        if who == self.owner:  # initials stand for the name
            who = card.line.worker or MANAGER
        follows = ""
        if self.occasion.date_due is not None:
            follows = self.occasion.date_due.code
        return DirectionDraft(
            card.line.ref,
            said_in(values, who),
            DirectionSource(values["source"]),
            follows=follows,
            given=values["given"],
            link=values["link"],
            checkpoint=self.occasion.checkpoint or "",
        )

    def _says(self) -> str:
        card, checkpoint = self.cards[0], self.occasion.checkpoint
        due = f"Direction is due at {checkpoint}. " if checkpoint else ""
        if len(self.cards) > 1:
            return (
                f"{due}The same for {wording.listing([card.line.ref for card in self.cards[:8]])}…"
            )
        if card.dates.due:
            return f"{due}Dates due: {card.dates.in_words(self.running.vault.today)}"
        return due.strip()


def owners_shown(running: Running, owners: Iterable[str], worker: str | None) -> tuple[str, ...]:
    """List owners to offer, the worker's name as names are shown just now."""
    shown = [running.names.shown(each) if each == worker else each for each in owners]
    return tuple(shown)


def said_in(values: Values, who: str) -> SaidDirection:
    """Take the parts of a direction from a form; `who` is its owner by name."""
    return SaidDirection(
        values["do"], who, values["by"], values["because"], values.get("why_this_date", "")
    )


def _reason(date_due: DateDue | None, today: date) -> str:
    """Word why it is due, and since when it is late."""
    if date_due is None:
        return ""
    late = f", late since {full_day(date_due.due)}" if date_due.is_late else ""
    return f"{date_due.words}: {date_due.because(today)}{late}"


async def tick_direction(screen: Screen[Any], line: DirectionLine) -> None:
    """Done, or part done, with a word on the outcome."""
    running = running_of(screen)
    rule = running.vault.policy().timescales.get(line.follows)

    said: dict[str, str] = {}

    async def take(values: Values) -> DirectionLine:
        said.update(values)
        state = DirectionState(
            values["state"].replace("not done yet", "open").replace("part done", "part")
        )
        held = None
        if rule is not None and state is DirectionState.DONE:
            held = held_of(values)
        return await running.desk.run(
            giving.close_direction, line.id, state, values["outcome"], held=held
        )

    spec = FormSpec(
        f"{about_whom(screen, (line.child,))} · {line.word}",
        (
            Field(
                "state",
                "How far",
                "done",
                kind="choice",
                words=("done", "part done", "not done yet"),
            ),
            *_held_fields(line, running.vault.policy()),
            Field("outcome", "Outcome, in a word"),
        ),
        says=f"“{line.text}” · owner: {line.owner}",
        draft_key=f"tick {line.id}",
        begins_at="outcome",
    )
    done = cast("DirectionLine | None", await show_form(screen, spec, take))
    if done:
        still_late = ""
        if said.get("held_on", "").strip():
            still_late = await _still_late(running, done)
        about = about_whom(screen, (line.child,))
        running.notices.changed(f"{about}: recorded.{_held_told(done, said, running)}{still_late}")


async def _still_late(running: Running, line: DirectionLine) -> str:
    """Say that what a direction took up is late all the same: held before it counted from."""
    card = await running.desk.try_run(review_card, line.child)
    dates = card.dates.due if card is not None else ()
    still = next((each for each in dates if each.code == line.follows and each.is_late), None)
    if still:
        return f" Late all the same: {still.says(running.vault.today)}"
    return ""


def _held_fields(line: DirectionLine, policy: Policy) -> tuple[Field, ...]:
    """Ask, when a direction from a date due is ticked, on which day it was held, and how."""
    rule = policy.timescales.get(line.follows)
    if rule is None:
        return ()
    event = policy.events[rule.held_event]
    is_it = is_the_thing_itself(line.follows, line.text, policy)
    held = event_words(rule.held_event, policy)
    if is_it:
        label = f"If done: {held} on which day"
    else:
        label = f"If the {held} was held with it: on which day"
    day = Field("held_on", label, hint="5 nov, yesterday, fri")
    how = Field(
        "held_how", "How the child was seen", SeenHow.SEEN, kind="choice", words=tuple(SeenHow)
    )
    if event.is_visit:
        return (day, how)
    return (day,)


def _held_told(line: DirectionLine, said: Values, running: Running) -> str:
    """Say what came on record with a tick; empty where nothing did."""
    held_on = said.get("held_on", "").strip()
    if line.state is not DirectionState.DONE or not held_on:
        return ""
    on = wording.day(read_past_day(held_on, running.vault.moment()), today=running.vault.today)
    how = f", {said['held_how']}" if said.get("held_how") else ""
    return f" On record besides: {held_words(line.follows, running.vault.policy())} {on}{how}."


def held_of(values: Values) -> Held:
    """Read when it was held what a direction took up, as it stands in a form."""
    how = values.get("held_how", "")
    seen = SeenHow(how) if how else None
    return Held(values.get("held_on", ""), seen)


async def withdraw_direction(screen: Screen[Any], line: DirectionLine) -> None:
    """Withdraw, with the reason."""
    running = running_of(screen)

    async def take(values: Values) -> DirectionLine:
        return await running.desk.run(
            giving.close_direction, line.id, DirectionState.WITHDRAWN, values["outcome"]
        )

    spec = FormSpec(
        f"Withdraw · {about_whom(screen, (line.child,))}",
        (Field("outcome", "Why it is withdrawn"),),
        says=f"“{line.text}”",
        draft_key=f"withdraw {line.id}",
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"{about_whom(screen, (line.child,))}: withdrawn.")


async def link_direction(screen: Screen[Any], line: DirectionLine) -> None:
    """Keep a link, or a file's name, beside a direction; empty takes it away."""
    running = running_of(screen)

    async def take(values: Values) -> bool:
        await running.desk.run(giving.link_direction, line.id, values["link"])
        return True

    spec = FormSpec(
        f"Link · {about_whom(screen, (line.child,))}",
        (Field("link", _LINK_LABEL, line.link, hint="https://…, genogram.docx"),),
        says=f"“{line.text}”",
        draft_key=f"link {line.id}",
        save="keep",
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"{about_whom(screen, (line.child,))}: link kept.")


async def extend_direction(screen: Screen[Any], line: DirectionLine, reason: str = "") -> None:
    """A later date, with the reason; the old one stays visible."""
    running = running_of(screen)

    async def take(values: Values) -> DirectionLine:
        return await running.desk.run(
            giving.extend_direction, line.id, values["by"], values["reason"]
        )

    spec = FormSpec(
        f"Extend · {about_whom(screen, (line.child,))}",
        (day_field(running, "by", "New date"), Field("reason", "Why the date moves", reason)),
        says=f"“{line.text}” · due {full_day(line.due)}; this date stays visible",
        draft_key=f"extend {line.id}",
        save="extend",
    )
    moved = cast("DirectionLine | None", await show_form(screen, spec, take))
    if moved:
        about = about_whom(screen, (line.child,))
        running.notices.changed(f"{about}: now due {full_day(moved.due)}.")
