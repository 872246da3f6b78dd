"""Reflective models: templates are data, a TOML file each (practice facts, section 6)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

STAGES_THAT_COUNT = 2


@dataclass(frozen=True, slots=True)
class ReflectiveStage:
    """One stage of a model: its id, its title, and prompts in plain words, all optional."""

    id: str
    title: str
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReflectiveModel:
    """A reflective model with its stages in order."""

    id: str
    title: str
    source: str
    stages: tuple[ReflectiveStage, ...]


@lru_cache(maxsize=1)
def reflective_models() -> Mapping[str, ReflectiveModel]:
    """The models that ship with the app, by id, in their usual order."""
    folder = files(__package__) / "reflection"
    found = [_read(entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return {model.id: model for _, model in sorted(found, key=lambda pair: pair[0])}


def is_reflective(texts: Mapping[str, str]) -> bool:
    """Whether reflection was used: two stages or more hold text."""
    return sum(bool(text.strip()) for text in texts.values()) >= STAGES_THAT_COUNT


def _read(text: str) -> tuple[int, ReflectiveModel]:
    raw = tomllib.loads(text)
    stages = tuple(ReflectiveStage(s["id"], s["title"], tuple(s["prompts"])) for s in raw["stages"])
    return raw["order"], ReflectiveModel(raw["id"], raw["title"], raw["source"], stages)
