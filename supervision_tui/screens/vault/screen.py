"""Vault: is it safe, and can we get in again?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from textual.content import Content
from textual.widget import Widget

from supervision_tui.desk.moment import Refused
from supervision_tui.desk.vault import backups, overview, unlock_methods
from supervision_tui.desk.vault import settings as vault_settings
from supervision_tui.desk.vault.overview import VaultView
from supervision_tui.practice import wording
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog, opens_to_look
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.labelled_text import Label, LabelledText
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.progress import with_progress
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line

from .journal import JournalScreen
from .recovery_code import RecoveryCodeDialog

Result = TypeVar("Result")

_LABEL = 20
_PRESENT = "present"  # the field in which a way to unlock is shown before one is changed
_STALE_DAYS = 90  # after which a backup should be opened again
_MAKES = {  # the ways to unlock that are missing, and what makes each
    "passphrase": "‹vault.passphrase› sets one",
    "recovery": "‹vault.recovery› makes one",
    "keyring": "‹vault.keyring› puts a key there",
}


class VaultScreen(DeskScreen):
    """The ways to unlock, and how the vault stands."""

    WHERE = "vault"
    gives_way = True
    BINDINGS = bindings_for("vault")
    DEFAULT_CSS = """
    VaultScreen #ways-pane { height: 6; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view: VaultView | None = None
        self._last_made: Path | None = None

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return "vault"

    def body(self) -> Iterable[Widget]:
        """The ways to unlock, and the facts."""
        ways = Rows(Column("Opened by", 12), Column("Since", 13), Column(""), id="ways")
        yield Pane("Ways to unlock", ways, id="ways-pane")
        yield Pane("The vault", LabelledText(_LABEL, id="facts"), id="facts-pane")

    async def load(self) -> None:
        """Show how it stands now."""
        view = await self.running.vault_file.try_run(overview.vault_view)
        if view is None:
            return
        self.view = view
        self.query_one("#ways", Rows).show(self._ways(view))
        self.query_one(LabelledText).show(self._facts(view))
        if self.focused is None:
            self.set_focus(self.query_one("#ways", Rows))

    # Ways in

    def _present_fields(self) -> tuple[Field, ...]:
        """The field in which somebody shows a way to unlock, wherever one can be typed."""
        label = "Your current passphrase, or the recovery code"
        if self.view is not None and self.view.needs_present:
            return (Field(_PRESENT, label, kind="secret"),)
        return ()

    async def _shows_present(self, title: str) -> bool:
        """Let somebody show a way to unlock before one is changed; returns whether it was shown."""

        async def take(values: Values) -> bool:
            await self.running.vault_file.run(unlock_methods.check_present, values[_PRESENT])
            return True

        fields = self._present_fields()
        if fields:
            says = "Whoever finds the screen unlocked shall not change how it is unlocked."
            return bool(
                await show_form(
                    self, FormSpec(f"{title} · first", fields, says=says, save="go on"), take
                )
            )
        try:
            await self.running.vault_file.run(unlock_methods.check_present, "")
        except Refused as why:
            self.running.notices.warn(str(why), 10)
            return False
        return True

    @opens_dialog
    async def action_passphrase(self) -> None:
        """A new passphrase, typed twice."""

        insisted_on = ""

        async def take(values: Values) -> bool:
            nonlocal insisted_on
            if values["first"] != values["again"]:
                raise Refused("The two passphrases are not the same.", field="first")
            says, is_weak = unlock_methods.says_of_strength(
                values["first"], (self.running.vault.team,)
            )
            if (
                is_weak
                and len(values["first"]) >= unlock_methods.LEAST_CHARACTERS
                and insisted_on != values["first"]
            ):
                insisted_on = values["first"]
                raise Refused(
                    f"It is {says}. ‹form.save› again takes it all the same.", field="first"
                )
            await self.running.vault_file.run(
                unlock_methods.check_present, values.get(_PRESENT, "")
            )
            await self.running.vault_file.run(unlock_methods.set_passphrase, values["first"])
            return True

        spec = FormSpec(
            "Passphrase",
            (
                Field(
                    "first",
                    f"New passphrase, at least {unlock_methods.LEAST_CHARACTERS} characters",
                    kind="new-secret",
                ),
                Field("again", "Repeat the passphrase", kind="secret"),
                *self._present_fields(),
            ),
            says="It takes the place of the one before. Old copies of the key file still open "
            "with that one: "
            "‹vault.rotate› makes a new key where one may be in wrong hands.",
            save="set",
        )
        if await show_form(self, spec, take):
            self._done("The passphrase is set.")

    @opens_dialog
    async def action_recovery(self) -> None:
        """A new recovery code, asked back before it counts."""
        if not await self._shows_present("Recovery code"):
            return
        code = unlock_methods.new_recovery_code()
        if await self.app.push_screen_wait(
            RecoveryCodeDialog(code, "It takes the place of the code before.")
        ):
            await self._care(
                "The recovery code is set.", unlock_methods.set_recovery_code, code, asked_back=True
            )

    @opens_to_look
    async def action_try_code(self) -> None:
        """Tell whether the code on the paper opens the vault."""

        async def take(values: Values) -> bool:
            await self.running.vault_file.run(unlock_methods.check_recovery_code, values["code"])
            return True

        field = Field("code", "As it stands on the paper")
        spec = FormSpec("Try the recovery code", (field,), save="try")
        if await show_form(self, spec, take):
            self._done("The code on your paper opens this vault.")

    @opens_dialog
    async def action_add_keyring(self) -> None:
        """A new key in this machine's keyring."""
        if await self._shows_present("Keyring"):
            await self._care(
                "A new key lies in this machine's keyring.", unlock_methods.add_keyring
            )

    @opens_dialog
    async def action_remove(self) -> None:
        """Remove the selected way to unlock."""
        kind = self.query_one("#ways", Rows).key
        if kind is None or self.view is None:
            return
        if kind in self.view.missing:
            self.running.notices.refuse(f"There is no {kind} to take away.")
            return

        async def take(values: Values) -> bool:
            if values["sure"] == "take it away":
                await self.running.vault_file.run(
                    unlock_methods.check_present, values.get(_PRESENT, "")
                )
                await self.running.vault_file.run(unlock_methods.remove_unlock_method, kind)
            return values["sure"] == "take it away"

        what = {"recovery": "recovery code"}.get(kind, kind)
        words = ("keep it", "take it away")
        field = Field(
            "sure", f"The {what} will open this vault no more", kind="choice", words=words
        )
        fields = (field, *self._present_fields())
        if await show_form(self, FormSpec(f"Remove · {kind}", fields, save="go on"), take):
            self._done(f"The {what} no longer unlocks this vault.")

    @opens_dialog
    async def action_rotate(self) -> None:
        """Encrypt all records with a new key."""
        if self.view is None:
            return
        has_passphrase = "passphrase" not in self.view.missing
        words: dict[str, str] = {}

        async def take(values: Values) -> bool:
            if has_passphrase:
                await self.running.vault_file.run(
                    unlock_methods.check_passphrase_opens, values["passphrase"]
                )
            words.update(values)
            return True

        says = (
            "Every record is encrypted anew, after a backup. Then no old copy of the key file "
            "opens them, "
            "and there is a new recovery code. The backup still opens with the old ones: delete "
            "it when you can."
        )
        fields: tuple[Field, ...] = ()
        if has_passphrase:
            fields = (Field("passphrase", "Your current passphrase", kind="secret"),)
        if not await show_form(self, FormSpec("New key", fields, says=says, save="go on"), take):
            return
        code = unlock_methods.new_recovery_code()
        if not await self.app.push_screen_wait(
            RecoveryCodeDialog(code, "The new key needs a new code.")
        ):
            return
        passphrase = words.get("passphrase", "")
        made = await self._with_bar(
            "New key", unlock_methods.rotate_key, passphrase, code, asked_back=True
        )
        if made:
            self._done(
                "All records are encrypted with a new key. The copy from before is "
                f"{made.path.name}."
            )

    # Backups and checks

    async def _with_bar(
        self, title: str, verb: Callable[..., Result], *arguments: object, **named: object
    ) -> Result | None:
        """Long work of the vault's keeping, with a bar in front.

        Nothing where it was stopped or refused.
        """
        run = self.running.vault_file.try_run
        return await with_progress(
            self.app, title, lambda watch: run(verb, *arguments, progress=watch, **named)
        )

    @opens_to_look
    async def action_back_up(self) -> None:
        """A backup now, into a file or a folder."""
        if self.view is None:
            return
        paths: list[Path] = []

        async def take(values: Values) -> bool:
            path = vault_settings.typed_path(values["file"])
            paths.append(await self.running.vault_file.run(backups.checked_target, path))
            return True

        first = str(self.view.backup_folder or Path.home())
        spec = FormSpec(
            "Back up", (Field("file", "File, or a folder that is there", first),), save="back up"
        )
        if await show_form(self, spec, take):
            made = await self._with_bar("Back up", backups.back_up, paths[-1])
            if made:
                self._last_made = made.path
                self._done(f"{made.path} is made; it was read back and is whole.")

    @opens_to_look
    async def action_drill(self) -> None:
        """Open a backup with words alone, as on another machine."""
        newest = self._last_made or await self.running.vault_file.try_run(backups.newest_backup)
        found: list[tuple[Path, str]] = []

        async def take(values: Values) -> bool:
            path = vault_settings.typed_path(values["file"])
            await self.running.vault_file.run(backups.check_opens, path, values["words"])
            found.append((path, values["words"]))
            return True

        begins_at = "words" if newest else "file"
        spec = FormSpec(
            "Try a backup",
            (
                Field("file", "The backup", str(newest or "")),
                Field("words", "Its passphrase, or the recovery code", kind="secret"),
            ),
            says="It is opened as on another machine, looked at whole, and put away again. "
            "Nothing is changed.",
            begins_at=begins_at,
            save="open it",
        )
        if await show_form(self, spec, take):
            tried = await self._with_bar("Try a backup", backups.try_backup, *found[-1])
            if tried:
                made = wording.full_day(tried.made_at.astimezone().date())
                self._done(
                    f"The backup of {made} opens and is whole: {overview.counted(tried.holds)}."
                )

    @opens_to_look
    async def action_verify(self) -> None:
        """Every page and every entry."""
        found = await self._with_bar("Verify", overview.verify_vault)
        if found is None:
            return
        if found.damaged:
            self.running.notices.fail(overview.says_of_damage(found), 30)
        else:
            self._done(f"The vault is whole: {overview.counted(found)}.")

    @opens_dialog
    async def action_settings(self) -> None:
        """The backup folder, and after how long it locks."""
        if self.view is None:
            return
        rules = self.running.look.settings.machine
        offered = rules.minutes_offered(vault_settings.LOCK_AFTER_MINUTES)
        locks_after = rules.minutes(self.view.lock_after)
        minutes = tuple(str(each) for each in sorted({*offered, locks_after}))

        async def take(values: Values) -> bool:
            await self.running.desk.run(vault_settings.set_backup_folder, values["folder"])
            chosen = int(values["minutes"])
            if chosen in offered:
                await self.running.desk.run(vault_settings.set_lock_after, chosen)
            self.running.idle.lock_after(chosen)
            return True

        spec = FormSpec(
            "Backups and lock",
            (
                Field(
                    "folder",
                    "Folder for a backup a day (empty: none)",
                    str(self.view.backup_folder or ""),
                ),
                Field(
                    "minutes",
                    "Minutes without a key until it locks",
                    str(locks_after),
                    kind="choice",
                    hint="",
                    words=minutes,
                ),
            ),
            says="Another disk or a network drive is best. 7 daily, 5 weekly and 12 monthly ones "
            "are kept.",
        )
        if await show_form(self, spec, take):
            self._done("Set.")
            self.running.backup.begin_if_due()

    def action_journal(self) -> None:
        """Show what was done."""
        self.app.push_screen(JournalScreen())

    async def _care(
        self, says: str, verb: Callable[..., object], *arguments: object, **named: object
    ) -> None:
        try:
            await self.running.vault_file.run(verb, *arguments, **named)
        except Refused as why:
            self.running.notices.warn(str(why), 10)
            return
        self._done(says)

    def _done(self, says: str) -> None:
        self.running.notices.say(says)
        self.reload()

    # What is shown

    def _ways(self, view: VaultView) -> list[Row]:
        rows = []
        for way in view.ways_in:
            since = ""
            if way.made:
                since = wording.day(
                    datetime.fromisoformat(way.made).date(), today=self.running.vault.today
                )
            if way.todo:
                says = self.running.fill(f"{way.todo}: ‹vault.try_code› tries it · {way.says}")
            else:
                says = way.says
            tone = "soon" if way.todo else "plain"
            rows.append(Row(way.kind, (Cell(way.kind), Cell(since, "quiet"), Cell(says, tone))))
        for kind in view.missing:
            says = self.running.fill(_MAKES[kind])
            rows.append(
                Row(kind, (Cell(kind, "quiet"), Cell("none", "quiet"), Cell(says, "quiet")))
            )
        return rows

    def _facts(self, view: VaultView) -> list[Label]:
        size = f"{view.size / 1_000_000:.1f} MB"
        locks_after = self.running.look.settings.machine.minutes(view.lock_after)
        facts = [
            ("File", line(str(view.path), (f" · {size}", "quiet"))),
            (
                "Locks",
                line(
                    f"after {wording.count(locks_after, 'minute')} without a key",
                    (" · ‹vault.folder› changes it", "quiet"),
                ),
            ),
            ("Backups go to", self._folder(view)),
            ("Backup last made", self._when(view.backed_up, "never: ‹vault.backup› makes one")),
            (
                "Backup last opened",
                self._when(
                    view.tried_out,
                    "never: ‹vault.drill› tries one, as on another machine",
                    _STALE_DAYS,
                ),
            ),
            (
                "Last verified",
                self._when(view.verified, "never: ‹vault.verify› looks at all of it"),
            ),
            ("Journal", self._journal(view)),
        ]
        if view.is_passing:
            facts.append(
                ("Demo", line("its key is held by this process alone; all is gone when you quit"))
            )
        return facts + [("!", line((warning, "soon"))) for warning in view.warnings]

    def _folder(self, view: VaultView) -> Content:
        if view.backup_folder is None:
            return line(
                ("nowhere yet: ‹vault.folder› chooses a folder, then one is made each day", "soon")
            )
        return line(str(view.backup_folder), (f" · {len(view.kept)} kept", "quiet"))

    def _when(self, at: datetime | None, never: str, stale_days: int = 0) -> Content:
        if at is None:
            return line((never, "soon"))
        days = (self.running.vault.today - at.astimezone().date()).days
        age = "today" if days <= 0 else f"{wording.count(days, 'day')} ago"
        tone = "soon" if stale_days and days > stale_days else "quiet"
        return line(
            f"{wording.full_day(at.astimezone().date())} {at.astimezone():%H:%M}",
            (f" · {age}", tone),
        )

    def _journal(self, view: VaultView) -> Content:
        wrong = ""
        if view.wrong_since:
            wrong = f" · {wording.count(view.wrong_since, 'wrong passphrase')} in 30 days"
        return line(
            wording.count(view.entries, "entry", "entries"),
            (wrong, "late"),
            (" · ‹vault.journal› reads it", "quiet"),
        )
