"""The passages of a document as plain text, to be copied one by one into another system's form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from .document import Document, Section
from .markdown_text import plain_text
from .text import table_lines, to_text

WHOLE = "whole record"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a document: its title, and its text without it."""

    title: str
    text: str

    @property
    def words(self) -> int:
        """The number of words in it."""
        return len(self.text.split())


def passages(document: Document) -> list[Passage]:
    """The whole document, then each part that has a title of its own."""
    whole = Passage(WHOLE, to_text(document))
    parts = list(chain.from_iterable(map(_of_section, document.sections)))
    if len(parts) < 2:
        return [whole]
    return [whole, *parts]


def _of_section(section: Section) -> Iterator[Passage]:
    if section.title:
        lines = [plain_text(text) for _label, text in section.parts]
        if section.table is not None:
            lines += table_lines(section.table)
        text = "\n".join(lines)
        yield Passage(section.title, f"{text}\n")
        return
    for label, text in section.parts:
        yield Passage(label or "text", f"{plain_text(text)}\n")
