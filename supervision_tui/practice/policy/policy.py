"""The practice policy: every number that the rules work with, as it stands on a day, each with its
source.

What ships with the app lies in `policy.toml` and `reflection/*.toml`; a service's own file lies
over it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any, TypeVar

from supervision_tui.practice.days.bank_holidays import Nation
from supervision_tui.practice.days.working_days import Counting, WorkingDays
from supervision_tui.practice.vocabulary import CaseRole, DecisionKind, Plan, Stage

from .council_forms import (
    FORMS,
    CouncilForm,
    FormKind,
    form_in_use,
    read_forms,
    shipped_forms,
    titles_of,
)
from .file import ALWAYS, PolicyFile, Setting, Source, nearest_of, read_policy_file
from .problems import PolicyWrong, Problem
from .reflective_models import ReflectiveModel, read_models, shipped_models
from .rules import (
    ANY_PLAN,
    FAMILIES,
    GENERAL,
    TABLES,
    ChildrenRule,
    ComplianceDateRule,
    ConsultationRule,
    CourseRule,
    DecisionRule,
    DirectionRule,
    Event,
    OversightRule,
    PlanRule,
    ReflectionRule,
    ReminderRule,
    RetentionRule,
    RoleRule,
    SessionRule,
    SignalRule,
    StageRule,
    TimescaleRule,
    TrainingRule,
    WorkloadRule,
    WorkloadStatusRule,
    entries_of,
    is_needed,
)

__all__ = ["Entry", "Policy", "PolicyWrong", "ShownRule", "Source", "default_policy", "make_policy"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of the policy on a day: path, words, value, source, since (nothing: always)."""

    path: str
    words: str
    value: Any
    source: Source
    since: date | None


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A row of the catalogue, the events that may have started its clock, and its source."""

    rule: TimescaleRule
    triggers: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class Policy:
    """All the numbers of the practice as they stand on one day.

    `on` gives the same for another day.
    """

    version: str
    day: date
    days: WorkingDays
    session: SessionRule
    children: ChildrenRule
    standing: WorkloadStatusRule
    reflection: ReflectionRule
    directions: DirectionRule
    consultations: ConsultationRule
    training: TrainingRule
    reminders: ReminderRule
    oversight: OversightRule
    retention: RetentionRule
    stages: Mapping[str, StageRule]
    roles: Mapping[str, RoleRule]
    plans: Mapping[str, PlanRule]
    signals: Mapping[str, SignalRule]
    decisions: Mapping[str, DecisionRule]
    events: Mapping[str, Event]
    timescales: Mapping[str, TimescaleRule]
    courses: Mapping[str, CourseRule]
    readiness: Mapping[str, ComplianceDateRule]
    models: Mapping[str, ReflectiveModel]
    forms: Mapping[str, CouncilForm]
    workload: WorkloadRule
    _book: _Book = field(repr=False, compare=False)
    _shown: dict[tuple[str, ...], tuple[ShownRule, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def on(self, day: date) -> Policy:
        """The policy as it stands on that day."""
        return self._book.on(day)

    def changes_after(self, day: date) -> tuple[date, ...]:
        """The days after that one from which something else holds."""
        return self._book.changes[bisect_right(self._book.changes, day) :]

    def counting_with(self, days: WorkingDays) -> Policy:
        """Copy the day's policy with another calendar or counting convention."""
        return replace(self, days=days)

    def stage(self, code: str) -> StageRule:
        """The rule of a career stage.

        One that this policy does not know counts as a social worker, and says so.
        """
        return _rule(self.stages, code, Stage.SOCIAL_WORKER, letters=10)

    def role(self, code: str) -> RoleRule:
        """The rule of a role on a case; an unknown one counts as a co-worker, and says so."""
        return _rule(self.roles, code, CaseRole.CO_WORKER)

    def form(self, kind: FormKind, of: str = "") -> CouncilForm:
        """The council's form of a kind that is used: a service's own before what ships."""
        return form_in_use(self.forms.values(), kind, of)

    def section_titles(self, kind: FormKind) -> Mapping[str, str]:
        """The titles of the sections of every form of a kind, by their ids."""
        return titles_of(self.forms.values(), kind)

    def decision(self, code: str) -> DecisionRule:
        """The rule of a kind of decision; an unknown one counts as a management decision."""
        return _rule(self.decisions, code, DecisionKind.MANAGEMENT, letters=11)

    def plan(self, code: str) -> PlanRule:
        """The rule of a plan; an unknown one counts as a child in need plan, and says so."""
        return _rule(self.plans, code, Plan.CIN)

    def most_urgent_first(self, plans: Iterable[str]) -> tuple[str, ...]:
        """Put plans in their order, each once, the one that is named first first."""
        order = list(self.plans)
        places = {plan: place for place, plan in enumerate(order)}
        known_first = sorted(dict.fromkeys(plans), key=lambda plan: places.get(plan, len(order)))
        return tuple(known_first)

    def plans_shown(self, plans: Iterable[str]) -> str:
        """The plans that a child has at once, as a narrow column shows them: `CP · PLO`."""
        return " · ".join(self.plan(plan).short or plan for plan in plans)

    def timescales_of(self, plans: Iterable[str]) -> tuple[ShownRule, ...]:
        """The rows of the catalogue that are shown for a child with these plans at once.

        Put together once.
        """
        theirs = tuple(plans)
        found = self._shown.get(theirs)
        if found is None:
            wanted = {ANY_PLAN, *theirs}
            rules = [rule for rule in self.timescales.values() if not rule.typed_only]
            found = self._shown[theirs] = tuple(
                ShownRule(
                    rule, frozenset((*rule.starts, *rule.otherwise_after)), self._source_of(rule)
                )
                for rule in rules
                if not wanted.isdisjoint(rule.plans)
            )
        return found

    def _source_of(self, rule: TimescaleRule) -> str:
        return self.source(f"timescales.{rule.code}.amount")

    def entry(self, path: str) -> Entry:
        """One number with its source, by its path: `plans.cp.minutes`."""
        return self._book.entry(path, self.day)

    def source(self, path: str) -> str:
        """Word where one number comes from, as the screen shows it."""
        return self.entry(path).source.says()

    def sources(self, *paths: str) -> str:
        """Word where several numbers come from that are shown together, each source once."""
        return "; ".join(dict.fromkeys(self.source(path) for path in paths))

    def entries(self) -> Iterator[Entry]:
        """Every number in force, in the order of the file."""
        return self._book.entries(self.day)


@lru_cache(maxsize=1)
def default_policy() -> Policy:
    """The policy that ships with the app."""
    return make_policy()


def make_policy(
    text: str | None = None, name: str = "policy.toml", templates: Mapping[str, str] | None = None
) -> Policy:
    """The shipped policy, with a service's own file and templates (texts by file name) over it.

    Raises `PolicyWrong`, with a line for everything that is wrong. The policy is that of the last
    day; ask `on`.
    """
    layers = [_shipped()]
    if text is not None:
        layers.append(read_policy_file(text, name, 1))
    own = templates or {}
    of_forms = {name: text for name, text in own.items() if name.startswith(FORMS)}
    of_models = {name: text for name, text in own.items() if name not in of_forms}
    models = {**shipped_models(), **read_models(of_models, shipped_models())}
    forms = {**shipped_forms(), **read_forms(of_forms, shipped_forms())}
    book = _Book(layers, models, forms)
    problems = list(chain.from_iterable(book.problems(day) for day in (ALWAYS, *book.changes)))
    if problems:
        raise PolicyWrong(layers[-1].name, dict.fromkeys(problems))
    for day in (ALWAYS, *book.changes):
        problems += _against_sense(book.on(day), book)
    if problems:
        raise PolicyWrong(layers[-1].name, dict.fromkeys(problems))
    return book.on(date.max)


@lru_cache(maxsize=1)
def _shipped() -> PolicyFile:
    return read_policy_file(
        (files(__package__) / "policy.toml").read_text("utf-8"), "policy.toml", 0
    )


class _Book:
    """The entries that the files set, over time."""

    def __init__(
        self,
        layers: Sequence[PolicyFile],
        models: Mapping[str, ReflectiveModel],
        forms: Mapping[str, CouncilForm],
    ) -> None:
        self.layers = layers
        self.models = models
        self.forms = forms
        self.version = " + ".join(layer.version or layer.name for layer in layers)
        self._settings: dict[str, list[Setting]] = defaultdict(list)
        for layer in layers:
            for setting in layer.settings:
                self._settings[setting.path].append(setting)
        for settings in self._settings.values():
            settings.sort(key=lambda each: (each.layer, each.since))
        self.changes = tuple(
            sorted({s.since for s in chain.from_iterable(self._settings.values())} - {ALWAYS})
        )
        self._policies: dict[int, Policy] = {}
        self._calendars: dict[tuple[Any, ...], WorkingDays] = {}

    def on(self, day: date) -> Policy:
        """The policy as it stands on that day, made once for each stretch of days."""
        place = bisect_right(self.changes, day)
        if place not in self._policies:
            since = ALWAYS
            if place:
                since = self.changes[place - 1]
            self._policies[place] = self._make(since)
        return self._policies[place]

    def setting(self, path: str, day: date) -> Setting | None:
        """Find what holds for an entry on a day: the service's word first, then the latest."""
        return next(
            (each for each in reversed(self._settings.get(path, ())) if each.since <= day), None
        )

    def entry(self, path: str, day: date) -> Entry:
        """One entry as it stands on a day. Raises `KeyError`."""
        found = self.setting(path, day)
        if found is None:
            raise KeyError(path)
        since = None if found.since == ALWAYS else found.since
        return Entry(path, _words_of(path), found.value, found.source, since)

    def entries(self, day: date) -> Iterator[Entry]:
        """All that hold on a day, in the order of the files."""
        return (
            self.entry(path, day) for path in self._settings if self.setting(path, day) is not None
        )

    def problems(self, day: date) -> Iterator[Problem]:
        """Entries that are missing on a day from a table that a service has added."""
        for family, rule in FAMILIES.items():
            for code in self._codes(family):
                there = {
                    name
                    for name in entries_of(rule)
                    if self.setting(f"{family}.{code}.{name}", day)
                }
                for name in entries_of(rule):
                    if there and name not in there and is_needed(name, rule):
                        words, kind = entries_of(rule)[name]
                        says = f"{name} ({words}) is missing; expected {kind.expected}."
                        yield self.layers[-1].problem((family, code), f"{family}.{code}", says)

    def _make(self, day: date) -> Policy:
        tables: dict[str, Any] = {
            name: rule(**self._values(name, rule, day)) for name, rule in TABLES.items()
        }
        families: dict[str, Any] = {
            name: self._members(name, rule, day) for name, rule in FAMILIES.items()
        }
        return Policy(
            version=self.version,
            day=day,
            days=self._calendar(day),
            models=self.models,
            forms=self.forms,
            _book=self,
            **tables,
            **families,
        )

    def _members(self, family: str, rule: type[Any], day: date) -> dict[Any, Any]:
        members = {}
        for code in self._codes(family):
            values = self._values(f"{family}.{code}", rule, day)
            if values:  # else it begins on a later day
                named = {"code": code} if "code" in rule.__dataclass_fields__ else {}
                members[code] = rule(**named, **values)
        return members

    def _values(self, path: str, rule: type[Any], day: date) -> dict[str, Any]:
        found = {name: self.setting(f"{path}.{name}", day) for name in entries_of(rule)}
        return {name: setting.value for name, setting in found.items() if setting is not None}

    def _codes(self, family: str) -> list[str]:
        parts = (path.split(".") for path in self._settings if path.startswith(f"{family}."))
        return list(dict.fromkeys(part[1] for part in parts))

    def _calendar(self, day: date) -> WorkingDays:
        nation, counting, closed = (self.entry(path, day).value for path in GENERAL)
        key = (nation, counting, closed)
        if key not in self._calendars:
            self._calendars[key] = WorkingDays(
                Nation(nation), frozenset(closed), Counting(counting)
            )
        return self._calendars[key]


@lru_cache(maxsize=2048)
def _words_of(path: str) -> str:
    family, *rest = path.split(".")
    if family in GENERAL:
        return GENERAL[family][0]
    rule = TABLES.get(family) or FAMILIES[family]
    return str(entries_of(rule)[rest[-1]][0])


def _against_sense(policy: Policy, book: _Book) -> Iterator[Problem]:
    """Find what fits each entry by itself, and not the others.

    It is named where the service has set one of them.
    """
    for paths, says, nearest in _clashes(policy):
        settings = [found for path in paths if (found := book.setting(path, policy.day))]
        named = max(settings, key=lambda each: each.layer)
        yield book.layers[named.layer].problem(named.where, named.path, says, nearest)


def _clashes(policy: Policy) -> Iterator[tuple[tuple[str, ...], str, str]]:
    session = policy.session
    for code, signal in policy.signals.items():
        if signal.red < signal.amber:
            says = f"red comes after amber; here red is {signal.red:g} and amber {signal.amber:g}."
            yield (f"signals.{code}.red", f"signals.{code}.amber"), says, ""
    if session.minutes_not_about_children >= session.minutes:
        says = (
            f"of {session.minutes} minutes {session.minutes_not_about_children} are not about "
            f"children: none is left."
        )
        yield ("session.minutes_not_about_children", "session.minutes"), says, ""
    if session.longest_minutes < session.minutes:
        says = (
            f"sessions of {session.minutes} minutes are longer than the longest, "
            f"{session.longest_minutes}."
        )
        yield ("session.longest_minutes", "session.minutes"), says, ""
    ceiling = policy.children.ceiling_days
    for plan, rule in policy.plans.items():
        path = f"plans.{plan}.interval_days"
        if rule.interval_days > ceiling and policy.entry(path).source.set_by:
            yield (
                (path,),
                f"{rule.interval_days} days are beyond the ceiling of {ceiling} days for every "
                f"child.",
                "",
            )
    if session.record_late_working_days < session.record_on_file_working_days:
        paths = ("session.record_late_working_days", "session.record_on_file_working_days")
        yield paths, "a record is late only after it should be on file.", ""
    yield from _unknown_events(policy)
    yield from _unknown_of_decisions(policy)
    yield from _unknown_plans(policy)
    yield from _unknown_rows(policy)
    yield from _unknown_stages(policy)


def _unknown_events(policy: Policy) -> Iterator[tuple[tuple[str, ...], str, str]]:
    for code, rule in policy.timescales.items():
        named = {
            "after": (rule.after,),
            "otherwise_after": rule.otherwise_after,
            "done_by": rule.done_by,
            "again_after": rule.again_after,
            "held": (rule.held,),
            "counted_from": (rule.counted_from,),
            "since": (rule.since,),
        }
        for name, events in named.items():
            for event in filter(None, events):
                if event not in policy.events:
                    says = f"there is no event “{event[:40]}”; events stand under [events]."
                    yield (f"timescales.{code}.{name}",), says, nearest_of(event, policy.events)


def _unknown_of_decisions(policy: Policy) -> Iterator[tuple[tuple[str, ...], str, str]]:
    for code, rule in policy.decisions.items():
        for name, named, known in (
            ("event", rule.event, policy.events),
            ("reviews", rule.reviews, policy.decisions),
        ):
            if named and named not in known:
                says = f"there is no “{named[:40]}” among those this policy knows."
                yield (f"decisions.{code}.{name}",), says, nearest_of(named, known)


def _unknown_plans(policy: Policy) -> Iterator[tuple[tuple[str, ...], str, str]]:
    named = {f"timescales.{code}.plans": rule.plans for code, rule in policy.timescales.items()}
    named |= {f"events.{code}.plans": rule.plans for code, rule in policy.events.items()}
    for path, plans in named.items():
        for plan in plans:
            if plan not in policy.plans and plan != ANY_PLAN:
                says = f"there is no plan “{plan[:40]}”; plans stand under [plans]."
                yield (path,), says, nearest_of(plan, policy.plans)


def _unknown_rows(policy: Policy) -> Iterator[tuple[tuple[str, ...], str, str]]:
    for code, rule in policy.timescales.items():
        for name, other in (("first_by", rule.first_by), ("instead_of", rule.instead_of)):
            if other and other not in policy.timescales:
                says = f"there is no timescale “{other[:40]}”; they stand under [timescales]."
                yield (f"timescales.{code}.{name}",), says, nearest_of(other, policy.timescales)


def _unknown_stages(policy: Policy) -> Iterator[tuple[tuple[str, ...], str, str]]:
    for family, rules in (("courses", policy.courses), ("readiness", policy.readiness)):
        for code, rule in rules.items():
            for stage in rule.stages:
                if stage not in policy.stages:
                    says = f"there is no career stage “{stage[:40]}”; stages stand under [stages]."
                    yield (f"{family}.{code}.stages",), says, nearest_of(stage, policy.stages)


_Rule = TypeVar("_Rule", StageRule, RoleRule, PlanRule, DecisionRule)


def _rule(rules: Mapping[str, _Rule], code: str, usual_code: str, *, letters: int = 8) -> _Rule:
    """The rule of a code; an unknown one counts as the usual one, and says so.

    Its short word has so many letters of the code.
    """
    found = rules.get(code)
    if found is not None:
        return found
    usual = rules[usual_code]
    return replace(
        usual,
        words=f"{code} (not in this policy; counted as {usual.words})",
        short=f"{code[:letters]}?",
    )
