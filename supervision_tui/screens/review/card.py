"""One child's card on Children, in labelled lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from supervision_tui.desk.children.review import ReviewCard
from supervision_tui.desk.children.roles import WhoWorks
from supervision_tui.desk.consultations.lines import in_a_line
from supervision_tui.desk.directions.child_dates import StopKind, time_line
from supervision_tui.practice import wording
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import CaseRole
from supervision_tui.practice.workload.sources import behind_a_child
from supervision_tui.widgets import chart
from supervision_tui.widgets.labelled_text import Label, labelled, sourced
from supervision_tui.widgets.text_styles import CHIP, CHIP_LATE, CHIP_SOON, chips, line, tone_of

_MARKS = {StopKind.LAST: "●", StopKind.TODAY: "┃", StopKind.LATE: "!", StopKind.NEXT: "○"}
_RAG_CHIPS = {"red": CHIP_LATE, "amber": CHIP_SOON}
_TONES = {
    StopKind.LAST: "quiet",
    StopKind.TODAY: "focus",
    StopKind.LATE: "late",
    StopKind.NEXT: "plain",
}


@dataclass(frozen=True, slots=True)
class CardFacts:
    """Puts a card into words, for a day and a policy.

    `name_of` says how a worker's name may be shown, `child_of` how a child is named in a line,
    `room` how many cells there are for a bar.
    """

    today: date
    policy: Policy
    name_of: Callable[[str | None], str]
    child_of: Callable[[str], str]
    room: int

    def facts(self, card: ReviewCard, *, sources: bool) -> list[Label]:
        """The card, with where its numbers come from where that is asked."""
        found = [
            self._chips(card),
            *self._plans(card),
            self._rag(card),
            *self._discussed(card),
            *self._people(card),
        ]
        if card.visits:
            found.append(_labelled("Visits", card.visits.removeprefix("visits, ")))
        if card.line.pinned:
            found.append(
                _labelled(
                    "Brought",
                    "to the next supervision (+ in the list); ‹review.pin› takes it off",
                )
            )
        if card.family:
            others = ", ".join(self.child_of(ref) for ref in card.family if ref != card.line.ref)
            found.append(
                _labelled("Family", f"of {len(card.family)}, discussed together with {others}")
            )
        if card.outstanding:
            since = wording.day(card.outstanding.on, today=self.today)
            missing = f"direction outstanding: {card.outstanding.checkpoint} ({since})"
            found.append(("Checkpoint", line((missing, "late"))))
        found += self._directions(card) + self._last(card) + self._dates(card)
        if sources:
            found += self._sources(card)
        return found

    def _chips(self, card: ReviewCard) -> Label:
        """The plans, the rating and the age in a line that is taken in at a glance."""
        found = [(plan, CHIP) for plan in card.line.plans_shown.split(" · ") if plan]
        if card.line.rag:
            found.append((card.line.rag, _RAG_CHIPS.get(card.line.rag, CHIP)))
        if card.line.pinned:
            found.append(("next supervision", CHIP))
        return "", chips(*found) + line(f"  {_age(card, self.today)}")

    def _plans(self, card: ReviewCard) -> list[Label]:
        """Every plan that the child has at once, each with its length."""
        if not card.plans:
            return [_labelled("Plan", "none on record; counted as child in need")]
        found = []
        for n, each in enumerate(card.plans):
            category = f", {each.category}" if each.category else ""
            label = "Plan" if n == 0 else ""
            found.append(_labelled(label, f"{each.length(self.today)}{category}", extra=each.drift))
        return found

    def _dates(self, card: ReviewCard) -> list[Label]:
        """The dates of the child down one line of time: last held, today, what comes next."""
        stops = time_line(card.dates, self.policy, self.today)
        if len(stops) == 1:
            return []
        widest = max(len(stop.day) for stop in stops)
        marks = [((stop.on - self.today).days, _MARKS[stop.kind]) for stop in stops]
        found = [line((chart.time_marks(marks, self.room), "quiet"))]
        for stop in stops:
            words = f"{_MARKS[stop.kind]} {stop.day:>{widest}}  {stop.says}"
            found.append(line((words, _TONES[stop.kind])))
        return labelled("Dates", found)

    def _rag(self, card: ReviewCard) -> Label:
        if not card.line.rag or card.rag_since is None:
            return _labelled("RAG", "not rated yet; ‹review.rate› rates")
        since = wording.day(card.rag_since, today=self.today)
        tone = {"red": "late", "amber": "soon"}.get(card.line.rag, "plain")
        stale: str | tuple[str, str] = ""
        if card.rag_stale:
            stale = (f"  over {self.policy.children.rag_stale_days} days old", "soon")
        return ("RAG", line((card.line.rag, tone), f" since {since}: {card.rag_reason}", stale))

    def _discussed(self, card: ReviewCard) -> list[Label]:
        today, each = self.today, card.line
        last = card.last_discussed
        if last:
            when = f"{wording.day(last, today=today)}, {each.age} days ago"
        else:
            when = f"not yet, here {wording.count(each.age, 'day')}"
            if each.age == 0:
                when = "not yet, here since today"
        late, tone = ("", "late"), "chart"
        if each.age > each.interval:
            late, tone = (f"  {wording.late_by(each.age - each.interval)}", "late"), "late"
        most = max(each.age, each.interval)
        bar = chart.limit_bar(each.age, each.interval, most, self.room - 1)
        says = line(f"{when}; every {each.interval} days", late)
        return [("Discussed", says), ("", line((bar, tone)))]

    def _people(self, card: ReviewCard) -> list[Label]:
        """List who works with the child, how long nobody does, and changes of lead."""
        found = []
        if card.waiting is not None:
            why = f"; {card.why_unallocated}" if card.why_unallocated else ""
            found.append(line(("unallocated", "soon"), f": {card.waiting.says(self.today)}{why}"))
        for each in card.people:
            found.append(line(self._person(card, each)))
        if not found:
            found.append(line("nobody"))
        if card.changes_of_lead:
            changes = wording.count(card.changes_of_lead, "change")
            found.append(line((f"{changes} of lead in 12 months", "quiet")))
        label = "Workers" if len(card.people) > 1 else "Worker"
        return labelled(label, found)

    def _person(self, card: ReviewCard, each: WhoWorks) -> str:
        """`Ada Finch since 2 Mar`, or `Bo Hart (Duty), co-worker since 2 Mar`."""
        name = self.name_of(each.name)
        is_alone_and_leads = len(card.people) == 1 and each.role == CaseRole.LEAD and not each.team
        if is_alone_and_leads and card.allocated_since is not None:
            since = wording.day(card.allocated_since, today=self.today)
            known = "known since" if card.allocation_known_since else "since"
            return f"{name}, {known} {since}"
        return each.says(self.today, name)

    def _sources(self, card: ReviewCard) -> list[Label]:
        numbers = behind_a_child(card.case, card.dates.all, self.policy)
        return labelled("Sources", (sourced(*number) for number in numbers))

    def _directions(self, card: ReviewCard) -> list[Label]:
        if not card.directions:
            return [_labelled("Directions", "none open; ‹review.direct› gives one")]
        found = []
        for each in card.directions[:6]:
            word = (f"{each.word}  ", tone_of(each.urgency))
            owner = each.owner
            if each.owner == each.worker:
                owner = self.name_of(each.owner)
            found.append(line(word, f"{each.text} · {owner}"))
        return labelled("Directions", found)

    def _last(self, card: ReviewCard) -> list[Label]:
        today = self.today
        view = "none recorded yet"
        if card.view:
            view = f"{wording.day(card.view.on, today=today)}: {card.view.text}"
        notes = [
            _labelled("Note", f"{wording.day(on, today=today)}: {text}") for on, text in card.notes
        ]
        decided = [_labelled("Decided", each.says(today)) for each in card.decisions[:2]]
        thought = [
            _labelled("Consulted", in_a_line(each, today)) for each in card.consultations[:2]
        ]
        return [_labelled("View", view), *decided, *thought, *notes]


def _labelled(label: str, text: str, *, extra: str | None = None) -> Label:
    if not extra:
        return label, line(text)
    return label, line(text, (f"  {extra}", "soon"))


def _age(card: ReviewCard, today: date) -> str:
    if card.born is None:
        return "date of birth not on record"
    if card.born > today:
        return f"not born yet, expected {wording.full_day(card.born)}"
    return wording.count(wording.months_between(card.born, today) // 12, "year")
