"""The directory of clinicians: who is consulted, of which discipline, and how the person is
reached.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, select

from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.names import NamesToMatch, normal_name
from supervision_tui.records import Clinician, Consultation
from supervision_tui.vault.store import can_be_undone, changes_records

_LONGEST = 120  # letters


@dataclass(frozen=True, slots=True)
class ClinicianLine:
    """A clinician in the directory, with the number of consultations held and under way."""

    id: int
    name: str
    discipline: str
    reached: str
    held: int
    under_way: int
    is_here: bool


def directory(session: Session, moment: Moment) -> tuple[ClinicianLine, ...]:
    """Everybody in the directory, by name; those who have left last."""
    counts: dict[int | None, list[int]] = {}
    for row in session.exec(select(Consultation).where(Consultation.requested_on <= moment.today)):
        held, under_way = counts.setdefault(row.clinician_id, [0, 0])
        was_held = row.held_on is not None and row.held_on <= moment.today
        is_open = not was_held and (row.closed_on is None or row.closed_on > moment.today)
        counts[row.clinician_id] = [held + was_held, under_way + is_open]
    lines = [
        ClinicianLine(
            row.id or 0,
            row.name,
            row.discipline,
            row.reached,
            held=counts.get(row.id, [0, 0])[0],
            under_way=counts.get(row.id, [0, 0])[1],
            is_here=row.left_on is None or row.left_on > moment.today,
        )
        for row in session.exec(select(Clinician).where(Clinician.recorded_on <= moment.today))
    ]
    return tuple(sorted(lines, key=lambda each: (not each.is_here, each.name)))


@can_be_undone("the clinician")
@changes_records
def add_clinician(
    session: Session, name: str, discipline: str, reached: str, moment: Moment
) -> int:
    """Put a clinician into the directory. Raises `Refused`."""
    plain, kind = " ".join(name.split()), " ".join(discipline.split())
    if not plain or len(plain) > _LONGEST:
        raise Refused(f"A name is needed, of at most {_LONGEST} letters.", field="name")
    if not kind or len(kind) > _LONGEST:
        raise Refused(
            "Say of which discipline: clinical psychologist, systemic family therapist …",
            field="discipline",
        )
    if _find(session, plain) is not None:
        raise Refused(f"{plain} is in the directory already.", field="name")
    row = Clinician(
        name=plain,
        normal_name=normal_name(plain),
        discipline=kind,
        reached=reached.strip(),
        recorded_on=moment.today,
    )
    session.add(row)
    session.flush()
    moment.note(session, "add clinician", "directory", "name, discipline, how reached")
    return row.id or 0


@can_be_undone("the change of the clinician")
@changes_records
def change_clinician(
    session: Session,
    clinician_id: int,
    discipline: str,
    reached: str,
    moment: Moment,
    *,
    has_left: bool,
) -> None:
    """Put right what the directory says of a clinician. Raises `Refused`."""
    row = session.get(Clinician, clinician_id)
    if row is None:
        raise Refused("That clinician is no longer there.")
    if not discipline.strip():
        raise Refused("Say of which discipline.", field="discipline")
    row.discipline, row.reached = " ".join(discipline.split()), reached.strip()
    row.left_on = (row.left_on or moment.today) if has_left else None
    session.add(row)
    moment.note(session, "change clinician", "directory", "discipline, how reached, left")


def clinician_named(session: Session, typed: str, moment: Moment) -> int:
    """The clinician of that name; `Ada Finch, clinical psychologist` adds one. Raises `Refused`."""
    name, _, discipline = typed.partition(",")
    found = _find(session, name)
    if found is not None and (found.left_on is None or found.left_on > moment.today):
        return found.id or 0
    if found is not None:
        raise Refused(
            f"{found.name} has left; ‹consultations.edit› on the list of clinicians puts that "
            f"right.",
            typed=typed,
        )
    if discipline.strip():
        return add_clinician(session, name, discipline, "", moment)
    names = [row.name for row in session.exec(select(Clinician)) if row.left_on is None]
    near = NamesToMatch(names).close_to(name)
    offers = (near,) if near else tuple(sorted(names)[:5])
    says = (
        f"“{name.strip()[:40]}” is not in the directory. Add the discipline behind a comma to "
        f"put the person there."
    )
    raise Refused(says, offers, "unknown-clinician", typed=typed)


def clinicians_offered(session: Session, moment: Moment) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names to offer, and disciplines: those of the directory before those of the policy."""
    here = [each for each in directory(session, moment) if each.is_here]
    used = [each.discipline for each in here]
    disciplines = dict.fromkeys([*used, *moment.policy.consultations.disciplines])
    return tuple(each.name for each in here), tuple(disciplines)


def _find(session: Session, name: str) -> Clinician | None:
    return session.exec(select(Clinician).where(Clinician.normal_name == normal_name(name))).first()
