"""The screen at an address: by what a screen that is left is opened again."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def screen_at(address: str) -> Screen[Any] | None:
    """The screen of an address: its name, and what it was opened for; nothing where none has it."""
    where, _, of = address.partition(" ")
    return (
        _of_a_session(where, of)
        or _of_children(where, of)
        or _of_a_worker(where, of)
        or _of_nobody(where)
    )


def _of_a_session(where: str, of: str) -> Screen[Any] | None:
    first, _, child = of.partition(" ")
    if where in ("session", "begun"):
        from supervision_tui.screens.session import SessionScreen

        return SessionScreen(_number(first), child, is_begun_here=where == "begun")
    if where == "signed":
        from supervision_tui.screens.session.signed import SignedScreen

        return SignedScreen(_number(first), child)
    if where == "preparation":
        from supervision_tui.screens.schedule.preparation import PreparationScreen

        return PreparationScreen(_number(first))
    return None


def _of_children(where: str, of: str) -> Screen[Any] | None:
    if where == "decision":
        from supervision_tui.screens.decisions import DecisionScreen

        kind, _, refs = of.partition(" ")
        return DecisionScreen(refs.split(), kind.removeprefix("-"))
    if where == "decided":
        from supervision_tui.screens.decisions.record_screen import DecisionRecordScreen

        return DecisionRecordScreen(_number(of))
    if where == "file":
        from supervision_tui.screens.on_file import FileScreen

        return FileScreen(of)
    if where == "allocation":
        from supervision_tui.screens.review.allocation import AllocationScreen

        return AllocationScreen(of.split())
    if where == "consultation":
        from supervision_tui.screens.consultations.detail import ConsultationScreen

        return ConsultationScreen(_number(of))
    return None


def _of_a_worker(where: str, of: str) -> Screen[Any] | None:
    if where == "leaving":
        from supervision_tui.screens.schedule.leaving import LeavingScreen

        return LeavingScreen(_number(of))
    if where == "away":
        from supervision_tui.screens.schedule.away import AwayScreen

        return AwayScreen(_number(of))
    if where == "agreement":
        from supervision_tui.screens.schedule.agreement import AgreementScreen

        return AgreementScreen(_number(of))
    if where == "my-week":
        from supervision_tui.screens.schedule.my_week import MyWeekScreen

        return MyWeekScreen()
    return None


def _of_nobody(where: str) -> Screen[Any] | None:
    if where == "search":
        from supervision_tui.screens.shared.search import SearchScreen

        return SearchScreen()
    if where == "guide":
        from supervision_tui.screens.vault.first_steps import GuideScreen

        return GuideScreen()
    if where == "settings":
        from supervision_tui.screens.shared.settings import SettingsScreen

        return SettingsScreen()
    if where == "journal":
        from supervision_tui.screens.vault.journal import JournalScreen

        return JournalScreen()
    if where == "vault":
        from supervision_tui.screens.vault.screen import VaultScreen

        return VaultScreen()
    return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
