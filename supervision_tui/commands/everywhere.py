"""Commands that apply on every screen."""

from __future__ import annotations

from .command import Command


class GoToday(Command):
    """Go to Today."""

    id = "go.today"
    name = "Today"
    says = "Go to Today."
    keys = ("1",)
    action = "go('today')"


class GoSchedule(Command):
    """Go to Schedule."""

    id = "go.schedule"
    name = "Schedule"
    says = "Go to Schedule."
    keys = ("2",)
    action = "go('schedule')"


class GoReview(Command):
    """Go to Review."""

    id = "go.review"
    name = "Review"
    says = "Go to Review."
    keys = ("3",)
    action = "go('review')"


class GoDirections(Command):
    """Go to Directions."""

    id = "go.directions"
    name = "Directions"
    says = "Go to Directions."
    keys = ("4",)
    action = "go('directions')"


class GoConsultations(Command):
    """Go to Consultations."""

    id = "go.consultations"
    name = "Consultations"
    says = "Go to Consultations."
    keys = ("5",)
    action = "go('consultations')"


class GoTraining(Command):
    """Go to Training."""

    id = "go.training"
    name = "Training"
    says = "Go to Training."
    keys = ("6",)
    action = "go('training')"


class GoPressure(Command):
    """Go to Pressure."""

    id = "go.pressure"
    name = "Pressure"
    says = "Go to Pressure."
    keys = ("7",)
    action = "go('pressure')"


class GoOversight(Command):
    """Go to Oversight."""

    id = "go.oversight"
    name = "Oversight"
    says = "Go to Oversight."
    keys = ("8",)
    action = "go('oversight')"


class Help(Command):
    """Show every key of this screen."""

    id = "help"
    name = "Help"
    says = "Show every key of this screen; f1 does it while text is typed, too."
    keys = ("question_mark", "f1")
    shown = "?"
    action = "help"
    footer = 99


class Palette(Command):
    """Find any command by its name."""

    id = "palette"
    name = "Everything"
    says = "Find any command by its name."
    keys = ("ctrl+p",)
    action = "command_palette"
    footer = 90


class Back(Command):
    """Go back, never losing typed text."""

    id = "back"
    name = "Back"
    says = "Go back, never losing typed text."
    keys = ("escape",)
    action = "back"


class BlankNames(Command):
    """Show references and initials only, or names again."""

    id = "names.blank"
    name = "Blank names"
    says = "Show references and initials only, or names again; f7 does it while text is typed, too."
    keys = ("b", "f7")
    shown = "b"
    also = "hide names, privacy, anonymous"
    action = "blank_names"


class Import(Command):
    """Import the council's own file: Annex A, a caseload, names, workers, a dataset."""

    id = "caseload.import"
    name = "Import caseload"
    says = "Import the council's own file: Annex A, a caseload, names, workers, a dataset."
    keys = ("i",)
    also = "bring in, annex a, csv, excel, workforce, dataset, upload"
    action = "bring_in"


class ImportNames(Command):
    """Import names of children by pasting lines."""

    id = "names.import"
    name = "Import names"
    says = "Import names, families and days of birth of children by pasting lines."
    keys = ()
    also = "paste, children, families, date of birth"
    action = "import_names"


class UndoImport(Command):
    """Undo the last import as a whole."""

    id = "import.undo"
    name = "Undo import"
    says = "Undo the last import as a whole, where nothing that it brought was changed since."
    keys = ()
    also = "take back, wrong file"
    action = "undo_import"


class ChooseTheme(Command):
    """Choose the colours, and see them meanwhile."""

    id = "theme.choose"
    name = "Theme"
    says = "Choose the colours, and see them meanwhile."
    keys = ("ctrl+o",)
    also = "colours, dark, light, contrast"
    action = "choose_theme"


class GettingStarted(Command):
    """The first steps in a new vault, and how far each has come."""

    id = "guide.show"
    name = "Getting started"
    says = "The first steps in a new vault, and how far each has come."
    keys = ()
    also = "first steps, help me begin, tour"
    action = "guide"


class Settings(Command):
    """What you set for yourself: theme, layout, motion, names, the lock."""

    id = "settings.show"
    name = "Settings"
    says = "What you set for yourself: theme, layout, motion, names, the lock."
    keys = ("comma",)
    also = "remap, keys, shortcuts, preferences, configuration, plain, screen reader, options"
    action = "settings"


class Vault(Command):
    """Show how the vault is kept: ways in, backups, journal."""

    id = "vault.show"
    name = "Vault"
    says = "Show how the vault is kept: ways in, backups, journal."
    keys = ("V",)
    also = "backup, back up, save a copy, passphrase, recovery code, journal, restore"
    action = "vault"


class Suspend(Command):
    """Lock, and give the terminal back to the shell."""

    id = "suspend"
    name = "Suspend"
    says = "Lock, and give the terminal back for a while; fg in it comes back here."
    keys = ()
    action = "suspend"


class Lock(Command):
    """Close the vault and lock the screen at once."""

    id = "lock"
    name = "Lock"
    says = "Close the vault and lock the screen at once."
    keys = ("ctrl+l",)
    also = "leave the desk, away"
    action = "lock"
    strong = True


class Quit(Command):
    """Close the app; drafts are kept."""

    id = "quit"
    name = "Quit"
    says = "Close the app; drafts are kept."
    keys = ("q", "ctrl+q")
    also = "exit, close, leave"
    action = "leave"


class Search(Command):
    """Find a word in everything that was written."""

    id = "search"
    name = "Search"
    says = "Find a word in everything that was written: records, drafts, directions, names, references."
    keys = ("slash",)
    also = "find, look for"
    action = "search"
    footer = 80


class Undo(Command):
    """Take the last change back."""

    id = "undo"
    name = "Undo"
    says = "Take the last change back, where the record is not signed."
    keys = ("u",)
    also = "take back, revert, mistake"
    action = "undo"
