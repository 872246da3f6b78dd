"""Before the signature: what is missing, or what will be signed; and what the worker says to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import chain

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from supervision_tui.desk.supervision.draft import RecordDraft
from supervision_tui.desk.supervision.session import OpenSession, signing_key
from supervision_tui.desk.supervision.signing import Missing, WorkerWord
from supervision_tui.practice.policy.reflective_models import is_reflective
from supervision_tui.practice.vocabulary import SaidHow, SessionState, WorkerSays
from supervision_tui.practice.wording import count, full_day
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.runtime.running import running_of
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.focus_in_view import keep_focus_in_view
from supervision_tui.widgets.kept_fields import KeptFields
from supervision_tui.widgets.keys_in_text import with_keys
from supervision_tui.widgets.leaves_once import LeavesOnce
from supervision_tui.widgets.line_field import LineField
from supervision_tui.widgets.rows import Cell, Row, Rows, child_cell
from supervision_tui.widgets.text_styles import line, lines

_NOT_YET = "not asked yet"
_NOT_SIGNED, _SIGN = "not yet", "sign: both are locked then"
_CAME, _AWAY = "came", "did not come"
_LEAST_CLOCK = (
    0.5  # of the planned minutes: below that it was written up later, and the clock says nothing
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer before signing: to sign, with the worker's word, or to go to a field."""

    sign: bool
    said: WorkerWord | None = None
    go_to: str = ""
    field: str = ""


class SignDialog(KeptFields, LeavesOnce, ModalScreen[Answer]):
    """Asks whether to sign where nothing is missing; else enter goes to what is."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    SignDialog VerticalScroll { height: auto; max-height: 24; }
    SignDialog Static { height: auto; }
    SignDialog Rows { height: auto; max-height: 14; }
    SignDialog Horizontal { height: auto; }
    SignDialog Horizontal Static { width: 24; }
    SignDialog Horizontal Choice { width: 1fr; }
    SignDialog LineField { background: $ground; }
    SignDialog #minutes { width: 8; }
    """
    BINDINGS = [*bindings_for("fields"), *bindings_for("sign")]

    def __init__(
        self,
        draft: RecordDraft,
        missing: list[Missing],
        view: OpenSession,
        keep: Callable[[], Awaitable[bool]],
    ) -> None:
        """`keep` keeps what is typed on the screen behind."""
        super().__init__()
        self._keep_behind = keep
        if any(each.blocking for each in missing):
            self.draft_key = ""
        else:
            self.draft_key = signing_key(view.session_id)
        self.draft = draft
        self.view = view
        self.missing = [each for each in missing if each.blocking]
        self._proposed = str(self._minutes())
        self.worth_a_look = [each for each in missing if not each.blocking]

    def compose(self) -> ComposeResult:
        """The list, then the keys; or what will be signed, and what is asked with it."""
        with Vertical(classes="in-front") as box:
            if self.missing:
                also = ""
                if self.worth_a_look:
                    also = f" · {len(self.worth_a_look)} worth a look"
                box.border_title = f"Not complete yet · {len(self.missing)}{also}"
                yield from self._compose_missing()
            else:
                box.border_title = "Sign both records"
                yield from self._compose_signing()

    def kept_names(self) -> list[str]:
        """Name what is kept: who came, the worker's words, typed minutes; never the signature."""
        if self.value_of("minutes") != self._proposed:  # the clock may go on
            typed = ["minutes"]
        else:
            typed = []
        return [
            *typed,
            "says",
            "words",
            *(f"came-{each.worker_id}" for each in self.view.attendees[1:]),
        ]

    async def on_mount(self) -> None:
        """Focus the list of what is missing, or the question, with what was typed before."""
        keep_focus_in_view(self)
        if self.missing:
            rows = self.query_one(Rows)
            rows.show(
                [self._row(n, each) for n, each in enumerate((*self.missing, *self.worth_a_look))]
            )
            rows.styles.height = min(14, rows.row_count)
            self.set_focus(rows)
        else:
            self.set_focus(self.query_one("#sign", Choice))
            await self.bring_back()
        self.is_ready = True

    def on_input_submitted(self) -> None:
        """Enter in a field goes to the next one."""
        self.focus_next()

    async def action_go_on(self) -> None:
        """Go to what is missing at the mark.

        Or on to the next field, and from the question where sign is picked.
        """
        if self.missing:
            key = self.query_one(Rows).key
            here = (*self.missing, *self.worth_a_look)[int(key or 0)]
            self.dismiss(Answer(sign=False, go_to=here.ref, field=here.field))
        elif self.focused is not self.query_one("#sign"):
            self.focus_next()
        elif self.query_one("#sign", Choice).value == _SIGN:
            await self._sign()
        else:
            self._say("s picks sign, and then ‹sign.sign› signs. Nothing is signed yet.", "quiet")

    async def action_keep_now(self) -> None:
        """Keep what is typed, and say so."""
        if await self._keep_behind() and await self.keep():
            self._say("Saved. Nothing is signed.", "quiet")

    def _say(self, text: str, tone: str, field: str = "") -> None:
        self.query_one("#sign-refusal", Static).update(line((with_keys(text, self), tone)))
        if field:
            self.set_focus(self.query_one(f"#{field}"))

    async def _sign(self) -> None:
        """Sign; what is not right is said, and its field has the focus."""
        typed = self.query_one("#minutes", Input).value.strip()
        if not typed.isdecimal() or not 1 <= int(typed) <= 480:
            self._say("! Say how many minutes it took: between 1 and 480.", "late", "minutes")
            return
        words = self.query_one("#words", Input).value
        says = self.query_one("#says", Choice).value
        if says == WorkerSays.DISAGREED and not words.strip():
            self._say(
                "! Say what the worker disagrees with, in the worker's own words.", "late", "words"
            )
            return
        self.draft.minutes_held = int(typed)
        for each in self.view.attendees[1:]:
            self.draft.came[str(each.worker_id)] = (
                self.query_one(f"#came-{each.worker_id}", Choice).value == _CAME
            )
        await self.keep()  # until it is signed
        if says == _NOT_YET:
            said = None
        else:
            said = WorkerWord(WorkerSays(says), SaidHow.IN_PERSON, words)
        self.dismiss(Answer(sign=True, said=said))

    async def action_leave(self) -> None:
        """Back to the record; what was typed comes again when it is signed."""
        await self.keep()
        self.dismiss(Answer(sign=False))

    def _compose_missing(self) -> ComposeResult:
        yield Rows(Column("", 17), Column(""), titles=False, id="missing")
        yield Static(id="sign-refusal")
        agenda = (item.child.ref for item in self.view.agenda)
        unwritten = sum(not self.draft.whole(ref).is_answered for ref in agenda)
        if unwritten > 1:
            says = "On the agenda ‹session.rest_left_out› gives one reason for all of them."
            yield Static(line((self.running.fill(says), "quiet")))
        yield Static(
            line(("enter", "focus"), " goes there   ", ("esc", "focus"), " back; the text is kept")
        )

    def _compose_signing(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(lines(*self._summary()))
            with Horizontal():
                yield Static(line("Minutes it took"))
                yield LineField(self._proposed, id="minutes")
                yield Static(line((f"  timer: {self.draft.seconds // 60} min", "quiet")))
            for each in self.view.attendees[1:]:
                with Horizontal():
                    yield Static(line(running_of(self).names.shown(each.name)))
                    came = self.draft.came.get(str(each.worker_id), True)
                    value = _AWAY
                    if came:
                        value = _CAME
                    yield Choice((_CAME, _AWAY), value, id=f"came-{each.worker_id}")
            with Horizontal():
                yield Static(line("The worker, asked now"))
                yield Choice((_NOT_YET, *WorkerSays), _NOT_YET, id="says")
            with Horizontal():
                yield Static(line("In the worker's words"))
                yield LineField(placeholder="needed where the worker disagrees", id="words")
            with Horizontal():
                yield Static(line(("Sign both records?", "strong")))
                yield Choice((_NOT_SIGNED, _SIGN), _NOT_SIGNED, id="sign")
        yield Static(id="sign-refusal")
        keys = (
            ("s enter", "focus"),
            " sign   ",
            ("shift+tab", "focus"),
            " to the fields   ",
            ("esc", "focus"),
            " back",
        )
        yield Static(line(*keys))

    def _minutes(self) -> int:
        """The minutes to propose: those of the clock, where it ran through the hour.

        Else those planned.
        """
        if self.draft.minutes_held is not None:
            return self.draft.minutes_held
        used = self.draft.seconds // 60
        if used >= self.view.minutes * _LEAST_CLOCK:
            return used
        return self.view.minutes

    def _row(self, number: int, each: Missing) -> Row:
        ref_tone = tone = "quiet"
        if each.blocking:
            ref_tone, tone = "late", "plain"
        about = child_cell(self.running.names, each.ref, ref_tone)
        cells = (about, Cell(self.running.fill(each.says), tone))
        return Row(str(number), cells)

    def _summary(self) -> list[Content]:
        refs: Sequence[str] = tuple(self.draft.children)
        entries = [self.draft.whole(ref) for ref in refs]
        rule = running_of(self).vault.policy().reflection
        discussed = [entry for entry in entries if entry.has_words]
        left_out = sum(entry.is_left_out for entry in entries)
        given = sum(
            not each.said.is_blank
            for each in chain.from_iterable(entry.directions for entry in discussed)
        )
        reflective = sum(is_reflective(entry.stages, rule) for entry in discussed)
        found = [
            line(
                f"{count(len(discussed), 'child', 'children')} discussed, {reflective} of them "
                f"with reflection"
            ),
            line(f"{count(left_out, 'child', 'children')} not discussed, with the reason"),
            line(f"{count(given, 'direction')}, each with owner, date and reason"),
        ]
        today = running_of(self).vault.today
        if self.view.state is SessionState.PLANNED and self.view.planned_on != today:
            planned = full_day(self.view.planned_on)
            found.append(
                line(
                    ("· ", "soon"),
                    f"It was planned for {planned}; signing moves it to {full_day(today)}.",
                )
            )
        found += [
            line(
                ("· ", "soon"),
                f"{self.running.names.child_words(each.ref)} {self.running.fill(each.says)}",
            )
            for each in self.worth_a_look
        ]
        return [
            *found,
            line(("Once signed the record is locked; an amendment stands beside it.", "quiet")),
        ]
