"""A worker leaves, somebody stands in for the manager, an agreement is signed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from supervision_tui.desk import cover
from supervision_tui.desk.children import allocation
from supervision_tui.desk.drafts import save_draft
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision.schedule import cancel_session
from supervision_tui.desk.supervision.session import draft_key, open_session
from supervision_tui.desk.supervision.signed_record import signed_record
from supervision_tui.desk.supervision.signing import sign_record
from supervision_tui.desk.today.today import today
from supervision_tui.desk.workers import agreement, leaving
from supervision_tui.desk.workers.agreement import AgreementDraft
from supervision_tui.practice.vocabulary import CancelReason
from supervision_tui.vault.store import Store
from tests.desk.supervision.hours import CROWDED, all_left_out, opened, worker_on_record


def test_what_is_written_under_cover_bears_the_name_of_who_stands_in(
    demo_store: Store, moment: Moment
) -> None:
    demo_store.run(cover.arrange_cover, "Jo Vane", "today", "2026-03-13", "leave", moment=moment)
    assert demo_store.run(cover.cover_on, moment.today) == "Jo Vane"
    with pytest.raises(Refused, match="already"):
        demo_store.run(
            cover.arrange_cover, "Al Other", "2026-03-10", "2026-03-20", "", moment=moment
        )
    covered = Moment(moment.today, moment.now, moment.policy, "Jo Vane")
    view = opened(demo_store, covered)
    demo_store.run(sign_record, view.session_id, all_left_out(view), covered)
    assert demo_store.run(signed_record, view.session_id, moment).signed_by == "Jo Vane"
    demo_store.run(cover.end_cover, demo_store.run(cover.covers, moment.today)[0].id, moment)
    assert demo_store.run(cover.cover_on, moment.today) == ""


def test_an_agreement_is_signed_by_both_and_other_terms_anew(
    demo_store: Store, moment: Moment
) -> None:
    draft = AgreementDraft(
        CROWDED,
        90,
        21,
        kinds="individual",
        place="room 2",
        worker_signed="2026-02-27",
        manager_signed="today",
        review="2027-02-27",
    )
    agreed = demo_store.run(agreement.agree, draft, moment)
    assert agreed.is_signed_by_both
    changed = AgreementDraft(
        CROWDED,
        90,
        14,
        kinds="individual, group",
        place="room 2",
        worker_signed="",
        manager_signed="",
        review="",
    )
    assert not demo_store.run(agreement.agree, changed, moment).is_signed_by_both
    for wrong in (
        AgreementDraft(
            CROWDED, 90, 14, kinds="tea", place="", worker_signed="", manager_signed="", review=""
        ),
        AgreementDraft(
            CROWDED,
            90,
            14,
            kinds="group",
            place="",
            worker_signed="2026-05-01",
            manager_signed="",
            review="",
        ),
        AgreementDraft(
            CROWDED, 5, 14, kinds="group", place="", worker_signed="", manager_signed="", review=""
        ),
    ):
        with pytest.raises(Refused):
            demo_store.run(agreement.agree, wrong, moment)


def test_a_worker_cannot_leave_while_anything_hangs_and_then_can(
    demo_store: Store, moment: Moment
) -> None:
    name, to = demo_store.run(worker_on_record, 9).name, demo_store.run(worker_on_record, 2).name
    demo_store.run(
        save_draft, draft_key(opened(demo_store, moment, 9).session_id), '{"children": {}}', moment
    )
    with pytest.raises(Refused, match="cannot be closed yet"):
        demo_store.run(leaving.close_post, 9, "today", moment)
    view = demo_store.run(leaving.what_hangs_on, 9, moment)
    assert {each.kind for each in view.hanging} == {"child", "direction", "session", "record"}
    demo_store.run(
        allocation.allocate, [each.key for each in view.of("child")], to, "worker leaves", moment
    )
    for each in view.of("direction"):
        demo_store.run(leaving.hand_on_direction, int(each.key), to, moment)
    for each in view.of("session"):
        demo_store.run(cancel_session, int(each.key), CancelReason.OTHER, moment)
    written = demo_store.run(open_session, int(view.of("record")[0].key), moment)
    demo_store.run(sign_record, written.session_id, written.draft, moment)
    assert demo_store.run(leaving.what_hangs_on, 9, moment).hanging == ()
    demo_store.run(leaving.close_post, 9, "today", moment)
    tomorrow = Moment(moment.today + timedelta(days=1), moment.now, moment.policy)
    assert name not in {line.name for line in demo_store.run(today, tomorrow).lines}
