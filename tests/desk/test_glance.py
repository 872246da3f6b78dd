"""What the app shows first is what it would work out: kept while nothing has changed, and void as soon as it has."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from supervision_tui.desk.direction_lines import open_directions
from supervision_tui.desk.directions import close_direction
from supervision_tui.desk.drafts import save_draft
from supervision_tui.desk.glance import Glance, forget_place, glance, keep_today, kept_today
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.oversight_board import OversightBoard, oversight_board
from supervision_tui.desk.period import last_months
from supervision_tui.desk.policy_in_use import policy_in_use, remember_policy
from supervision_tui.desk.review import review_list
from supervision_tui.desk.schedule import schedule
from supervision_tui.desk.service_files import PolicyOffer
from supervision_tui.desk.today import today, today_after
from supervision_tui.desk.today_view import MOST_NEEDS, from_kept_form, kept_form
from supervision_tui.desk.undo import take_back
from supervision_tui.practice.terms import DirectionState
from supervision_tui.vault.journal import note_on
from supervision_tui.vault.rows import rows_on
from supervision_tui.vault.store import Store
from tests.conftest import TODAY

NOTHING = PolicyOffer()


def look(store: Store, on: date = TODAY, offer: PolicyOffer = NOTHING) -> Glance:
    return store.read(lambda rows: glance(rows, on, offer))


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


def test_the_kept_form_is_the_view_again(demo_store: Store, moment: Moment) -> None:
    view = demo_store.run(today, moment)
    assert from_kept_form(kept_form(view)) == view
    assert len(view.needs) <= MOST_NEEDS
    assert view.needs_in_all >= len(view.needs)


def test_today_is_kept_until_something_changes(demo_store: Store, moment: Moment) -> None:
    assert kept(demo_store) == ""
    keep(demo_store, moment)
    assert from_kept_form(kept(demo_store)) == demo_store.run(today, moment)
    demo_store.note_unlocked("passphrase", [], moment.now)
    demo_store.run(save_draft, "direction C-1001", "{}", moment)
    assert kept(demo_store), "neither an opening nor a draft is a change of a record"
    assert kept(demo_store, TODAY + timedelta(days=1)) == "", "another day is worked out anew"
    close_one(demo_store, moment)
    assert kept(demo_store) == ""


def test_what_was_worked_out_before_a_change_is_not_kept_after_it(demo_store: Store, moment: Moment) -> None:
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


def test_the_place_is_seen_and_come_back_to_once(demo_store: Store, moment: Moment) -> None:
    demo_store.run(save_draft, "direction C-1001", "{}", moment, place='{"mode": "review"}')
    seen = look(demo_store)
    assert (seen.place, seen.drafts, seen.is_demo) == ('{"mode": "review"}', 1, True)
    demo_store.ask(forget_place, writes=True).result()
    assert look(demo_store).place is None


def board(session: Session, moment: Moment) -> OversightBoard:
    return oversight_board(session, last_months(12, TODAY), moment)


@pytest.mark.parametrize("verb", [today, review_list, schedule, open_directions, board])
def test_what_is_kept_between_verbs_says_the_same_as_what_is_read_anew(
    demo_store: Store, demo_path: Path, moment: Moment, verb: object
) -> None:
    from supervision_tui.vault.door import unlock
    from supervision_tui.vault.store import open_store
    from tests.conftest import PASSPHRASE

    def asked(store: Store) -> object:
        return store.run(verb, moment)  # type: ignore[arg-type]

    def afresh() -> object:
        reader = open_store(
            demo_path, unlock(demo_path, passphrase=PASSPHRASE, ask=lambda _why: None).key, writable=False
        )
        try:
            return asked(reader)
        finally:
            reader.close()

    assert asked(demo_store) == afresh()
    close_one(demo_store, moment)
    assert asked(demo_store) == afresh(), "the children of a direction are read again"
    beside = demo_store._file.open_another()  # somebody writes beside us, though we hold the vault
    beside.execute("UPDATE child SET name = 'Wren Applethorn'")
    note_on(rows_on(beside), "rename", "child", "all", at=moment.now)
    beside.close()
    close_one(demo_store, moment)
    assert asked(demo_store) == afresh(), "what another connection wrote is told by the file"
    take_back(demo_store, moment)
    assert asked(demo_store) == afresh(), "and all of it where more was changed"
