"""Words are found in all that was written, and hidden names stay hidden."""

from __future__ import annotations

import pytest

from supervision_tui.desk.children.notes import add_note
from supervision_tui.desk.children.review import review_list
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.drafts import save_draft
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.search import match_expression, search
from supervision_tui.desk.supervision.session import draft_key
from supervision_tui.desk.supervision.signing import sign_record
from supervision_tui.desk.undo import take_back
from supervision_tui.vault.store import Store
from tests.desk.supervision.hours import all_left_out, opened


def test_words_are_found_in_all_that_was_written(demo_store: Store, moment: Moment) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    demo_store.run(add_note, ref, "Święcka spoke of the café", moment)
    view = opened(demo_store, moment)
    demo_store.run(
        save_draft,
        draft_key(view.session_id),
        '{"children": {"C-1": {"voice": "zebra crossing"}}}',
        moment,
    )
    for typed in ("swiec", "CAFE", "spoke caf"):
        hit = demo_store.run(search, typed, moment).hits[0]
        assert (hit.kind, hit.about.split()[0], hit.leads_to) == (
            "note",
            ref,
            Destination.of_child(ref),
        )
    draft = demo_store.run(search, "zebra", moment).hits[0]
    assert (draft.state, draft.leads_to) == (
        "draft",
        Destination(RecordKind.SESSION, str(view.session_id)),
    )
    records = demo_store.run(search, "cumulative harm", moment)
    assert {hit.state for hit in records.hits if hit.kind == "case record"} == {"signed"}
    assert any(found for _, found in records.hits[0].words)


def test_hidden_names_stay_hidden_in_what_is_found(demo_store: Store, moment: Moment) -> None:
    child = next(each for each in demo_store.run(review_list, moment) if each.name)
    assert child.name
    demo_store.run(add_note, child.ref, f"{child.name} rang from school", moment)
    assert demo_store.run(search, child.name, moment).hits
    hits = demo_store.run(search, "rang school", moment, names_blanked=True).hits
    shown = " ".join(part for hit in hits for part, _ in hit.words) + " ".join(
        hit.about for hit in hits
    )
    assert hits
    assert not [part for part in child.name.split() if part in shown]
    kinds = {
        hit.kind for hit in demo_store.run(search, child.name, moment, names_blanked=True).hits
    }
    assert not kinds & {"child", "worker"}


@pytest.mark.parametrize(
    "typed",
    ['"', "*", "a AND", "NEAR(", "body:x", "^", "'; DROP", "-", "", "  ", "x" * 10_000, "\x1b[2J"],
)
def test_nothing_that_is_typed_upsets_the_search(
    unchanged_demo: Store, moment: Moment, typed: str
) -> None:
    unchanged_demo.run(search, typed, moment)
    assert ":" not in match_expression(typed)


def test_what_is_gone_is_no_longer_found(demo_store: Store, moment: Moment) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    demo_store.run(add_note, ref, "xylophone", moment)
    assert demo_store.run(search, "xylo", moment).hits
    take_back(demo_store, moment)
    assert not demo_store.run(search, "xylo", moment).hits


def test_a_session_held_before_its_planned_day_is_found_at_once(
    demo_store: Store, moment: Moment
) -> None:
    view = opened(demo_store, moment)
    assert view.planned_on > moment.today
    view.draft.personal["wellbeing"] = "xylophone"
    view.draft.child(view.agenda[-1].child.ref).voice = "glockenspiel"
    demo_store.run(
        sign_record, view.session_id, all_left_out(view, view.agenda[-1].child.ref), moment
    )
    for word in ("xylophone", "glockenspiel"):
        assert [hit.on for hit in demo_store.run(search, word, moment).hits] == [moment.today]
