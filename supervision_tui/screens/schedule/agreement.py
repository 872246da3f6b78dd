"""A supervision agreement to be read, answered clause by clause, and printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.widget import Widget

from supervision_tui.desk.workers.clauses import (
    Clause,
    WholeAgreement,
    agree_clauses,
    clauses_to_answer,
    whole_agreement,
)
from supervision_tui.exports.records.agreement_document import (
    agreement_document,
    terms_parts,
    version_words,
)
from supervision_tui.practice import wording
from supervision_tui.practice.policy.council_forms import field_of, headed
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.shared.export_form import ask_and_export
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.labelled_text import Label, LabelledText, ScrollingText
from supervision_tui.widgets.markdown_text import rendered
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.text_styles import line

from . import worker_forms

_LABEL = 14
_EXPORTED = "the agreement"


class AgreementScreen(DeskScreen):
    """An agreement with its clauses, both signatures and the versions before it."""

    WHERE = "agreement"
    gives_way = True
    BINDINGS = bindings_for("agreement")

    def __init__(self, worker_id: int) -> None:
        super().__init__()
        self.worker_id = worker_id
        self.agreed: WholeAgreement | None = None

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return f"agreement {self.worker_id}"

    def body(self) -> Iterable[Widget]:
        """The agreement."""
        text = ScrollingText(LabelledText(_LABEL, id="agreed"))
        yield Pane("Supervision agreement", text, id="agreement-pane")

    async def load(self) -> None:
        """The agreement as it stands."""
        agreed = await self.running.desk.try_run(whole_agreement, self.worker_id)
        if agreed is None:
            self.dismiss()
            return
        self.agreed = agreed
        title = f"{agreed.title} · {self.name_of(agreed.worker)}"
        self.query_one("#agreement-pane", Pane).retitle(title)
        self.query_one(LabelledText).show(list(self._facts(agreed)), to_the_letter=True)
        self.set_focus(self.query_one(ScrollingText))

    # Actions

    @opens_dialog
    async def action_terms(self) -> None:
        """Change the terms, or say who has signed and when."""
        await worker_forms.agree(self, self.worker_id)

    @opens_dialog
    async def action_clauses(self) -> None:
        """Write what the two agree under each clause."""
        clauses = await self.running.desk.try_run(clauses_to_answer, self.worker_id)
        if clauses is None or self.agreed is None:
            return
        fields = {field_of(each.id): each for each in clauses}

        async def take(values: Values) -> bool:
            answers = {each.id: values[name] for name, each in fields.items()}
            return await self.running.desk.run(agree_clauses, self.worker_id, answers)

        says = "What is agreed stands under the clause's own words."
        if self.agreed.terms.worker_signed_on or self.agreed.terms.manager_signed_on:
            says = "It is signed: what you change begins a new version, to be signed again."
        spec = FormSpec(
            f"Clauses · {self.name_of(self.agreed.worker)}",
            [
                Field(name, headed(each.title, each.asks), each.answer, kind="text")
                for name, each in fields.items()
            ],
            says=says,
            draft_key=f"clauses {self.worker_id}",
        )
        is_new = await show_form(self, spec, take)
        if is_new:
            self.running.notices.changed("A new version begins today; both sign it again.")
        elif is_new is not None:
            self.running.notices.changed("What you agreed stands under the clauses.")

    @opens_dialog
    async def action_give_away(self) -> None:
        """Export it: to print and to sign, or for the worker's file."""
        agreed = self.agreed
        if agreed is not None:
            offered = {_EXPORTED: lambda: [agreement_document(agreed)]}
            about = str(self.worker_id)
            await ask_and_export(self, "Export the agreement", offered, "agreement", about)

    # What is shown

    def _facts(self, agreed: WholeAgreement) -> Iterator[Label]:
        terms = agreed.terms
        if terms.starts_on is None:
            says = "none on record yet; what stands here is the service's policy and form"
            yield "in force", line((says, "soon"))
        else:
            yield "in force", line(f"since {wording.full_day(terms.starts_on)}")
        for label, text in terms_parts(terms):
            yield label.lower(), line(text)
        signed_on = (("worker", terms.worker_signed_on), ("manager", terms.manager_signed_on))
        for who, on in signed_on:
            if on is not None:
                yield who, line(f"signed on {wording.full_day(on)}")
            else:
                yield who, line(("not signed yet", "soon"))
        if not agreed.are_agreed:
            says = "none on record yet; these are the form's, and ‹agreement.clauses› agrees"
            yield "clauses", line((self.running.fill(says), "soon"))
        if agreed.has_other_form:
            says = "the council's form has changed since; writing under a clause takes the new one"
            yield "form", line((says, "soon"))
        for each in agreed.clauses:
            yield "", line("")
            yield "", line((f"── {each.title} ", "focus"))
            yield from self._clause(each)
        yield from self._earlier(agreed)

    def _earlier(self, agreed: WholeAgreement) -> Iterator[Label]:
        """The versions before, with what was agreed in each."""
        if agreed.earlier:
            yield "", line("")
            yield "", line(("── Versions before this one ", "focus"))
        for version in agreed.earlier:
            yield "", line(version_words(version))
            for clause in version.clauses:
                yield "", line((f"{clause.title}: ", "quiet"), clause.answer)

    def _clause(self, each: Clause) -> Iterator[Label]:
        if each.words:
            yield "", rendered(each.words)
        if each.asks:
            yield "asked", line((each.asks, "quiet"))
        if each.answer:
            yield "agreed", rendered(each.answer)
