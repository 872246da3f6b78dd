"""A document as plain text that pastes well into a case note or an email."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .document import Document, Section, Table, Value
from .markdown_text import Item, plain_text


def to_text(document: Document) -> str:
    """Write a document as plain text: no signs of Markdown, no long lines."""
    lines = [document.title, *filter(None, [document.marking]), *document.about]
    lines += [f"{label}: {text}" for label, text in document.stamp]
    lines.append("")
    for section in document.sections:
        lines += _section(section)
    if document.notes:
        lines += [*(f"- {note}" for note in document.notes), ""]
    if document.foot:
        lines.append(document.foot)
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(section: Section) -> Iterator[str]:
    if section.title:
        yield from (section.title.upper(), "")
    for number, (strong, rest) in enumerate(section.numbered, 1):
        yield f"{number}. {strong}{rest}"
    yield from section.says
    if section.says:
        yield ""
    text = ""
    for label, text in section.parts:
        if label:
            yield f"{label}:"
        yield plain_text(text)
        if not isinstance(text, Item):
            yield ""
    if isinstance(text, Item):
        yield ""
    if section.table is not None:
        yield from (*table_lines(section.table), "")


def table_lines(table: Table) -> list[str]:
    """A table as text, a line a row: the first cell, then each other that says something."""
    titles = [column.title for column in table.columns]
    return [_row_line(titles, row) for row in table.rows]


def _row_line(titles: Sequence[str], row: Sequence[Value]) -> str:
    first, *rest = row
    told = [
        f"{title}: {value.with_n}"
        for title, value in zip(titles[1:], rest, strict=True)
        if value.text
    ]
    return f"- {' · '.join([first.with_n, *told])}"
