"""Audits: what is looked at, how it is graded, what may not be left blank, how far two auditors
agree (section 10).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .vocabulary import Refusal


class AuditKind(StrEnum):
    """A kind of audit."""

    CASE_FILE = "case file"
    SUPERVISION_FILE = "supervision file"
    OBSERVATION = "practice observation"
    FAMILY_FEEDBACK = "family feedback"

    @property
    def is_about_a_child(self) -> bool:
        """Tell whether a child must be named; else a worker is."""
        return self in (AuditKind.CASE_FILE, AuditKind.FAMILY_FEEDBACK)


class Grade(StrEnum):
    """A grade, the best first."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires improvement"
    INADEQUATE = "inadequate"

    @property
    def rank(self) -> int:
        """0 for the best, 3 for the worst."""
        return list(Grade).index(self)

    @property
    def is_good(self) -> bool:
        """Tell whether it is good or better."""
        return self.rank <= Grade.GOOD.rank

    @classmethod
    def of_letter(cls, letter: str) -> Grade | None:
        """The grade that begins with a letter."""
        return next(
            (grade for grade in cls if letter and grade.startswith(letter.casefold())), None
        )


class Criterion(StrEnum):
    """A criterion of an audit."""

    LIVED_EXPERIENCE = "lived-experience"
    IMPACT = "impact"
    OVERSIGHT = "oversight"
    RATIONALE = "rationale"
    ANALYSIS = "analysis"
    CLARITY = "clarity"
    EARLIER_ACTIONS = "earlier-actions"
    DEPTH = "depth"
    CHALLENGE = "challenge"
    TIMELINESS = "timeliness"
    DIVERSITY = "diversity"

    @property
    def words(self) -> str:
        """The criterion as an auditor reads it."""
        return _WORDS[self]


_WORDS = {
    Criterion.LIVED_EXPERIENCE: "The child's lived experience",
    Criterion.IMPACT: "Impact on the child",
    Criterion.OVERSIGHT: "Management oversight",
    Criterion.RATIONALE: "Rationale of decisions",
    Criterion.ANALYSIS: "Analysis and the manager's own view",
    Criterion.CLARITY: "Clarity of direction: owner, date, reason",
    Criterion.EARLIER_ACTIONS: "Earlier actions reviewed",
    Criterion.DEPTH: "Depth of reflection",
    Criterion.CHALLENGE: "Challenge",
    Criterion.TIMELINESS: "Timeliness",
    Criterion.DIVERSITY: "Identity and diversity",
}
_NEEDED = {
    AuditKind.CASE_FILE: (Criterion.LIVED_EXPERIENCE, Criterion.IMPACT),
    AuditKind.SUPERVISION_FILE: (Criterion.LIVED_EXPERIENCE, Criterion.IMPACT),
    AuditKind.OBSERVATION: (Criterion.DEPTH,),
    AuditKind.FAMILY_FEEDBACK: (Criterion.LIVED_EXPERIENCE, Criterion.IMPACT),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding under a criterion: a grade where one was given, and words."""

    grade: Grade | None
    words: str


def needed_criteria(kind: AuditKind) -> tuple[Criterion, ...]:
    """The criteria that may not be left blank in an audit of this kind."""
    return _NEEDED[kind]


def read_finding(typed: str) -> Finding | None:
    """A finding as it is typed: `g seen alone, in her own words`.

    Without a grade's letter the words alone.
    """
    text = " ".join(typed.split())
    letter, _, rest = text.partition(" ")
    grade = None
    if len(letter.rstrip(":")) == 1:
        grade = Grade.of_letter(letter.rstrip(":"))
    if grade is None:
        grade = next((each for each in Grade if text.casefold().startswith(each)), None)
        rest = text[len(grade) :].lstrip(" :,-") if grade else text
    found = Finding(grade, rest.strip())
    if found.grade or found.words:
        return found
    return None


def missing_finding(kind: AuditKind, findings: Mapping[Criterion, Finding]) -> Refusal | None:
    """Refuse a blank grade, and blank words under the criteria that matter for this kind."""
    for criterion in needed_criteria(kind):
        found = findings.get(criterion)
        if found is None or not found.words or found.grade is None:
            says = (
                f"{criterion.words}: give a grade and what you saw. An audit that leaves it "
                f"blank says little."
            )
            return Refusal(
                "incomplete", says, ("g seen alone, in her own words",), criterion.replace("-", "_")
            )
    return None


def missing_action(grade: Grade, has_action: bool) -> Refusal | None:
    """An audit that is not good or better requires an action, with an owner and a date."""
    if grade.is_good or has_action:
        return None
    says = f"Graded {grade}: say what is required, of whom and by when."
    return Refusal("incomplete", says, field="do")


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of a second, blind grade with the first, over `n` audits.

    `kappa` is Cohen's, unweighted; nothing where both always gave one and the same grade, or there
    are none.
    """

    n: int
    agreed: int
    kappa: float | None
    second_lower: int
    second_higher: int

    @property
    def share(self) -> float | None:
        """Agreed of n."""
        if self.n:
            return self.agreed / self.n
        return None

    @property
    def says(self) -> str:
        """The direction of the difference, in words."""
        if not self.n:
            return "nothing moderated yet"
        if self.agreed == self.n:
            return "both always agreed"
        if self.second_lower == self.second_higher:
            return f"second grades lower as often as higher ({self.second_lower} each)"
        way = "lower" if self.second_lower > self.second_higher else "higher"
        return (
            f"second grades more often {way} ({self.second_lower} lower, {self.second_higher} "
            f"higher)"
        )


def agreement(pairs: Iterable[tuple[Grade, Grade]]) -> Agreement:
    """Measure how far the second grades agree with the first.

    Source: Cohen 1960, a coefficient of agreement.
    """
    graded: Sequence[tuple[Grade, Grade]] = list(pairs)
    n = len(graded)
    agreed = sum(first is second for first, second in graded)
    firsts, seconds = Counter(first for first, _ in graded), Counter(second for _, second in graded)
    by_chance = 1.0
    if n:
        by_chance = sum(firsts[grade] * seconds[grade] for grade in Grade) / (n * n)
    kappa = (agreed / n - by_chance) / (1 - by_chance) if n and by_chance < 1 else None
    return Agreement(
        n=n,
        agreed=agreed,
        kappa=kappa,
        second_lower=sum(second.rank > first.rank for first, second in graded),
        second_higher=sum(second.rank < first.rank for first, second in graded),
    )
