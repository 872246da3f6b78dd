"""Cells of councils' exports: headings, text, references, codes, in all their dirt."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

LONGEST_NAME = 120
LONGEST_REFERENCE = 40
_NOTHING = frozenset({
    "", "#n/a", "n/a", "na", "n.a.", "none", "nil", "-", "--", "#ref!", "#value!", "#name?",
    "#div/0!", "nan", "(null)",
    "(blank)", "[null]", "\\n",
})  # fmt: skip
_NULLS = frozenset({"NULL", "null"})  # as databases write it; Null is a surname, too
NO_REFERENCE = frozenset({
    "", "unknown", "notknown", "nk", "tbc", "tba", "noid", "notrecorded", "notapplicable",
    "pending", "none", "0",
})  # fmt: skip
YES, NO = frozenset({"y", "yes", "true", "1"}), frozenset({"n", "no", "false", "0"})  # folded
_JOINERS = frozenset("\u200c\u200d")
_JOINED_SCRIPTS = ("ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI",
"ORIYA", "TAMIL",
                   "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR",
                   "TIBETAN")  # fmt: skip
_LARGEST_EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number
_SHORTENED = re.compile(r"\d[.,]\d+[eE]\+?\d{1,3}|\d[eE]\+\d{1,3}")
_SEXES = {"female": "female", "f": "female", "2": "female", "20": "female", "2female": "female",
          "male": "male", "m": "male", "1": "male", "10": "male", "1male": "male"}  # fmt: skip
_FORCED = re.compile(r'="(.*)"')  # as a spreadsheet is told that digits are text
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_NOT_ALNUM = re.compile(r"[^0-9a-z]+")
_FIRST_WORD = re.compile(r"\w+\b(?!/)")  # n/a is no answer
_LETTER_OF_LIST = re.compile(r"^\s*\(?[a-zA-Z0-9]\)\s*")


class CellWrong(Exception):
    """A cell cannot be read as what its column holds; the message is the reason."""


def folded(value: object) -> str:
    """Fold a heading or a code to letters and digits, after NFKC and without case."""
    plain = str(value).casefold()
    if plain.isascii():
        if plain.isalnum():
            return plain
        return _NOT_ALNUM.sub("", plain)
    return "".join(c for c in unicodedata.normalize("NFKC", plain).casefold() if c.isalnum())


def text(value: object) -> str:
    """Read one line of plain text: NFKC, single spaces, nothing unseen.

    Empty for all the ways to say nothing.
    """
    plain = one_line(value)
    if plain.startswith("=") and (forced := _FORCED.fullmatch(plain)):
        plain = forced[1].strip()
    if plain.casefold() in _NOTHING or plain in _NULLS:
        return ""
    return plain


def one_line(value: object) -> str:
    """Read one line of plain text as it stands, the ways to say nothing kept."""
    raw = str(value)
    if not (raw.isascii() and raw.isprintable()):
        raw = _printable(unicodedata.normalize("NFKC", raw))
    return " ".join(raw.split())


def _printable(raw: str) -> str:
    """Put spaces for controls and drop what has no width.

    A joiner stays between letters whose script needs it.
    """
    kept = []
    for at, sign in enumerate(raw):
        category = unicodedata.category(sign)
        if sign in _JOINERS:
            joins = _is_joined_script(raw[at - 1 : at]) and _is_joined_script(raw[at + 1 : at + 2])
            shown = sign if joins else ""
            kept.append(shown)
        elif category == "Cf":
            kept.append("")
        elif category[0] in "CZ":
            kept.append(" ")
        else:
            kept.append(sign)
    return "".join(kept)


def _is_joined_script(sign: str) -> bool:
    return bool(sign) and unicodedata.name(sign, "").startswith(_JOINED_SCRIPTS)


def without_letter_of_list(value: str) -> str:
    """Take away the letter of a code in a published list: `b) Female` is `Female`."""
    return _LETTER_OF_LIST.sub("", value)


def yes_or_no(value: object) -> bool | None:
    """Read an answer by its first word: `Y`, `b) No`, `Yes - moved`; nothing if neither."""
    said = _FIRST_WORD.match(without_letter_of_list(text(value)).casefold())
    if said is None:
        return None
    if said[0] in YES:
        return True
    if said[0] in NO:
        return False
    return None


def reference(value: object) -> str:
    """Read a child's reference; leading zeros stay, decimals that a spreadsheet gave it go.

    Raises `CellWrong`.
    """
    if isinstance(value, float):
        if abs(value) >= _LARGEST_EXACT:
            raise CellWrong(
                "a spreadsheet has shortened this number, so its digits are lost; export it as text"
            )
        value = int(value) if value.is_integer() else value
    if isinstance(value, date):
        raise CellWrong("a date is no reference; export the references as text")
    found = text(value).removeprefix("'").strip()
    if THOUSANDS.fullmatch(found):
        found = found.replace(",", "")
    if _SHORTENED.fullmatch(found):
        raise CellWrong(
            "a spreadsheet has shortened this number, so its digits are lost; export it as text"
        )
    if re.fullmatch(r"\d+\.0+", found):
        found = found.partition(".")[0]
    if re.fullmatch(r"-\d+", found):
        raise CellWrong("a number below zero is no reference")
    if not found or folded(found) in NO_REFERENCE or not folded(found).strip("0"):
        raise CellWrong("the child's reference is missing")
    if len(found) > LONGEST_REFERENCE:
        raise CellWrong(f"the reference is longer than {LONGEST_REFERENCE} characters")
    return found


def name(value: object, what: str = "the name") -> str:
    """Read a name of somebody or something, `what` it is in words; empty where none stands.

    Raises `CellWrong`.
    """
    found = text(value)
    if len(found) > LONGEST_NAME:
        raise CellWrong(f"{what} is longer than {LONGEST_NAME} characters")
    return found


def sex(value: object) -> str | None:
    """Read `female` or `male` from words, letters and census codes.

    Nothing where neither is said.
    """
    return _SEXES.get(folded(without_letter_of_list(text(value))))
