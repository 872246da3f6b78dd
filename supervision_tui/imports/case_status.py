"""What a case status means: which plans a child has, or that the case is closed.

The spellings that the specification of the London data pipeline publishes for Annex A come first (33 of them), then a
council's own, then whole words: no letters inside another word are taken for a status.
Source: SocialFinanceDigitalLabs/liia-tools-pipeline, liiatools/annex_a_pipeline/spec/Annex_A_schema.yml, Case Status.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from supervision_tui.practice.terms import Plan

from .tables.cells import CellWrong, folded, one_line, without_letter_of_list

RANK = (Plan.CLA, Plan.CP, Plan.PLO, Plan.CIN, Plan.ASSESSMENT, Plan.CARE_LEAVER, Plan.EARLY_HELP)
NOT_KNOWN = "a case status that is not known"


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """The plans of an open case, the highest first; none where the case is closed."""

    plans: tuple[Plan, ...]

    @property
    def plan(self) -> Plan | None:
        """The plan that ranks highest; nothing where the case is closed."""
        return self.plans[0] if self.plans else None


CLOSED = CaseStatus(())
_PUBLISHED: dict[tuple[Plan, ...], tuple[str, ...]] = {
    (Plan.CLA,): ("Looked after child", "CLA", "LAC"),
    (Plan.CLA, Plan.CP): ("CLA&CP", "CLA&CPP", "CP/CLA"),
    (Plan.CP,): ("Child Protection plan", "CP", "CPP", "CP Ext", "Child Protection"),
    (Plan.CIN,): ("Child in need plan", "CIN", "CIN Plan", "Child in Need"),
    (Plan.ASSESSMENT,): ("Open assessment", "Open asmt", "Assessment", "CF Assessment in progress"),
    (Plan.CARE_LEAVER,): ("Care leaver",),
    (Plan.EARLY_HELP,): ("Step down", "Stepped down", "Step down to early help"),
    (): ("Closed episode", "Closed", "Closed - stepdown", "Closed case", "Closed Referral", "Closed Assessment"),
}
_BY_SPELLING = {
    folded(spelling): CaseStatus(plans) for plans, spellings in _PUBLISHED.items() for spelling in spellings
}
_PHRASES: tuple[tuple[Plan, tuple[str, ...]], ...] = (
    (Plan.CARE_LEAVER, ("care leaver", "care leavers", "leaving care", "care leaving", "former relevant",
        "pathway plan")),
    (Plan.CLA, ("looked after", "in care", "cla", "lac", "cic", "looked after child", "child in care",
        "children in care")),
    (Plan.PLO, ("pre proceedings", "preproceedings", "plo", "public law outline")),
    (Plan.CP, ("child protection", "cp", "cpp", "protection plan", "child in need of protection",
        "in need of protection")),
    (Plan.CIN, ("child in need", "children in need", "cin", "cinp", "in need", "section 17", "s17")),
    (Plan.ASSESSMENT, ("assessment", "asmt", "assessing", "single assessment", "section 47", "s47", "cfa")),
    (Plan.EARLY_HELP, ("early help", "eh", "targeted help", "family help")),
)  # fmt: skip
_CLOSING = ("closed", "ended", "ceased", "discharged", "archived", "inactive", "nfa", "no further action",
            "no longer in need", "no longer open", "not open", "case closure complete")  # fmt: skip
_NOT_CLOSING = ("not closed", "not yet closed", "not ended", "not yet ended", "never closed", "to be closed",
        "being closed",
                "due to be closed", "closing", "reopened", "re opened", "not inactive")  # fmt: skip
_NOT_NOW = re.compile(
    r"\b(?:former|formerly|previous|previously|ex|was|recommended|recommend|recommendation|referred|referral|awaiting|"
    r"pending|proposed|considered|considering|consider|request|requested|possible|potential|"
    r"step(?:ping|ped)? (?:up|down)|"
    r"stepdown|stepup|escalat\w+|from|history of|risk of|edge of|no longer|no|not|non)\b"
    r"(?: (?:for|to|from|of|a|an|the|on))*"
)
_PARTS = re.compile(r"[,;/&+|]|\band\b|\bwith\b")


def case_status(status: object, own_words: Mapping[str, Plan | None] | None = None) -> CaseStatus:
    """Tell what a case status means. `own_words` are a council's own, folded; nothing for a plan means closed.

    Raises `CellWrong` for one that is missing or not known.
    """
    said = without_letter_of_list(one_line(status))
    plain = folded(said)
    if not plain or plain in ("na", "none", "null", "nil"):
        raise CellWrong("the case status is missing")
    for spelling in (plain, folded(one_line(status))):
        if own_words and spelling in own_words:
            plan = own_words[spelling]
            return CLOSED if plan is None else CaseStatus((plan,))
    if plain in _BY_SPELLING:
        return _BY_SPELLING[plain]
    return _by_words(said)


def _by_words(said: str) -> CaseStatus:
    judged = [_part(part) for part in _PARTS.split(said.casefold()) if folded(part)]
    open_plans = [plan for part in judged if not part.is_closed for plan in part.plans]
    if any(part.closes_the_case for part in judged) or judged[-1:] == [_Part((), is_closed=True)]:
        return CLOSED
    if open_plans and not any(part.is_closed and not part.plans for part in judged):
        return CaseStatus(ranked(open_plans))
    if not open_plans and any(part.is_closed for part in judged):
        return CLOSED
    raise CellWrong(NOT_KNOWN)


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a status: the plans that it names, and whether it says that something is closed."""

    plans: tuple[Plan, ...]
    is_closed: bool
    closes_the_case: bool = False


def _part(part: str) -> _Part:
    words = " " + " ".join(re.findall(r"[^\W_]+", part)) + " "
    for phrase in _NOT_CLOSING:
        words = words.replace(f" {phrase} ", " open ")
    is_closed = any(f" {phrase} " in words for phrase in _CLOSING)
    return _Part(_plans_in(words), is_closed, closes_the_case=words.strip() in _CLOSING)


def _plans_in(words: str) -> tuple[Plan, ...]:
    """Find the plans that these words name as they are now; what comes after *former* or *recommended for* is not."""
    found = []
    left = words
    for plan, phrases in _PHRASES:
        for phrase in sorted(phrases, key=len, reverse=True):
            while (at := left.find(f" {phrase} ")) >= 0:
                if not _is_not_now(left[: at + 1], phrase):
                    found.append(plan)
                left = f"{left[:at]} {'·' * len(phrase)} {left[at + len(phrase) + 2 :]}"
    return tuple(dict.fromkeys(found))


def _is_not_now(before: str, phrase: str) -> bool:
    """Tell whether the words before a plan's name say that it is over or not begun."""
    said = list(_NOT_NOW.finditer(before))
    if not said:
        return False
    last = said[-1]
    between = before[last.end() :].split()
    is_next = not between or all(set(word) == {"·"} for word in between) or between == ["plan"]
    steps_to_help = (
        last.group().startswith("step")
        and "down" in last.group()
        and phrase in ("early help", "eh", "family help", "targeted help")
    )
    return is_next and not steps_to_help


def ranked(plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """Put plans in their order, each once, the highest first."""
    return tuple(sorted(set(plans), key=RANK.index))
