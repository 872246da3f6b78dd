"""The questions behind a copy: which part of it, and whether it is on the council's system now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from supervision_tui.desk.on_file.entries import RecordOfChild, note_not_on_file, note_on_file
from supervision_tui.desk.on_file.file_records import FileRecord
from supervision_tui.desk.oversight.codes import note_export
from supervision_tui.exports.documents.document import Document
from supervision_tui.exports.documents.passages import WHOLE, Passage, passages
from supervision_tui.practice import wording
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.forms import about_whom, show_form
from supervision_tui.widgets.form import Field, FormSpec, Values

_WHY = "The day on which it came onto the council's system is what timeliness counts."
_COPIED = f"Copied as plain text; the clipboard is emptied after a minute. {_WHY}"
_TODAY, _ANOTHER_DAY, _NOT_YET = "today", "another day", "not yet"


async def copy_record(screen: Screen[Any], record: FileRecord, document: Document) -> bool:
    """Copy the whole record, and ask whether it is on file; tells whether something changed."""
    await _copy(screen, document, passages(document)[0])
    return await ask_on_file(screen, [record], _of_whom(screen, record), _COPIED)


async def copy_part(screen: Screen[Any], record: FileRecord, document: Document) -> None:
    """Ask which part is copied; of the last one, whether the record is on file now."""
    found = {each.title: each for each in passages(document)}

    async def take(values: Values) -> Passage:
        return found[values["part"]]

    spec = FormSpec(
        f"Copy a part · {_of_whom(screen, record)}",
        (Field("part", "Which part", WHOLE, kind="choice", words=tuple(found)),),
        says="It is copied as plain text; the clipboard is emptied after a minute.",
        save="copy",
        draft_key=f"copy part {record.key}",
        passes=True,
    )
    passage: Passage | None = await show_form(screen, spec, take)
    if passage is None:
        return
    await _copy(screen, document, passage)
    words = wording.count(passage.words, "word")
    if passage.title == WHOLE:
        await ask_on_file(screen, [record], _of_whom(screen, record), _COPIED)
    else:
        running_of(screen).notices.say(
            f"Copied: {passage.title}, {words}. ‹file.note› notes that the record is on file."
        )


async def ask_on_file(
    screen: Screen[Any], records: Sequence[FileRecord], title: str, says: str = _WHY
) -> bool:
    """Ask whether these records are on the council's system; tells whether something changed."""
    running = running_of(screen)

    async def take(values: Values) -> str:
        return values["answer"]

    spec = FormSpec(
        f"On file now? · {title}",
        (
            Field(
                "answer",
                "On the council's system: its first letter picks",
                _TODAY,
                kind="pick",
                words=(_TODAY, _ANOTHER_DAY, _NOT_YET),
            ),
        ),
        says=says,
        save="go on",
        draft_key=f"on file now {records[0].key}",
        passes=True,
        only_asks=True,
    )
    answer: str | None = await show_form(screen, spec, take)
    there = [each.record for each in records]
    if answer == _TODAY:
        return await _note(screen, there, _TODAY, "")
    if answer == _ANOTHER_DAY:
        return await _ask_the_day(screen, records)
    filed = [each.record for each in records if each.filed is not None]
    if answer == _NOT_YET and filed:
        await running.desk.try_run(note_not_on_file, filed)
        running.notices.changed("Noted: not on file.")
        return True
    return False


async def _ask_the_day(screen: Screen[Any], records: Sequence[FileRecord]) -> bool:
    there = [each.record for each in records]

    async def take(values: Values) -> bool:
        return await _note_or_refuse(screen, there, values["on"], values["by"])

    latest = max(each.on for each in records)
    spec = FormSpec(
        f"On file since · {_of_whom(screen, records[0])}",
        (
            Field("on", "On which day", hint="yesterday, fri, 5 nov"),
            Field("by", "Who says so (empty: you)"),
        ),
        says=f"Made on {wording.full_day(latest)}.",
        draft_key=f"on file {records[0].key}",
        passes=True,
    )
    return bool(await show_form(screen, spec, take))


async def _note(screen: Screen[Any], records: list[RecordOfChild], on: str, by: str) -> bool:
    running = running_of(screen)
    day = await running.desk.try_run(note_on_file, records, on, by)
    if day is None:
        return False
    _tell(screen, records)
    return True


async def _note_or_refuse(
    screen: Screen[Any], records: list[RecordOfChild], on: str, by: str
) -> bool:
    await running_of(screen).desk.run(note_on_file, records, on, by)
    _tell(screen, records)
    return True


def _tell(screen: Screen[Any], records: list[RecordOfChild]) -> None:
    refs = list(dict.fromkeys(each.child for each in records))
    running_of(screen).notices.changed(f"{about_whom(screen, refs)}: on file.")


async def _copy(screen: Screen[Any], document: Document, passage: Passage) -> None:
    """Copy; no copy that is not noted in the journal."""
    await running_of(screen).desk.run(
        note_export, "for the file", "clipboard", "not kept", about=document.subject
    )
    screen.app.copy_to_clipboard(passage.text)


def _of_whom(screen: Screen[Any], record: FileRecord) -> str:
    return f"{about_whom(screen, (record.record.child,))}, {record.title[:40]}"
