"""Audits and how they were moderated, the sample under way, and practice weeks beside one
another.
"""

from __future__ import annotations

from collections.abc import Iterable

from supervision_tui.desk.audits.lines import ActionLine, AuditLine, WeekLine
from supervision_tui.desk.audits.samples import SampleChild
from supervision_tui.practice import wording
from supervision_tui.practice.audit import Agreement, Grade
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.labelled_text import Label
from supervision_tui.widgets.rows import Cell, Row
from supervision_tui.widgets.text_styles import line, tone_of

from .shown import OfOversight


class OfAudits(OfOversight):
    """A list whose lines are audits."""

    def lines(self) -> tuple[AuditLine, ...]:
        """The audits, the latest first."""
        if self.board:
            return self.board.audits
        return ()

    def line(self, key: str) -> AuditLine | None:
        """The audit of a line."""
        return next((each for each in self.lines() if str(each.id) == key), None)

    def about(self, key: str) -> str:
        """Name what was audited."""
        each = self.line(key)
        if each:
            who = self.person(each.worker)
            if each.child:
                who = self.screen.child_words(each.child)
            return f"{who} · {each.kind} · {self.day(each.on)}"
        return self.NAME


class Audits(OfAudits):
    """Every audit: graded how, what is required, what still asks for something."""

    NAME = "audits"
    COLUMNS = (
        Column("", 14),
        Column("About", 17),
        Column("Kind", 20, at_least=120),
        Column("On", 10),
        Column("Grade", 20),
        Column("Worker", 18, at_least=140),
        Column("Required", at_least=100),
    )
    EMPTY = (
        "No audits yet. Press ‹oversight.new› to record the first, or draw a sample "
        "(‹oversight.next›)."
    )

    def note(self) -> str:
        """Count how many were good."""
        lines = self.lines()
        good = sum(each.counted.is_good for each in lines)
        if lines:
            return f"{good} of {len(lines)} good or outstanding"
        return ""

    def rows(self) -> Iterable[Row]:
        """List what asks for something first, then the latest."""
        for each in sorted(self.lines(), key=lambda one: not one.word):
            required = "; ".join(f"{one.text} ({one.state})" for one in each.actions)
            tone = "plain" if each.counted.is_good else "soon"
            yield Row(
                str(each.id),
                (
                    Cell(each.word, tone_of(each.urgency)),
                    self.about_cell(each.child, each.worker),
                    Cell(each.kind, "quiet"),
                    Cell(self.day(each.on), "quiet"),
                    Cell(each.counted, tone),
                    Cell(self.person(each.worker), "quiet"),
                    Cell(required, "quiet"),
                ),
            )

    def facts(self, key: str) -> list[Label]:
        """Grade, findings, what is required, the conversation, the second grade."""
        each = self.line(key)
        if each:
            return audit_facts(self, each)
        return []


class Moderation(OfAudits):
    """Second grades. Of an audit without one, the first grade is not shown: it is graded blind."""

    NAME = "moderation"
    COLUMNS = (
        Column("", 14),
        Column("About", 17),
        Column("Kind", 20, at_least=100),
        Column("On", 10),
        Column("First", 22),
        Column("Second"),
        Column("", 22, at_least=120),
    )
    EMPTY = "No audits yet, so none to grade a second time."

    @property
    def is_offered(self) -> bool:
        """True if it was switched on, or a second grade was given."""
        return self.is_for_service or bool(self.board and self.board.agreement.n)

    def note(self) -> str:
        """Agreement, kappa, n."""
        if self.board:
            return agreement_words(self.board.agreement)
        return ""

    def rows(self) -> Iterable[Row]:
        """Those to be graded first, then those graded, the latest first."""
        for each in sorted(self.lines(), key=lambda one: one.moderated_grade is not None):
            second = each.moderated_grade
            word, tone = ("to grade", "soon") if second is None else _agreed(each.grade, second)
            first, first_tone = "hidden until graded", "quiet"
            if second is not None:
                first, first_tone = f"{each.grade} · {_first_name(each.auditor)}", "plain"
            yield Row(
                str(each.id),
                (
                    Cell(word, tone),
                    self.about_cell(each.child, each.worker),
                    Cell(each.kind, "quiet"),
                    Cell(self.day(each.on), "quiet"),
                    Cell(first, first_tone),
                    Cell(str(second or "")),
                    Cell(each.moderator, "quiet"),
                ),
            )

    def facts(self, key: str) -> list[Label]:
        """Both grades once there are two; until then only what is to be read."""
        each = self.line(key)
        if each is None:
            return []
        if each.moderated_grade is None:
            return [
                (
                    "blind",
                    line(
                        "The first grade and its findings are hidden: read the file, then "
                        "‹oversight.step› grades it."
                    ),
                ),
                (
                    "by",
                    line(f"first graded by {each.auditor}; the second grade is somebody else's"),
                ),
            ]
        found = [
            ("first", line(f"{each.grade}, {each.auditor}")),
            (
                "second",
                line(f"{each.moderated_grade}, {each.moderator}, {self.day(each.moderated_on)}"),
            ),
        ]
        if each.moderated_words:
            found.append(("", line(each.moderated_words)))
        found += _agreed_grade(self, each)
        agreement = self.board.agreement if self.board else None
        if agreement:
            return [*found, ("all", line(agreement.says))]
        return found


class SampleList(OfOversight):
    """The dip sample that was drawn last, and how far it has come."""

    NAME = "sample"
    COLUMNS = (
        Column("", 9),
        Column("Child", 17),
        Column("Plan", 12),
        Column("Drawn for", at_least=100),
        Column("Worker", 20),
    )
    EMPTY = (
        "No sample yet. Press ‹oversight.draw› to draw one; it can be drawn again from its seed."
    )

    def note(self) -> str:
        """Everything it takes to draw it again."""
        sample = self.board.sample if self.board else None
        if sample is None:
            return ""
        by = f" by {' and '.join(sample.strata)}" if sample.strata else ""
        return (
            f"{len(sample.children)}{by}, {sample.frame}, seed {sample.seed}, "
            f"{sample.audited} audited"
        )

    def rows(self) -> Iterable[Row]:
        """Those still to be audited first."""
        sample = self.board.sample if self.board else None
        children = sample.children if sample else ()
        for each in sorted(children, key=lambda one: one.audit_id is not None):
            done = each.audit_id is not None
            text = "audited" if done else "to audit"
            tone = "quiet" if done else "soon"
            yield Row(
                each.ref,
                (
                    Cell(text, tone),
                    self.screen.child_cell(each.ref),
                    Cell(self._plan(each), "quiet"),
                    Cell(self._stratum(each), "quiet"),
                    Cell(self.person(each.worker), "quiet"),
                ),
            )

    def about(self, key: str) -> str:
        """The child."""
        return self.screen.child_words(key) if key else ""

    def facts(self, key: str) -> list[Label]:
        """Tell what there is to do, and who could not be drawn, and why."""
        sample = self.board.sample if self.board else None
        if sample is None:
            return []
        each = self.child(key)
        found: list[Label] = [
            (
                "drawn",
                line(
                    f"{wording.full_day(sample.drawn_on)}, size {sample.size}, from seed "
                    f"{sample.seed}"
                ),
            )
        ]
        if each is not None and each.audit_id is None:
            found.append(
                (
                    "audit",
                    line(
                        "‹oversight.new› records the audit of this child; ‹oversight.open› opens "
                        "the child on Children"
                    ),
                )
            )
        elif each is not None:
            found.append(("audit", line("recorded; ‹oversight.open› shows it")))
        reasons: dict[str, list[str]] = {}
        for ref, reason in sample.excluded:
            reasons.setdefault(reason, []).append(ref)
        for reason, refs in sorted(reasons.items()):
            more = " …" if len(refs) > 12 else ""
            shown = " ".join(refs[:12]) + more
            found.append(("left out", line(f"{reason}: {len(refs)}  ", (shown, "quiet"))))
        return found

    def child(self, key: str) -> SampleChild | None:
        """The child of a line."""
        sample = self.board.sample if self.board else None
        children = sample.children if sample else ()
        return next((each for each in children if each.ref == key), None)

    def _stratum(self, each: SampleChild) -> str:
        """The stratum, the plan and the worker's name in it as they may be shown."""
        stratum = each.stratum
        if stratum.endswith(each.plan):
            stratum = stratum.removesuffix(each.plan) + self._plan(each)
        if each.worker:
            return stratum.replace(each.worker, self.person(each.worker))
        return stratum

    def _plan(self, each: SampleChild) -> str:
        return self.screen.running.vault.policy().plans_shown([each.plan])


class Weeks(OfOversight):
    """Practice weeks beside one another."""

    NAME = "weeks"
    COLUMNS = (
        Column("Practice week"),
        Column("From", 11, at_least=100),
        Column("To", 11, at_least=100),
        Column("Audits", 6, right=True),
        Column("Good", 11, right=True),
        Column("Voice", 11, right=True),
        Column("Guidance", 11, right=True),
        Column("Kappa", 11, right=True, at_least=100),
    )
    EMPTY = (
        "No practice week yet. Press ‹oversight.new› to name a period whose audits are looked "
        "at together."
    )

    @property
    def is_offered(self) -> bool:
        """True if it was switched on, or there is a practice week."""
        return self.is_for_service or bool(self.board and self.board.weeks)

    def rows(self) -> Iterable[Row]:
        """The latest first."""
        if not self.board:
            return
        for each in self.board.weeks:
            kappa = each.agreement.kappa
            text = f"{kappa:.2f} n {each.agreement.n}" if kappa is not None else "–"
            yield Row(
                str(each.id),
                (
                    Cell(each.name),
                    Cell(_full(each.starts), "quiet"),
                    Cell(_full(each.ends), "quiet"),
                    Cell(str(each.audits)),
                    Cell(_share(each.good, each.audits)),
                    Cell(_share(*each.voice)),
                    Cell(_share(*each.guidance)),
                    Cell(text, "quiet"),
                ),
            )

    def about(self, key: str) -> str:
        """The week."""
        each = self.week(key)
        if each:
            return each.name
        return self.NAME

    def facts(self, key: str) -> list[Label]:
        """Compare it with the one before, and with elsewhere."""
        each = self.week(key)
        if each is None:
            return []
        policy = self.screen.running.vault.policy()
        weeks = self.board.weeks if self.board else ()
        before = next((one for one in weeks if one.ends < each.starts), None)
        found: list[Label] = []
        if before is not None:
            found.append(
                (
                    "before",
                    line(
                        f"{before.name}: good {_share(before.good, before.audits)}, "
                        f"voice {_share(*before.voice)}, guidance {_share(*before.guidance)}"
                    ),
                )
            )
        voice, guidance = policy.oversight.voice_of_the_child, policy.oversight.good_guidance
        elsewhere = f"voice {wording.percent(voice)}, good guidance {wording.percent(guidance)}. "
        source = policy.entry("oversight.voice_of_the_child").source.line
        found.append(("elsewhere", line(elsewhere, (source, "quiet"))))
        found.append(("voice", line("graded good or outstanding for the child's lived experience")))
        found.append(("guidance", line("graded good or outstanding for clarity of direction")))
        found.append(
            ("two grades", line(f"{agreement_words(each.agreement)}; {each.agreement.says}"))
        )
        says = (
            "‹oversight.open› shows its audits; ‹oversight.step› records what families or workers "
            "answered; ‹oversight.export› exports its report"
        )
        found.append(("next", line(says)))
        return found  # fmt: skip

    def audits_of(self, key: str) -> list[AuditLine]:
        """The audits of the week of a line."""
        week = self.week(key)
        if week is None or self.board is None:
            return []
        return [each for each in self.board.audits if week.starts <= each.on <= week.ends]

    def week(self, key: str) -> WeekLine | None:
        """The practice week of a line."""
        weeks = self.board.weeks if self.board else ()
        return next((each for each in weeks if str(each.id) == key), None)


def audit_facts(view: OfOversight, each: AuditLine) -> list[Label]:
    """An audit in full."""
    found: list[Label] = [("grade", line((each.grade, "strong"), (f"  {each.auditor}", "quiet")))]
    found += _agreed_grade(view, each)
    found += [(label, line(text)) for label, text in _reasons(each) if text]
    found += [_required(view, one) for one in each.actions]
    found.append(_talk(view, each))
    if each.moderated_grade is not None:
        found.append(("second", line(f"{each.moderated_grade}, {each.moderator}")))
    if each.themes:
        found.append(("themes", line(", ".join(each.themes))))
    for criterion, finding in each.findings.items():
        grade = f"{finding.grade}: " if finding.grade else ""
        title = f"{each.titles[criterion]}: "
        found.append(("", line((title, "strong"), (grade, "quiet"), finding.words)))
    for on, reason, text in each.amendments:
        found.append(("amended", line((f"{view.day(on)} ", "soon"), f"{text} ({reason})")))
    return found


def _reasons(each: AuditLine) -> tuple[tuple[str, str], ...]:
    """The words about the whole, and about what is not required."""
    return (
        ("better", each.better_because),
        ("", each.summary),
        ("nothing asked", each.no_action_because),
    )


def _required(view: OfOversight, one: ActionLine) -> Label:
    if one.is_late(view.screen.running.vault.today):
        tone = "late"
    elif one.is_open:
        tone = "plain"
    else:
        tone = "quiet"
    due = f"  {view.person(one.owner)} by {view.day(one.due)}, {one.state}"
    return ("required", line(one.text, (due, tone)))


def _talk(view: OfOversight, each: AuditLine) -> Label:
    """The learning conversation: held, planned, or not planned yet."""
    if each.learning_held_on is not None:
        return ("talked over", line(f"{view.day(each.learning_held_on)}. {each.learned}"))
    if each.learning_on is not None:
        says = (
            f"planned for {view.day(each.learning_on)}; "
            "‹oversight.learning› moves it, ‹oversight.step› records that it was held"
        )
        return ("talk", line(says))
    says = "no learning conversation planned; ‹oversight.learning› plans it"
    return ("talk", line((says, "quiet")))


def _agreed_grade(view: OfOversight, each: AuditLine) -> list[Label]:
    """The grade on which both agreed, where they have."""
    if each.agreed_grade is None:
        return []
    words = f"{each.agreed_grade}, {view.day(each.agreed_on)}. {each.agreed_words}"
    return [("agreed", line(words))]


def agreement_words(found: Agreement) -> str:
    """Agreement, kappa and n in a line."""
    if found.share is None:
        return "nothing moderated yet"
    kappa = f", kappa {found.kappa:.2f}" if found.kappa is not None else ""
    return f"agree {wording.percent(found.share)}{kappa} of {found.n}"


def _agreed(first: Grade, second: Grade) -> tuple[str, str]:
    if first is second:
        return "agree", "quiet"
    if second.rank > first.rank:
        return ("second lower", "plain")
    return ("second higher", "plain")


def _share(part: int, n: int) -> str:
    if n:
        return f"{wording.percent(part / n)} of {n}"
    return "–"


def _first_name(name: str) -> str:
    if len(name) <= 12:
        return name
    return f"{name[:11]}…"


def _full(on: object) -> str:
    if hasattr(on, "day"):
        return f"{on.day} {on:%b %Y}"
    return ""
