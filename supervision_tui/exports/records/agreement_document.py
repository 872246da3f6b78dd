"""A supervision agreement to print and to sign, with its clauses and the terms of the two."""

from __future__ import annotations

from datetime import date

from supervision_tui.desk.names import normal_name
from supervision_tui.desk.workers.agreement import AgreementView
from supervision_tui.desk.workers.clauses import AgreementVersion, Clause, WholeAgreement
from supervision_tui.exports.documents.document import SENSITIVE, Document, Part, Section
from supervision_tui.practice import wording

_LINE = "…" * 30  # to be signed by hand


def agreement_document(agreed: WholeAgreement) -> Document:
    """The agreement as it stands: terms, clauses, both signatures, the versions before it."""
    sections = [Section("Terms", terms_parts(agreed.terms))]
    sections += [Section(each.title, _clause(each)) for each in agreed.clauses]
    sections.append(Section("Signatures", _signatures(agreed)))
    if agreed.earlier:
        lines: list[Part] = []
        for each in agreed.earlier:
            lines.append(("", version_words(each)))
            lines += [(clause.title, clause.answer) for clause in each.clauses]
        sections.append(Section("Versions before this one", lines))
    name = normal_name(agreed.worker).replace(" ", "-")[:60]
    starts = agreed.terms.starts_on
    about = ["Not on record yet: the terms are those of the service's policy"]
    if starts is not None:
        about = [f"In force since {wording.full_day(starts)}"]
    if agreed.clauses and not agreed.are_agreed:
        about += ["No clauses are on record yet: these are those of the council's form"]
    return Document(
        title=f"{agreed.title}: {agreed.worker}",
        name=f"supervision-agreement-{name}",
        about=about,
        sections=sections,
        marking=SENSITIVE,
    )


def terms_parts(terms: AgreementView) -> list[Part]:
    """The terms: how often, how long, of which kinds, where, and the day of the review."""
    found: list[Part] = [
        ("How often", f"at least every {terms.interval_days} days"),
        ("How long", f"{terms.minutes} minutes"),
        ("Kinds", terms.kinds),
    ]
    if terms.place:
        found.append(("Place", terms.place))
    if terms.review_on:
        found.append(("Review", wording.full_day(terms.review_on)))
    return found


def version_words(each: AgreementVersion) -> str:
    """A version in a line: from when to when, its terms, who had signed it."""
    until = f" to {wording.full_day(each.ends_on)}" if each.ends_on else ""
    terms = f"{each.minutes} minutes, at least every {each.interval_days} days"
    signed = [
        f"{who} {wording.full_day(on)}"
        for who, on in (("worker", each.worker_signed_on), ("manager", each.manager_signed_on))
        if on is not None
    ]
    by = f"signed by {wording.listing(signed)}" if signed else "not signed"
    return f"{wording.full_day(each.starts_on)}{until}: {terms}; {by}"


def _clause(each: Clause) -> list[Part]:
    parts: list[Part] = [("", each.words)] if each.words else []
    if each.asks or each.answer:
        parts.append((each.asks or "Agreed", each.answer or _LINE))
    return parts


def _signatures(agreed: WholeAgreement) -> list[Part]:
    terms = agreed.terms
    return [
        (f"Worker: {agreed.worker}", _signed(terms.worker_signed_on)),
        (f"Manager: {agreed.manager}".rstrip(": "), _signed(terms.manager_signed_on)),
    ]


def _signed(on: date | None) -> str:
    if on is not None:
        return f"signed on {wording.full_day(on)}"
    return f"{_LINE}  on {'…' * 12}"
