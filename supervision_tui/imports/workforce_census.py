"""The children's social work workforce census (CSWW): an XML file of an authority's workers, without their names.

It is read with definitions and entities refused, so that no file can reach another or swell in memory.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.desk.caseload import ImportRefused, RejectedRow
from supervision_tui.desk.take_workforce import WorkforceFile, WorkforceRow
from supervision_tui.named_files import whole

from .tables import cells

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_FILE = 32 * 1024 * 1024
_COLLECTION, _WORKER = "CSWW", "CSWWWorker"
_ABSENCES = {"SIC": "sickness", "MAT": "parental leave", "TRN": "training", "ANN": "leave", "OTH": "another reason"}
_LEAST_FTE, _MOST_FTE = 0.05, 1.5


def read_workforce(path: Path, today: date, *, takes_unknown: bool = False) -> WorkforceFile:
    """The workers of a return. Raises `ImportRefused` where the file is none, and changes nothing."""
    root = _parsed(path)
    if root.tag != "Message" or root.findtext("Header/CollectionDetails/Collection") != _COLLECTION:
        raise ImportRefused(f"{path.name} is no workforce census: its collection is not {_COLLECTION}.")
    on = cells.text(root.findtext("Header/CollectionDetails/ReferenceDate") or "")
    rows, rejected = [], []
    for number, element in enumerate(root.iter(_WORKER), 1):
        try:
            rows.append(_row(element, on))
        except cells.CellWrong as why:
            values = tuple(cells.text(child.text or "") for child in element)
            header = tuple(child.tag for child in element)
            rejected.append(RejectedRow("workers", number, "FTE", "", str(why), values, header))
    if not rows and not rejected:
        raise ImportRefused(f"{path.name} names no worker; export the whole return.")
    return WorkforceFile(path.name, tuple(rows), tuple(rejected), takes_unknown=takes_unknown)


def _parsed(path: Path) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ImportRefused(f"{path.name} is too large; a workforce return is at most 32 MB.")
        content = whole(path, LARGEST_FILE)
    except OSError as why:
        raise ImportRefused(f"{path.name} cannot be read: {why.strerror}.") from None
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise ImportRefused(
            f"{path.name} holds definitions or entities, which are not read; export it again."
        ) from None
    except (ParseError, ValueError, LookupError):
        raise ImportRefused(f"{path.name} is not a well-formed XML file; export it again.") from None
    return root


def _row(element: Element, on: str) -> WorkforceRow:
    registration = cells.text(element.findtext("SWENo") or "")
    if not registration:
        raise cells.CellWrong("no registration number")
    if len(registration) > cells.LONGEST_REFERENCE:
        raise cells.CellWrong("the registration number is too long")
    ended = cells.day(element.findtext("RoleEndDate") or "")
    return WorkforceRow(
        registration=registration,
        name=None,
        fte=_fte(element, has_left=ended is not None),
        agency={"1": True, "0": False}.get((element.findtext("AgencyWorker") or "").strip()),
        starts_on=cells.day(element.findtext("RoleStartDate") or ""),
        notes=tuple(_notes(element, on, ended)),
        has_left=ended is not None,
    )


def _fte(element: Element, *, has_left: bool) -> float | None:
    """The share of full time; that of 30 September where the other is none. Nothing for one who has left."""
    for name in ("FTE", "FTE30"):
        try:
            found = float((element.findtext(name) or "0").strip() or 0)
        except ValueError:
            raise cells.CellWrong(f"{name} is not a number") from None
        if found > _MOST_FTE or found < 0:
            raise cells.CellWrong(f"{name} lies outside 0 to {_MOST_FTE}")
        if found >= _LEAST_FTE:
            return None if has_left else round(found, 2)
    return None


def _notes(element: Element, on: str, ended: date | None) -> list[str]:
    notes = []
    if ended is not None:
        notes.append(f"the role ended on {ended.isoformat()}; L on Today takes a worker off")
    if (element.findtext("Absat30Sept") or "").strip() == "1":
        code = (element.findtext("ReasonAbsence") or "").strip()
        reason = _ABSENCES.get(code, "a reason that is not known")
        notes.append(f"absent on {on} ({reason}); a on Schedule records a long leave")
    if (element.findtext("ASYE") or element.findtext("CFKSSstatus") or "").strip() == "1":
        notes.append("may be in the assessed and supported year; e on Today sets the stage")
    return notes
