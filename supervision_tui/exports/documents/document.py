"""A document that a person takes away: a title, lines under it, sections of labelled texts; in three forms."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.desk.oversight.pseudonyms import note_export
from supervision_tui.desk.vault.journal import end_in_words, journal_end
from supervision_tui.exports.encryption import NO_ENCRYPTION, Encryption, encrypted
from supervision_tui.exports.output_path import written

from .markdown_text import Item, as_markdown, inert, plain_text

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
    """What is taken away.

    `name`: the file's, without its ending; `about` stands under the title, `foot` below all.

    `subject` is whom the journal notes it under, where all of it is of one person: `child C-1001`,
    `worker 3`.
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
    lines = [f"# {inert(document.title)}", "", *(f"{inert(each)}  " for each in document.about), ""]
    for section in document.sections:
        if section.heading:
            lines += [f"## {inert(section.heading)}", ""]
        for label, text in section.parts:
            lines += [f"**{inert(label)}**", ""] if label else []
            lines += [as_markdown(text)] if isinstance(text, Item) else [as_markdown(text), ""]
        if section.parts and isinstance(section.parts[-1][1], Item):
            lines.append("")
    if document.foot:
        lines += ["---", "", inert(document.foot), ""]
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


def give_documents(
    store: Store,
    documents: Mapping[Path, Document],
    form: Form,
    what: str,
    moment: Moment,
    seal: Encryption = NO_ENCRYPTION,
    *,
    replaces: bool = False,
) -> None:
    """Write documents to their places, all or none, each noted in the journal with its hash.

    Raises `VaultError` where a place is not ours to write to or is taken, or the seal's key is
    none.
    """
    end = end_in_words(store.read(journal_end))
    contents = {
        target: encrypted(in_form(_with_end(document, end), form), form, seal)
        for target, document in documents.items()
    }
    with written(contents, store.path, replaces=replaces):
        for target, document in documents.items():
            digest = hashlib.sha256(contents[target]).hexdigest()
            store.run(note_export, what, str(form), digest, moment, document.subject)


def _with_end(document: Document, end: str) -> Document:
    """The document with the end of the journal below it, by which it can be told whether that was written anew."""
    return replace(
        document, foot="\n\n".join(filter(None, (document.foot, f"Journal of the vault: {end}")))
    )


def give_to_folder(
    store: Store,
    documents: Sequence[Document],
    form: Form,
    folder: Path,
    what: str,
    seal: Encryption,
    moment: Moment,
    *,
    replaces: bool = False,
) -> str:
    """Write documents into a folder; says where. Raises as `give_documents`."""
    ending = f"{form.ending}.age" if seal.is_closed_by_age(form) else form.ending
    placed = {folder / f"{document.name}{ending}": document for document in documents}
    give_documents(store, placed, form, what, moment, seal, replaces=replaces)
    said = (
        f"{documents[0].name}{ending} is" if len(documents) == 1 else f"{len(documents)} files are"
    )
    missing = " ".join(dict.fromkeys(filter(None, (not_shown(each, form) for each in documents))))
    return f"{said} in {folder}, readable by you alone; {seal.words(form)}. {missing}".rstrip()


def not_shown(document: Document, form: Form) -> str:
    """Say what a form does not show of a document; nothing where it shows all."""
    if form is not Form.PDF:
        return ""
    from .pdf import unknown_in

    return unknown_in(document)


def give_calendar(
    store: Store, content: bytes, target: Path, moment: Moment, *, replaces: bool = False
) -> str:
    """Write a calendar file, noted in the journal with its hash; says where. Raises `VaultError`."""
    with written({target: content}, store.path, replaces=replaces):
        store.run(note_export, "calendar", "ics", hashlib.sha256(content).hexdigest(), moment)
    return f"{target.name} is in {target.parent}, readable by you alone."
