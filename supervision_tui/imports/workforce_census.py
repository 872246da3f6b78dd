"""The children's social work workforce census (CSWW): an XML file of an authority's workers,
without their names.

It is read with definitions and entities refused, so that no file can reach another or swell in
memory.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.desk.imports.files import ImportRefused, RejectedRow
from supervision_tui.desk.imports.workforce import WorkforceFile, WorkforceRow

from .tables import cells, dates
from .tables.delimited_text import decoded
from .tables.files import STANDARD_INPUT, content_of, name_of, read_files
from .tables.web_tables import without_declaration
from .told_apart import FileKind, wrong_file

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
_MARKS = dict.fromkeys(cells.YES, True) | dict.fromkeys(cells.NO, False)
LEAST_FTE, MOST_FTE = 0.05, 1.5
_LONGEST_SHOWN = 80  # letters of a wrong value


def read_workforce(path: Path, today: date, *, takes_unknown: bool = False) -> WorkforceFile:
    """Read the workers of a return.

    Raises `ImportRefused` where the file is none, and changes nothing.
    """
    name = name_of(path)
    root = _parsed(path, name)
    collection = cells.text(root.findtext("Header/CollectionDetails/Collection") or "").upper()
    if (
        root.tag != "Message"
        or collection not in ("", _COLLECTION)
        or not (collection or _has_workers(root))
    ):
        raise ImportRefused(f"{name} is no workforce census: its collection is not {_COLLECTION}.")
    on = cells.text(root.findtext("Header/CollectionDetails/ReferenceDate") or "") or "30 September"
    rows, rejected = [], []
    for number, element in enumerate(root.iter(_WORKER), 1):
        try:
            rows.append(_Worker(element, today).row(on))
        except _ElementWrong as why:
            values = tuple(cells.text(child.text or "") for child in element)
            header = tuple(child.tag for child in element)
            value = cells.one_line(element.findtext(why.tag) or "")[:_LONGEST_SHOWN]
            rejected.append(
                RejectedRow(
                    "workers",
                    number,
                    why.tag,
                    value=value,
                    reason=str(why),
                    cells=values,
                    header=header,
                )
            )
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
    """Read the XML of a file, in whatever encoding it truly is. Raises `ImportRefused`."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    text = (decoded(content_of(path)) or "").lstrip("\ufeff").lstrip()
    if not text.startswith("<"):
        raise ImportRefused(_says_what_it_is(path, name))
    try:
        root: Element = fromstring(without_declaration(text), forbid_dtd=True)
    except DefusedXmlException:
        raise ImportRefused(
            f"{name} holds definitions or entities, which are not read; export it again."
        ) from None
    except (ParseError, ValueError, LookupError):
        raise ImportRefused(f"{name} is not a well-formed XML file; export it again.") from None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _says_what_it_is(path: Path, name: str) -> str:
    """Say what a file is that is no XML, and which command reads it where that is known."""
    if path == STANDARD_INPUT:
        return f"{name} is not XML; a workforce census is."
    return wrong_file(read_files([path]), name, FileKind.WORKFORCE)


class _Worker:
    """One worker of a return.

    What is only beside the hours is left empty where it cannot be read, and told.
    """

    def __init__(self, element: Element, today: date) -> None:
        self._element, self._today = element, today
        self._notes: list[str] = []

    def row(self, on: str) -> WorkforceRow:
        """Read the worker; `on` is the day of the return, in words. Raises `_ElementWrong`."""
        registration = cells.text(self._said("SWENo"))
        if not registration or cells.folded(registration) in cells.NO_REFERENCE:
            raise _ElementWrong("SWENo", "no registration number")
        if len(registration) > cells.LONGEST_REFERENCE:
            raise _ElementWrong("SWENo", "the registration number is too long")
        ended = self._day("RoleEndDate")
        has_left = ended is not None and ended <= self._today
        fte = self._fte()
        starts_on = self._day("RoleStartDate")
        if ended is not None:
            what = "ended on" if has_left else "is to end on"
            self._notes.append(
                f"the role {what} {ended.isoformat()}; Leaver on Today closes the post"
            )
        self._note_absence(on)
        if self._yes_or_no("ASYE") or self._said("CFKSSstatus") == "1":
            self._notes.append(
                "may be in the assessed and supported year; Worker on Today sets the stage"
            )
        fte_now = fte
        if has_left:
            fte_now = None
        return WorkforceRow(
            registration=registration,
            name=None,
            fte=fte_now,
            agency=self._yes_or_no("AgencyWorker"),
            starts_on=starts_on,
            notes=tuple(self._notes),
            has_left=has_left,
        )

    def _said(self, tag: str) -> str:
        return (self._element.findtext(tag) or "").strip()

    def _day(self, tag: str) -> date | None:
        try:
            return dates.day(self._said(tag))
        except dates.StandsForNone:
            return None
        except cells.CellWrong as why:
            self._notes.append(f"{tag} “{self._said(tag)[:_LONGEST_SHOWN]}” was left empty ({why})")
            return None

    def _fte(self) -> float | None:
        """Read the share of full time; that of 30 September where the other is none.

        Raises `_ElementWrong`.
        """
        for tag in ("FTE", "FTE30"):
            try:
                found = float(self._said(tag) or 0)
            except ValueError:
                raise _ElementWrong(tag, "is not a number; write it like 0.6") from None
            if not 0 <= found <= MOST_FTE:
                raise _ElementWrong(tag, f"lies outside 0 to {MOST_FTE}")
            if found >= LEAST_FTE:
                return round(found, 2)
        return None

    def _yes_or_no(self, tag: str) -> bool | None:
        """Read a mark; one that is not known is left empty, and told."""
        said = self._said(tag).casefold()
        if said and said not in _MARKS:
            self._notes.append(
                f"{tag} “{self._said(tag)[:_LONGEST_SHOWN]}” was left empty (not yes or no)"
            )
        return _MARKS.get(said)

    def _note_absence(self, on: str) -> None:
        code = self._said("ReasonAbsence")
        is_absent = self._yes_or_no("Absat30Sept")
        if is_absent or (is_absent is None and code):
            not_known = "no reason given"
            if code:
                not_known = f"“{code[:_LONGEST_SHOWN]}”, a reason that is not known"
            reason = _ABSENCES.get(code.upper(), not_known)
            self._notes.append(f"absent on {on} ({reason}); Away on Schedule records it")
