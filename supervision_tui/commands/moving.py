"""Moving in a list, or in what is read."""

from __future__ import annotations

from .command import Command


class InList(Command):
    """In any list, and in what is read below or beside one."""

    where = "list"


class NextLine(InList):
    """Next line."""

    id = "list.next"
    name = "Next line"
    says = "Next line."
    keys = ("j", "down")
    action = "move(1)"


class PreviousLine(InList):
    """Line before."""

    id = "list.previous"
    name = "Line before"
    says = "Line before."
    keys = ("k", "up")
    action = "move(-1)"


class FirstLine(InList):
    """First line."""

    id = "list.first"
    name = "First line"
    says = "First line."
    keys = ("g", "home")
    action = "first"


class LastLine(InList):
    """Last line."""

    id = "list.last"
    name = "Last line"
    says = "Last line."
    keys = ("G", "end")
    action = "last"


class HalfAPageOn(InList):
    """Half a page on."""

    id = "list.on"
    name = "Half a page on"
    says = "Half a page on."
    keys = ("ctrl+d", "pagedown")
    action = "page(1)"


class HalfAPageBack(InList):
    """Half a page back."""

    id = "list.back"
    name = "Half a page back"
    says = "Half a page back."
    keys = ("ctrl+u", "pageup")
    action = "page(-1)"


class InFilter(Command):
    """While a list is narrowed by words."""

    where = "filter"


class LeaveFilter(InFilter):
    """Leave the words that narrow the list; again empties them; then back."""

    id = "filter.leave"
    name = "Show all"
    says = "Leave the words that narrow the list; again empties them; then back."
    keys = ("escape",)
    action = "unfilter"
