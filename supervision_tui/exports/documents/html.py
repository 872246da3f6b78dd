"""A document as one HTML file: no script, nothing fetched, readable by keyboard and screen reader,
prints well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import count

from .bar_chart import bar_chart
from .document import NOTES, Document, Kind, Section, Table
from .drawing import Drawing
from .drawing_svg import to_svg

_STYLE = """
:root { color-scheme: light; --ink: #1b1b1b; --quiet: #4a4a4a; --rule: #8a8a8a; --ground: #ffffff; }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
       color: var(--ink); background: var(--ground);
       margin: 0 auto; max-width: 64rem; padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
a { color: #0b4f8a; } a:focus, [tabindex]:focus { outline: 3px solid #0b4f8a; outline-offset: 2px; }
.skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem;
     margin: 0; color: var(--quiet); }
dt { font-weight: 600; } dd { margin: 0; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--quiet); padding: .2rem 0; }
th, td { padding: .25rem .6rem; text-align: left; vertical-align: top;
         border-bottom: 1px solid #d5d5d0; }
thead th { border-bottom: 2px solid var(--rule); } tbody th { font-weight: 400; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.marking { font-weight: 600; } .about, .foot { color: var(--quiet); margin: 0; }
.n { color: var(--quiet); font-size: .85em; }
figure { margin: 1rem 0; } figcaption { color: var(--quiet); }
svg { max-width: 100%; height: auto; } ol li { margin: .2rem 0; }
.first h2 { font-size: 1.05rem; margin: 1.2rem 0 .3rem; border-bottom: 1px solid var(--rule); }
.first figcaption { position: absolute; width: 1px; height: 1px; overflow: hidden;
                    clip-path: inset(50%); white-space: nowrap; }
.first figure { margin: .4rem 0; } .first p, .first ol { margin: .3rem 0; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } .skip, nav { display: none; }
  section, tr, figure { break-inside: avoid; } h2 { break-after: avoid; }
  .ends { break-after: page; } .wide { overflow: visible; }
  @page { margin: 18mm; } }
"""


def to_html(document: Document) -> str:
    """The whole file."""
    numbers = count(1)
    body = "\n".join(_section(section, numbers) for section in document.sections)
    links = "".join(
        f'<li><a href="#{_id(each.key)}">{escape(each.title)}</a></li>'
        for each in document.sections
    )
    stamp = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in document.stamp
    )
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{escape(document.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<a class="skip" href="#main">To the figures</a>
<header>
{_paragraphs("marking", filter(None, [document.marking]))}
<h1>{escape(document.title)}</h1>
{_paragraphs("about", document.about)}
<dl>{stamp}</dl>
</header>
<nav aria-label="Sections"><ul>{links}</ul></nav>
<main id="main">
{body}
{_notes(document)}
</main>
<footer>{_paragraphs("foot", filter(None, (document.stamp_line, document.foot)))}</footer>
</body>
</html>
"""


def _paragraphs(kind: str, texts: Iterable[str]) -> str:
    return "".join(f'<p class="{kind}">{escape(text)}</p>' for text in texts)


def _drawings(section: Section) -> list[Drawing]:
    if section.chart is None:
        return list(section.drawings)
    return [*section.drawings, bar_chart(section.chart)]


def _figure(drawing: Drawing, number: int) -> str:
    drawn, says = to_svg(drawing, number), escape(drawing.says)
    return f"<figure>{drawn}<figcaption>{says}</figcaption></figure>"


def _section(section: Section, numbers: Iterator[int]) -> str:
    heading = f"h-{_id(section.key)}"
    parts = [f'<h2 id="{heading}">{escape(section.title)}</h2>']
    if section.numbered:
        told = "".join(
            f"<li><strong>{escape(strong)}</strong>{escape(rest)}</li>"
            for strong, rest in section.numbered
        )
        parts.append(f"<ol>{told}</ol>")
    parts += [f"<p>{escape(sentence)}</p>" for sentence in section.says]
    if section.table is not None:
        parts.append(_table(section.table))
    parts += [_figure(drawing, next(numbers)) for drawing in _drawings(section)]
    if section.items:
        parts.append(
            "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in section.items) + "</ul>"
        )
    inner = "\n".join(parts)
    kinds = " ".join(["first"] * section.is_compact + ["ends"] * section.ends_page)
    kind = f' class="{kinds}"' if kinds else ""
    return (
        f'<section id="{_id(section.key)}" aria-labelledby="{heading}"{kind}>\n{inner}\n</section>'
    )


def _table(table: Table) -> str:
    head = "".join(
        f'<th scope="col"{_class(column.kind)}>{escape(column.title) or "&nbsp;"}</th>'
        for column in table.columns
    )
    rows = []
    for row in table.rows:
        cells = [f'<th scope="row">{escape(row[0].text)}</th>']
        for column, value in zip(table.columns[1:], row[1:], strict=True):
            n = f' <span class="n">n = {value.n}</span>' if value.n is not None else ""
            cells.append(f"<td{_class(column.kind)}>{escape(value.text)}{n}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    caption = escape(table.caption)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="Table: {caption}">'
        f"<table><caption>{caption}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _notes(document: Document) -> str:
    if not document.notes:
        return ""
    items = "".join(f"<li>{escape(note)}</li>" for note in document.notes)
    return (
        f'<section aria-labelledby="h-notes"><h2 '
        f'id="h-notes">{NOTES}</h2><ul>{items}</ul></section>'
    )


def _class(kind: Kind) -> str:
    if kind is Kind.TEXT:
        return ""
    return ' class="number"'


def _id(key: str) -> str:
    return re.sub(r"[^0-9a-z]", "-", key.casefold())
