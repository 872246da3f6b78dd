"""Tell whether a name stands where it must not: a child's in the worker's own record (practice
facts, section 2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain, pairwise

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_GAP = re.compile(r"[ \u00a0-]+")
_CAPITALS = re.compile(r"(?<![^\W_])(?:[A-Z]\.\s?){2,4}|(?<![^\W_])[A-Z]{2,4}(?![^\W_])")
_SHORTEST = 3  # a part of a name as short as two letters is too often another word
_STAYS = "\x00stays"
_UNSURE = "…"  # stands for a part of a name that several people bear


@dataclass(frozen=True, slots=True)
class NameFound:
    """A child's name in a text: the words as they stand, and the reference for their place.

    The reference is empty where several children bear that part of a name.
    """

    word: str
    ref: str


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    whom: frozenset[str]


def names_found(
    text: str, names: Mapping[str, str | None], others: Iterable[str] = ()
) -> list[NameFound]:
    """The children's names (by reference) that stand in a text.

    `others` are names that may: the worker's own.

    A part of a name counts where it is written with a capital, as names are: `Rowan`, but not `a
    rowan tree`.
    """
    allowed = set(chain.from_iterable(_parts(name) for name in others))
    people = [(name, ref) for ref, name in names.items() if name]
    found: dict[str, NameFound] = {}
    for match in _matches(text, _Names(people), any_case=False):
        words = text[match.start : match.end]
        if not set(_parts(words)) <= allowed:
            whose = next(iter(match.whom)) if len(match.whom) == 1 else ""
            found.setdefault(_folded(words), NameFound(words, whose))
    return list(found.values())


def without_names(
    text: str, people: Iterable[tuple[str, str]], *, shortest: int = _SHORTEST
) -> str:
    """The text with every name put out of sight: pairs of a whole name and what stands in for it.

    A whole name becomes its stand-in, and so does a part that one person bears; a part of several
    becomes `…`. Parts shorter than three letters are hidden only where `shortest` asks for it, and
    where they have a capital.
    """
    return NameHider(people, shortest=shortest).without_names(text)


class NameHider:
    """Puts the names of the same people out of sight in many texts.

    `stays` are names that may be read. With `has_initials` those of a whole name go, too: `E.M.` of
    Eoin Marsh.
    """

    def __init__(
        self,
        people: Iterable[tuple[str, str]],
        *,
        stays: Iterable[str] = (),
        shortest: int = _SHORTEST,
        has_initials: bool = False,
    ) -> None:
        pairs = [*people, *((name, _STAYS) for name in stays)]
        self._names = _Names(pairs, shortest)
        self._has_initials = has_initials

    def without_names(self, text: str) -> str:
        """The text with every name but those that stay put out of sight."""
        shown, at = [], 0
        for match in _matches(text, self._names, any_case=True):
            shown += [
                text[at : match.start],
                self._stands(text[match.start : match.end], match.whom),
            ]
            at = match.end
        hidden = "".join((*shown, text[at:]))
        if self._has_initials:
            return _CAPITALS.sub(self._without_initials, hidden)
        return hidden

    def _without_initials(self, found: re.Match[str]) -> str:
        """The stand-in of those whose initials capitals are; else the capitals as they stand."""
        letters = "".join(filter(str.isalpha, found[0]))
        whom = self._names.initials.get(letters.casefold())
        if whom is None or (letters == found[0] and letters in _abbreviations()):
            return found[0]
        space = " " * found[0].endswith(" ")
        return self._stands(found[0], frozenset(whom)) + space

    def _stands(self, words: str, whom: frozenset[str]) -> str:
        if _STAYS in whom:  # the name of one who stays, though somebody else may bear a part of it
            return words
        if len(whom) == 1:
            return next(iter(whom))
        return _UNSURE


def name_parts(names: Iterable[str]) -> set[str]:
    """Every part of these names, folded: a search with names hidden finds nothing by them."""
    return set(chain.from_iterable(_parts(name) for name in names))


def folded_word(word: str) -> str:
    """A word without case and diacritics, as parts of names are compared."""
    return _folded(word)


class _Names:
    """Whole names and their parts, with everybody who bears them."""

    def __init__(self, people: Iterable[tuple[str, str]], shortest: int = _SHORTEST) -> None:
        self.whole: dict[tuple[str, ...], set[str]] = {}
        self.parts: dict[str, set[str]] = {}
        self.initials: dict[str, set[str]] = {}
        for name, whom in people:
            words = tuple(_folded(word) for word in _WORD.findall(name))
            # "?", "12", as of a child not yet born: no name that could be found in a text.
            if not words:
                continue
            self.whole.setdefault(words, set()).add(whom)
            if len(words) > 1:
                letters = "".join(word[0] for word in words)
                self.initials.setdefault(letters, set()).add(whom)
            for part in _parts(name, shortest):
                self.parts.setdefault(part, set()).add(whom)
        self.lengths: dict[
            str, list[int]
        ] = {}  # of the whole names that begin with a word, the longest first
        for words in sorted(self.whole, key=len, reverse=True):
            lengths = self.lengths.setdefault(words[0], [])
            if len(words) > 1 and len(words) not in lengths:
                lengths.append(len(words))


def _matches(text: str, names: _Names, *, any_case: bool) -> Iterator[_Match]:
    """Find where names stand: whole ones first, then parts with everybody who bears them."""
    words = [
        (each.start(), each.end(), _folded(_bare(each[0])), each[0][0].isupper())
        for each in _WORD.finditer(text)
    ]
    place = 0
    while place < len(words):
        start, end, folded, is_capital = words[place]
        span = next(
            (
                n
                for n in names.lengths.get(folded, ())
                if _run(text, words, place, n) in names.whole
            ),
            0,
        )
        if span and (any_case or is_capital):
            yield _Match(
                start,
                words[place + span - 1][1],
                frozenset(names.whole[_run(text, words, place, span)]),
            )
        elif part := _part_of(folded, names, or_several=any_case):
            begins = is_capital and _begins_a_sentence(text, start)
            if _is_meant(part, is_capital=is_capital, begins=begins, any_case=any_case):
                yield _Match(start, end, frozenset(names.parts[part]))
        place += span or 1


def _part_of(folded: str, names: _Names, *, or_several: bool) -> str:
    """The part of a name that a word is, alone, or of several people: `the Quaverlys`."""
    ends = ("", "s", "es") if or_several else ("",)
    for end in ends:
        part = folded.removesuffix(end)
        if folded.endswith(end) and part in names.parts and len(part) >= _SHORTEST * bool(end):
            return part
    return ""


def _is_meant(part: str, *, is_capital: bool, begins: bool, any_case: bool) -> bool:
    """Tell whether a word is meant as a name: a common one only with a capital in a sentence."""
    if part in _common_words():
        return is_capital and not begins
    return is_capital or (any_case and len(part) >= _SHORTEST)


# A title or an initial, whose full stop ends no sentence.
_BEFORE_A_NAME = re.compile(r"(?<!\w)(?:mr|mrs|ms|miss|mx|dr|prof|rev|st|[a-z])\.$", re.IGNORECASE)


def _begins_a_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\u00a0\"'“‘(")
    if not before or before[-1] in "!?:\n":
        return True
    return before[-1] == "." and _BEFORE_A_NAME.search(before) is None


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    return _words_in("common_words.txt")


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    """Capitals of the trade that are nobody's initials, unless they stand with dots."""
    return _words_in("abbreviations.txt")


def _words_in(name: str) -> frozenset[str]:
    lines = files(__package__).joinpath(name).read_text("utf-8").splitlines()
    return frozenset(chain.from_iterable(line.split() for line in lines if line[:1] != "#"))


def _run(
    text: str, words: list[tuple[int, int, str, bool]], place: int, length: int
) -> tuple[str, ...]:
    """So many words from a place on, where nothing but a gap stands between them."""
    run = words[place : place + length]
    joined = all(_GAP.fullmatch(text[a[1] : b[0]]) for a, b in pairwise(run))
    if len(run) == length and joined:
        return tuple(each[2] for each in run)
    return ()


def _parts(name: str, shortest: int = _SHORTEST) -> list[str]:
    return [
        folded for part in _WORD.findall(name) if len(folded := _folded(_bare(part))) >= shortest
    ]


def _bare(word: str) -> str:
    return re.sub(r"['’][sS]$", "", word)


def _folded(word: str) -> str:
    if word.isascii():  # as nearly all are, and on every line that is drawn while names are hidden
        return word.casefold()
    plain = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))
