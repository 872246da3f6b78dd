"""A document as Markdown: to be read, mailed or pasted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .document import NOTES, Document, Kind, Part, Section, Table
from .markdown_text import Item, as_markdown, inert

_SIGNS = ("\\", "|", "[", "]", "<", ">", "*", "_", "`", "#", "~")


def to_markdown(document: Document) -> str:
    """Write a document as Markdown; no text in it becomes a link, a heading or part of a table."""
    return "\n\n".join(_blocks(document)) + "\n"


def _blocks(document: Document) -> Iterator[str]:
    """Yield what stands with a blank line before and after it."""
    yield f"# {_plain(document.title)}"
    if document.marking:
        yield f"**{_plain(document.marking)}**"
    if document.about:
        yield "\n".join(f"{inert(each)}  " for each in document.about)
    if document.stamp:
        yield "\n".join(f"- {label}: {_plain(text)}" for label, text in document.stamp)
    for section in document.sections:
        yield from _section(section)
    if document.notes:
        yield f"## {NOTES}"
        yield _listed(document.notes)
    if document.foot:
        yield "---"
        yield inert(document.foot)


def _section(section: Section) -> Iterator[str]:
    if section.title:
        yield f"## {_plain(section.title)}"
    yield from _parts(section.parts)
    if section.numbered:
        yield "\n".join(
            f"{number}. **{_plain(strong)}**{_plain_after(rest)}"
            for number, (strong, rest) in enumerate(section.numbered, 1)
        )
    for sentence in section.says:
        yield _plain(sentence)
    for drawing in section.drawings:
        yield _plain(drawing.says)
    if section.table is not None:
        yield _table(section.table)
    if section.items:
        yield _listed(section.items)


def _parts(parts: Sequence[Part]) -> Iterator[str]:
    items: list[str] = []
    for label, text in parts:
        if items and (label or not isinstance(text, Item)):
            yield "\n".join(items)
            items = []
        if label:
            yield f"**{inert(label)}**"
        if isinstance(text, Item):
            items.append(as_markdown(text))
        else:
            yield as_markdown(text)
    if items:
        yield "\n".join(items)


def _listed(texts: Sequence[str]) -> str:
    return "\n".join(f"- {_plain(text)}" for text in texts)


def _table(table: Table) -> str:
    head = " | ".join(_plain(column.title) for column in table.columns)
    rules = " | ".join(_rule(column.kind) for column in table.columns)
    rows = [" | ".join(_plain(value.with_n) for value in row) for row in table.rows]
    return "\n".join(f"| {row} |" for row in (head, rules, *rows))


def _rule(kind: Kind) -> str:
    if kind is Kind.TEXT:
        return "---"
    return "---:"


def _plain_after(text: str) -> str:
    """A text that goes on behind another: its first space stays."""
    return " " * text.startswith(" ") + _plain(text)


def _plain(text: str) -> str:
    plain = " ".join(text.split())
    for mark in _SIGNS:
        plain = plain.replace(mark, f"\\{mark}")
    return inert(plain)
