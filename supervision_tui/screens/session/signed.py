"""A signed record, to be read; an amendment stands beside it, and what the worker said to it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain

from textual.widget import Widget

from supervision_tui.desk.audits.themes import set_themes, themes_of, themes_offered
from supervision_tui.desk.supervision.observations import ObservationDraft, observe
from supervision_tui.desk.supervision.record_parts import OWN, VOICE, case_parts, personal_parts
from supervision_tui.desk.supervision.signed_record import (
    SignedDirection,
    SignedDiscussion,
    SignedRecord,
    amend_record,
    signed_record,
)
from supervision_tui.desk.supervision.signing import WorkerWord, acknowledge
from supervision_tui.exports.documents.document import Document
from supervision_tui.exports.records.case_record import case_record, case_records
from supervision_tui.exports.records.group_record import group_record
from supervision_tui.exports.records.personal_record import personal_record
from supervision_tui.practice import wording
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import SaidHow, WorkerSays
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.shared.export_form import ask_and_export
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.labelled_text import Label, LabelledText, ScrollingText
from supervision_tui.widgets.markdown_text import rendered
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.text_styles import line, tone_of

_PERSONAL = "the personal record"
_SESSION = "the record of the session"
_EACH = "each child's record"
_LABEL = 18
_SHORTER = {VOICE: "child's voice", OWN: "this child alone", "Manager's own view": "manager's view"}
_SHORTER |= {"Decision and rationale": "decision", "Learning and development": "learning"}


class SignedScreen(DeskScreen):
    """A signed record, child by child; the personal record apart."""

    WHERE = "signed"
    gives_way = True
    BINDINGS = bindings_for("signed")

    def __init__(self, session_id: int, child: str = "") -> None:
        super().__init__()
        self.session_id = session_id
        self.child = child  # whose part is shown first
        self.record: SignedRecord | None = None

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return f"signed {self.session_id} {self.child}".strip()

    def body(self) -> Iterable[Widget]:
        """The record."""
        yield Pane(
            "Signed record", ScrollingText(LabelledText(_LABEL, id="record")), id="record-pane"
        )

    async def load(self) -> None:
        """The record as it was signed."""
        record = await self.running.desk.try_run(signed_record, self.session_id)
        if record is None:
            return
        self.record = record
        who = wording.listing([self.name_of(name) for name in record.came or (record.worker,)])
        title = (
            f"{record.kind.words} · {who} · {wording.full_day(record.held_on)} · "
            f"{record.minutes} min"
        )
        self.query_one("#record-pane", Pane).retitle(title)
        first = [each for each in record.discussions if each.ref == self.child]
        rest = [each for each in record.discussions if each.ref != self.child]
        parts = list(chain.from_iterable(self._discussion(each) for each in (*first, *rest)))
        facts = [
            *self._status(record),
            *self._group(record),
            *parts,
            *self._personal(record),
            *self._observed(record),
        ]
        self.query_one(LabelledText).show(facts, to_the_letter=True)
        self.set_focus(self.query_one(ScrollingText))

    @opens_dialog
    async def action_amend(self) -> None:
        """Add to the record, with the reason."""
        if self.record is None:
            return
        own = _own_part(self.record)
        about = (*(each.ref for each in self.record.discussions), own)

        async def take(values: Values) -> bool:
            child = None if values["about"] == own else values["about"]
            await self.running.desk.run(
                amend_record, self.session_id, child, values["reason"], values["text"]
            )
            return True

        spec = FormSpec(
            "Amendment",
            (
                Field("about", "To", kind="choice", words=about),
                Field("text", "What is added", kind="text"),
                Field("reason", "Why"),
            ),
            says="What was signed stays as it is; this stands beside it with today's date.",
            draft_key=f"amendment {self.session_id}",
        )
        if await show_form(self, spec, take):
            self.running.notices.changed("The amendment stands beside the record.")

    @opens_dialog
    async def action_workers_word(self) -> None:
        """Record what the worker said to the record: in the room, or later."""
        if self.record is None:
            return

        async def take(values: Values) -> bool:
            said = WorkerWord(
                WorkerSays(values["says"]), SaidHow(values["how"]), values["words"], values["on"]
            )
            session_id = self.record.session_id if self.record else 0
            await self.running.desk.run(acknowledge, session_id, said)
            return True

        spec = FormSpec(
            f"Worker's comments · {self.name_of(self.record.worker)}",
            (
                Field("says", "The worker", kind="choice", words=tuple(WorkerSays)),
                Field(
                    "words",
                    "In the worker's own words (needed where the worker disagrees)",
                    kind="text",
                ),
                Field("how", "Said", kind="choice", words=tuple(SaidHow)),
                Field("on", "On", "today", hint="today, 14 apr"),
            ),
            says="A disagreement is kept beside the record for as long as the record is kept.",
            draft_key=f"worker's word {self.session_id}",
        )
        if await show_form(self, spec, take):
            self.running.notices.changed("The worker's comments are beside the record.")

    @opens_dialog
    async def action_themes(self) -> None:
        """Tag the children's discussions with their themes."""
        session_id = self.record.session_id if self.record else self.session_id
        tagged = await self.running.desk.try_run(themes_of, session_id)
        offered = await self.running.desk.try_run(themes_offered) or ()
        if not tagged:
            self.running.notices.refuse("No child was discussed in this session.")
            return
        names = {
            f"child_{n}": ref
            for n, ref in enumerate(sorted(tagged, key=lambda ref: ref != self.child))
        }

        async def take(values: Values) -> int:
            return await self.running.desk.run(
                set_themes, session_id, {names[key]: values[key] for key in names}
            )

        fields = [
            Field(key, ref, ", ".join(tagged[ref]), words=offered) for key, ref in names.items()
        ]
        spec = FormSpec(
            "Tags of each discussion, with commas (↓ offers)",
            fields,
            says="They are counted on Oversight; what was signed stays as it is.",
        )
        changed = await show_form(self, spec, take)
        if changed is not None:
            self.running.notices.changed(f"Tags of {wording.count(changed, 'discussion')} changed.")

    @opens_dialog
    async def action_observed(self) -> None:
        """Record what somebody saw who sat in."""
        if self.record is None:
            return
        held = self.record.held_on.isoformat()
        form = self.running.vault.policy().form(FormKind.OBSERVATION)
        domains = {each.field_name: each for each in form.sections}

        async def take(values: Values) -> bool:
            session_id = self.record.session_id if self.record else 0
            draft = ObservationDraft(
                session_id,
                values["observer"],
                values["on"],
                {each.id: values[name] for name, each in domains.items()},
                strengths=values["strengths"],
                next_step=values["next_step"],
            )
            await self.running.desk.run(observe, draft)
            return True

        spec = FormSpec(
            form.title,
            (
                Field("observer", "Who sat in"),
                Field("on", "On", held),
                *(Field(name, each.heading, kind="text") for name, each in domains.items()),
                Field("strengths", "What was good", kind="text"),
                Field("next_step", "What to try next time", kind="text"),
            ),
            says="About how supervision is done, not about the worker. "
            "It goes into neither record.",
            draft_key=f"observation {self.session_id}",
        )
        if await show_form(self, spec, take):
            self.running.notices.changed("The observation is kept beside the session.")

    @opens_dialog
    async def action_give_away(self) -> None:
        """The case records and the worker's own part or the session's, never one in the other."""
        record, policy = self.record, self.running.vault.policy()
        if record is None:
            return
        offered: dict[str, Callable[[], Sequence[Document]]] = {}
        if record.discussions:
            offered[_EACH] = lambda: case_records(record, policy)
        if record.kind.has_several:
            offered[_SESSION] = lambda: [group_record(record)]
        # Earlier versions kept one beside a session of several.
        if not record.kind.has_several or personal_parts(record):
            offered[_PERSONAL] = lambda: [personal_record(record)]
        for each in record.discussions:
            offered[each.ref] = functools.partial(_one, record, each.ref, policy)
        if self.child in offered:
            offered = {self.child: offered.pop(self.child), **offered}
        await ask_and_export(self, "Export a record", offered, "record", str(self.session_id))

    def action_on_file(self) -> None:
        """Copy the records for the children's files, and note since when they are there."""
        self.running.navigation.put_on_file(f"session {self.session_id}")

    def _status(self, record: SignedRecord) -> list[Label]:
        """Tell when it was signed, whether that was in time, and what the worker said."""
        signed = f"{wording.full_day(record.signed_at.date())} by {record.signature}"
        time = (f"  {record.time.word}", tone_of(record.time.urgency))
        found: list[Label] = [("signed", line(signed, time))]
        for word in record.words:
            tone = "soon" if word.says == WorkerSays.DISAGREED else "plain"
            said = f": “{word.words}”" if word.words else ""
            found.append(
                (
                    "worker",
                    line((word.says, tone), f" on {wording.full_day(word.on)}, {word.how}{said}"),
                )
            )
        if not record.words:
            found.append(
                (
                    "worker",
                    line(
                        (
                            self.running.fill(
                                "not asked yet; ‹signed.word› adds the worker's comments"
                            ),
                            "soon",
                        )
                    ),
                )
            )
        return [*found, ("", line(""))]

    def _discussion(self, each: SignedDiscussion) -> list[Label]:
        family = f"written once for {each.together}" if each.together else ""
        found: list[Label] = [("", line((f"── {each.ref} ", "focus"), (family, "quiet")))]
        if not each.discussed:
            return [*found, ("not discussed", line(each.not_discussed_because)), ("", line(""))]
        for label, text in case_parts(each, self.running.vault.policy()):
            found.append((_fitting(label), rendered(text)))
        found += [
            ("direction", line(self._direction(direction, each))) for direction in each.directions
        ]
        return [*found, *_amended(each.amendments), ("", line(""))]

    def _direction(self, given: SignedDirection, each: SignedDiscussion) -> str:
        came = self.record.came if self.record else ()
        return replace(given, owner=self.owner_of(given.owner, each.worker, *came)).says()

    def _group(self, record: SignedRecord) -> list[Label]:
        """The record of a session of several, and who came from outside."""
        group = record.group
        amended = record.kind.has_several and record.personal_amendments
        if group is None and not amended:
            return []
        found: list[Label] = [("", line(("── Record of the session ", "focus")))]
        if group is not None:
            found += [("from outside", line(each)) for each in group.guests]
            found += [(_fitting(label), rendered(text)) for label, text in group.parts]
        return [*found, *_amended(record.personal_amendments), ("", line(""))]

    def _personal(self, record: SignedRecord) -> list[Label]:
        amendments = () if record.kind.has_several else record.personal_amendments
        if not personal_parts(record) and not amendments:
            return []
        found: list[Label] = [("", line(("── Personal record, for the worker's file ", "focus")))]
        actions = tuple(
            replace(each, owner=self.owner_of(each.owner, record.worker))
            for each in record.personal_actions
        )
        parts = personal_parts(replace(record, personal_actions=actions))
        found += [(_fitting(label), rendered(text)) for label, text in parts]
        return [*found, *_amended(amendments), ("", line(""))]

    def _observed(self, record: SignedRecord) -> list[Label]:
        found: list[Label] = []
        for each in record.observed:
            found.append(
                (
                    "",
                    line((f"── Observed by {self.name_of(each.observer)} ", "focus"), str(each.on)),
                )
            )
            found += [(_fitting(label), rendered(text)) for label, text in each.parts]
        return found


def _own_part(record: SignedRecord) -> str:
    """The part that is about no child: the worker's own, or that of the session."""
    if record.kind.has_several:
        return _SESSION
    return _PERSONAL


def _one(record: SignedRecord, ref: str, policy: Policy) -> list[Document]:
    found = case_record(record, ref, policy)
    if found:
        return [found]
    return []


def _fitting(label: str) -> str:
    """A label in the room there is; a long one is said shorter, or cut at a word."""
    plain = _SHORTER.get(label, label).lower()
    if len(plain) < _LABEL:
        return plain
    return plain[: _LABEL - 2].rsplit(" ", 1)[0] + "…"


def _amended(amendments: tuple[tuple[object, str, str], ...]) -> list[Label]:
    return [
        ("amended", line((f"{on} ", "soon"), f"{text} ({reason})"))
        for on, reason, text in amendments
    ]
