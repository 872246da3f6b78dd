"""The paper for the head of service: one page, true figures, no child's name."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session, select

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.workload.escalation import escalation
from supervision_tui.desk.workload.responses import ResponseDraft, respond, review_response
from supervision_tui.desk.workload.statuses import team_workload
from supervision_tui.exports.documents.document import Form
from supervision_tui.exports.records.escalation_paper import escalation_paper
from supervision_tui.exports.writing import in_form
from supervision_tui.practice.consultation import Helped
from supervision_tui.practice.privacy.names_in_text import name_parts
from supervision_tui.practice.workload.responses import ResponseKind
from supervision_tui.records import Child, Worker
from supervision_tui.vault.store import Store
from tests.conftest import needs


def child_names(session: Session) -> list[str]:
    return [child.name for child in session.exec(select(Child)) if child.name]


def paper(store: Store, moment: Moment, form: Form = Form.TEXT) -> bytes:
    view = store.run(escalation, 1, moment)
    return in_form(escalation_paper(view, moment.today, moment.policy), form)


def test_no_child_is_named_even_where_the_manager_typed_a_name(
    demo_store: Store, moment: Moment
) -> None:
    name = demo_store.run(child_names)[0]
    text = f"Move {name} and the brothers; {name.split()[0]} first"
    draft = ResponseDraft(1, text, "2w", ResponseKind.ESCALATE, f"the aunt of {name}")
    given = demo_store.run(respond, draft, moment)
    later = Moment(
        moment.today + timedelta(days=14), moment.now + timedelta(days=14), moment.policy
    )
    demo_store.run(review_response, given.id, Helped.NO, f"{name} stayed", "2w", moment=later)
    shown = paper(demo_store, later).decode()
    workers = demo_store.run(lambda session: [row.name for row in session.exec(select(Worker))])
    parts = name_parts(demo_store.run(child_names)) - name_parts(workers)
    words = {word.strip(".,;:()“”").casefold() for word in shown.split()}
    assert not words & parts
    assert "WHAT IS ASKED" in shown


def test_its_figures_are_those_of_the_screen(unchanged_demo: Store, moment: Moment) -> None:
    worker = next(
        each for each in unchanged_demo.run(team_workload, moment).workers if each.worker_id == 1
    )
    shown = paper(unchanged_demo, moment).decode()
    found = worker.workload
    assert f"time needed {found.fit:.1f}×" in shown
    assert f"Children: {found.children}, limit {found.limit:g}" in shown
    for signal in found.signals:
        assert (signal.says in shown) == (signal.level != "ok" and signal.code != "fit")


def test_it_is_one_page(demo_store: Store, moment: Moment, tmp_path: Path) -> None:
    reader = needs("pdftotext")
    for _ in range(4):  # tried often, and at length
        given = demo_store.run(
            respond, ResponseDraft(1, "No new child until it holds. " * 6, "2w"), moment
        )
        demo_store.run(
            review_response, given.id, Helped.PARTLY, "Some came anyway. " * 6, "", moment=moment
        )
    demo_store.run(
        respond,
        ResponseDraft(1, "Move the family of five. " * 6, "2w", told="head of service"),
        moment,
    )
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper(demo_store, moment, Form.PDF))
    text = subprocess.run(
        [reader, str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert text.count("\f") == 1
    assert "What is asked" in text


def test_workers_keep_their_names_and_signs_stay_signs(demo_store: Store, moment: Moment) -> None:
    workers = demo_store.run(lambda session: [row.name for row in session.exec(select(Worker))])
    text = f"{workers[3]} takes two; 5*3*2 and _not_ less"
    demo_store.run(respond, ResponseDraft(1, text, "2w"), moment)
    assert f"{workers[3]} takes two; 5*3*2 and _not_ less" in paper(demo_store, moment).decode()
    assert r"5\*3\*2 and \_not\_ less" in paper(demo_store, moment, Form.MARKDOWN).decode()


def test_a_childs_short_name_is_hidden_too(demo_store: Store, moment: Moment) -> None:
    def rename(session: Session) -> None:
        child = session.exec(select(Child)).first()
        assert child is not None
        child.name = "Bo Li"
        session.add(child)
        session.commit()

    demo_store.run(rename)
    demo_store.run(respond, ResponseDraft(1, "Move Bo first, before the boat trip", "2w"), moment)
    shown = paper(demo_store, moment).decode()
    assert "Bo first" not in shown
    assert "boat trip" in shown
