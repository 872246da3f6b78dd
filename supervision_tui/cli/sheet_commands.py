"""The command that writes a week's sheet: for a worker, for the team meeting, for the manager."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .completing import choice, worker_names
from .encryption_options import EncryptTo, PasswordFile, Yes, ask_about_plain, encryption_of
from .leaving import BY_ENDING, DOCUMENTS, Force, form_of, way_out
from .opening import desk_of
from .options import AsOf, day_option, opening_of

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment
    from supervision_tui.exports.documents.document import Document
    from supervision_tui.vault.store import Store

_ME, _TEAM = "me", "team"
_PRINTED = ("markdown", "text")
_WHAT = "week sheet"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    sheets = typer.Typer(help="Write the sheet of a week.", no_args_is_help=True)
    sheets.callback()(_sheets)
    sheets.command("week")(week)
    app.add_typer(sheets, name="sheet")


def _sheets() -> None:
    """Write the sheet of a week."""


def week(
    context: typer.Context,
    *,
    worker: Annotated[
        str,
        typer.Option(
            help="For this worker: directions due, sessions.", autocompletion=worker_names
        ),
    ] = "",
    for_whom: Annotated[
        str, typer.Option("--for", help="Without a worker: me, or team for the team meeting.")
    ] = _ME,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; without it the sheet is printed.")
    ] = None,
    form: Annotated[
        str | None,
        choice("markdown pdf text", "--format", otherwise=BY_ENDING),
    ] = None,
    as_of: AsOf = None,
    encrypt_to: EncryptTo = None,
    password_file: PasswordFile = None,
    yes: Yes = False,
    force: Force = False,
) -> None:
    """Write the sheet of the seven days from today on, with references and initials only."""
    if for_whom not in (_ME, _TEAM):
        raise typer.BadParameter(f"--for is {_ME} or {_TEAM}")
    encryption, day = encryption_of(encrypt_to, password_file), day_option(as_of)
    if out is None:
        shape = form or _PRINTED[0]
        if shape not in _PRINTED or not encryption.is_open:
            raise typer.BadParameter(
                "Name the file with --out; what is printed is markdown or text"
            )
        with desk_of(opening_of(context), day) as (store, moment):
            _print(_sheet(store, worker, for_whom, moment), shape)
        return
    way = way_out(
        out, form_of(out, form, DOCUMENTS, "markdown"), encryption, opening_of(context),
        (encrypt_to, password_file), force=force,
    )  # fmt: skip
    ask_about_plain(way.encryption, opening_of(context), yes)
    with desk_of(opening_of(context), day, writable=True) as (store, moment):
        from supervision_tui.exports import writing
        from supervision_tui.exports.documents.document import Form

        document = _sheet(store, worker, for_whom, moment)
        writing.give_documents(
            store, {way.path: document}, Form(way.form), _WHAT, moment,
            encryption=way.encryption, replaces=way.replaces,
        )  # fmt: skip
    not_shown = writing.not_shown(document, Form(way.form))
    for says in filter(None, (way.says(_WHAT), not_shown)):
        print(says, file=sys.stderr)


def _sheet(store: Store, worker: str, for_whom: str, moment: Moment) -> Document:
    from supervision_tui.commands.sentences import in_words
    from supervision_tui.desk.today.week import week_view, worker_of_sheet
    from supervision_tui.exports.records import week_sheet

    found = store.run(week_view, moment)
    if worker:
        return week_sheet.sheet_for_worker(found, store.run(worker_of_sheet, worker))
    if for_whom == _TEAM:
        return week_sheet.sheet_for_team(found, in_words)
    return week_sheet.sheet_for_me(found, in_words)


def _print(document: Document, form: str) -> None:
    from supervision_tui.exports.documents.markdown import to_markdown
    from supervision_tui.exports.documents.text import to_text

    written = to_text(document) if form == "text" else to_markdown(document)
    print(written, end="")
