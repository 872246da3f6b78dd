"""A document as Word: real headings and tables, whose first row comes again on each page, pictures
with their words, page x of y at the foot.
"""

from __future__ import annotations

import io
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from .bar_chart import bar_chart
from .document import LINES_OF_ROOM, NOTES, SIGN_HERE, Document, Kind, Part, Section, Table
from .drawing import Drawing
from .drawing_png import to_png
from .markdown_text import Block, spaced_blocks

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph

_FONT = "Arial"
_LONGEST_PROPERTY = 255  # letters of what a file says of itself
_BODY, _SMALL, _CELL = 10, 8.5, 8.5  # points
_MARGIN, _A4_WIDTH, _A4_HEIGHT = 20, 210, 297  # millimetres
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OF_A_THEME = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")
_MOST_LETTERS, _ASIDE = 40, 3  # letters of a column that are weighed, and beside them
_LETTER, _LEAST_SIZE = 1.75, 4.5  # millimetres of a letter in a cell, and points at least
_QUIET = (0x4A, 0x4A, 0x4A)


def to_docx(document: Document) -> bytes:
    """Write a document as Word."""
    import docx

    word = docx.Document()
    _page(word, document)
    word.add_heading(_plain(document.title), 0)
    for each in document.about:
        _quiet(word, each)
    if document.stamp:
        _quiet(word, document.stamp_line)
    for section in document.sections:
        _section(word, section)
    if document.notes:
        word.add_heading(NOTES, 1)
        for note in document.notes:
            word.add_paragraph(_plain(note), style="List Bullet")
    if document.room_for:
        _room(word, document.room_for)
    if document.foot:
        _quiet(word, document.foot)
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()


def _page(word: Word, document: Document) -> None:
    """Set paper, fonts, language and foot."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    sheet = word.sections[0]
    sheet.page_width, sheet.page_height = Mm(_A4_WIDTH), Mm(_A4_HEIGHT)
    sheet.left_margin = sheet.right_margin = Mm(_MARGIN)
    sheet.top_margin = sheet.bottom_margin = Mm(_MARGIN)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "List Number"):
        style: Any = word.styles[name]
        style.font.name = _FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for each in _OF_A_THEME:
            fonts.attrib.pop(qn(each), None)
        style.font.color.rgb = RGBColor(0x1B, 0x1B, 0x1B)
    for name, size in (("Normal", _BODY), ("Title", 18), ("Heading 1", 13), ("Heading 2", 11)):
        sized: Any = word.styles[name]
        sized.font.size = Pt(size)
    _say_language(word)
    word.core_properties.title = _plain(document.title)[:_LONGEST_PROPERTY]
    word.core_properties.author = "supervision-tui"
    word.core_properties.comments = _plain(document.stamp_line)[:_LONGEST_PROPERTY]
    word.core_properties.language = "en-GB"
    if document.marking:
        top = sheet.header.paragraphs[0]
        _run(top, document.marking, _SMALL, is_strong=True)
    foot = sheet.footer.paragraphs[0]
    _run(foot, f"{document.title} · page ", _SMALL)
    _field(foot, "PAGE")
    _run(foot, " of ", _SMALL)
    _field(foot, "NUMPAGES")


def _say_language(word: Word) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    normal: Any = word.styles["Normal"]
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)


def _field(paragraph: Paragraph, name: str) -> None:
    """Add a field that Word works out: the page, or how many there are."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _section(word: Word, section: Section) -> None:
    level = 2 if section.is_compact else 1
    if section.title:
        word.add_heading(_plain(section.title), level)
    for part in section.parts:
        _part(word, part)
    for strong, rest in section.numbered:
        paragraph = word.add_paragraph(style="List Number")
        _run(paragraph, strong, is_strong=True)
        _run(paragraph, rest)
    for drawing in section.drawings:
        _picture(word, drawing)
    for sentence in section.says:
        word.add_paragraph(_plain(sentence))
    if section.table is not None:
        _table(word, section.table)
    if section.chart is not None:
        _picture(word, bar_chart(section.chart))
    for item in section.items:
        word.add_paragraph(_plain(item), style="List Bullet")
    if section.ends_page:
        word.add_page_break()  # type: ignore[no-untyped-call]


def _room(word: Word, title: str) -> None:
    """Lines to write on by hand, and one to sign and date."""
    word.add_heading(_plain(title), 1)
    made = word.add_table(rows=LINES_OF_ROOM, cols=1, style="Table Grid")
    _rule(made)
    word.add_paragraph()
    _quiet(word, SIGN_HERE)


def _part(word: Word, part: Part) -> None:
    label, text = part
    if label:
        _quiet(word, label)
    for _, block in spaced_blocks(text):
        _block(word, block)


def _block(word: Word, block: Block) -> None:
    style = "List Bullet" if block.kind == "item" else None
    paragraph = word.add_paragraph(style=style)
    for span in block.spans:
        _run(paragraph, span.text, is_strong=span.strong or block.kind == "heading")


def _quiet(word: Word, text: str) -> None:
    from docx.shared import RGBColor

    run = _run(word.add_paragraph(), text, _SMALL)
    run.font.color.rgb = RGBColor(*_QUIET)


def _run(
    paragraph: Paragraph, text: str, size: float | None = None, *, is_strong: bool = False
) -> Any:
    from docx.shared import Pt

    run = paragraph.add_run(_plain(text))
    run.bold = is_strong or None
    if size is not None:
        run.font.size = Pt(size)
    return run


def _picture(word: Word, drawing: Drawing) -> None:
    """A picture with its words for those who do not see it."""
    from docx.shared import Mm

    shape = word.add_picture(io.BytesIO(to_png(drawing)), Mm(_A4_WIDTH - 2 * _MARGIN))
    properties = shape._inline.docPr
    properties.set("descr", _plain(drawing.says))
    properties.set("title", _plain(drawing.title))


def _table(word: Word, table: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    made = word.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    made.autofit = False
    _rule(made)
    widths, size = _widths(table)
    for place, width in enumerate(widths):
        made.columns[place].width = width
    for cell, column, width in zip(made.rows[0].cells, table.columns, widths, strict=True):
        cell.width = width
        if column.kind is not Kind.TEXT:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(cell.paragraphs[0], column.title, size, is_strong=True)
    _say_of_row(made.rows[0], "w:tblHeader")
    for row in table.rows:
        line = made.add_row()
        _say_of_row(line, "w:cantSplit")
        for cell, column, value, width in zip(line.cells, table.columns, row, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = 0
            _run(paragraph, value.kept_together, size)
            if column.kind is not Kind.TEXT:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.add_paragraph()


def _widths(table: Table) -> tuple[list[Any], float]:
    """The width of each column, and the size of letters (points) at which no word is broken.

    A column has its longest word, and of the rest by how much it says.
    """
    from docx.shared import Mm

    least, wanted = [], []
    for place, column in enumerate(table.columns):
        texts = [column.title, *(row[place].kept_together for row in table.rows)]
        words = chain.from_iterable(text.split(" ") for text in texts)
        least.append(min(_MOST_LETTERS, max(map(len, words), default=0)) + _ASIDE)
        wanted.append(min(_MOST_LETTERS, max(map(len, texts))) + _ASIDE)
    more = [want - low for want, low in zip(wanted, least, strict=True)]
    room = _A4_WIDTH - 2 * _MARGIN
    rest = max(0.0, room / _LETTER - sum(least))
    share = rest / sum(more) if any(more) else 0.0
    letters = [low + each * share for low, each in zip(least, more, strict=True)]
    size = _CELL * min(1.0, room / _LETTER / sum(least))
    return [Mm(room * each / sum(letters)) for each in letters], max(_LEAST_SIZE, size)


def _rule(table: Any) -> None:
    """Draw lines between the rows alone."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        kind = "single" if side in ("bottom", "insideH") else "nil"
        line.set(qn("w:val"), kind)
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), "A0A0A0")
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _say_of_row(row: Any, what: str) -> None:
    """Say that a row comes again on each page, or is not split over two."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement(what)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _plain(text: str) -> str:
    """A text without signs that XML does not have."""
    return _NOT_IN_XML.sub("", text)
