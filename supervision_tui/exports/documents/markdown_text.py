"""Markdown as people type it in a record, taken apart into blocks: for the screen, for PDF, for
plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_BULLET = "·"
_SIGNS, _MARKED = re.compile(r"([\\`*_\[\]<>#|~])"), r"\\\1"
_LEADS_OUT = re.compile(r"(\\*)([\[<]|&(?=#?\w+;)|(?<=\w):(?=//)|(?<=www)\.|(?<=mailto):)")
# What people type is only ever text: no part of it is taken for an address, an entity or a
# definition, and lost.
_NOT_OURS = [
    "html_block",
    "html_inline",
    "image",
    "link",
    "reference",
    "autolink",
    "escape",
    "entity",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text, and how it is written."""

    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or quotation.

    `level` is the heading's, or how deep an item lies; `mark` its sign.
    """

    kind: str
    spans: tuple[Span, ...]
    level: int = 0
    mark: str = ""

    @property
    def text(self) -> str:
        """The words of a block, without how they are written."""
        return "".join(span.text for span in self.spans)


class Item(str):
    """A line of a list as it stands: no sign in it is taken for a sign of Markdown."""

    __slots__ = ()


def as_markdown(text: str) -> str:
    """A text as Markdown: an item with its signs marked, any other as typed, leading nowhere."""
    if isinstance(text, Item):
        return f"- {_SIGNS.sub(_MARKED, text)}"
    return inert(text)


def inert(text: str) -> str:
    """A text in which no HTML, link, image or address is one any more; how else it is set stays."""
    return _LEADS_OUT.sub(_as_text, text)


def _as_text(found: re.Match[str]) -> str:
    before, sign = found.groups()
    if len(before) % 2:
        return found[0]
    return f"{before}\\{sign}"


def blocks_of(text: str) -> list[Block]:
    """The blocks of a text.

    A line that a person ended stays a line of its own; HTML is only text.
    """
    if isinstance(text, Item):
        return [Block("item", (Span(str(text)),), 1, _BULLET)]
    return list(_blocks(_parser().parse(text)))


def spaced_blocks(text: str) -> Iterator[tuple[bool, Block]]:
    """The blocks of a text, each with whether a blank line stands before it."""
    for number, block in enumerate(blocks_of(text)):
        yield number > 0 and block.kind != "item", block


def plain_text(text: str) -> str:
    """Write a text for places that know no Markdown: an email, a case-management system."""
    lines: list[str] = []
    for is_apart, block in spaced_blocks(text):
        if is_apart:
            lines.append("")
        indent = "  " * max(0, block.level - 1) if block.kind == "item" else ""
        if block.mark:
            shown = f"{indent}{block.mark} {block.text}"
        else:
            shown = block.text
        lines.append(shown)
    return "\n".join(lines)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable(_NOT_OURS)


class _Place:
    """The place of a line in the structure of a text: its heading, its lists, its quotation."""

    def __init__(self) -> None:
        self._heading = 0
        self._lists: list[str] = []
        self._quotations = 0
        self._mark = ""

    def move(self, token: Token) -> None:
        """Go into what a token opens, or out of what it closes."""
        match token.type:
            case "heading_open":
                self._heading = int(token.tag[1])
            case "heading_close":
                self._heading = 0
            case "bullet_list_open" | "ordered_list_open":
                self._lists.append(token.type)
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                is_numbered = self._lists[-1] == "ordered_list_open"
                self._mark = f"{token.info}." if is_numbered else _BULLET
            case "blockquote_open":
                self._quotations += 1
            case "blockquote_close":
                self._quotations -= 1

    def block(self, spans: tuple[Span, ...]) -> Block:
        """A line at this place; only the first line of an item has its mark."""
        if self._lists:
            mark, self._mark = self._mark, " "
            return Block("item", spans, len(self._lists), mark)
        if self._quotations:
            return Block("quote", spans, self._heading)
        if self._heading:
            return Block("heading", spans, self._heading)
        return Block("paragraph", spans)


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    place = _Place()
    for token in tokens:
        if token.type == "inline":
            yield place.block(tuple(_spans(token.children or [])))
        elif token.type in ("fence", "code_block"):
            yield Block("paragraph", (Span(token.content.rstrip("\n")),))
        elif token.type == "hr":
            yield Block("paragraph", (Span("―" * 3),))
        else:
            place.move(token)


def _spans(tokens: Sequence[Token]) -> Iterator[Span]:
    now = Span("")
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            now = replace(now, strong=token.type == "strong_open")
        elif token.type in ("em_open", "em_close"):
            now = replace(now, emphasis=token.type == "em_open")
        elif token.type in ("softbreak", "hardbreak"):
            yield replace(now, text="\n")
        elif token.content:
            yield replace(now, text=token.content)
