"""What stands in front of a screen: the lock, the signature, a code, a preview, the keys."""

from __future__ import annotations

from .command import Command


class AtSignature(Command):
    """Before the signature."""

    where = "sign"


class GoOn(AtSignature):
    """Go to the field of what is missing; or sign, where sign is picked."""

    id = "sign.sign"
    name = "Go there, or sign"
    says = "Go to the field of what is missing; where nothing is and “sign” is picked, sign both records."
    keys = ("enter",)
    action = "go_on"


class KeepAtSignature(AtSignature):
    """Keep what is typed; nothing is signed by it."""

    id = "sign.keep"
    name = "Keep"
    says = "Keep what is typed; nothing is signed by it."
    keys = ("ctrl+s",)
    action = "keep_now"
    strong = True


class LeaveSignature(AtSignature):
    """Back to the session; nothing is signed."""

    id = "sign.leave"
    name = "Back"
    says = "Back to the session; nothing is signed."
    keys = ("escape",)
    action = "leave"


class AtLock(Command):
    """At the lock."""

    where = "unlock"


class Unlock(AtLock):
    """Open the vault with what was typed."""

    id = "unlock.open"
    name = "Unlock"
    says = "Open the vault with what was typed."
    keys = ("enter",)
    action = "open"


class ShowSecret(AtLock):
    """Show what is typed, or hide it: a recovery code is long."""

    id = "unlock.show"
    name = "Show what is typed"
    says = "Show what is typed, or hide it: a recovery code is long."
    keys = ("ctrl+t",)
    action = "show"


class EmptyAtLock(AtLock):
    """Empty the field; the lock stays."""

    id = "unlock.empty"
    name = "Empty the field"
    says = "Empty the field; the lock stays."
    keys = ("escape",)
    action = "empty"


class QuitAtLock(AtLock):
    """Close the app."""

    id = "unlock.quit"
    name = "Quit"
    says = "Close the app."
    keys = ("ctrl+q",)
    action = "leave"


class AtCode(Command):
    """While the recovery code is shown."""

    where = "code"


class CodeWritten(AtCode):
    """The code is on paper; now it is asked back."""

    id = "code.written"
    name = "Written down"
    says = "The code is on paper; now it is asked back."
    keys = ("enter",)
    action = "written"


class LeaveCode(AtCode):
    """Back; nothing is changed."""

    id = "code.leave"
    name = "Back"
    says = "Back; nothing is changed."
    keys = ("escape",)
    action = "leave"


class AtProgress(Command):
    """While long work goes on."""

    where = "progress"


class Stop(AtProgress):
    """Stop the work; nothing is changed."""

    id = "progress.stop"
    name = "Stop"
    says = "Stop the work; nothing is changed."
    keys = ("escape",)
    action = "stop"


class AtPreview(Command):
    """Before a file is imported."""

    where = "bring-in"


class ImportFile(AtPreview):
    """Import the file."""

    id = "bring-in.accept"
    name = "Import"
    says = "Import the file, in one piece."
    keys = ("ctrl+s",)
    action = "accept"
    footer = 1


class Answer(AtPreview):
    """Tick a team; say that two spellings are one worker, or how dates are written."""

    id = "bring-in.tick"
    name = "Tick"
    says = "Tick a team; say that two spellings are one worker, or how dates are written."
    keys = ("space",)
    action = "tick"
    footer = 2


class CloseMissing(AtPreview):
    """Close the children who are no longer in the file, or leave them open."""

    id = "bring-in.close"
    name = "Close missing"
    says = "Close the children who are no longer in the file, or leave them open."
    keys = ("c",)
    action = "close_missing"
    footer = 3


class SaveNotTaken(AtPreview):
    """Save the rows that are not taken, each with its reason."""

    id = "bring-in.save"
    name = "Save not taken"
    says = "Save the rows that are not taken, each with its reason."
    keys = ("w",)
    also = "rejects, left out"
    action = "save_not_taken"
    footer = 4


class AtColumns(Command):
    """While the columns of a file are told apart."""

    where = "columns"


class SayColumn(AtColumns):
    """Say what the column at the mark means."""

    id = "columns.say"
    name = "Say"
    says = "Say what the column at the mark means."
    keys = ("enter", "space")
    shown = "enter"
    action = "say"
    footer = 1


class KeepColumns(AtColumns):
    """Keep what the columns mean, and read the file."""

    id = "columns.keep"
    name = "Keep"
    says = "Keep what the columns mean for the next time, and read the file."
    keys = ("ctrl+s",)
    action = "keep"
    footer = 2


class AtThemes(Command):
    """While a theme is chosen."""

    where = "theme"


class KeepTheme(AtThemes):
    """Keep the theme at the mark."""

    id = "theme.keep"
    name = "Keep it"
    says = "Keep the theme at the mark."
    keys = ("enter",)
    action = "keep"


class LeaveThemes(AtThemes):
    """Back to the theme before."""

    id = "theme.leave"
    name = "As it was"
    says = "Back to the theme before."
    keys = ("escape",)
    action = "leave"


class InSettings(Command):
    """On Settings."""

    where = "settings"


class ChangeSetting(InSettings):
    """Change the setting at the mark."""

    id = "settings.change"
    name = "Change"
    says = "Change the setting at the mark: its next value, or a choice of themes."
    keys = ("enter", "space")
    shown = "enter"
    action = "change"
    footer = 1


class InHelp(Command):
    """While the keys are shown."""

    where = "help"


class LeaveHelp(InHelp):
    """Back to the screen."""

    id = "help.leave"
    name = "Back"
    says = "Back to the screen."
    keys = ("escape",)
    action = "leave"


class HelpOn(InHelp):
    """On through the keys."""

    id = "help.on"
    name = "On"
    says = "On through the keys."
    keys = ("down", "pagedown")
    action = "scroll_keys(1)"
    strong = True


class HelpBack(InHelp):
    """Back through the keys."""

    id = "help.back"
    name = "Back through the keys"
    says = "Back through the keys."
    keys = ("up", "pageup")
    action = "scroll_keys(-1)"
    strong = True


class InFiles(Command):
    """While a file is chosen; its path is typed."""

    where = "files"


class OpenEntry(InFiles):
    """Into the folder at the mark, or take the file."""

    id = "files.open"
    name = "Go in, or take it"
    says = "Go into the folder at the mark, or take the file."
    keys = ("enter",)
    action = "open"


class NextEntry(InFiles):
    """The next one in the folder."""

    id = "files.next"
    name = "Next"
    says = "The next one in the folder; the path keeps the focus."
    keys = ("down",)
    action = "move(1)"
    strong = True


class PreviousEntry(InFiles):
    """The one before."""

    id = "files.previous"
    name = "Before"
    says = "The one before; the path keeps the focus."
    keys = ("up",)
    action = "move(-1)"
    strong = True


class LeaveFiles(InFiles):
    """Back; nothing is taken."""

    id = "files.leave"
    name = "Back"
    says = "Back; nothing is taken."
    keys = ("escape",)
    action = "leave"
