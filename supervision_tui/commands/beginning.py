"""Beginning: the welcome where there is no vault, and the first steps in a new one."""

from __future__ import annotations

from .command import Command


class AtWelcome(Command):
    """Where there is no vault yet."""

    where = "welcome"


class NewVault(AtWelcome):
    """Make a vault."""

    id = "welcome.new"
    name = "New vault"
    says = "Make a vault: an encrypted file of your own."
    keys = ("n",)
    action = "new"


class LookAround(AtWelcome):
    """Look around with invented records."""

    id = "welcome.demo"
    name = "Look around"
    says = "Look around with invented records; they are gone when you quit."
    keys = ("d",)
    action = "demo"


class QuitWelcome(AtWelcome):
    """Quit; nothing was made."""

    id = "welcome.quit"
    name = "Quit"
    says = "Quit; nothing was made."
    keys = ("escape", "q")
    action = "quit_welcome"


class InGuide(Command):
    """Among the first steps."""

    where = "guide"


class DoStep(InGuide):
    """Do the step at the mark."""

    id = "guide.do"
    name = "Do it"
    says = "Do the step at the mark."
    keys = ("enter", "space")
    shown = "enter"
    action = "do"
    footer = 1


class AddWorker(InGuide):
    """Add a worker by hand."""

    id = "guide.worker"
    name = "Worker by hand"
    says = "Add a worker by hand."
    keys = ("w",)
    action = "add_worker"
    footer = 2


class LeaveGuide(InGuide):
    """Go on to Today."""

    id = "guide.leave"
    name = "To Today"
    says = "Go on to Today; the steps stay in the palette."
    keys = ("escape",)
    action = "app.back"
    footer = 3
