"""Audits: what is looked at, how it is graded, what may not be left blank, how far two auditors
agree (section 10).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .policy.council_forms import CouncilForm
from .vocabulary import Refusal
from .wording import is_or_are


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


# The criteria by which practice weeks are laid beside each other, where a form asks for them.
LIVED_EXPERIENCE = "lived-experience"
CLARITY = "clarity"


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding under a criterion: a grade where one was given, and words."""

    grade: Grade | None
    words: str


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


def missing_finding(form: CouncilForm, findings: Mapping[str, Finding]) -> Refusal | None:
    """Refuse a blank grade, and blank words, under the criteria that may not be left blank."""
    for criterion in form.sections:
        found = findings.get(criterion.id)
        if criterion.is_needed and (found is None or not found.words or found.grade is None):
            says = (
                f"{criterion.title}: give a grade and what you saw. An audit that leaves it "
                f"blank says little."
            )
            return Refusal(
                "incomplete", says, ("g seen alone, in her own words",), criterion.field_name
            )
    return None


def missing_action(grade: Grade, has_action: bool) -> Refusal | None:
    """An audit that is not good or better requires an action, with an owner and a date."""
    if grade.is_good or has_action:
        return None
    says = f"Graded {grade}: say what is required, of whom and by when."
    return Refusal("incomplete", says, field="do")


def missing_reason(
    grade: Grade, findings: Mapping[str, Finding], *, better_because: str, no_action_because: str
) -> Refusal | None:
    """Ask why the whole is better than most criteria, and why nothing is required under a weak one.

    `no_action_because` may be what is required instead of the reason why nothing is.
    """
    given = [each.grade for each in findings.values() if each.grade is not None]
    worse = sum(each.rank > grade.rank for each in given)
    if worse * 2 > len(given) and not better_because.strip():
        says = (
            f"{worse} of {len(given)} criteria {is_or_are(worse)} graded worse than {grade}: say "
            f"why the whole is better than most of its parts, or grade it again."
        )
        return Refusal("incomplete", says, field="better_because")
    below = sum(not each.is_good for each in given)
    if below and not no_action_because.strip():
        says = (
            f"{below} of {len(given)} criteria {is_or_are(below)} below good: say what is "
            f"required, or why nothing is."
        )
        return Refusal("incomplete", says, field="no_action_because")
    return None


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
