"""The codes under which children and workers stand in exported summaries: W01, C001.

They are drawn anew for each summary, so that no two of them can be laid side by side and none tells
who came last. Which code was whose stays in the vault.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from supervision_tui.records import Pseudonym, VaultFact
from supervision_tui.vault.store import changes_records

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment

_TEAM_CODE = "team code"
_FORMS = {"worker": "W{:02}", "child": "C{:03}"}
_KEPT_FORMS = {"worker": "W{:04}", "child": "C{:05}"}


def drawn_codes(kind: str, subjects: Iterable[int]) -> dict[int, str]:
    """A code for each subject of one summary, in a random order that follows nothing."""
    there = list(dict.fromkeys(subjects))
    secrets.SystemRandom().shuffle(there)
    return {subject: _FORMS[kind].format(number) for number, subject in enumerate(there, 1)}


@changes_records
def kept_codes(session: Session, kind: str, subjects: Iterable[int]) -> dict[int, str]:
    """The code that each subject keeps over several summaries, for a reader who was promised so.

    A new one is drawn from many, so that it does not tell who came last; none is given twice,
    though the first was erased since.
    """
    rows = session.exec(select(Pseudonym).where(Pseudonym.kind == kind)).all()
    known = {row.subject_id: row.code for row in rows}
    given = session.get(VaultFact, f"codes given {kind}") or VaultFact(
        key=f"codes given {kind}", value=""
    )
    used = {*known.values(), *given.value.split()}
    for subject in dict.fromkeys(subjects):
        if subject in known:
            continue
        known[subject] = _unused(_KEPT_FORMS[kind], used)
        used.add(known[subject])
        session.add(Pseudonym(kind=kind, subject_id=subject, code=known[subject]))
    given.value = " ".join(sorted(used))
    session.add(given)
    return known


def _unused(form: str, used: set[str]) -> str:
    """A code that nobody has had."""
    letters = len(form.format(0)) - 1
    while True:
        code = form.format(secrets.randbelow(10**letters))
        if code not in used:
            return code


@changes_records
def team_code(session: Session) -> str:
    """The code by which a roll-up tells this vault's team from others; drawn once."""
    row = session.get(VaultFact, _TEAM_CODE)
    if row is None:
        row = VaultFact(key=_TEAM_CODE, value=f"T-{secrets.token_hex(3).upper()}")
        session.add(row)
    return row.value


@changes_records
def note_export(
    session: Session, what: str, audience: str, file_hash: str, moment: Moment, *, about: str = ""
) -> None:
    """Keep in the journal that something left the vault: what, for whom, and the file's hash.

    `about` is the subject where it is of one person, `child C-1001` or `worker 3`: then it is found
    with theirs.
    """
    told = f"as {audience}, sha256 {file_hash}" if about else f"sha256 {file_hash}"
    moment.note(session, f"export {what}", about or f"audience {audience}", told)
