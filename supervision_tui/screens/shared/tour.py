"""A tour of three minutes: a sheet beside each screen says what it is for, what to press there."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.keys_in_text import with_keys
from supervision_tui.widgets.leaves_once import LeavesOnce
from supervision_tui.widgets.sheet import Sheet
from supervision_tui.widgets.text_styles import line, lines


@dataclass(frozen=True, slots=True)
class TourStep:
    """A stop of the tour: the mode that is shown, the question it answers, and sentences on it."""

    mode: str
    title: str
    says: tuple[str, ...]


STEPS = (
    TourStep(
        "today",
        "What do I do next?",
        (
            "This is an invented team. Everything you see may be tried; nothing here is real.",
            "At the top are five figures, each with its last twelve weeks. Below them your "
            "workers, and your week.",
            "What is to be done stands in groups: each is one kind of task. ‹today.unfold› "
            "unfolds it, ‹today.open› goes to where it is done.",
        ),
    ),
    TourStep(
        "schedule",
        "When do we meet?",
        (
            "A row is a worker, a column a week; the line is today.",
            "‹schedule.plan› plans a session, ‹schedule.series› the whole quarter. "
            "‹schedule.leave› says who is away, and who covers.",
        ),
    ),
    TourStep(
        "review",
        "How is this child?",
        (
            "Those longest not discussed come first. A bracket joins brothers and sisters.",
            "At the right is what is known of the child, and what is due when.",
            "‹review.direct› gives a direction, ‹review.rate› a rating, ‹review.event› records "
            "that a visit or a meeting was held.",
        ),
    ),
    TourStep(
        "directions",
        "What did we decide, and is it done?",
        (
            "Every direction has an owner, a date and a reason.",
            "‹directions.tick› says how far it came. ‹directions.extend› gives a later date, and "
            "asks why.",
        ),
    ),
    TourStep(
        "today",
        "The hour itself",
        (
            "‹today.supervise› begins supervision with the worker of a line: reflection first, "
            "direction after, child by child.",
            "A direction is one line: what, by whom, by when, because of what. What you type is "
            "saved as you type.",
            "‹session.sign› shows what is missing, and signs when you say so.",
        ),
    ),
    TourStep(
        "consultations",
        "Who has advised us?",
        (
            "From the question to what was recommended, and whether it helped.",
            "‹consultations.request› asks for one, ‹consultations.step› takes the next step.",
        ),
    ),
    TourStep(
        "training",
        "Who gets to learn?",
        (
            "A cell says until when a course is valid; what is late stands out.",
            "‹training.next› turns to bookings, what was missed, goals and compliance checks.",
        ),
    ),
    TourStep(
        "pressure",
        "Is there time for supervision?",
        (
            "A bar beyond the line needs more time than supervision has. It is about workload, "
            "never about the worker.",
            "‹pressure.what_if› tries changes on a copy. ‹pressure.respond› records what you "
            "will do, and by when.",
        ),
    ),
    TourStep(
        "oversight",
        "What do I tell the service?",
        (
            "Every figure says whether it got better or worse, and shows the records behind it.",
            "‹oversight.export› exports the summary so that no child or worker can be recognised.",
        ),
    ),
    TourStep(
        "today",
        "That is all",
        (
            "‹help› shows the keys of a screen, ‹palette› finds any action by its name.",
            "‹names.blank› hides names, ‹undo› undoes the last change, ‹lock› locks at once.",
            "Look around now. ‹quit› quits; the invented records are gone then.",
        ),
    ),
)


class TourSheet(LeavesOnce, ModalScreen[int]):
    """One stop of the tour, below the screen that it explains; ends with 1 (on), -1 (back) or 0
    (enough).
    """

    DEFAULT_CSS = """
    TourSheet Sheet { dock: bottom; width: 100%; height: auto; max-height: 50%; }
    TourSheet VerticalScroll { height: auto; }
    TourSheet Static { height: auto; padding: 0 1; }
    """
    BINDINGS = bindings_for("tour")

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        """The question of the screen, and the sentences."""
        step = STEPS[self._place]
        word = "end" if self._place + 1 == len(STEPS) else "on"
        keys = (("tour.on", word), ("tour.back", "back"), ("tour.leave", "leave the tour"))
        with (
            Sheet(f"Tour · {self._place + 1} of {len(STEPS)}", keys),
            VerticalScroll(can_focus=False),
        ):
            yield Static(line((step.title, "strong")))
            for says in step.says:
                yield Static(lines(line(with_keys(says, self))))

    def action_step(self, step: int) -> None:
        """Go on, or back."""
        self.dismiss(step)

    def action_leave(self) -> None:
        """Leave the tour where it is."""
        self.dismiss(0)
