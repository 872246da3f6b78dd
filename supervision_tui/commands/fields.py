"""Typing and choosing: in forms, in fields, in what is ticked."""

from __future__ import annotations

from .command import Command


class BetweenFields(Command):
    """Wherever people type. The tab key is taken before the text is, so what is typed next is in the next field."""

    where = "fields"


class NextField(BetweenFields):
    """Next field."""

    id = "field.next"
    name = "Next field"
    says = "Next field."
    keys = ("tab",)
    action = "app.focus_next"
    strong = True


class PreviousField(BetweenFields):
    """Field before."""

    id = "field.previous"
    name = "Field before"
    says = "Field before."
    keys = ("shift+tab",)
    action = "app.focus_previous"
    strong = True


class InForm(Command):
    """In a form in front of a screen."""

    where = "form"


class Save(InForm):
    """Save what the form holds."""

    id = "form.save"
    name = "Save"
    says = "Save what the form holds."
    keys = ("ctrl+s",)
    action = "save"
    strong = True


class LeaveForm(InForm):
    """Back; what you typed comes again when the form is opened again."""

    id = "form.leave"
    name = "Back, text kept"
    says = "Back; what you typed comes again when the form is opened again."
    keys = ("escape",)
    action = "leave"


class InLine(Command):
    """In a field of one line."""

    where = "line"


class UndoTyping(InLine):
    """Take back what was typed in this field."""

    id = "line.undo"
    name = "Undo typing"
    says = "Take back what was typed in this field."
    keys = ("ctrl+z",)
    action = "undo"


class RedoTyping(InLine):
    """Do it again."""

    id = "line.redo"
    name = "Redo typing"
    says = "Do it again."
    keys = ("ctrl+y",)
    action = "redo"


class TakeOffered(InLine):
    """Take the next of the words that are offered."""

    id = "line.take"
    name = "Take what is offered"
    says = "Take the next of the words that are offered."
    keys = ("down",)
    action = "take"


class InTimescale(Command):
    """In the field of a date."""

    where = "timescale"


class TakeSuggestion(InTimescale):
    """Take the date that is suggested; again the next one."""

    id = "timescale.take"
    name = "Take the suggestion"
    says = "Take the date that is suggested; again the next one."
    keys = ("down",)
    action = "take"


class InChoice(Command):
    """On a choice among a few words; its first letter picks a word, too."""

    where = "choice"


class NextChoice(InChoice):
    """Pick the next word."""

    id = "choice.next"
    name = "Next word"
    says = "Pick the next word."
    keys = ("right", "space")
    action = "turn(1)"


class PreviousChoice(InChoice):
    """Pick the word before."""

    id = "choice.previous"
    name = "Word before"
    says = "Pick the word before."
    keys = ("left",)
    action = "turn(-1)"


class InTicks(Command):
    """On words of which any may be ticked."""

    where = "ticks"


class NextTick(InTicks):
    """Go to the next word."""

    id = "tick.next"
    name = "Next word"
    says = "Go to the next word."
    keys = ("right",)
    action = "turn(1)"


class PreviousTick(InTicks):
    """Go to the word before."""

    id = "tick.previous"
    name = "Word before"
    says = "Go to the word before."
    keys = ("left",)
    action = "turn(-1)"


class TickWord(InTicks):
    """Tick the word, or let it go."""

    id = "tick.tick"
    name = "Tick"
    says = "Tick the word, or let it go."
    keys = ("space",)
    action = "tick"


class ShowTyped(InForm):
    """Show the secrets that are typed, or hide them."""

    id = "form.show"
    name = "Show what is typed"
    says = "Show the passphrases that are typed, or hide them."
    keys = ("ctrl+t",)
    action = "show"


class PreviewOn(InForm):
    """On in what would come of it, where that is long."""

    id = "form.on"
    name = "On in the preview"
    says = "On in what would come of it, where that is long."
    keys = ("pagedown",)
    action = "scroll_preview(1)"
    strong = True


class PreviewBack(InForm):
    """Back in what would come of it."""

    id = "form.back"
    name = "Back in the preview"
    says = "Back in what would come of it."
    keys = ("pageup",)
    action = "scroll_preview(-1)"
    strong = True
