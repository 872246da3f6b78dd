"""What is known of the vault at a glance: the team, who stands in, the policy, and the day."""

from __future__ import annotations

from datetime import timedelta

from supervision_tui.desk.cover import arrange_cover
from supervision_tui.desk.moment import Moment
from supervision_tui.system.clock import Clock
from supervision_tui.vault.store import Store
from tests.conftest import NOW, TODAY

from .parts import Parts


async def test_it_is_known_before_the_records_are_read(unchanged_demo: Store) -> None:
    state = Parts(unchanged_demo).state
    assert state.team == "…"
    await state.know(await state.look())
    assert (state.team, state.cover) == ("Lantern Team", "")
    assert state.moment().actor == "Rowan Alderfield, team manager"
    assert state.rules
    assert state.today == TODAY
    assert not state.is_as_of


async def test_on_a_new_day_it_is_asked_again_who_stands_in(
    demo_store: Store, moment: Moment
) -> None:
    demo_store.run(
        arrange_cover, "Kay Standin", TODAY.isoformat(), TODAY.isoformat(), "leave", moment=moment
    )
    state = Parts(demo_store).state
    await state.know(await state.look())
    assert state.moment().actor == "Kay Standin"
    assert not await state.notice_new_day(), "it is the same day"
    state.clock = Clock(fixed=NOW + timedelta(days=1))
    assert await state.notice_new_day()
    assert state.cover == ""


def test_another_day_than_the_real_one_is_told(unchanged_demo: Store) -> None:
    state = Parts(unchanged_demo).state
    state.clock = Clock(TODAY)
    assert state.is_as_of


def test_what_the_vault_found_of_its_own_files_is_told_once(demo_store: Store) -> None:
    parts = Parts(demo_store)
    demo_store.noticed.append("A copy of the key file lies elsewhere.")
    parts.state.tell_what_was_noticed()
    parts.state.tell_what_was_noticed()
    assert parts.heard.said == ["warning: ! A copy of the key file lies elsewhere."]
    Parts(None).state.tell_what_was_noticed()  # of no vault there is nothing
