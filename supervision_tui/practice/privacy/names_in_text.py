"""Tell whether a name stands where it must not: a child's in the worker's own record (practice
facts, section 2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_GAP = re.compile(r"[ \u00a0-]+")
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

    `stays` are names that may be read.
    """

    def __init__(
        self,
        people: Iterable[tuple[str, str]],
        *,
        stays: Iterable[str] = (),
        shortest: int = _SHORTEST,
    ) -> None:
        pairs = [*people, *((name, _STAYS) for name in stays)]
        self._names = _Names(pairs, shortest)

    def without_names(self, text: str) -> str:
        """The text with every name but those that stay put out of sight."""
        shown, at = [], 0
        for match in _matches(text, self._names, any_case=True):
            shown += [
                text[at : match.start],
                self._stands(text[match.start : match.end], match.whom),
            ]
            at = match.end
        return "".join((*shown, text[at:]))

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
        for name, whom in people:
            words = tuple(_folded(word) for word in _WORD.findall(name))
            # "?", "12", as of a child not yet born: no name that could be found in a text.
            if not words:
                continue
            self.whole.setdefault(words, set()).add(whom)
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
        elif folded in names.parts and (is_capital or (any_case and len(folded) >= _SHORTEST)):
            yield _Match(start, end, frozenset(names.parts[folded]))
        place += span or 1


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
    return re.sub(r"['’]s$", "", word)


def _folded(word: str) -> str:
    if word.isascii():  # as nearly all are, and on every line that is drawn while names are hidden
        return word.casefold()
    plain = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))
