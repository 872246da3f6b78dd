"""The forms about a response to a raised workload status: given, and looked at again on its day."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from supervision_tui.desk.workload import responses
from supervision_tui.desk.workload.responses import Response, ResponseDraft, ReviewedResponse
from supervision_tui.practice.wording import full_day
from supervision_tui.practice.workload.responses import ResponseKind
from supervision_tui.practice.workload.snapshot import FitAt
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.forms import day_field, helped_field, helped_in, show_form
from supervision_tui.widgets.form import Field, FormSpec, Values


async def answer(
    screen: Screen[Any],
    worker_id: int,
    name: str,
    status: str,
    there: Response | None,
    *,
    now: FitAt | None = None,
    options: str = "",
    kind: ResponseKind = ResponseKind.STOP_ALLOCATING,
) -> None:
    """Respond to a status; where the day of the last response has come, that is looked at first.

    `options` are what would help, and `kind` of what kind the first of them is: they stand there
    as the response, to be taken or changed.
    """
    if there is not None and there.by <= running_of(screen).vault.today:
        await review(screen, there, name, now)
    else:
        await respond(screen, worker_id, name, status, text=options, kind=kind)


async def respond(
    screen: Screen[Any],
    worker_id: int,
    name: str,
    status: str,
    *,
    text: str = "",
    kind: ResponseKind = ResponseKind.STOP_ALLOCATING,
) -> None:
    """Ask what will be done about a status, by when, and who is told.

    `text` and `kind` stand there first.
    """
    running = running_of(screen)

    async def take(values: Values) -> Response:
        draft = ResponseDraft(
            worker_id, values["text"], values["by"], ResponseKind(values["kind"]), values["told"]
        )
        return await running.desk.run(responses.respond, draft)

    spec = FormSpec(
        f"Response · {running.names.shown(name)}",
        (
            Field(
                "text",
                "What will be done",
                text,
                hint="no new child until fortnightly supervision is happening",
            ),
            day_field(running, "by", "By when: it comes back on that day", hint="2w, 14 apr"),
            Field(
                "kind",
                "What kind of response",
                kind,
                kind="choice",
                words=tuple(ResponseKind),
            ),
            Field("told", "Who is told", hint="the worker; head of service"),
        ),
        says=f"{status}: this is about workload, not about the worker",
        draft_key=f"response {worker_id}",
        save="respond",
    )
    found: Response | None = await show_form(screen, spec, take)
    if found:
        running.notices.changed(
            f"{running.names.shown(name)}: response saved. Review on {full_day(found.by)}."
        )


async def review(screen: Screen[Any], there: Response, name: str, now: FitAt | None) -> None:
    """Show what stood then and now; ask what helped; and whether the answer goes on."""
    running = running_of(screen)

    async def take(values: Values) -> ReviewedResponse:
        return await running.desk.run(
            responses.review_response, there.id, helped_in(values), values["words"], values["again"]
        )

    if there.then:
        then = f"then {there.then.words()}"
    else:
        then = f"given {full_day(there.given_on)}"
    today = f"; now {now.words()}" if now else ""
    spec = FormSpec(
        f"What helped · {running.names.shown(name)}",
        (
            helped_field(),
            Field("words", "What helped, or what was in the way"),
            day_field(
                running,
                "again",
                "Continue this response until (empty: it ends)",
                hint="2w, 14 apr",
            ),
        ),
        says=f"“{there.text}”: {then}{today}",
        draft_key=f"review {there.id}",
    )
    if await show_form(screen, spec, take):
        running.notices.changed(
            f"{running.names.shown(name)}: kept. Workload (‹go.pressure›) shows what helped."
        )
