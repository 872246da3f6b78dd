"""A document as tagged PDF, which is read by ear as well as by eye (PDF/UA-1): headings, lists and
tables with their headers, pictures with their words.

It is set by Typst, an extra of its own. All that people typed is given to it as strings, never as
its language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from itertools import chain

from supervision_tui.system.errors import AppError

from .bar_chart import bar_chart
from .document import NOTES, SIGN_HERE, Document, Kind, Part, Section, Table
from .drawing import Drawing
from .drawing_svg import GENERIC_FONTS, to_svg
from .markdown_text import Block, spaced_blocks
from .pdf_page import known_letters

_FONT = "DejaVu Sans"
_STANDARD = "ua-1"
_LEAST_LETTERS, _MOST_LETTERS = 8, 40  # by which the width of a column is weighed
_LINES_OF_ROOM = 4  # to write on
_SETTINGS = """
#set document(title: {title}, author: "supervision-tui", date: none)
#set page(paper: "a4", margin: 20mm,
  header: align(center, text(8pt, weight: "bold", {marking})),
  footer: context align(center, text(7pt, fill: luma(90), {foot}
    + " · page " + counter(page).display() + " of " + str(counter(page).final().first()))))
#set text(font: "DejaVu Sans", size: 9.5pt, lang: "en", region: "GB")
#set par(leading: 0.6em)
#set table(stroke: (x: none, y: 0.4pt + luma(160)), inset: (x: 3pt, y: 3.5pt))
#show table: set text(8pt)
#show heading.where(level: 1): set text(13pt)
#show heading.where(level: 2): set text(10.5pt)
#show title: set text(17pt)
#let quiet(words) = block(text(8.5pt, fill: luma(90), words))
#title()
"""


class NoTypst(AppError):
    """Typst is not installed; the sentence says how to get it."""


def to_tagged_pdf(document: Document) -> bytes:
    """Write a document as tagged PDF. Raises `NoTypst`."""
    try:
        import typst
    except ImportError:
        raise NoTypst(
            "A tagged PDF needs its engine: install supervision-tui[tagged-pdf], or typst beside "
            "this program."
        ) from None
    fonts = str(files(__package__) / "fonts")
    made = typst.compile(
        typst_source(document).encode(),
        format="pdf",
        pdf_standards=_STANDARD,
        font_paths=[fonts],
        ignore_system_fonts=True,
    )
    assert isinstance(made, bytes)  # noqa: S101  (without a place to write to it is bytes)
    return made


def typst_source(document: Document) -> str:
    """The document in the language of Typst; every text in it is a string of that language."""
    foot = document.stamp_line or document.title
    settings = _SETTINGS.format(
        title=_string(document.title), marking=_string(document.marking), foot=_string(foot)
    )
    return settings + "\n".join(_body(document))


def _body(document: Document) -> Iterator[str]:
    for text in (*document.about, document.stamp_line, document.foot):
        if text and text is not document.foot:
            yield _quiet(text)
    numbers = 0
    for section in document.sections:
        yield from _section(section, numbers)
        numbers += len(section.drawings) + 1
    if document.notes:
        yield _heading(NOTES, 1)
        yield _list(document.notes)
    if document.room_for:
        yield from _room(document.room_for)
    if document.foot:
        yield _quiet(document.foot)


def _section(section: Section, number: int) -> Iterator[str]:
    if section.title:
        yield _heading(section.title, 2 if section.is_compact else 1)
    yield from chain.from_iterable(map(_part, section.parts))
    if section.numbered:
        items = (
            f"[#strong({_string(strong)})#{_string(rest)}]" for strong, rest in section.numbered
        )
        yield f"#enum({', '.join(items)})"
    for place, drawing in enumerate(section.drawings):
        yield _picture(drawing, number + place)
    for sentence in section.says:
        yield _paragraph(sentence)
    if section.table is not None:
        yield _table(section.table)
    if section.chart is not None:
        yield _picture(bar_chart(section.chart), number + len(section.drawings))
    if section.items:
        yield _list(section.items)
    if section.ends_page:
        yield "#pagebreak(weak: true)"


def _part(part: Part) -> Iterator[str]:
    label, text = part
    if label:
        yield _quiet(label)
    blocks = [block for _, block in spaced_blocks(text)]
    place = 0
    while place < len(blocks):
        if blocks[place].kind != "item":
            yield f"#par({_spans(blocks[place])})"
            place += 1
            continue
        items = [blocks[place]]
        while place + len(items) < len(blocks) and blocks[place + len(items)].kind == "item":
            items.append(blocks[place + len(items)])
        yield f"#list({', '.join(map(_spans, items))})"
        place += len(items)


def _spans(block: Block) -> str:
    is_strong = block.kind == "heading"
    return "[" + "".join(_span(each.text, each.strong or is_strong) for each in block.spans) + "]"


def _span(text: str, is_strong: bool) -> str:
    if is_strong:
        return f"#strong({_string(text)})"
    return f"#{_string(text)}"


def _heading(text: str, level: int) -> str:
    return f"#heading(level: {level}, {_string(text)})"


def _paragraph(text: str) -> str:
    return f"#par({_string(text)})"


def _quiet(text: str) -> str:
    return f"#quiet({_string(text)})"


def _list(texts: Iterable[str]) -> str:
    return f"#list({', '.join(map(_string, texts))},)"


def _picture(drawing: Drawing, number: int) -> str:
    drawn = to_svg(drawing, number).replace(GENERIC_FONTS, _FONT)
    alt = _string(f"{drawing.title}. {drawing.says}")
    return f'#block(image(bytes({_literal(drawn)}), format: "svg", width: 100%, alt: {alt}))'


def _table(table: Table) -> str:
    sides = ", ".join(_side(column.kind) for column in table.columns)
    widths = ", ".join(f"{width}fr" for width in _weights(table))
    head = ", ".join(f"strong({_string(column.title or ' ')})" for column in table.columns)
    rows = [", ".join(_string(value.with_n) for value in row) for row in table.rows]
    cells = ",\n  ".join([f"table.header({head})", *rows])
    return f"#table(columns: ({widths},), align: ({sides},),\n  {cells})"


def _weights(table: Table) -> list[int]:
    """The width of each column, by how much it says."""
    weights = []
    for place, column in enumerate(table.columns):
        texts: Sequence[str] = [column.title, *(row[place].with_n for row in table.rows)]
        weights.append(min(_MOST_LETTERS, max(_LEAST_LETTERS, *map(len, texts))))
    return weights


def _side(kind: Kind) -> str:
    if kind is Kind.TEXT:
        return "left"
    return "right"


def _room(title: str) -> Iterator[str]:
    """Lines to write on by hand, and one to sign and date."""
    yield _heading(title, 1)
    for _ in range(_LINES_OF_ROOM):
        yield "#v(8mm, weak: false)#pdf.artifact(line(length: 100%, stroke: 0.4pt + luma(160)))"
    yield "#v(8mm, weak: false)"
    yield _paragraph(SIGN_HERE)


def _string(text: str) -> str:
    """A text as a string of Typst, in letters that the font has."""
    return _literal(known_letters(text))


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
