"""Reflective models: templates are data, a TOML file each, and a service adds its own (practice
facts, section 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from .council_forms import FormSection
from .problems import PolicyWrong, Problem
from .rules import ReflectionRule
from .template_reader import TemplateReader
from .toml_lines import line_of
from .value_types import Kind, ListOf, Text, WholeNumber


@dataclass(frozen=True, slots=True)
class ReflectiveStage:
    """One stage of a model: its id, its title, and prompts in plain words, all optional."""

    id: str
    title: str
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ticks:
    """Words that are ticked beside a model, such as the four functions of supervision."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale that several people score; how far apart they are is the cue."""

    title: str
    low: int
    high: int
    scorers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReflectiveModel:
    """A reflective model with its stages in order. `set_by` names a service's own file."""

    id: str
    title: str
    source: str
    order: int
    stages: tuple[ReflectiveStage, ...]
    ticks: tuple[Ticks, ...] = ()
    scales: tuple[Scale, ...] = ()
    set_by: str = ""


_PROMPTS = ListOf(Text(200), 1)
_MODEL: dict[str, Kind] = {
    "id": Text(40),
    "title": Text(60),
    "source": Text(200),
    "order": WholeNumber("place", 1, 999),
}
_PARTS: dict[str, dict[str, Kind]] = {
    "stages": {"id": Text(40), "title": Text(60), "prompts": _PROMPTS},
    "ticks": {"title": Text(60), "words": ListOf(Text(60), 2)},
    "scales": {
        "title": Text(120),
        "low": WholeNumber("points", 0, 100),
        "high": WholeNumber("points", 1, 100),
        "scorers": ListOf(Text(40), 1),
    },
}
_FEWEST_PROMPTS, _MOST_PROMPTS = 3, 6


@lru_cache(maxsize=1)
def shipped_models() -> Mapping[str, ReflectiveModel]:
    """The models that ship with the app, by id, in their usual order."""
    folder = files(__package__) / "reflection"
    return read_models(
        {entry.name: entry.read_text("utf-8") for entry in folder.iterdir()}, {}, shipped=True
    )


def read_models(
    texts: Mapping[str, str], there: Mapping[str, ReflectiveModel], *, shipped: bool = False
) -> Mapping[str, ReflectiveModel]:
    """Read templates (texts by file name) in their order.

    Raises `PolicyWrong` naming the wrong lines of the first.
    """
    found: dict[str, ReflectiveModel] = {}
    for name, text in sorted(texts.items()):
        set_by = name
        if shipped:
            set_by = ""
        model = _read(name, text, set_by)
        if model.id in found or model.id in there:
            says = f"there is a model “{model.id}” already; give this one another id."
            raise PolicyWrong(name, [Problem(line_of(text, ("id",)), "id", says)])
        found[model.id] = model
    return dict(sorted(found.items(), key=lambda pair: (pair[1].order, pair[0])))


def with_stages(model: ReflectiveModel, sections: Iterable[FormSection]) -> ReflectiveModel:
    """A model with more stages behind its own, whose prompts are those of a prompt set."""
    own = {stage.id for stage in model.stages}
    more = (
        ReflectiveStage(each.id, each.title, each.questions)
        for each in sections
        if each.id not in own
    )
    return replace(model, stages=(*model.stages, *more))


def is_reflective(texts: Mapping[str, str], rule: ReflectionRule) -> bool:
    """Tell whether reflection was used: as many stages hold text as the policy asks for."""
    return sum(bool(text.strip()) for text in texts.values()) >= rule.stages_that_count


def _read(name: str, text: str, set_by: str) -> ReflectiveModel:
    reader = TemplateReader(name, text)
    values = reader.entries(reader.raw, (), _MODEL, also=tuple(_PARTS))
    parts = {part: reader.tables(part, kinds) for part, kinds in _PARTS.items()}
    if reader.is_whole:
        _against_sense(reader, parts)
    reader.check()
    return ReflectiveModel(
        **values,
        stages=tuple(ReflectiveStage(**each) for each in parts["stages"]),
        ticks=tuple(Ticks(**each) for each in parts["ticks"]),
        scales=tuple(Scale(**each) for each in parts["scales"]),
        set_by=set_by,
    )


def _against_sense(reader: TemplateReader, parts: Mapping[str, list[dict[str, Any]]]) -> None:
    stages = parts["stages"]
    if not stages:
        reader.wrong((), "stages", "a model has at least one stage; begin it with [[stages]].")
    reader.check_ids("stages", stages)
    for number, stage in enumerate(stages):
        if not _FEWEST_PROMPTS <= len(stage["prompts"]) <= _MOST_PROMPTS:
            says = (
                f"a stage has {_FEWEST_PROMPTS} to {_MOST_PROMPTS} prompts; here are "
                f"{len(stage['prompts'])}."
            )
            reader.wrong(("stages", number, "prompts"), "prompts", says)
    for number, scale in enumerate(parts["scales"]):
        if scale["high"] <= scale["low"]:
            says = "the top of a scale lies above its bottom."
            reader.wrong(("scales", number, "high"), "high", says)
