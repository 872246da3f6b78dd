"""The children's social work workforce census (CSWW): an XML file of an authority's workers, without their names.

It is read with definitions and entities refused, so that no file can reach another or swell in memory.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.desk.imports.files import ImportRefused, RejectedRow
from supervision_tui.desk.imports.workforce import WorkforceFile, WorkforceRow

from .tables import cells, dates
from .tables.files import content_of, name_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_COLLECTION, _WORKER = "CSWW", "CSWWWorker"
_ABSENCES = {
    "MAT": "parental leave",
    "OTH": "other paid absence",
    "PUB": "public duties",
    "SIC": "sickness",
    "TRN": "training",
    "UNA": "unauthorised absence",
    "UNP": "unpaid absence",
}
"""The census's codes of absence. Source: its schemas of 2021 to 2025."""
_LEAST_FTE, _MOST_FTE = 0.05, 1.5
_LONGEST_SHOWN = 80  # letters of a wrong value


def read_workforce(path: Path, today: date, *, takes_unknown: bool = False) -> WorkforceFile:
    """The workers of a return. Raises `ImportRefused` where the file is none, and changes nothing."""
    name = name_of(path)
    root = _parsed(path, name)
    collection = root.findtext("Header/CollectionDetails/Collection")
    if (
        root.tag != "Message"
        or collection not in (None, _COLLECTION)
        or (collection is None and not _has_workers(root))
    ):
        raise ImportRefused(f"{name} is no workforce census: its collection is not {_COLLECTION}.")
    on = cells.text(root.findtext("Header/CollectionDetails/ReferenceDate") or "") or "30 September"
    rows, rejected = [], []
    for number, element in enumerate(root.iter(_WORKER), 1):
        try:
            rows.append(_row(element, on))
        except _ElementWrong as why:
            values = tuple(cells.text(child.text or "") for child in element)
            header = tuple(child.tag for child in element)
            value = cells.one_line(element.findtext(why.tag) or "")[:_LONGEST_SHOWN]
            rejected.append(RejectedRow("workers", number, why.tag, value, str(why), values, header))
    if not rows and not rejected:
        raise ImportRefused(f"{name} names no worker; export the whole return.")
    return WorkforceFile(name, tuple(rows), tuple(rejected), takes_unknown=takes_unknown)


class _ElementWrong(Exception):
    """An element of a worker cannot be read; the message is the reason, `tag` its name."""

    def __init__(self, tag: str, why: str) -> None:
        super().__init__(why)
        self.tag = tag


def _has_workers(root: Element) -> bool:
    return next(root.iter(_WORKER), None) is not None


def _parsed(path: Path, name: str) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    content = content_of(path)
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise ImportRefused(f"{name} holds definitions or entities, which are not read; export it again.") from None
    except (ParseError, ValueError, LookupError):
        raise ImportRefused(f"{name} is not a well-formed XML file; export it again.") from None
    return root


def _row(element: Element, on: str) -> WorkforceRow:
    registration = cells.text(element.findtext("SWENo") or "")
    if not registration:
        raise _ElementWrong("SWENo", "no registration number")
    if len(registration) > cells.LONGEST_REFERENCE:
        raise _ElementWrong("SWENo", "the registration number is too long")
    ended = _day(element, "RoleEndDate")
    return WorkforceRow(
        registration=registration,
        name=None,
        fte=_fte(element, has_left=ended is not None),
        agency={"1": True, "0": False}.get((element.findtext("AgencyWorker") or "").strip()),
        starts_on=_day(element, "RoleStartDate"),
        notes=tuple(_notes(element, on, ended)),
        has_left=ended is not None,
    )


def _day(element: Element, tag: str) -> date | None:
    try:
        return dates.day(element.findtext(tag) or "")
    except dates.StandsForNone:
        return None
    except cells.CellWrong as why:
        raise _ElementWrong(tag, str(why)) from None


def _fte(element: Element, *, has_left: bool) -> float | None:
    """The share of full time; that of 30 September where the other is none. Nothing for one who has left."""
    for name in ("FTE", "FTE30"):
        try:
            found = float((element.findtext(name) or "0").strip() or 0)
        except ValueError:
            raise _ElementWrong(name, "is not a number; write it like 0.6") from None
        if not 0 <= found <= _MOST_FTE:
            raise _ElementWrong(name, f"lies outside 0 to {_MOST_FTE}")
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
