"""One page for the head of service: whose caseload crowds out supervision, in figures, and what is
asked.
"""

from __future__ import annotations

from datetime import date
from math import isinf

from supervision_tui.desk.workload.charts import Week
from supervision_tui.desk.workload.escalation import EscalationView
from supervision_tui.desk.workload.statuses import WorkerWorkload
from supervision_tui.exports.documents.document import SENSITIVE, Document, Part, Section
from supervision_tui.exports.documents.markdown_text import Item
from supervision_tui.practice import wording
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Level
from supervision_tui.practice.workload.model import says_status

_TRIED = 3  # responses that fit on the page
_LONGEST = 160  # letters of a text that was typed


def escalation_paper(view: EscalationView, today: date, policy: Policy) -> Document:
    """The paper. It names the worker, and no child."""
    worker = view.worker
    name = wording.initials(worker.name).replace(".", "").lower()
    since = f" since {wording.full_day(worker.since)}" if worker.since else ""
    return Document(
        title=f"Workload and supervision: {worker.name}",
        marking=SENSITIVE,
        name=f"escalation-{name}-{today.isoformat()}",
        about=[
            f"{view.team} · {wording.full_day(today)} · for the head of service",
            f"Workload status: {worker.workload.status.words}{since}. "
            f"{says_status(worker.workload)}",
        ],
        sections=[
            Section("Figures", _figures(view, policy)),
            Section(
                "What it means for children",
                [("", Item(says)) for says in worker.workload.says[:2]],
            ),
            Section("What was tried", _tried(view)),
            Section("What is asked", _asked(worker, today)),
        ],
        foot="About workload, never about the worker. No child is named; references stand in "
        "their place. "
        f"Policy {policy.version}; time needed is the minutes that the children need against those "
        "that supervision gives, in 28 days; 1× is all the time there is.",
    )


def _figures(view: EscalationView, policy: Policy) -> list[Part]:
    found = view.worker.workload
    fit = "no time at all" if isinf(found.fit) else f"{found.fit:.1f}×"
    per = view.caseloads
    lines = [
        f"Children: {found.children}, limit {found.limit:g}; the team has "
        f"{per.team:.1f} for each "
        f"full-time worker, England {per.england:g}",
        f"Minutes in 28 days: {found.needed:.0f} needed, {found.available:.0f} there; time needed "
        f"{fit}",
        *(
            f"{signal.says}"
            for signal in found.signals
            if signal.level is not Level.OK and signal.code != "fit"
        ),
    ]
    points = [("a quarter ago", 13), ("half a year ago", 26)]
    before = [
        (words, week) for words, weeks in points if (week := view.trend.at(weeks)) is not None
    ]
    if before:
        lines.append(f"Time needed {', '.join(_before(words, week) for words, week in before)}")
    breach = view.worker.forecast.first_breach
    past = view.worker.forecast.weeks[-1][1] if view.worker.forecast.weeks else 0
    if breach is not None:
        lines.append(
            f"With the sessions planned, {past} children will not be discussed in time twelve "
            "weeks from now"
        )
    return [("", Item(line)) for line in lines]


def _before(words: str, week: Week) -> str:
    fit = "no time" if isinf(week.fit) else f"{week.fit:.1f}×"
    return f"{words} {fit} with {wording.percent(week.past)} of the children not discussed in time"


def _tried(view: EscalationView) -> list[Part]:
    lines = [
        f"{wording.full_day(each.given_on)}: {_typed(each.text)} Then "
        f"{each.outcome.then.words()}; after "
        f"{each.outcome.after.words()}. {each.outcome.helped.words.capitalize()}."
        for each in view.tried[:_TRIED]
    ]
    return [("", Item(line)) for line in lines] or [
        ("", Item("Nothing has been tried and reviewed yet."))
    ]


def _asked(worker: WorkerWorkload, today: date) -> list[Part]:
    answer = worker.response
    if answer is not None:
        told = f" Told: {_typed(answer.told)}" if answer.told else ""
        return [("", Item(f"By {wording.full_day(answer.by)}: {_typed(answer.text)}{told}"))]
    lines = []
    for move in worker.moves:
        alone = "" if move.is_inside else "; would not be enough by itself"
        lines.append(f"Possible: {move.says(str)}{alone}")
    return [("", Item(line)) for line in lines] or [("", Item("To be said by the manager."))]


def _typed(text: str) -> str:
    """A text that was typed, short enough for the page, with an end."""
    plain = " ".join(text.split())
    cut = f"{plain[: _LONGEST - 1].rstrip()}…" if len(plain) > _LONGEST else plain
    if cut.endswith((".", "!", "?", "…")):
        return cut
    return f"{cut}."
