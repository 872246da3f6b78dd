"""A consultation in labelled lines, the same on the board and on its own screen."""

from __future__ import annotations

from supervision_tui.desk.consultations.lines import ConsultationLine
from supervision_tui.practice import wording
from supervision_tui.practice.consultation import Decision
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.labelled_text import Label
from supervision_tui.widgets.text_styles import line, tone_of


def consultation_facts(each: ConsultationLine, screen: DeskScreen) -> list[Label]:
    """A consultation in labelled lines: what was asked, when, what it brought."""
    today, dates = screen.running.vault.today, each.dates
    if each.is_asked_by_worker:
        asked_by = screen.name_of(each.asked_by)
    else:
        asked_by = each.asked_by
    by = ""
    if asked_by:
        by = f" by {asked_by}"
    asked = f"{wording.day(dates.requested, today=today)}{by}"
    wait = wording.count(each.wait, "working day")
    waited = f"waited {wait}" if dates.held or dates.closed else f"waits {wait} so far"
    found: list[Label] = [("question", line(each.question or each.theme))]
    if each.children:
        found.append(("about", line(wording.listing(list(each.children)))))
    if each.worker:
        found.append(("worker", line(screen.name_of(each.worker))))
    if each.theme and each.question:
        found.append(("theme", line(each.theme)))
    found.append(("asked", line(asked, (f"  {waited}", "quiet"))))
    if each.clinician:
        found.append(("with", line(each.clinician, (f", {each.discipline}", "quiet"))))
    if dates.booked_for and not dates.held:
        found.append(("booked", line(f"{wording.full_day(dates.booked_for)} {each.time}".strip())))
    if dates.was_held(today) and dates.held:
        found.append(("held", line(wording.full_day(dates.held), (f"  {each.came}", "quiet"))))
    found += [
        (label, line(text))
        for label, text in (
            ("hypotheses", each.hypotheses),
            ("strengths", each.strengths),
            ("consent", each.consent),
        )
        if text
    ]
    if dates.was_held(today) and each.children:
        on_file = wording.day(each.on_file_on, today=today) if each.on_file_on else ""
        filed = line(("not yet", "soon"))
        if on_file:
            filed = line(on_file)
        found.append(("on file", filed))
    for n, one in enumerate(each.recommendations):
        tone = "soon" if one.decision is Decision.OPEN else "quiet"
        became = "; ".join(taken.says(today, screen.name_of) for taken in one.became)
        decision = "to decide" if one.decision is Decision.OPEN else str(one.decision)
        if became:
            outcome = f": {became}"
        elif one.reason:
            outcome = f": {one.reason}"
        else:
            outcome = ""
        says = f"  {decision}{outcome}"
        label = ""
        if n == 0:
            label = "recommended"
        found.append((label, line(one.text, (says, tone))))
    if each.invited:
        came = [screen.name_of(one.name) for one in each.invited if one.came]
        shown = "–"
        if came:
            shown = f"{len(came)} of {len(each.invited)}: {wording.listing(came)}"
        found.append(("came", line(shown)))
    if dates.follow_up and dates.was_held(today) and not each.outcome:
        tone = tone_of(each.urgency) if each.urgency is Urgency.LATE else "plain"
        found.append(("look back", line((wording.full_day(dates.follow_up), tone))))
    if each.outcome:
        found.append(("it helped", line(each.outcome, (f"  {each.outcome_words}", "quiet"))))
    elif each.outcome_words:
        found.append(("so far", line(each.outcome_words)))
    if dates.closed:
        found.append(
            (
                "closed",
                line(wording.day(dates.closed, today=today), (f"  {each.close_reason}", "quiet")),
            )
        )
    return found
