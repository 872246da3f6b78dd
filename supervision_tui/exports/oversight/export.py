"""Giving the summary away: published once, written in the form that was asked for, closed, and
noted in the journal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.desk.long_work import progress_step
from supervision_tui.desk.oversight.codes import drawn_codes, kept_codes, team_code
from supervision_tui.desk.oversight.page_entries import page_entries
from supervision_tui.desk.oversight.summary import Summary, oversight_summary
from supervision_tui.desk.oversight.told import (
    CodesDrawn,
    Told,
    next_revision,
    note_told,
    told_before,
)
from supervision_tui.desk.vault.journal import journal_end
from supervision_tui.desk.workers.people import NOBODY, everyone
from supervision_tui.exports.documents.document import Form
from supervision_tui.exports.encryption import NO_ENCRYPTION, Encryption, check_encryption
from supervision_tui.exports.output_path import check_target, written
from supervision_tui.exports.writing import closed_files, load_ahead, report_in_form
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.oversight.page_entries import Entry, EntryKind, entries_on_page
from supervision_tui.practice.policy.policy import Policy

from .betrayal import WouldTellHidden, beside, betrayals, near_to
from .figures_hash import counts_hash, figures_hash
from .first_page import with_comparators
from .free_text import TextName, hider_for, texts_for
from .json_shape import to_json
from .publish import Audience, Codes, Published, publish
from .report import as_report
from .sealed import exact_counts, sealed_layer
from .trend import drawn_alone, drawn_trend, trend_periods

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment
    from supervision_tui.vault.store import Store


@dataclass(frozen=True, slots=True)
class Wanted:
    """The summary that is asked for: period, for whom, least count told, which free text.

    `seal_to` is the authority's public key, else the one that the policy names. With `keeps_codes`
    everybody has the code of the last such summary.
    """

    period: Period
    audience: Audience
    threshold: int | None = None
    texts: Sequence[TextName] = ()
    seal_to: str = ""
    keeps_codes: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A summary before it leaves: as it is published, under which codes, and what it would tell.

    `before` are the summaries told earlier that hide small numbers, where this one hides them too.
    """

    published: Published
    codes: Codes
    told: Told
    before: Sequence[Told]


def published_summary(store: Store, wanted: Wanted, moment: Moment) -> Published:
    """The summary as its audience may read it. Raises `Refused`."""
    return prepared_summary(store, wanted, moment, Form.MARKDOWN).published


def prepared_summary(store: Store, wanted: Wanted, moment: Moment, form: Form) -> Prepared:
    """Work out a summary as its audience may read it, and what it would tell.

    JSON has no first page, and so no trend. Raises `Refused`, `VaultError`.
    """
    progress_step("1 of 4: reading the records", 0.0)
    has_trend = form is not Form.JSON
    trend = trend_periods(wanted.period) if has_trend else ()
    summary = store.run(
        oversight_summary,
        wanted.period,
        moment,
        trend=trend,
        has_since=wanted.audience.sees_names,
        lists=bool(wanted.texts or wanted.seal_to or moment.policy.oversight.seal_to),
    )
    progress_step("2 of 4: weighing what may be told", 0.4)
    typed = store.run(page_entries, moment) if has_trend else ()
    people = NOBODY
    if wanted.texts or typed:  # only then a name could stand in it
        people = store.run(everyone)
    workers: Collection[int] = summary.worker_ids.values()
    children: Collection[int] = [row[0] for row in summary.longest_not_discussed]
    if wanted.texts:
        workers, children = people.workers, people.children
    codes = _codes(store, wanted, workers, children)
    texts = texts_for(
        wanted.texts,
        summary.now,
        people,
        audience=wanted.audience,
        workers=codes.workers,
        children=codes.children,
    )
    found = publish(
        summary, wanted.audience, wanted.threshold, policy=moment.policy, codes=codes, texts=texts
    )
    if has_trend:
        hide = hider_for(people, wanted.audience, codes.workers, codes.children)
        entries = entries_for(typed, wanted, moment.policy, hide)
        found = replace(found, entries=entries)
    return _prepared(store, wanted, summary, found, codes=codes, form=form, moment=moment)


def entries_for(
    entries: Iterable[Entry], wanted: Wanted, policy: Policy, hide: Callable[[str], str]
) -> tuple[Entry, ...]:
    """The entries of a first page as its audience may read them, and the policy's comparators.

    Who sees no names reads meetings and decisions only where they were asked for, as any free text,
    and from outside of what a person typed nothing.
    """
    typed = entries_on_page(entries, wanted.period)
    if wanted.audience is Audience.EXTERNAL:
        typed = []
    elif wanted.audience.hides_small_numbers and TextName.PAGE not in wanted.texts:
        typed = [each for each in typed if not each.kind.ends]
    hidden = [_hidden(each, hide) for each in typed]
    return tuple(with_comparators(hidden, policy))


def _hidden(each: Entry, hide: Callable[[str], str]) -> Entry:
    """An entry with names replaced; who has signed off, and for which figure it is, stays."""
    if each.kind is EntryKind.SIGN_OFF:
        return each
    if each.kind is EntryKind.COMPARATOR:
        return replace(each, says=hide(each.says))
    return replace(
        each,
        about=hide(each.about),
        says=hide(each.says),
        who=hide(each.who),
        outcome=hide(each.outcome),
    )


def _codes(
    store: Store, wanted: Wanted, workers: Collection[int], children: Collection[int]
) -> Codes:
    if wanted.keeps_codes:
        of_workers = store.run(kept_codes, "worker", workers)
        of_children = store.run(kept_codes, "child", children)
    else:
        of_workers, of_children = drawn_codes("worker", workers), drawn_codes("child", children)
    return Codes(of_workers, of_children, team=store.run(team_code))


def _prepared(
    store: Store,
    wanted: Wanted,
    summary: Summary,
    found: Published,
    *,
    codes: Codes,
    form: Form,
    moment: Moment,
) -> Prepared:
    """Seal the exact counts, and say which revision of the period's summary it is."""
    themes = moment.policy.oversight.themes
    told_hash = figures_hash(found.figures)
    sealed, seal_to = "", wanted.seal_to or moment.policy.oversight.seal_to
    if seal_to and wanted.audience is Audience.PSW and form is Form.JSON:
        sealed = sealed_layer(summary.now, themes, codes.team, told_hash, seal_to)
    counted = counts_hash(exact_counts(summary.now, themes))
    revision = store.run(next_revision, wanted.period, str(wanted.audience), counted)
    found = replace(
        found,
        made_on=moment.today,
        revision=revision,
        figures_hash=figures_hash(found.figures, sealed),
        sealed=sealed,
        sealed_to=seal_to * bool(sealed),
    )
    told = Told(
        made_on=moment.today,
        period=wanted.period,
        audience=str(wanted.audience),
        threshold=found.threshold,
        form=str(form),
        texts=tuple(map(str, wanted.texts)),
        sealed_to=found.sealed_to,
        revision=revision,
        figures_hash=found.figures_hash,
        counts_hash=counted,
        figures=found.told,
    )
    before = _told_and_hidden(store, told)
    if found.trend:
        near = near_to(beside(told, drawn_alone(found.trend)), before)
        found = replace(found, trend=tuple(drawn_trend(found.trend, told, near)))
        told = beside(told, drawn_alone(found.trend[:-1]))
    return Prepared(found, codes, told, before)


def _told_and_hidden(store: Store, told: Told) -> list[Told]:
    """The summaries told before that hide small numbers; none beside one that hides none."""
    if told.threshold <= 1:
        return []
    hiding = [str(each) for each in Audience if each.hides_small_numbers]
    return [each for each in store.run(told_before, hiding) if each.threshold > 1]


def _check_with_earlier(prepared: Prepared, warn: Callable[[str], None] | None) -> None:
    """Refuse, or warn of, what would give back a hidden number beside what was told already."""
    if prepared.told.threshold <= 1:
        return
    says = " ".join(betrayals(prepared.told, prepared.before))
    if says and warn is None:
        raise WouldTellHidden(says)
    if says and warn is not None:
        warn(says)


def export_summary(
    store: Store,
    wanted: Wanted,
    form: Form,
    out: Path,
    moment: Moment,
    *,
    encryption: Encryption = NO_ENCRYPTION,
    replaces: bool = False,
    warn: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write a period's summary, noted in the journal: for whom, in which form, each file's hash.

    Returns the files. Raises `Refused`, `VaultError`; then nothing is written. Raises
    `WouldTellHidden` where it would give back a hidden number beside earlier summaries, unless
    `warn` is there to be told instead: then a person has said that it is to be written.
    """
    check_encryption(encryption)
    check_target(out, store.path, replaces=replaces)
    load_ahead(form)
    prepared = prepared_summary(store, wanted, moment, form)
    store.forget_pages()  # a document takes as much again
    _check_with_earlier(prepared, warn)
    found = replace(prepared.published, journal=store.read(journal_end))
    progress_step(f"3 of 4: setting it as {form}", 0.6)
    content = report_in_form(as_report(found), lambda: to_json(found), form, out, encryption)
    progress_step("4 of 4: writing it", 0.9)
    files = closed_files(content, form, encryption, out)
    with written(files, store.path, replaces=replaces):
        hashes = [hashlib.sha256(file).hexdigest() for file in files.values()]
        drawn = CodesDrawn({}, {})
        if wanted.audience is Audience.PSW:
            codes = prepared.codes
            drawn = CodesDrawn(codes.workers, codes.children, wanted.keeps_codes)
        store.run(note_told, prepared.told, hashes, drawn, moment)
    return list(files)
