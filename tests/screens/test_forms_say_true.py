"""What a form or a notice shows is what is kept, and what was done."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, Static

from supervision_tui.app.app import SupervisionApp
from supervision_tui.desk.children.notes import toggle_pin
from supervision_tui.desk.children.review import review_list
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision.agenda import next_agenda
from supervision_tui.desk.supervision.preparation import preparation, session_to_prepare
from supervision_tui.desk.supervision.session import open_session, session_to_hold
from supervision_tui.desk.workers.people import worker_details
from supervision_tui.desk.workload.charts import Trend, Week, workload_trend
from supervision_tui.desk.workload.statuses import team_workload
from supervision_tui.practice.policy.reflective_models import Scale
from supervision_tui.screens.session.scales import ScaleRow
from supervision_tui.screens.workload.pictures import trend_in_words
from supervision_tui.vault.store import Store
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.rows import Rows

from .app_under_test import press, running, still, typed


async def form_of_new_worker(app: SupervisionApp, pilot: Pilot[str]) -> Form:
    """The details of a worker who was added just now."""
    await press(pilot, "1", "n")
    await typed(pilot, "Bronwyn Carew")
    await press(pilot, "ctrl+s")
    assert isinstance(app.screen, Form)
    return app.screen


async def test_the_interval_that_a_stage_brings_is_shown_before_it_is_saved(
    demo_store: Store, moment: Moment
) -> None:
    worker_id = 0
    async with running(demo_store) as (app, pilot):
        form = await form_of_new_worker(app, pilot)
        assert form.query_one("#field-interval", Input).value == "28"
        form.query_one("#field-starts_on", Input).value = (
            moment.today - timedelta(days=60)
        ).isoformat()
        form.query_one("#field-stage", Choice).value = "newly-qualified"
        await still(pilot)
        assert form.query_one("#field-interval", Input).value == "14"
        assert "every 14 days, by the policy" in str(form.query_one("#preview", Static).content)
        worker_id = int((form.spec.draft_key or "worker 0").split()[1])
        await press(pilot, "ctrl+s")
    assert demo_store.run(worker_details, worker_id, moment).interval_days == 14


async def test_an_interval_that_was_typed_stays_and_is_kept(
    demo_store: Store, moment: Moment
) -> None:
    worker_id = 0
    async with running(demo_store) as (app, pilot):
        form = await form_of_new_worker(app, pilot)
        form.query_one("#field-interval", Input).value = "21"
        form.query_one("#field-stage", Choice).value = "newly-qualified"
        await still(pilot)
        assert form.query_one("#field-interval", Input).value == "21"
        worker_id = int((form.spec.draft_key or "worker 0").split()[1])
        await press(pilot, "ctrl+s")
    assert demo_store.run(worker_details, worker_id, moment).interval_days == 21


def test_now_is_now_and_the_last_week_says_its_monday(demo_store: Store, moment: Moment) -> None:
    thursday = Moment(
        moment.today + timedelta(days=3), moment.now + timedelta(days=3), moment.policy
    )
    worker = demo_store.run(team_workload, thursday).workers[0]
    trend = demo_store.run(workload_trend, worker.worker_id, thursday)
    assert trend.now is not None
    assert trend.now.fit == worker.workload.fit, "as the table says"
    words = trend_in_words(
        Trend(1, (Week(date(2026, 11, 23), 6.5, 0.83),), Week(date(2026, 11, 28), 4.9, 0.96))
    )
    assert "Time needed 6.5× on Mon 23 Nov, 4.9× now" in words
    assert "83 % on Mon 23 Nov, 96 % now" in words
    monday = trend_in_words(
        Trend(1, (Week(date(2026, 11, 23), 6.5, 0.83),), Week(date(2026, 11, 23), 6.5, 0.83))
    )
    assert monday.startswith("Time needed 6.5× now")
    rises = trend_in_words(
        Trend(1, (Week(date(2026, 11, 23), 0.8, 0.5),), Week(date(2026, 11, 28), 0.9, 0.5))
    )
    assert "the highest was 0.9× now" in rises


async def test_a_score_that_is_off_the_scale_is_told(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        points: dict[str, int] = {}
        await app.screen.mount(ScaleRow(Scale("Safe enough", 0, 10, ("worker",)), points, ()))
        field = app.screen.query_one("#scale-0", Input)
        for score, kept, says in (
            ("77", {}, "77 is not kept"),
            ("7", {"worker": 7}, ""),
            ("", {}, ""),
        ):
            field.value = score
            await still(pilot)
            told = app.screen.query_one("#off-scale", Static)
            assert points == kept
            assert says in str(told.content)
            assert told.display is bool(says)


async def test_an_import_says_what_was_done_and_shows_rejects_first(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    path, worker = (
        tmp_path / "rows.csv",
        next(each.worker for each in demo_store.run(review_list, moment) if each.ref == "C-1001"),
    )
    path.write_text(
        f"child_ref,worker,name,plan\nC-1001,{worker},Another Name,\n,{worker},Nobody,cin\n"
    )
    async with running(demo_store) as (app, pilot):
        from supervision_tui.screens.imports.opening import show_preview

        assert await show_preview(app, path)
        await still(pilot)
        rows = app.screen.query_one("#changes", Rows)
        assert rows._rows[0].cells[0].text == "rejected"
        assert "1 rejected" in str(app.screen.query_one("#counts", Static).content)
        await press(pilot, "ctrl+s")
        assert any("1 row rejected. Imported: 1 changed (name: 1)." in each for each in app.said)


def test_what_the_worker_brings_is_no_pin_of_the_manager(demo_store: Store, moment: Moment) -> None:
    session_id = demo_store.run(session_to_prepare, 1, moment)
    ref = demo_store.run(preparation, session_id, moment).items[-1].child.ref
    demo_store.run(toggle_pin, ref, moment, by="worker")
    view = demo_store.run(preparation, session_id, moment)
    why = next(item.why for item in view.items if item.child.ref == ref)
    assert why.startswith("brought by the worker")
    agenda = demo_store.run(next_agenda, view.worker, None, moment).agenda
    assert next(item.why for item in agenda.items if item.child.ref == ref) == why


def test_preparation_and_session_have_one_order(demo_store: Store, moment: Moment) -> None:
    for worker_id in range(1, 10):
        if demo_store.run(session_to_hold, worker_id, moment).planned is None:
            continue
        session_id = demo_store.run(session_to_prepare, worker_id, moment)
        prepared = [
            item.child.ref for item in demo_store.run(preparation, session_id, moment).items
        ]
        held = [item.child.ref for item in demo_store.run(open_session, session_id, moment).agenda]
        assert held == prepared
