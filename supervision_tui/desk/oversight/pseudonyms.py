"""The codes under which children and workers stand in exported summaries: W01, C001.

The key stays in the vault.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlmodel import Session, select

from supervision_tui.desk.moment import Moment
from supervision_tui.records import Pseudonym, VaultFact
from supervision_tui.vault.store import changes_records

_TEAM_CODE = "team code"
_FORMS = {"worker": "W{:02}", "child": "C{:03}"}


@changes_records
def pseudonyms(session: Session, kind: str, subjects: Iterable[int]) -> dict[int, str]:
    """The code of each subject.

    New ones are given in a random order, so that they follow no alphabet.

    A code that was given once is never given to another, though the first was erased since.
    """
    known = {
        row.subject_id: row.code
        for row in session.exec(select(Pseudonym).where(Pseudonym.kind == kind))
    }
    new = [subject for subject in dict.fromkeys(subjects) if subject not in known]
    secrets.SystemRandom().shuffle(new)
    last = session.get(VaultFact, f"last code {kind}") or VaultFact(
        key=f"last code {kind}", value=str(len(known))
    )
    for number, subject in enumerate(new, int(last.value) + 1):
        known[subject] = _FORMS[kind].format(number)
        session.add(Pseudonym(kind=kind, subject_id=subject, code=known[subject]))
        last.value = str(number)
    session.add(last)
    return known


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
