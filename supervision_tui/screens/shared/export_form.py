"""Giving a document away: into a file that only this person reads, or onto the clipboard for a
minute.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from textual.screen import Screen

from supervision_tui.desk.moment import Refused
from supervision_tui.desk.oversight.codes import note_export
from supervision_tui.exports.documents.document import RECORD_FORMS, Document, Form, Section
from supervision_tui.exports.documents.markdown_text import Item
from supervision_tui.exports.documents.text import to_text
from supervision_tui.exports.writing import give_to_folder
from supervision_tui.exports.writing import offered as offered_here
from supervision_tui.practice.wording import full_day
from supervision_tui.runtime.running import running_of
from supervision_tui.system.files import ALREADY_THERE, expanded
from supervision_tui.widgets.form import Field, FormSpec, Values

from .encryption_fields import PLAIN, closing_fields, encryption_from
from .forms import show_form

_CLIPBOARD = "clipboard"
_REPLACING = ("keep it", "replace it")
Given = TypeVar("Given")
_WARNING = (
    "What leaves the vault is plain text, unless you encrypt the file. The clipboard is "
    "emptied after a minute."
)
_CLOSED = "On this machine only encrypted files leave the vault."


async def ask_and_export(
    screen: Screen[Any],
    title: str,
    offered: Mapping[str, Callable[[], Sequence[Document]]],
    what: str,
    of: str = "",
    *,
    forms: Sequence[Form] = RECORD_FORMS,
) -> None:
    """Ask which of these documents, in which of these forms and where to.

    Then give it away, and note that in the journal.

    `what` is the kind of document, `of` the record that it is about.
    """
    running = running_of(screen)
    rules = running.look.settings.machine

    async def take(values: Values) -> str:
        if len(offered) > 1:
            documents = list(offered[values["what"]]())
        else:
            documents = list(next(iter(offered.values()))())
        encryption = encryption_from(values, rules)
        if values["form"] == _CLIPBOARD:
            if not encryption.is_open:
                raise Refused(
                    "The clipboard takes plain text only; choose a file for what is encrypted.",
                    field="form",
                )
            text = "\n\n".join(to_text(document) for document in documents)
            about = documents[0].subject if len(documents) == 1 else ""
            # No copy that is not noted.
            await running.desk.run(note_export, what, _CLIPBOARD, "not kept", about=about)
            screen.app.copy_to_clipboard(text)
            return "Copied as plain text; the clipboard is emptied after a minute."
        folder = expanded(values["folder"].strip() or "~")
        running.exported_to = str(folder)
        form = Form(values["form"])

        def write(replaces: bool) -> Awaitable[str]:
            return running.vault_file.run(
                give_to_folder,
                documents,
                form,
                folder,
                what,
                encryption=encryption,
                replaces=replaces,
            )

        return await ask_before_replacing(screen, write)

    if len(offered) > 1:
        fields = [Field("what", "What", kind="choice", words=tuple(offered))]
    else:
        fields = []
    taken: tuple[str, ...] = offered_here(forms)
    says, folder_label = _CLOSED, "Into which folder"
    if not rules.only_encrypted:
        taken, says = (_CLIPBOARD, *taken), _WARNING
        folder_label = "Into which folder (not for the clipboard)"
    spec = FormSpec(
        title,
        (
            *fields,
            Field("form", "As", kind="choice", words=taken),
            Field(
                "folder",
                folder_label,
                running.exported_to or str(documents_folder()),
            ),
            *closing_fields(rules, PLAIN),
        ),
        says=says,
        save="export",
        draft_key=f"give away {what} {of}",
        passes=True,
    )
    said = await show_form(screen, spec, take)
    if said:
        running.notices.say(said)


async def ask_before_replacing(
    screen: Screen[Any], write: Callable[[bool], Awaitable[Given]]
) -> Given:
    """Write; where a file of that name is there already, ask whether it is replaced.

    Raises `Refused`.
    """
    try:
        return await write(False)
    except Refused as why:
        if why.code != ALREADY_THERE:
            raise
        title, says = f"{why}. Replace it?", "What is replaced is gone."
        if not await ask_first(screen, title, says, words=_REPLACING):
            raise
    return await write(True)


async def ask_first(screen: Screen[Any], title: str, says: str, *, words: tuple[str, str]) -> bool:
    """Ask before something leaves: `words` are the no, which is proposed, and the yes."""
    no, yes = words

    async def take(values: Values) -> bool:
        return values["answer"] == yes

    field = Field(
        "answer", "Its first letter picks", no, kind="pick", words=words, is_said_each_time=True
    )
    return bool(await show_form(screen, FormSpec(title, (field,), says=says, save="go on"), take))


async def export_screen(screen: Screen[Any], title: str, text: str) -> None:
    """Export what is on the screen, in words: names are as the screen shows them."""
    running = running_of(screen)
    says = "it contains names; ‹names.blank› hides them first"
    if running.names.are_hidden:
        says = "names hidden"
    offered = {
        "this screen": lambda: [
            screen_document(title, running.names.without_hidden(text), running.vault.today)
        ]
    }
    await ask_and_export(screen, f"{title} · {says}", offered, "screen", title)


def screen_document(title: str, text: str, today: date) -> Document:
    """Make a document of what is on a screen, a line each."""
    name = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")
    lines = [("", Item(each)) for each in text.splitlines() if each.strip()]
    return Document(title, f"{name}-{today.isoformat()}", [full_day(today)], [Section("", lines)])


def documents_folder() -> Path:
    """Find where documents go by default."""
    from platformdirs import user_documents_path

    found = user_documents_path()
    if found.is_dir():
        return found
    return Path.home()
