"""A document that a person takes away: a title, lines under it, sections of labelled texts; in three forms."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.desk.pseudonyms import note_export
from supervision_tui.named_files import named

from .encrypted import OPEN, Seal, sealed
from .markdown_text import Item, as_markdown, plain_text
from .target import check_target, noted_or_gone

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment
    from supervision_tui.vault.store import Store

Part = tuple[str, str]  # a label, and a text that may hold Markdown


class Form(StrEnum):
    """How a document is written."""

    MARKDOWN = "markdown"
    PDF = "pdf"
    TEXT = "text"

    @property
    def ending(self) -> str:
        """The ending of such a file's name."""
        return {"markdown": ".md", "pdf": ".pdf", "text": ".txt"}[self]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with labelled texts; a text without a label goes on under the one before it."""

    heading: str
    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What is taken away. `name`: the file's, without its ending; `about` stands under the title, `foot` below all.

    `subject` is whom the journal notes it under, where all of it is of one person: `child C-1001`, `worker 3`.
    """

    title: str
    name: str
    about: Sequence[str]
    sections: Sequence[Section] = field(default=())
    foot: str = ""
    subject: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", for_a_file(self.name))


def for_a_file(text: str) -> str:
    """A text as it may stand in a file's name: it leads into no other folder, and steers nothing."""
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in text)[:120] or "_"


def to_markdown(document: Document) -> str:
    """The document as Markdown."""
    lines = [f"# {document.title}", "", *(f"{each}  " for each in document.about), ""]
    for section in document.sections:
        if section.heading:
            lines += [f"## {section.heading}", ""]
        for label, text in section.parts:
            lines += [f"**{label}**", ""] if label else []
            lines += [as_markdown(text)] if isinstance(text, Item) else [text, ""]
        if section.parts and isinstance(section.parts[-1][1], Item):
            lines.append("")
    if document.foot:
        lines += ["---", "", document.foot, ""]
    return "\n".join(lines)


def to_text(document: Document) -> str:
    """The document as plain text that pastes well into a case note or an email: no signs of Markdown, no long lines."""
    lines = [document.title, *document.about, ""]
    for section in document.sections:
        if section.heading:
            lines += [section.heading.upper(), ""]
        for label, text in section.parts:
            lines += [f"{label}:"] if label else []
            lines += [plain_text(text)] if isinstance(text, Item) else [plain_text(text), ""]
        if section.parts and isinstance(section.parts[-1][1], Item):
            lines.append("")
    if document.foot:
        lines.append(document.foot)
    return "\n".join(lines).rstrip("\n") + "\n"


def in_form(document: Document, form: Form) -> bytes:
    """The document in one of its forms."""
    if form is Form.PDF:
        from .pdf import to_pdf

        return to_pdf(document)
    return (to_markdown(document) if form is Form.MARKDOWN else to_text(document)).encode()


def write_document(document: Document, form: Form, target: Path, vault: Path, seal: Seal = OPEN) -> str:
    """Write a document where only this person reads it; returns its SHA-256.

    Raises `VaultError` where the place is not ours to write to, is a file of the vault, or the seal's key is none.
    """
    content = sealed(in_form(document, form), form, seal)
    _write(content, target, vault)
    return hashlib.sha256(content).hexdigest()


def give_to_folder(
    store: Store, documents: Sequence[Document], form: Form, folder: Path, what: str, moment: Moment
) -> str:
    """Write documents into a folder, each noted in the journal with its hash; says where. Raises `VaultError`."""
    for document in documents:
        target = folder / f"{document.name}{form.ending}"
        digest = write_document(document, form, target, store.path)
        with noted_or_gone(target):
            store.run(note_export, what, str(form), digest, moment, document.subject)
    said = f"{documents[0].name}{form.ending} is" if len(documents) == 1 else f"{len(documents)} files are"
    return f"{said} in {folder}, readable by you alone."


def write_calendar(store: Store, content: bytes, target: str, moment: Moment) -> str:
    """Write a calendar file, noted in the journal with its hash; says where. Raises `VaultError`."""
    path = named(target.strip())
    _write(content, path, store.path)
    with noted_or_gone(path):
        store.run(note_export, "calendar", "ics", hashlib.sha256(content).hexdigest(), moment)
    return f"{path.name} is in {path.parent}, readable by you alone."


def _write(content: bytes, target: Path, vault: Path) -> None:
    from supervision_tui.vault.places import write_whole

    check_target(target, vault)
    write_whole(target, content)
