"""What a manager does with a signed record."""

from __future__ import annotations

from .command import Command


class Amend(Command):
    """Add to this record, with the reason."""

    id = "signed.amend"
    name = "Amend"
    says = "Add to this record, with the reason; what was signed stays as it is."
    keys = ("a",)
    where = "signed"
    action = "amend"
    footer = 1


class WorkersWord(Command):
    """Keep what the worker said to this record."""

    id = "signed.word"
    name = "Worker's word"
    says = "Keep what the worker said to this record: acknowledged, or disagreed and why."
    keys = ("w",)
    where = "signed"
    action = "workers_word"
    footer = 2


class GiveAway(Command):
    """Give the case records or the personal record away: clipboard, Markdown, PDF, text."""

    id = "signed.give"
    name = "Give away"
    says = "Give a case record or the personal record away: clipboard, Markdown, PDF or plain text."
    keys = ("x",)
    where = "signed"
    also = "export, pdf, print, share"
    action = "give_away"
    footer = 3


class Observed(Command):
    """Keep what somebody saw who sat in on this session."""

    id = "signed.observed"
    name = "Observed"
    says = "Keep what somebody saw who sat in on this session."
    keys = ("o",)
    where = "signed"
    action = "observed"
    footer = 4


class Themes(Command):
    """Tag a child's discussion with its themes."""

    id = "signed.themes"
    name = "Themes"
    says = "Tag a child's discussion with its themes: counted on Oversight, no part of the record."
    keys = ("t",)
    where = "signed"
    also = "tag"
    action = "themes"
    footer = 5
