"""The parts of a record in the order in which they are read, the same on the screen, in a preview
and in an export.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from supervision_tui.practice import wording
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Heard

from .draft import ChildEntry
from .personal_record import PersonalActionLine
from .signed_record import SignedDiscussion, SignedRecord

Part = tuple[str, str]  # a label, and the text that was typed under it

VOICE = "Lived experience and voice"
OWN = "For this child alone"
TEXTS = (
    ("known", "Known"),
    ("not_known", "Not known"),
    ("pace", "Pace"),
    ("view", "Manager's own view"),
    ("decision", "Decision and rationale"),
    ("contingency", "Contingency"),
)


def case_parts(each: SignedDiscussion, policy: Policy) -> list[Part]:
    """List what was signed of one child, without directions and amendments."""
    day = wording.full_day(each.voice_on) if each.voice_on else ""
    heard = ", ".join(filter(None, (each.voice_how, day)))
    texts = {name: getattr(each, name) for name, _ in TEXTS}
    return _parts(
        heard,
        each.voice,
        each.own,
        texts=texts,
        stages=each.stages,
        titles=_stage_titles(each.model, policy),
        ticks=each.ticks,
        scales=each.scales,
    )


def draft_parts(entry: ChildEntry, model: str, policy: Policy) -> list[Part]:
    """List what has been typed of one child so far, as it will stand on the record."""
    how = "" if entry.voice_how == Heard.NOT_SAID else entry.voice_how
    heard = ", ".join(filter(None, (how, entry.voice_on)))
    texts = {name: getattr(entry, name) for name, _ in TEXTS}
    return _parts(
        heard,
        entry.voice,
        entry.own,
        texts=texts,
        stages=entry.stages,
        titles=_stage_titles(model, policy),
        ticks=entry.ticks,
        scales=entry.scales,
    )


def personal_parts(record: SignedRecord) -> list[Part]:
    """List what was signed of the worker's own part."""
    texts = [
        (record.personal_titles[name], text)
        for name, text in record.personal.items()
        if text.strip()
    ]
    return [*texts, *(("Action", action_words(each)) for each in record.personal_actions)]


def action_words(each: PersonalActionLine) -> str:
    """An action of the personal record in a line: its section, what, who, by when, what became."""
    section = f"{each.section}: " if each.section else ""
    due = wording.due_day(each.due, each.hour)
    said = f"{section}{each.text} · {each.owner} · by {due}"
    if each.state.is_open:
        return said
    became = ", ".join(filter(None, (each.state, each.outcome)))
    return f"{said} ({became})"


def signature_line(record: SignedRecord) -> str:
    """Say when a record was signed and by whom."""
    return f"Signed on {wording.full_day(record.signed_at.date())} by {record.signature}"


def scale_words(points: Mapping[str, int]) -> str:
    """Points by scorer: `worker 4, child 3`; their spread where it says something."""
    scored = ", ".join(f"{scorer} {value}" for scorer, value in points.items())
    spread = max(points.values()) - min(points.values()) if points else 0
    if spread > 1:
        return f"{scored} ({wording.count(spread, 'point')} apart)"
    return scored


def amended_words(on: date, reason: str, text: str) -> str:
    """An amendment in a line, with its day and reason."""
    return f"{wording.full_day(on)}: {text} ({reason})"


def _stage_titles(model: str, policy: Policy) -> Mapping[str, str]:
    """The titles of a model's stages, and of the prompts that can stand behind them, by id."""
    titles = dict(policy.section_titles(FormKind.PROMPTS))
    if model in policy.models:
        titles |= {stage.id: stage.title for stage in policy.models[model].stages}
    return titles


def _parts(
    heard: str,
    voice: str,
    own: str,
    texts: Mapping[str, str],
    stages: Mapping[str, str],
    *,
    titles: Mapping[str, str],
    ticks: Mapping[str, Sequence[str]],
    scales: Mapping[str, Mapping[str, int]],
) -> list[Part]:
    if heard and voice.strip():
        said = f"{heard}: {voice}"
    else:
        said = voice or heard
    found = [(VOICE, said), (OWN, own)]
    found += [
        (titles.get(stage, stage.replace("-", " ").capitalize()), text)
        for stage, text in stages.items()
    ]
    found += [(title, ", ".join(words)) for title, words in ticks.items()]
    found += [(title, scale_words(points)) for title, points in scales.items() if points]
    found += [(label, texts[name]) for name, label in TEXTS]
    return [(label, text.strip()) for label, text in found if text.strip()]
