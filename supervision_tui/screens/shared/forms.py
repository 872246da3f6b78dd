"""The forms that several screens open: a rating, a note; and how any form is opened."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from textual.screen import Screen

from supervision_tui.desk.children import notes
from supervision_tui.desk.moment import Refused
from supervision_tui.desk.workers.people import child_names, worker_names
from supervision_tui.practice.consultation import Helped
from supervision_tui.practice.direction.timescales import Known
from supervision_tui.practice.privacy.names_in_text import names_found
from supervision_tui.practice.vocabulary import Rag
from supervision_tui.runtime.place import NEVER_BEGUN_BY_ITSELF, Asked
from supervision_tui.runtime.running import Running, running_of
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.form import Field, Form, FormSpec, Values

_CHOOSE = "…"


async def show_form(
    screen: Screen[Any], spec: FormSpec, take: Callable[[Values], Awaitable[Any]]
) -> Any:
    """Open a form and wait for what `take` made of it; nothing where a person went back.

    After a lock no other form comes by itself than the one that stood there; a question before it,
    which changes nothing, is not asked a second time.
    """
    spec = _kept_meanwhile(screen, spec)
    if not isinstance(screen, DeskScreen):
        return await screen.app.push_screen_wait(Form(spec, take))

    async def note(values: Values) -> Any:
        found = await take(values)
        if spec.only_asks:
            screen.asked = screen.asked.answered(spec.draft_key, values)
        return found

    if screen.answers:
        before = screen.answers.pop(0)
        if before.form == spec.draft_key and spec.only_asks:
            with contextlib.suppress(Refused):
                return await note(dict(before.values))
        return None
    if screen.may_stand_here(spec.draft_key):
        return await screen.app.push_screen_wait(Form(spec, note))
    return None


def goes_on(screen: Screen[Any], form: str, *about: str) -> None:
    """Note that after a change another form follows, of that name, about these."""
    if isinstance(screen, DeskScreen) and screen.asked:
        screen.asked = Asked(form, about)


def _kept_meanwhile(screen: Screen[Any], spec: FormSpec) -> FormSpec:
    """The form with a place for what is typed while it stands there.

    None on the screens that change a way in.
    """
    is_kept = isinstance(screen, DeskScreen) and screen.address not in NEVER_BEGUN_BY_ITSELF
    if spec.draft_key or not is_kept or not any(each.is_kept for each in spec.fields):
        return spec
    where = screen.address or screen.app.current_mode  # type: ignore[attr-defined]
    return replace(spec, draft_key=f"form {where} {spec.title}", passes=True)


async def rate_children(screen: Screen[Any], refs: Sequence[str], rag: str = "") -> None:
    """Red, amber or green, with the reason; the same for all of several children."""
    running = running_of(screen)
    about = about_whom(screen, refs)

    async def take(values: Values) -> bool:
        await running.desk.run(notes.rate_all, refs, Rag(values["rag"]), values["reason"])
        return True

    spec = FormSpec(
        f"RAG · {about}",
        (
            Field(
                "rag",
                "Rating: its first letter picks it",
                rag or "amber",
                kind="pick",
                words=tuple(Rag),
            ),
            Field("reason", "Why, in a few words"),
        ),
        draft_key=f"rag {in_a_key(refs)}",
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"{about}: rated.")


async def note_children(screen: Screen[Any], refs: Sequence[str]) -> None:
    """A note between sessions."""
    running = running_of(screen)
    about = about_whom(screen, refs)

    async def take(values: Values) -> bool:
        await running.desk.run(notes.note_all, refs, values["text"])
        return True

    spec = FormSpec(
        f"Note · {about}", (Field("text", "Note", kind="text"),), draft_key=f"note {in_a_key(refs)}"
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"{about}: noted.")


async def names_warning(
    screen: Screen[Any], fields: Sequence[str]
) -> Callable[[Values], Awaitable[str]]:
    """Says below a form where a child's name stands in these fields of the worker's file."""
    names = await running_of(screen).desk.try_run(child_names)

    async def preview(values: Values) -> str:
        found = names_found("\n".join(values[each] for each in fields), names or {})
        named = ", ".join(f"“{each.word}” (write {each.ref or 'the reference'})" for each in found)
        if found:
            return f"! A child's name stands here: {named}"
        return ""

    return preview


def day_field(running: Running, name: str, label: str, value: str = "", *, hint: str = "") -> Field:
    """A field for a day that is typed as a timescale, of no child and so by no date due."""
    known = Known(running.vault.today, {}, has_reason=True)
    return Field(name, label, value, kind="timescale", hint=hint, known=known)


def helped_field() -> Field:
    """Tell whether something helped; nothing is chosen beforehand."""
    return Field("helped", "Did it help (← →)", kind="choice", words=(_CHOOSE, *Helped))


def helped_in(values: Values) -> Helped:
    """Read what was chosen in that field. Raises `Refused` where nothing was."""
    if values["helped"] == _CHOOSE:
        raise Refused("Say whether it helped: helped, partly, no, or not done.", field="helped")
    return Helped(values["helped"])


def about_whom(screen: Screen[Any], refs: Sequence[str]) -> str:
    """One child by short name and reference, or how many children there are."""
    if len(refs) == 1:
        return running_of(screen).names.child_words(refs[0])
    return f"{len(refs)} children"


def in_a_key(refs: Sequence[str]) -> str:
    """The references of children in the key of a text: the same in whatever order."""
    return " ".join(sorted(refs))


async def names_shown(screen: Screen[Any]) -> dict[str, str]:
    """The workers' names as they are shown now: initials if hidden, numbered where alike."""
    running = running_of(screen)
    shown: dict[str, str] = {}
    for name in await running.desk.try_run(worker_names) or ():
        person, alike = running.names.shown(name), 1
        while person in shown:
            alike += 1
            person = f"{running.names.shown(name)} {alike}"
        shown[person] = name
    return shown
