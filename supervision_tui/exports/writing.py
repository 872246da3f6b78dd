"""Writing documents: each in the form that was asked for, closed or open, noted in the journal."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.desk.oversight.codes import note_export
from supervision_tui.desk.vault.journal import end_in_words, journal_end

from .documents.csv_files import COVER, to_csv_files, zipped
from .documents.document import Document, Form
from .documents.markdown import to_markdown
from .documents.text import to_text
from .encryption import NO_ENCRYPTION, Encryption, encrypted
from .output_path import written

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment
    from supervision_tui.vault.store import Store


def in_form(document: Document, form: Form) -> bytes:
    """Write a document in a form that is one file; raises `ValueError` for any other form."""
    if form is Form.TEXT:
        return to_text(document).encode()
    if form is Form.MARKDOWN:
        return to_markdown(document).encode()
    if form is Form.HTML:
        from .documents.html import to_html

        return to_html(document).encode()
    if form is Form.PDF:
        from .documents.pdf import to_pdf

        return to_pdf(document)
    if form is Form.TAGGED_PDF:
        from .documents.tagged_pdf import to_tagged_pdf

        return to_tagged_pdf(document)
    if form is Form.DOCX:
        from .documents.word import to_docx

        return to_docx(document)
    if form is Form.XLSX:
        from .documents.xlsx import to_xlsx

        return to_xlsx(document)
    raise ValueError(f"a document alone does not become {form}")


def report_in_form(
    report: Document, as_json: Callable[[], str], form: Form, out: Path, encryption: Encryption
) -> dict[str, bytes]:
    """Write a report: the content of each file by what is put behind the name of `out`."""
    if form is Form.JSON:
        return {"": as_json().encode()}
    if form is not Form.CSV:
        return {"": in_form(report, form)}
    if _is_archive(out, encryption):
        return to_csv_files(report)
    return to_csv_files(report, lambda key: _beside(out, key).name)


def closed_files(
    files: dict[str, bytes], form: Form, encryption: Encryption, out: Path
) -> dict[Path, bytes]:
    """Close a report's files, and give each its path. Raises `VaultError`.

    CSV is a file a section beside `out`, which says what they are; closed, or called .zip, it is
    one archive.
    """
    if len(files) > 1 and _is_archive(out, encryption):
        files = {"": zipped(files)}
    return {
        _beside(out, name): encrypted(content, form, encryption) for name, content in files.items()
    }


def _is_archive(out: Path, encryption: Encryption) -> bool:
    """Tell whether several files leave as one."""
    return not encryption.is_open or out.suffix.casefold() == ".zip"


def _beside(out: Path, name: str) -> Path:
    """Name a file: `summary.csv` for the cover, `summary-compliance.csv` for a section."""
    if name in ("", COVER):
        return out
    return out.with_name(f"{out.stem}-{name}{out.suffix or '.csv'}")


def offered(forms: Iterable[Form]) -> tuple[Form, ...]:
    """Those of the forms that can be written here: what needs an extra, where that is installed."""
    has_typst = find_spec("typst") is not None
    return tuple(form for form in forms if has_typst or form is not Form.TAGGED_PDF)


def load_ahead(form: Form) -> None:
    """Load the library of a PDF while records are read, which leaves the other core free."""
    if form is Form.PDF:
        threading.Thread(target=import_module, args=("fpdf",), daemon=True).start()


def give_documents(
    store: Store,
    documents: Mapping[Path, Document],
    form: Form,
    what: str,
    moment: Moment,
    *,
    encryption: Encryption = NO_ENCRYPTION,
    replaces: bool = False,
) -> None:
    """Write documents to their places, all or none, each noted in the journal with its hash.

    Raises `VaultError` where a place is not ours to write to or is taken, or what to encrypt for is
    no key.
    """
    end = end_in_words(store.read(journal_end))
    contents = {
        target: encrypted(in_form(_with_end(document, end), form), form, encryption)
        for target, document in documents.items()
    }
    with written(contents, store.path, replaces=replaces):
        for target, document in documents.items():
            digest = hashlib.sha256(contents[target]).hexdigest()
            store.run(note_export, what, str(form), digest, moment, about=document.subject)


def _with_end(document: Document, end: str) -> Document:
    """Put the end of the journal below a document, which tells later whether that was rewritten."""
    foot = [document.foot, f"Journal of the vault: {end}"]
    return replace(document, foot="\n\n".join(filter(None, foot)))


def give_to_folder(
    store: Store,
    documents: Sequence[Document],
    form: Form,
    folder: Path,
    what: str,
    *,
    encryption: Encryption,
    moment: Moment,
    replaces: bool = False,
) -> str:
    """Write documents into a folder; says where. Raises as `give_documents`."""
    ending = form.ending
    if encryption.is_closed_by_age(form):
        ending += ".age"
    placed = {folder / f"{document.name}{ending}": document for document in documents}
    give_documents(store, placed, form, what, moment, encryption=encryption, replaces=replaces)
    said = f"{len(documents)} files are"
    if len(documents) == 1:
        said = f"{documents[0].name}{ending} is"
    missing = " ".join(dict.fromkeys(filter(None, (not_shown(each, form) for each in documents))))
    return (
        f"{said} in {folder}, readable by you alone; {encryption.words(form)}. {missing}".rstrip()
    )


def not_shown(document: Document, form: Form) -> str:
    """Say what a form does not show of a document; nothing where it shows all."""
    if form not in (Form.PDF, Form.TAGGED_PDF):
        return ""
    from .documents.pdf import unknown_in

    return unknown_in(document)


def give_calendar(
    store: Store, content: bytes, target: Path, moment: Moment, *, replaces: bool = False
) -> str:
    """Write a calendar file, noted in the journal with its hash; says where.

    Raises `VaultError`.
    """
    with written({target: content}, store.path, replaces=replaces):
        digest = hashlib.sha256(content).hexdigest()
        store.run(note_export, "calendar", "ics", digest, moment)
    return f"{target.name} is in {target.parent}, readable by you alone."
