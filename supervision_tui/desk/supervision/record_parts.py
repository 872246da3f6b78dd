"""The parts of a record in the order in which they are read, the same on the screen, in a preview
and in an export.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from supervision_tui.practice import wording
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.policy.reflective_models import ReflectiveModel
from supervision_tui.practice.vocabulary import Heard

from .draft import ChildEntry
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
PERSONAL_LABELS = {
    "wellbeing": "Wellbeing",
    "workload": "Workload",
    "leave": "Leave",
    "learning": "Learning and development",
    "topics": "Other topics",
}


def case_parts(each: SignedDiscussion, policy: Policy) -> list[Part]:
    """List what was signed of one child, without directions and amendments."""
    day = wording.full_day(each.voice_on) if each.voice_on else ""
    heard = ", ".join(filter(None, (each.voice_how, day)))
    texts = {name: getattr(each, name) for name, _ in TEXTS}
    model = policy.models.get(each.model)
    return _parts(
        heard,
        each.voice,
        each.own,
        texts=texts,
        stages=each.stages,
        model=model,
        ticks=each.ticks,
        scales=each.scales,
    )


def draft_parts(entry: ChildEntry, model: ReflectiveModel | None) -> list[Part]:
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
        model=model,
        ticks=entry.ticks,
        scales=entry.scales,
    )


def personal_parts(record: SignedRecord) -> list[Part]:
    """List what was signed of the worker's own part."""
    return [(PERSONAL_LABELS[name], text) for name, text in record.personal.items() if text.strip()]


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


def _parts(
    heard: str,
    voice: str,
    own: str,
    texts: Mapping[str, str],
    stages: Mapping[str, str],
    *,
    model: ReflectiveModel | None,
    ticks: Mapping[str, Sequence[str]],
    scales: Mapping[str, Mapping[str, int]],
) -> list[Part]:
    titles = {stage.id: stage.title for stage in model.stages} if model else {}
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
