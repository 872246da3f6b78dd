"""The council's own forms: templates are data, a TOML file each, and a service adds its own
(practice facts, section 15).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any

from supervision_tui.practice.vocabulary import AuditKind

from .problems import PolicyWrong, Problem
from .template_reader import TemplateReader
from .toml_lines import line_of
from .value_types import Flag, Kind, ListOf, OneOf, Paragraphs, Text, WholeNumber


class FormKind(StrEnum):
    """The kind of a council's form."""

    PERSONAL = "personal-record"
    AGREEMENT = "agreement"
    GROUP = "group-record"
    OBSERVATION = "observation"
    AUDIT = "audit"
    PROMPTS = "prompts"


class CountsAs(StrEnum):
    """The part of the personal record as which a section counts."""

    WELLBEING = "wellbeing"
    WORKLOAD = "workload"
    LEAVE = "leave"
    LEARNING = "learning"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section of a form: its id, title, questions, and the clause that stands in it.

    `counts_as` is the part of a personal record as which it counts, `has_actions` that what is
    agreed there comes back. One that is not `is_on` is switched on where it is needed, and one that
    `is_needed` is not left blank. `descriptors` say by grade what is found there.
    """

    id: str
    title: str
    questions: tuple[str, ...] = ()
    clause: str = ""
    counts_as: str = CountsAs.OTHER
    has_actions: bool = False
    is_on: bool = True
    is_needed: bool = False
    descriptors: tuple[str, ...] = ()

    @property
    def asks(self) -> str:
        """The questions in one line."""
        return " ".join(self.questions)

    @property
    def heading(self) -> str:
        """The title and the questions: what stands over the field in which it is written."""
        return headed(self.title, self.asks)

    @property
    def field_name(self) -> str:
        """The name of the field in which it is written."""
        return field_of(self.id)


@dataclass(frozen=True, slots=True)
class CouncilForm:
    """A form of the council: its kind, what it is `of`, and its sections in order.

    `set_by` names a service's own file; empty for what ships with the app.
    """

    kind: FormKind
    id: str
    title: str
    source: str
    order: int
    of: str
    sections: tuple[FormSection, ...]
    set_by: str = ""

    @property
    def key(self) -> str:
        """Kind and id, by which it is found."""
        return f"{self.kind}/{self.id}"

    def section(self, section_id: str) -> FormSection | None:
        """The section of that id, where it has one."""
        return next((each for each in self.sections if each.id == section_id), None)

    def title_of(self, section_id: str) -> str:
        """The title of a section; of one that it no longer has, its id in words."""
        found = self.section(section_id)
        if found is not None:
            return found.title
        return section_id.replace("-", " ").capitalize()


def headed(title: str, asks: str) -> str:
    """A title with what is asked under it."""
    return ": ".join(filter(None, (title, asks)))


def field_of(section_id: str) -> str:
    """The name of the field in which a section is written, like no other field of any form."""
    return f"section_{section_id.replace('-', '_')}"


FORMS = "forms/"  # begins the name of a template of a form, among all templates
_MOST_SECTIONS = 40
_QUESTIONS = ListOf(Text(240), 0)
_FORM: dict[str, Kind] = {
    "kind": OneOf(tuple(FormKind)),
    "id": Text(40),
    "title": Text(80),
    "source": Text(200),
    "order": WholeNumber("place", 1, 999),
    "of": Text(40),
}
_SECTION: dict[str, Kind] = {"id": Text(40), "title": Text(80), "questions": _QUESTIONS}
_OF_KIND: dict[FormKind, dict[str, Kind]] = {
    FormKind.PERSONAL: {
        "counts_as": OneOf(tuple(CountsAs)),
        "has_actions": Flag(),
        "is_on": Flag(),
    },
    FormKind.AGREEMENT: {"clause": Paragraphs(4000)},
    FormKind.GROUP: {},
    FormKind.OBSERVATION: {},
    FormKind.AUDIT: {"is_needed": Flag(), "descriptors": ListOf(Text(300), 0)},
    FormKind.PROMPTS: {},
}
_USUAL: dict[str, Any] = {
    "questions": (),
    "clause": "",
    "counts_as": CountsAs.OTHER,
    "has_actions": False,
    "is_on": True,
    "is_needed": False,
    "descriptors": (),
}
_GRADES = 4  # descriptors, one for each grade, or none


@lru_cache(maxsize=1)
def shipped_forms() -> Mapping[str, CouncilForm]:
    """The forms that ship with the app, by kind and id, in their usual order."""
    folder = files(__package__) / "forms"
    texts = {entry.name: entry.read_text("utf-8") for entry in folder.iterdir()}
    return read_forms(texts, {}, shipped=True)


def read_forms(
    texts: Mapping[str, str], there: Mapping[str, CouncilForm], *, shipped: bool = False
) -> Mapping[str, CouncilForm]:
    """Read templates (texts by file name), by kind and id, in their order.

    Raises `PolicyWrong` naming the wrong lines of the first.
    """
    found: dict[str, CouncilForm] = {}
    for name, text in sorted(texts.items()):
        set_by = "" if shipped else name
        form = _read(name, text, set_by)
        if form.key in found or form.key in there:
            says = f"there is a form “{form.id}” of this kind already; give this one another id."
            raise PolicyWrong(name, [Problem(line_of(text, ("id",)), "id", says)])
        found[form.key] = form
    return dict(sorted(found.items(), key=lambda pair: (pair[1].order, pair[0])))


def titles_of(forms: Iterable[CouncilForm], kind: FormKind) -> Mapping[str, str]:
    """The titles of every section that a form of that kind has, by its id; a service's own win."""
    fitting = sorted((each for each in forms if each.kind is kind), key=lambda each: each.set_by)
    sections = chain.from_iterable(each.sections for each in fitting)
    return {section.id: section.title for section in sections}


def form_in_use(forms: Iterable[CouncilForm], kind: FormKind, of: str = "") -> CouncilForm:
    """The form of a kind, of that thing, that is used: a service's own before what ships."""
    fitting = [each for each in forms if each.kind is kind and each.of == of]
    own = [each for each in fitting if each.set_by]
    return (own or fitting)[0]


def _read(name: str, text: str, set_by: str) -> CouncilForm:
    reader = TemplateReader(name, text)
    values = reader.entries(
        reader.raw, (), _FORM, also=("sections",), usual={"of": "", "order": 100}
    )
    kind = FormKind(values["kind"]) if "kind" in values else FormKind.PERSONAL
    kinds = _SECTION | _OF_KIND[kind]
    usual = {key: value for key, value in _USUAL.items() if key in kinds}
    sections = reader.tables("sections", kinds, usual=usual)
    if reader.is_whole:
        _against_sense(reader, kind, sections)
    reader.check()
    return CouncilForm(
        **{**values, "kind": kind},
        sections=tuple(FormSection(**each) for each in sections),
        set_by=set_by,
    )


def _against_sense(reader: TemplateReader, kind: FormKind, sections: list[dict[str, Any]]) -> None:
    if not sections:
        says = "a form has at least one section; begin it with [[sections]]."
        reader.wrong((), "sections", says)
    if len(sections) > _MOST_SECTIONS:
        says = f"a form has at most {_MOST_SECTIONS} sections; here are {len(sections)}."
        reader.wrong(("sections", _MOST_SECTIONS), "sections", says)
    reader.check_ids("sections", sections)
    for number, each in enumerate(sections):
        if not _is_id(each["id"]):
            says = "an id is small letters, digits and hyphens, like sickness-and-return."
            reader.wrong(("sections", number, "id"), "id", says)
        if len(each.get("descriptors", ())) not in (0, _GRADES):
            says = "expected four descriptors, from outstanding to inadequate, or none."
            reader.wrong(("sections", number, "descriptors"), "descriptors", says)
    _against_other_kinds(reader, kind)
    if kind is FormKind.PERSONAL and sections and not any(each["is_on"] for each in sections):
        reader.wrong((), "sections", "at least one section is on from the start.")


def _against_other_kinds(reader: TemplateReader, kind: FormKind) -> None:
    """An audit alone is of something: a case file, a supervision file."""
    of = reader.raw.get("of", "")
    if kind is FormKind.AUDIT and of not in tuple(AuditKind):
        says = f"expected one of: {', '.join(AuditKind)}."
        reader.wrong(("of",), "of", says)
    elif kind is not FormKind.AUDIT and of:
        reader.wrong(("of",), "of", "only a form of an audit says of what it is; leave it out.")


def _is_id(text: str) -> bool:
    return re.fullmatch(r"[a-z0-9-]+", text) is not None
