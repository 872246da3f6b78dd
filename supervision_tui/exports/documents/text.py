"""A document as plain text that pastes well into a case note or an email."""

from __future__ import annotations

from collections.abc import Iterator

from .document import Document, Section
from .markdown_text import Item, plain_text


def to_text(document: Document) -> str:
    """Write a document as plain text: no signs of Markdown, no long lines."""
    lines = [document.title, *document.about, ""]
    for section in document.sections:
        lines += _section(section)
    if document.foot:
        lines.append(document.foot)
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(section: Section) -> Iterator[str]:
    if section.title:
        yield from (section.title.upper(), "")
    for number, (strong, rest) in enumerate(section.numbered, 1):
        yield f"{number}. {strong}{rest}"
    text = ""
    for label, text in section.parts:
        if label:
            yield f"{label}:"
        yield plain_text(text)
        if not isinstance(text, Item):
            yield ""
    if isinstance(text, Item):
        yield ""
