"""A consultation in labelled lines, the same on the board and on its own screen."""

from __future__ import annotations

from collections.abc import Iterator

from supervision_tui.desk.consultations.lines import ConsultationLine, RecommendationLine
from supervision_tui.practice import wording
from supervision_tui.practice.consultation import Decision
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.labelled_text import Label
from supervision_tui.widgets.text_styles import line, tone_of


def consultation_facts(each: ConsultationLine, screen: DeskScreen) -> list[Label]:
    """A consultation in labelled lines: the question, the days, the gain."""
    return [
        *_question(each, screen),
        *_days(each, screen),
        *_words(each),
        *_recommendations(each, screen),
        *_people(each, screen),
        *_end(each, screen),
    ]


def _question(each: ConsultationLine, screen: DeskScreen) -> Iterator[Label]:
    yield "question", line(each.question or each.theme)
    if each.children:
        yield "about", line(wording.listing(list(each.children)))
    if each.worker:
        yield "worker", line(screen.name_of(each.worker))
    if each.theme and each.question:
        yield "theme", line(each.theme)


def _days(each: ConsultationLine, screen: DeskScreen) -> Iterator[Label]:
    today, dates = screen.running.vault.today, each.dates
    asked = wording.day(dates.requested, today=today)
    if each.asked_by:
        by = screen.name_of(each.asked_by) if each.is_asked_by_worker else each.asked_by
        asked = f"{asked} by {by}"
    wait = wording.count(each.wait, "working day")
    waited = f"waited {wait}" if dates.held or dates.closed else f"waits {wait} so far"
    yield "asked", line(asked, (f"  {waited}", "quiet"))
    if each.clinician:
        yield "with", line(each.clinician, (f", {each.discipline}", "quiet"))
    if dates.booked_for and not dates.held:
        yield "booked", line(f"{wording.full_day(dates.booked_for)} {each.time}".strip())
    if dates.held and dates.was_held(today):
        yield "held", line(wording.full_day(dates.held), (f"  {each.came}", "quiet"))


def _words(each: ConsultationLine) -> Iterator[Label]:
    for label in ("hypotheses", "strengths", "consent"):
        text = getattr(each, label)
        if text:
            yield label, line(text)


def _recommendations(each: ConsultationLine, screen: DeskScreen) -> Iterator[Label]:
    """Recommendations with their decisions, after the day on which the record came on file."""
    today = screen.running.vault.today
    if each.dates.was_held(today) and each.children:
        if each.on_file_on:
            yield "on file", line(wording.day(each.on_file_on, today=today))
        else:
            yield "on file", line(("not yet", "soon"))
    for n, one in enumerate(each.recommendations):
        tone = "soon" if one.decision is Decision.OPEN else "quiet"
        label = "recommended" if n == 0 else ""
        yield label, line(one.text, (f"  {_decision(one, screen)}", tone))


def _decision(one: RecommendationLine, screen: DeskScreen) -> str:
    today = screen.running.vault.today
    decision = "to decide" if one.decision is Decision.OPEN else str(one.decision)
    became = "; ".join(taken.says(today, screen.name_of) for taken in one.became)
    outcome = became or one.reason
    return f"{decision}: {outcome}" if outcome else decision


def _people(each: ConsultationLine, screen: DeskScreen) -> Iterator[Label]:
    came = [screen.name_of(one.name) for one in each.invited if one.came]
    if came:
        yield "came", line(f"{len(came)} of {len(each.invited)}: {wording.listing(came)}")
    elif each.invited:
        yield "came", line("–")


def _end(each: ConsultationLine, screen: DeskScreen) -> Iterator[Label]:
    today, dates = screen.running.vault.today, each.dates
    if dates.follow_up and dates.was_held(today) and not each.outcome:
        tone = tone_of(each.urgency) if each.urgency is Urgency.LATE else "plain"
        yield "look back", line((wording.full_day(dates.follow_up), tone))
    if each.outcome:
        yield "it helped", line(each.outcome, (f"  {each.outcome_words}", "quiet"))
    elif each.outcome_words:
        yield "so far", line(each.outcome_words)
    if dates.closed:
        closed = wording.day(dates.closed, today=today)
        yield "closed", line(closed, (f"  {each.close_reason}", "quiet"))
