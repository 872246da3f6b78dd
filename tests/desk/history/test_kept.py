"""What the app shows first is what it would work out: kept while nothing has changed, and void as
soon as it has.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from supervision_tui.desk.children.allocation import transfer
from supervision_tui.desk.children.events import EventDraft, record_event
from supervision_tui.desk.children.notes import pin_all, rate
from supervision_tui.desk.children.review import review_list
from supervision_tui.desk.destination import RecordKind
from supervision_tui.desk.directions.giving import DirectionDraft, close_direction, give_direction
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.drafts import save_draft
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.oversight.board import oversight_board
from supervision_tui.desk.supervision.schedule import schedule
from supervision_tui.desk.today.kept import keep_today, kept_today
from supervision_tui.desk.today.kept_form import from_json_text, to_json_text
from supervision_tui.desk.today.today import today, today_after
from supervision_tui.desk.today.view import MOST_NEEDS
from supervision_tui.desk.training.back_on_duty import log_unfinished
from supervision_tui.desk.training.board import learning
from supervision_tui.desk.training.bookings import record_training, tick_attended
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.vault.policy_in_use import policy_in_use, remember_policy
from supervision_tui.desk.vault.service_policy import PolicyOffer
from supervision_tui.desk.vault.startup import StartupFacts, forget_place, read_startup_facts
from supervision_tui.desk.workload.statuses import team_workload
from supervision_tui.practice.days.period import last_months
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.practice.training import TrainingState
from supervision_tui.practice.vocabulary import DirectionState, MissedReason, Rag
from supervision_tui.vault.journal import note_on
from supervision_tui.vault.plain_sql import rows_on
from supervision_tui.vault.store import Store
from tests.conftest import NOW, TODAY, SharedDemo
from tests.vault.vaults import opened

NOTHING = PolicyOffer()


def look(store: Store, on: date = TODAY, offer: PolicyOffer = NOTHING) -> StartupFacts:
    return store.read(lambda rows: read_startup_facts(rows, on, offer))


def kept(store: Store, on: date = TODAY, offer: PolicyOffer = NOTHING) -> str:
    rules = look(store, on, offer).rules
    return store.read(lambda rows: kept_today(rows, on, rules)) if rules else ""


def keep(store: Store, moment: Moment) -> None:
    view, entry = store.run(today_after, moment)
    rules = look(store).rules
    store.ask(lambda rows: keep_today(rows, view, rules, entry), writes=True).result()


def close_one(store: Store, moment: Moment) -> None:
    first = store.run(open_directions, moment)[0]
    store.run(close_direction, first.id, DirectionState.DONE, "seen", moment)


def test_the_kept_form_is_the_view_again(unchanged_demo: Store, moment: Moment) -> None:
    view = unchanged_demo.run(today, moment)
    assert from_json_text(to_json_text(view)) == view
    counted = [each for each in view.needs if each.leads_to.kind is not RecordKind.DATES_NOT_KNOWN]
    assert len(counted) <= MOST_NEEDS
    assert view.needs_in_all >= len(counted)


def test_today_is_kept_until_something_changes(demo_store: Store, moment: Moment) -> None:
    assert kept(demo_store) == ""
    keep(demo_store, moment)
    assert from_json_text(kept(demo_store)) == demo_store.run(today, moment)
    demo_store.note_unlocked("passphrase", [], moment.now)
    demo_store.run(save_draft, "direction C-1001", "{}", moment)
    assert kept(demo_store), "neither an opening nor a draft is a change of a record"
    assert kept(demo_store, TODAY + timedelta(days=1)) == "", "another day is worked out anew"
    close_one(demo_store, moment)
    assert kept(demo_store) == ""


def test_what_was_worked_out_before_a_change_is_not_kept_after_it(
    demo_store: Store, moment: Moment
) -> None:
    view, entry = demo_store.run(today_after, moment)
    close_one(demo_store, moment)
    rules = look(demo_store).rules
    demo_store.ask(lambda rows: keep_today(rows, view, rules, entry), writes=True).result()
    assert kept(demo_store) == ""


def test_another_policy_makes_it_void(demo_store: Store, moment: Moment, tmp_path: Path) -> None:
    keep(demo_store, moment)
    (tmp_path / "policy.toml").write_text("[plans.cp]\ninterval_days = 21\n")
    offer = PolicyOffer(folder=tmp_path)
    seen = look(demo_store, offer=offer)
    assert (seen.rules, seen.has_own_policy) == ("", True), "it is looked at first, and remembered"
    demo_store.run(remember_policy, demo_store.run(policy_in_use, offer), moment)
    again = look(demo_store, offer=offer)
    assert again.rules
    assert kept(demo_store, offer=offer) == ""


def test_the_place_is_seen_and_come_back_to_once(unchanged_demo: Store, moment: Moment) -> None:
    unchanged_demo.run(save_draft, "direction C-1001", "{}", moment, place='{"mode": "review"}')
    seen = look(unchanged_demo)
    assert (seen.place, seen.drafts, seen.is_demo) == ('{"mode": "review"}', 1, True)
    unchanged_demo.ask(forget_place, writes=True).result()
    assert look(unchanged_demo).place is None


Change = Callable[[Store, Moment], object]


def tick_one(store: Store, moment: Moment) -> object:
    booked = next(each for each in store.run(learning, moment).bookings if each.state.is_ahead)
    return store.run(tick_attended, booked.id, moment)


def miss_one(store: Store, moment: Moment) -> object:
    booked = next(each for each in store.run(learning, moment).bookings if each.word == "to record")
    return store.run(
        record_training, booked.id, TrainingState.DID_NOT_ATTEND, MissedReason.WORKLOAD, moment
    )


def log_one(store: Store, moment: Moment) -> object:
    return store.run(log_unfinished, store.run(learning, moment).duty[0].worker_id, moment)


def hold_one(store: Store, moment: Moment) -> object:
    needs = store.run(today, moment).needs
    due = next(each for each in needs if each.leads_to.kind is RecordKind.DATE_DUE)
    event = moment.policy.timescales[due.leads_to.id].held_event
    return store.run(record_event, EventDraft((due.who,), event, "today"), moment)


CHANGES: dict[str, Change] = {
    "a direction closed": close_one,
    "a direction given": lambda store, moment: store.run(
        give_direction,
        DirectionDraft("C-1018", SaidDirection("Visit the uncle", "Mother", "2w", "He moved in")),
        moment,
    ),
    "a child rated": lambda store, moment: store.run(
        rate, "C-1018", Rag.RED, "no food in the house", moment
    ),
    "what was due held": hold_one,
    "children pinned": lambda store, moment: store.run(pin_all, ["C-1018", "C-1019"], moment),
    "a child handed over": lambda store, moment: store.run(
        transfer, "C-1018", "Harbour B", "MANAGE", moment
    ),
    "a training attended": tick_one,
    "a training missed": miss_one,
    "unfinished work at the return to duty": log_one,
}


def asked(store: Store, moment: Moment) -> list[object]:
    """All that is shown."""
    views = (today, review_list, schedule, open_directions, learning, team_workload)
    year = store.run(oversight_board, last_months(12, TODAY), moment)
    return [*(store.run(view, moment) for view in views), year]


@pytest.fixture(scope="module")
def as_it_was(shared_demo: SharedDemo) -> list[object]:
    """All that is shown of the demo."""
    return asked(shared_demo.store, Moment(TODAY, NOW, default_policy()))


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_kept_between_verbs_says_the_same_as_what_is_read_anew(
    demo_store: Store, demo_path: Path, moment: Moment, as_it_was: list[object], change: str
) -> None:
    demo_store.run(team_workload, moment)  # the years are read, and kept
    demo_store.run(today, moment)  # and so are the dates due
    CHANGES[change](demo_store, moment)
    changed = asked(demo_store, moment)
    reader = opened(demo_path, writable=False)
    assert changed == asked(reader, moment)
    reader.close()
    assert changed != as_it_was
    take_back(demo_store, moment)
    assert asked(demo_store, moment) == as_it_was, "what was taken back is read again, too"


def test_what_another_connection_wrote_is_told_by_the_file(
    demo_store: Store, demo_path: Path, moment: Moment
) -> None:
    demo_store.run(review_list, moment)
    beside = demo_store._file.open_another()  # somebody writes beside us, though we hold the vault
    beside.execute("UPDATE child SET name = 'Wren Applethorn'")
    note_on(rows_on(beside), "rename", "child", "all", at=moment.now)
    beside.close()
    close_one(demo_store, moment)
    assert {each.name for each in demo_store.run(review_list, moment)} == {"Wren Applethorn"}
