"""A document as tagged PDF, which is read by ear as well as by eye (PDF/UA-1): headings, lists and
tables with their headers, pictures with their words.

It is set by Typst, an extra of its own. All that people typed is given to it as strings, never as
its language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import chain

from supervision_tui.system.errors import AppError

from .bar_chart import bar_chart
from .document import LINES_OF_ROOM, NOTES, SIGN_HERE, Document, Kind, Part, Section, Table
from .drawing import Drawing
from .drawing_svg import GENERIC_FONTS, to_svg
from .markdown_text import Block, spaced_blocks
from .pdf_page import known_letters

_FONT = "DejaVu Sans"
_MANY = 8  # columns from which on a table is set small
_SHORT, _MOST_LETTERS = 14, 40  # by which the width of a column is weighed
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
#set par(spacing: 0.7em)
#set block(spacing: 0.75em)
#show title: set text(17pt)
#show heading: set block(above: 1.3em, below: 0.7em)
#let dense(body) = {{
  show table: set text(5pt)
  set table(inset: (x: 1.5pt, y: 3pt))
  body
}}
#let ruled = block(height: 8mm, spacing: 0mm, align(bottom,
  pdf.artifact(line(length: 100%, stroke: 0.4pt + luma(160)))))
#let quiet(words) = par(spacing: 0.6em, text(8.5pt, fill: luma(90), words))
#title()
"""


class NoTypst(AppError):
    """Typst is not installed, or cannot set the document; the sentence says what to do."""


def to_tagged_pdf(document: Document) -> bytes:
    """Write a document as tagged PDF. Raises `NoTypst`."""
    try:
        import typst
    except ImportError:
        raise NoTypst(
            "A tagged PDF needs its engine: install supervision-tui[tagged-pdf], or typst beside "
            "this program."
        ) from None
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(files(__package__) / "fonts")])
    try:
        return typst.compile(
            typst_source(document).encode(), format="pdf", pdf_standards="ua-1", font_paths=fonts
        )
    except typst.TypstError as why:
        raise NoTypst(f"The tagged PDF could not be set: {why}. Export it as pdf instead.") from why


def typst_source(document: Document) -> str:
    """The document in the language of Typst; every text in it is a string of that language."""
    foot = document.stamp_line or document.title
    settings = _SETTINGS.format(
        title=_string(document.title), marking=_string(document.marking), foot=_string(foot)
    )
    return settings + "\n".join(_body(document))


def _body(document: Document) -> Iterator[str]:
    for text in filter(None, (*document.about, document.stamp_line)):
        yield _quiet(text)
    numbers = 0
    for section in document.sections:
        yield from _section(section, numbers)
        numbers += len(section.drawings) + 1
    if document.notes:
        yield _heading(NOTES)
        yield _list(document.notes)
    if document.room_for:
        yield from _room(document.room_for)
    if document.foot:
        yield _quiet(document.foot)


def _section(section: Section, number: int) -> Iterator[str]:
    if section.title:
        yield _heading(section.title, is_compact=section.is_compact)
    yield from chain.from_iterable(map(_part, section.parts))
    if section.numbered:
        yield f"#enum({', '.join(map(_numbered, section.numbered))})"
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


def _numbered(sentence: tuple[str, str]) -> str:
    strong, rest = map(_string, sentence)
    return f"[#strong({strong})#{rest}]"


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


def _heading(words: str, *, is_compact: bool = False) -> str:
    """A heading; one of a first page is small, and of the first level all the same."""
    size = "10.5pt" if is_compact else "13pt"
    return f"#heading(level: 1, text({size}, {_string(words)}))"


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
    widths = ", ".join(_widths(table))
    head = ", ".join(f"strong({_string(column.title or ' ')})" for column in table.columns)
    rows = [", ".join(_string(value.kept_together) for value in row) for row in table.rows]
    cells = ",\n  ".join([f"table.header({head})", *rows])
    made = f"table(columns: ({widths},), align: ({sides},),\n  {cells})"
    if len(table.columns) <= _MANY:
        return f"#{made}"
    return f"#dense({made})"


def _widths(table: Table) -> Iterator[str]:
    """The width of each column: a short one as it needs, the others by how much they say."""
    for place, column in enumerate(table.columns):
        texts = [column.title, *(row[place].kept_together for row in table.rows)]
        longest = max(map(len, texts))
        if len(table.columns) > _MANY:
            words = chain.from_iterable(text.split(" ") for text in texts)
            yield f"{max(map(len, words), default=1) + 1}fr"
        elif place > 0 and longest <= _SHORT:
            yield "auto"
        else:
            yield f"{min(_MOST_LETTERS, max(_SHORT, longest))}fr"


def _side(kind: Kind) -> str:
    if kind is Kind.TEXT:
        return "left"
    return "right"


def _room(title: str) -> Iterator[str]:
    """Lines to write on by hand, and one to sign and date."""
    yield _heading(title)
    for _ in range(LINES_OF_ROOM):
        yield "#ruled"
    yield _paragraph(SIGN_HERE)


def _string(text: str) -> str:
    """A text as a string of Typst, in letters that the font has."""
    return _literal(known_letters(text))


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
