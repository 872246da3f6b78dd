"""A report as Markdown: to be read, mailed or pasted."""

from __future__ import annotations

from supervision_tui.exports.documents.markdown_text import inert

from .model import NOTES, Kind, Report, Section, Table

_SIGNS = ("\\", "|", "[", "]", "<", ">", "*", "_", "`", "#", "~")


def to_markdown(report: Report) -> str:
    """The report; no text in it can break a table, become a link or a heading."""
    lines = [f"# {_plain(report.title)}", ""]
    lines += [f"- {label}: {_plain(text)}" for label, text in report.stamp]
    for section in report.sections:
        lines += _section(section)
    if report.notes:
        lines += ["", f"## {NOTES}", "", *(f"- {_plain(note)}" for note in report.notes)]
    return "\n".join(lines) + "\n"


def _section(section: Section) -> list[str]:
    lines = ["", f"## {_plain(section.title)}"]
    for sentence in section.says:
        lines += ["", _plain(sentence)]
    if section.table is not None:
        lines += ["", *_table(section.table)]
    if section.items:
        lines += ["", *(f"- {_plain(item)}" for item in section.items)]
    return lines


def _table(table: Table) -> list[str]:
    rules = ["---:" if column.kind is not Kind.TEXT else "---" for column in table.columns]
    head = " | ".join(_plain(column.title) for column in table.columns)
    rows = [f"| {' | '.join(_plain(value.with_n) for value in row)} |" for row in table.rows]
    return [f"| {head} |", f"| {' | '.join(rules)} |", *rows]


def _plain(text: str) -> str:
    plain = " ".join(text.split())
    for mark in _SIGNS:
        plain = plain.replace(mark, f"\\{mark}")
    return inert(plain)
