"""Responses to a raised standing: they come back on their day, with the fit then and now."""

from __future__ import annotations

from datetime import date

import pytest

from supervision_tui.desk.destination import Destination
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.today.today import today
from supervision_tui.desk.workload import responses
from supervision_tui.desk.workload.responses import ResponseDraft
from supervision_tui.desk.workload.statuses import team_workload
from supervision_tui.practice.consultation import Helped
from supervision_tui.practice.workload.responses import ResponseKind
from supervision_tui.vault.store import Store
from tests.desk.learning import CROWDED, later


def test_a_response_comes_back_on_its_day_with_the_fit_then_and_now(
    demo_store: Store, moment: Moment
) -> None:
    draft = ResponseDraft(
        CROWDED, "No new child", "2w", ResponseKind.STOP_ALLOCATING, "head of service"
    )
    given = demo_store.run(responses.respond, draft, moment)
    fit = next(
        each for each in demo_store.run(team_workload, moment).workers if each.worker_id == CROWDED
    )
    assert given.then is not None
    assert given.then.fit == pytest.approx(fit.workload.fit, abs=1e-4)
    on_its_day = later(moment, 14)
    need = next(
        each
        for each in demo_store.run(today, on_its_day).needs
        if each.leads_to == Destination.of_worker(CROWDED) and "response" in each.what
    )
    assert need.word == "today"
    assert f"fit {fit.workload.fit:.1f}" in need.what
    seen = demo_store.run(
        responses.review_response,
        given.id,
        Helped.PARTLY,
        "two came from duty",
        "2w",
        moment=on_its_day,
    )
    assert (seen.outcome.kind, seen.outcome.then.fit) == ("stop allocating", given.then.fit)
    again = demo_store.run(responses.response_to, CROWDED, on_its_day)
    assert again is not None
    assert (again.text, again.by) == ("No new child", date(2026, 3, 30))
    kinds = [each.kind for each in demo_store.run(responses.reviewed, on_its_day).kinds]
    assert "stop allocating" in kinds
    with pytest.raises(Refused, match="already"):
        demo_store.run(responses.review_response, given.id, Helped.NO, "", "", moment=on_its_day)


def test_an_answer_that_another_has_replaced_is_not_reviewed(
    demo_store: Store, moment: Moment
) -> None:
    first = demo_store.run(responses.respond, ResponseDraft(CROWDED, "One", "2w"), moment)
    demo_store.run(responses.respond, ResponseDraft(CROWDED, "Two", "2w"), moment)
    with pytest.raises(Refused, match="newer response replaced it"):
        demo_store.run(responses.review_response, first.id, Helped.HELPED, "", "2w", moment=moment)
