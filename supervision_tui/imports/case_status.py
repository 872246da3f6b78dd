"""The meaning of a case status: which plans a child has, or that the case is closed.

The spellings that the specification of the London data pipeline publishes for Annex A come first
(33 of them), then a council's own, then whole words: no letters inside another word are taken for a
status. Source: SocialFinanceDigitalLabs/liia-tools-pipeline,
liiatools/annex_a_pipeline/spec/Annex_A_schema.yml, Case Status.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Plan

from .tables.cells import CellWrong, folded, one_line, without_letter_of_list

RANK: tuple[str, ...] = tuple(Plan)
_PLACE = {plan: place for place, plan in enumerate(RANK)}
NOT_KNOWN = "a case status that is not known"


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """The plans of an open case, the highest first; none where the case is closed."""

    plans: tuple[str, ...]

    @property
    def plan(self) -> str | None:
        """The plan that ranks highest; nothing where the case is closed."""
        if self.plans:
            return self.plans[0]
        return None


PlanNames = Mapping[str, str | None]
"""Words that stand for a plan, folded; nothing for a plan means closed."""
CLOSED = CaseStatus(())
_PUBLISHED: dict[tuple[Plan, ...], tuple[str, ...]] = {
    (Plan.CLA,): ("Looked after child", "CLA", "LAC"),
    (Plan.CLA, Plan.CP): ("CLA&CP", "CLA&CPP", "CP/CLA"),
    (Plan.CP,): ("Child Protection plan", "CP", "CPP", "CP Ext", "Child Protection"),
    (Plan.CIN,): ("Child in need plan", "CIN", "CIN Plan", "Child in Need"),
    (Plan.ASSESSMENT,): ("Open assessment", "Open asmt", "Assessment", "CF Assessment in progress"),
    (Plan.CARE_LEAVER,): ("Care leaver",),
    (Plan.EARLY_HELP,): ("Step down", "Stepped down", "Step down to early help"),
    (): (
        "Closed episode",
        "Closed",
        "Closed - stepdown",
        "Closed case",
        "Closed Referral",
        "Closed Assessment",
    ),
}
_BY_SPELLING: dict[str, CaseStatus] = {}
for _plans, _spellings in _PUBLISHED.items():
    _BY_SPELLING |= {folded(spelling): CaseStatus(_plans) for spelling in _spellings}
_PHRASES: tuple[tuple[Plan, tuple[str, ...]], ...] = (
    (Plan.EARLY_HELP, ("early help assessment", "eha", "taf", "team around the family")),
    (
        Plan.CARE_LEAVER,
        ("care leaver", "care leavers", "leaving care", "former relevant", "pathway plan"),
    ),
    (
        Plan.CLA,
        (
            "looked after child", "looked after", "child in care", "children in care",
            "currently in care", "cla", "lac", "cic", "section 20", "s20", "care order",
            "full care order", "interim care order", "ico", "uasc",
        ),
    ),
    (
        Plan.PLO,
        (
            "pre proceedings", "preproceedings", "plo", "public law outline", "care proceedings",
            "in proceedings", "court proceedings",
        ),
    ),
    (
        Plan.CP,
        (
            "child protection", "cp", "cpp", "protection plan", "child in need of protection",
            "in need of protection",
        ),
    ),
    (
        Plan.CIN,
        ("child in need", "children in need", "cin", "cinp", "in need", "section 17", "s17"),
    ),
    (
        Plan.ASSESSMENT,
        ("single assessment", "assessment", "asmt", "assessing", "section 47", "s47", "cfa"),
    ),
    (Plan.FAMILY_HELP, ("family help", "family help plan", "fh", "targeted family help")),
    (Plan.EARLY_HELP, ("early help", "eh", "targeted help")),
)  # fmt: skip
_PARTS = re.compile(r"[,;:/&+|()\[\]]|\s[-–—]\s|\b(?:and|with|but|now)\b")
_CLOSING = re.compile(
    r"\b(?:closed|ended|ceased|discontinued|discharged|archived|inactive|nfa|no further action|no "
    r"longer in need|"
    r"no longer open|not open)\b"
)
_OPENING = re.compile(r"\b(?:re ?opened|open|active)\b")
_NOT_NOW_BEFORE = re.compile(
    r"\b(?:former|formerly|previous|previously|ex|was|recommended|recommend|recommendation|referred|awaiting|"
    r"pending|proposed|considered|considering|consider|request|requested|possible|potential|escalat\w+|from|after|"
    r"history of|risk of|edge of|no longer|not|never|non|no|to "
    r"be|being|due|pre|post|likely|maybe|query|prospective|"
    r"expected|future|declined|refused|reunified|siblings?|brother|sister|mother|father|parents?)\b"
    r"(?: (?:for|to|from|of|a|an|the|on|be|yet|is|are|has|have))*"
)
_NOT_NOW_AFTER = re.compile(
    r"\b(?:recommended|requested|proposed|pending|needed|considered|planned|conference|chair|enquiry|enquiries|strategy|"
    r"concerns?|referral|declined|refused|rejected|not agreed|not "
    r"met|reunified|application|applied for)\b"
)
_TAKEN_BACK = re.compile(
    r" (?:recommended|pending|proposed|requested|planned|soon|in error|by mistake)\b"
)
_STEPS = re.compile(r"\bstep(?:ping|ped)?[ -]?(?:up|down)\b")
_ON_THE_WAY = re.compile(r">|→|\bto\b")
_OF_A_CASE = frozenset({
    "case", "cases", "episode", "file", "record", "plan", "on", "as", "at", "of", "from", "since",
    "date", "the", "is",
    "was", "now", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
    "dec", "january",
    "february", "march", "april", "june", "july", "august", "september", "october", "november",
    "december",
})  # fmt: skip
_SEEN = "\0"  # in place of a plan's words, so that they are not found twice


def names_of_own_plans(policy: Policy) -> PlanNames:
    """Give the names of plans that a service has added: code, words and short form."""
    own = {code: rule for code, rule in policy.plans.items() if code not in RANK}
    found = {}
    for code, rule in own.items():
        for name in (code, rule.words, rule.short):
            if name:
                found[folded(name)] = code
    return found


def case_status(status: object, own_words: PlanNames | None = None) -> CaseStatus:
    """Tell what a case status means.

    `own_words` are a council's own, folded; nothing for a plan means closed.

    Raises `CellWrong` for one that is missing or not known.
    """
    said = without_letter_of_list(one_line(status))
    plain = folded(said)
    if not plain or plain in ("na", "none", "null", "nil"):
        raise CellWrong("the case status is missing")
    for spelling in (plain, folded(one_line(status))):
        if own_words and spelling in own_words:
            plan = own_words[spelling]
            if plan is None:
                return CLOSED
            return CaseStatus((plan,))
    if plain in _BY_SPELLING and not said.endswith("?"):
        return _BY_SPELLING[plain]
    return _by_words(said, own_words or {})


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a status: the plans that it names, and whether something is closed, or open.

    It is of the case alone where it names nothing else that may be closed: a referral, a placement.
    It steps where it tells of a plan that follows another.
    """

    plans: tuple[str, ...]
    closes: bool
    opens: bool
    is_of_case: bool
    steps: bool = False


def _by_words(said: str, own_words: PlanNames) -> CaseStatus:
    """Judge a status part by part: what is closed in one part may go on in another."""
    parts = [
        _own_part(part, own_words) or _part(part)
        for part in _PARTS.split(said.casefold())
        if folded(part)
    ]
    going_on = list(chain.from_iterable(part.plans for part in parts if not part.closes))
    if any(part.steps and part.plans for part in parts) and len(set(going_on)) > 1:
        raise CellWrong(NOT_KNOWN)  # on the way from one to the other: nobody can tell which it is
    closings = [at for at, part in enumerate(parts) if part.closes and not part.plans]
    is_reopened = False
    if closings:
        is_reopened = any(part.opens for part in parts[closings[0] :])
    if closings and not is_reopened:
        last = parts[closings[-1]]
        closes_the_case = closings[-1] == len(parts) - 1 and last.is_of_case
        if not going_on or closes_the_case or set(going_on) == {Plan.EARLY_HELP}:
            return CLOSED
        raise CellWrong(NOT_KNOWN)
    if going_on:
        return CaseStatus(most_urgent_first(going_on))
    if any(part.closes for part in parts) and not is_reopened:
        return CLOSED
    raise CellWrong(NOT_KNOWN)


def _own_part(part: str, own_words: PlanNames) -> _Part | None:
    """Judge a part that a council has a word of its own for; nothing where it has none."""
    if folded(part) not in own_words:
        return None
    plan = own_words[folded(part)]
    if plan is None:
        return _Part((), closes=True, opens=False, is_of_case=True)
    return _Part((plan,), closes=False, opens=False, is_of_case=True)


def _part(part: str) -> _Part:
    words = " ".join(re.findall(r"[^\W_]+", part))
    opens = any(not _is_not_now(words[: each.start()]) for each in _OPENING.finditer(words))
    closing = [each for each in _CLOSING.finditer(words) if not _is_undone(words, each)]
    plans = () if part.rstrip().endswith("?") else _plans_in(words)
    steps = _STEPS.search(words) is not None
    if len(plans) > 1 and (closing or steps or _ON_THE_WAY.search(part)):
        raise CellWrong(NOT_KNOWN)  # on the way from one to the other: nobody can tell which it is
    others = {word for word in _CLOSING.sub(" ", words).split() if not word.isdecimal()}
    return _Part(plans, bool(closing) and not opens, opens, others <= _OF_A_CASE, steps)


def _is_undone(words: str, closing: re.Match[str]) -> bool:
    """Tell whether a closing word does not hold: *previously closed*, *closed in error*."""
    return (
        _is_not_now(words[: closing.start()]) or _TAKEN_BACK.match(words, closing.end()) is not None
    )


def _plans_in(words: str) -> tuple[str, ...]:
    """Find the plans that these words name as they are now."""
    found, left = [], f" {words} "
    for plan, phrases in _PHRASES:
        for phrase in phrases:
            while (at := left.find(f" {phrase} ")) >= 0:
                before, after = left[: at + 1], left[at + len(phrase) + 1 :]
                if not _is_not_now(before) and not _NOT_NOW_AFTER.search(after):
                    found.append(plan)
                left = f"{before}{_SEEN * len(phrase)}{after}"
    return tuple(dict.fromkeys(found))


def _is_not_now(before: str) -> bool:
    """Tell whether the words just before say that what follows is over, or has not begun."""
    said = [*_NOT_NOW_BEFORE.finditer(before)]
    if not said:
        return False
    between = before[said[-1].end() :].replace(_SEEN, " ").split()
    return not between or between == ["plan"]


def most_urgent_first(plans: Iterable[str]) -> tuple[str, ...]:
    """Put plans in their order, each once, the highest first; a council's own come last."""
    return tuple(sorted(set(plans), key=lambda plan: (_PLACE.get(plan, len(RANK)), plan)))
