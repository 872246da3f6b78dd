"""An app on a vault: how it is opened, locked, left idle, suspended and ended. Nothing about what it shows."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from abc import abstractmethod
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, Protocol, cast, runtime_checkable
from weakref import WeakKeyDictionary

from textual.events import Event as TextualEvent
from textual.events import InputEvent, Key
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import get_current_worker

from supervision_tui.desk.glance import Glance
from supervision_tui.desk.vault_facts import PLACE
from supervision_tui.practice.problems import PolicyWrong
from supervision_tui.runtime.daily_backup import BackingUpApp
from supervision_tui.runtime.idle_timer import WARNING_SECONDS, IdleWatch
from supervision_tui.screens.opening import OpeningScreen
from supervision_tui.system.clock import Clock, steady_seconds
from supervision_tui.system.event_log import Event, log
from supervision_tui.system.garbage_collection import look_from_here_on
from supervision_tui.vault.door import Door
from supervision_tui.vault.errors import MustWait, VaultError, VaultLocked
from supervision_tui.vault.store import Store
from supervision_tui.widgets.has_acted import has_acted
from supervision_tui.widgets.place import Place
from supervision_tui.widgets.typed_in import clean_event, is_typed_in, may_move_on

from .preload import load_the_rest

LOCKED, SUSPENDED = "locked", "suspended"
_AT_ONCE = ("ctrl+l", "ctrl+q", "ctrl+c")  # keys that wait for nothing
_BETWEEN = 0.02  # seconds
_KEEPS_WITHIN = 5.0  # seconds, where it ends by an error
_REFUSED = 4  # the exit status where the input was refused
_TO_READ, _LONG_TO_READ = 12, 120  # seconds that a notice about the vault's files stays
_SETTLES_EVERY = 600.0  # seconds


@runtime_checkable
class KeepsDrafts(Protocol):
    """A screen on which something is typed."""

    async def keep(self) -> bool:
        """Keep what has been typed since the last time; returns whether it is kept."""


@runtime_checkable
class LeavesNothing(Protocol):
    """A screen that was begun, and leaves no trace where it stayed empty."""

    async def let_go_of_empty(self) -> None:
        """Take back what was begun, where nothing was written."""


class LockableApp(BackingUpApp):
    """On a store that is open, or that `door` opens once a person has shown who they are.

    `is_locked` begins with the lock even where the keyring would open. `error` holds what stopped it, if something did.
    """

    def __init__(
        self,
        store: Store | None,
        clock: Clock,
        door: Door | None = None,
        *,
        is_locked: bool = False,
        is_read_only: bool = False,
        opened_ahead: Future[Store] | None = None,
    ) -> None:
        """`opened_ahead` is the vault as it opens by itself, begun before the app was there.

        Raises `VaultDamaged` where the door's key file cannot be read.
        """
        super().__init__(store, is_read_only=is_read_only)
        self._opened_ahead = opened_ahead
        self.clock = clock
        self.error: Exception | None = None
        self._door = door
        self._kinds = door.kinds() if door is not None and store is None and not door.is_new() else ()
        self._begins_locked = is_locked
        self._keyring_will_do = is_locked and "keyring" in self._kinds and "passphrase" not in self._kinds
        self._idle: IdleWatch | None = None
        self._place: Place | None = None
        self._has_form = False  # whether the form of that place stood in front
        self._has_shown = self._has_loaded_all = False
        self._is_ending = self._has_begun_to_end = False
        self._insists = False
        self._noticed = 0  # of the sentences about the vault's files, how many were told
        self._ending_by_error: asyncio.Future[None] | None = None
        self._ahead: list[Key] = []  # typed before the form stood there for which it was meant
        self._let_go: Key | None = None  # of these, the one that is on its way
        self._looks: Timer | None = None  # when it is looked whether the form stands there
        self._goes = 0  # to other screens, that are under way
        self._typed_on: WeakKeyDictionary[Key, Screen[Any]] = WeakKeyDictionary()  # where each key was typed
        self._moving: asyncio.Task[None] | None = None  # until a key has moved the focus

    def run_to_end(self) -> str | None:
        """Run; returns how it was left. Raises what stopped it, or `SystemExit` with its status."""
        try:
            result = self.run()
        except Exception:
            self.has_crashed = True
            raise
        if self.error is not None:
            raise self.error
        if self.return_code:
            raise SystemExit(self.return_code)
        return result

    def close_store(self) -> None:
        """Close what is open, also where the app ended before it came to it. Raises `VaultError`."""
        ahead, self._opened_ahead = self._opened_ahead, None
        if ahead is not None:
            with contextlib.suppress(VaultError):
                self._store = ahead.result()
        super().close_store()

    # What an app on a vault says

    @abstractmethod
    async def begin_without_vault(self) -> None:
        """There is no vault yet."""

    @abstractmethod
    async def look(self) -> Glance:
        """What is known of the vault before its records are read. Raises `VaultError`."""

    @abstractmethod
    async def show_all(self, seen: Glance, place: Place) -> None:
        """The vault is open: show everything, at that place."""

    # Opening

    async def on_mount(self) -> None:
        """Paint first; the vault is opened in a thread meanwhile."""
        self._end_on_signals()
        if self._store is not None and not self._begins_locked:
            self.run_worker(self._open())
            return
        if self._door is not None and self._door.is_new():
            await self.begin_without_vault()
            look_from_here_on()
            return
        opens_by_itself = self._door is not None and not self._begins_locked
        if opens_by_itself:
            await self.push_screen(OpeningScreen())
            self.run_worker(self._open_by_itself())
        else:
            await self._ask_person("")

    def needs_words(self) -> bool:
        """Whether a person must type. A demo needs none; after a lock the keyring will do only without a passphrase."""
        if self._door is None:
            return False
        return not self._keyring_will_do

    def vault_name(self) -> str:
        """The name of the vault's file."""
        return self._door.path.name if self._door else ""

    def seconds_to_wait(self) -> float:
        """How long the next passphrase must wait."""
        return self._door.seconds_left() if self._door and self.needs_words() else 0.0

    async def try_to_open(self, typed: str | None) -> str:
        """Try what was typed (nothing: the keyring); returns why it did not open, or nothing."""
        try:
            await self._come_in(typed)
        except VaultError as why:
            log(Event.REFUSED)
            self._keyring_will_do = False  # then a person types the recovery code
            return _without_option(why)
        await self._open()
        return ""

    async def _open_by_itself(self) -> None:
        """By the passphrase given beforehand or by the keyring; else a person is asked."""
        try:
            await self._come_in(None)
        except MustWait as why:
            await asyncio.sleep(why.seconds)
            await self._open_by_itself()
            return
        except Exception as why:  # nobody sits there to be asked: whatever it is, it is said, and the app ends
            if isinstance(why, VaultLocked) and self._door and self._door.passphrase is None:
                await self._ask_person(_without_option(why))
            else:
                self._stop(why)
            return
        await self._open()

    async def _ask_person(self, says: str) -> None:
        from supervision_tui.screens.unlock import UnlockScreen

        asking = UnlockScreen(says if "keyring" in self._kinds else "")
        await (self.switch_screen(asking) if isinstance(self.screen, OpeningScreen) else self.push_screen(asking))
        look_from_here_on()

    async def _come_in(self, typed: str | None) -> None:
        door, writable = self._door, not self.is_read_only

        ahead, self._opened_ahead = self._opened_ahead, None

        def come_in() -> None:  # kept by the thread itself, so that it is closed even if the app ends meanwhile
            if ahead is not None:
                self._store = ahead.result()
            elif door is not None:
                self._store = door.open(typed, try_keyring=typed is None, writable=writable)

        with self.under_way.answer():
            await asyncio.to_thread(come_in)

    async def _open(self) -> None:
        try:
            seen = await self.look()
            if self.clock.as_of is not None and not seen.is_demo:
                self.is_read_only = True  # what is written bears the day on which it was written
                self.store.stop_writing()
            await self.show_all(seen, await self.take_place(seen.place))
            self._has_shown = True
        except (VaultError, PolicyWrong) as why:
            self._stop(why)
            return
        if self._place is not None:  # locked while it was being opened
            return
        self.lock_after(seen.lock_after)
        self.set_interval(1.0, self._lock_when_idle)
        self._note_event(Event.OPENED)
        self._tell_what_was_noticed()
        self.set_interval(1.0, self._tell_what_was_noticed)
        self.set_interval(_SETTLES_EVERY, self._settle)
        look_from_here_on()
        if seen.backup_folder:
            self.begin_backup_if_due()
        self.set_interval(3600, self.begin_backup_if_due)  # it may stay open over midnight

    def _tell_what_was_noticed(self) -> None:
        """Say what the vault found of its own files, at its opening and since."""
        noticed = self.store.noticed if self._store is not None else []
        for sentence in noticed[self._noticed :]:
            is_lost = sentence == self.store.missing
            self.notify(
                sentence,
                severity="error" if is_lost else "warning",
                markup=False,
                timeout=_LONG_TO_READ if is_lost else _TO_READ,
            )
        self._noticed = len(noticed)

    async def _settle(self) -> None:
        """What was changed is brought to rest now and then, so that nothing beside the vault's file can cost it."""
        if self._store is not None and not self.is_locking:
            with (
                self.under_way.answer(),
                contextlib.suppress(VaultError),
            ):  # the next change says what stands in the way
                await asyncio.to_thread(self._store.settle)

    def _load_the_rest(self) -> None:
        """At the first key: what comes next needs the records."""
        self._has_loaded_all = True
        self.run_worker(asyncio.to_thread(load_the_rest), exit_on_error=False)

    def _stop(self, why: Exception) -> None:
        self.error = why
        self.exit(return_code=why.exit_status if isinstance(why, VaultError) else _REFUSED)

    # What is under way

    @property
    def is_at_rest(self) -> bool:
        """Tell whether all is done that was asked for, but for what waits for a person."""
        has_keys = bool(self._ahead) or self._let_go is not None
        is_held_up = has_keys or self._batch_count > 0 or (bool(self.screen_stack) and self.is_between())
        return not is_held_up and not self.under_way.is_any(self.workers)

    async def push_screen_wait(self, screen: Any, *, mode: str | None = None) -> Any:
        """Show a screen, and wait for what a person makes of it."""
        with self.under_way.question(get_current_worker()):
            return await super().push_screen_wait(screen, mode=mode)

    # Locking and ending

    async def action_lock(self) -> None:
        """Close the vault at once; typed text is kept. A second time locks though it cannot be kept."""
        self._insists = self._is_locking
        self._begin(self._lock_now)

    async def action_suspend(self) -> None:
        """Lock, and give the terminal back to the shell."""
        self._begin(self._lock_and_stop)

    async def action_leave(self) -> None:
        """Close the app; typed text is kept. Where it cannot be, a second time leaves without it."""
        if await self.keep_all_drafts() or self._insists:
            self._note_event(Event.CLOSED)
            if self._store is not None:
                for screen in self.screen_stack:
                    if isinstance(screen, LeavesNothing):
                        await screen.let_go_of_empty()
                await self.forget_place()  # the next start begins at Today
            self._end(None)
        self._insists = True

    async def keep_all_drafts(self) -> bool:
        """Keep what is typed on every open screen; returns whether all of it is kept."""
        kept = [await screen.keep() for screen in self.screen_stack if isinstance(screen, KeepsDrafts)]
        return all(kept)

    def lock_after(self, minutes: int) -> None:
        """Lock after so many idle minutes from now on."""
        self._idle = IdleWatch(minutes, steady_seconds)

    def is_between(self) -> bool:
        """Whether a form is about to stand there, or another field to have the focus: what is typed is meant for it."""
        screen = self.screen
        is_coming = bool(getattr(screen, "is_opening", False)) or getattr(screen, "is_ready", True) is False
        return is_coming or not screen.is_mounted or self._moving is not None or self._goes > 0

    def _going_there(self, going: Coroutine[Any, Any, None]) -> Coroutine[Any, Any, None]:
        """A way to another screen: until it is there, keys wait."""
        self._goes += 1

        async def gone() -> None:
            try:
                await going
            finally:
                self._goes -= 1
                self._type_ahead()

        return gone()

    def _type_ahead(self) -> None:
        """Let go of the first key that was typed before the form stood there; it lets go of the next once it acted."""
        if not self._ahead or self._let_go is not None:
            return
        if self.screen_stack and self.is_between():
            self._look_again()
            return
        self._let_go = self._ahead.pop(0)
        self.post_message(self._let_go)

    def _look_again(self) -> None:
        """Look in a moment whether the form stands there."""
        if self._looks is None:
            self._looks = self.set_timer(_BETWEEN, self._looked)

    def _looked(self) -> None:
        self._looks = None
        self._type_ahead()

    async def on_event(self, event: TextualEvent) -> None:
        """Every key and click passes here: somebody is there. After a night asleep it is too late for that."""
        clean_event(event)
        if isinstance(event, InputEvent):
            if self._is_ending or self._exit or not self.screen_stack:
                return  # typed ahead of an end
            if isinstance(event, Key) and self._was_meant_for_another(event):
                return
            self._errors_told.clear()
            if self._idle is not None and self._idle.is_over:
                await self._lock_when_idle()
                return
            if self._idle is not None and self._idle.touch():
                self.clear_notifications()
            if self._has_shown and not self._has_loaded_all:
                self._load_the_rest()
        is_new_key = isinstance(event, Key) and not event.is_forwarded
        try:
            if is_new_key and await self._is_done_in_order(cast(Key, event)):
                return
        finally:
            if event is not self._let_go:
                self._type_ahead()
        focused = self.focused if is_new_key else None
        await super().on_event(event)
        if focused is not None and may_move_on(focused, cast(Key, event)):
            self._moving = asyncio.create_task(self._move_on(focused))

    def _was_meant_for_another(self, event: Key) -> bool:
        """Tell whether a key comes back from a field of a screen that is no longer in front: it does nothing here."""
        if not event.is_forwarded:
            self._typed_on[event] = self.screen
            return False
        return self._typed_on.get(event, self.screen) is not self.screen

    async def _move_on(self, widget: Widget) -> None:
        """Let the keys that follow wait until this one has moved the focus, if it does."""
        await has_acted(widget)
        self._moving = None
        self._type_ahead()

    async def _is_done_in_order(self, event: Key) -> bool:
        """Whether a key waits for the form that is about to stand there, or has acted already.

        Where no text is typed it acts before the next key is looked at, which may be meant for what this one opens.
        """
        if event.key in _AT_ONCE:
            return await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key)
        if self._has_begun_to_end:
            return True  # typed between the lock's key and the lock: thrown away
        is_first = event is self._let_go
        if is_first:
            self._let_go = None
        if self.is_between() or (not is_first and (self._ahead or self._let_go is not None)):
            self._ahead.insert(0 if is_first else len(self._ahead), event)
            self._look_again()
            return True
        if is_typed_in(self.focused):
            return False
        if self.is_kept_for_writing(event.key):
            return True
        return await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key)

    def is_kept_for_writing(self, key: str) -> bool:
        """Tell whether a key is a letter that does nothing here, because people write on this screen."""
        return False

    async def _lock_when_idle(self) -> None:
        if self._idle is None:
            return
        if self._idle.is_over:
            self._idle = None
            self.run_worker(self._lock(LOCKED, Event.LOCKED_IDLE))
        elif self._idle.must_warn():
            says = f"Nobody has pressed a key for a while: it locks in {WARNING_SECONDS} s. What you typed is kept."
            self.notify(says, severity="warning", markup=False, timeout=WARNING_SECONDS)

    async def _lock(self, how: str, event: Event) -> None:
        """Cover the screen at once, keep what was typed, end.

        Where it cannot be kept (a full disk) the cover stays and it is tried again, until it is kept or a person locks
        a second time.
        """
        if not self._is_locking:
            self._is_locking = True
            try:
                while not await self._keep_all(event) and not self._insists:
                    await asyncio.sleep(1)
            finally:
                self._end(how)

    async def _lock_now(self) -> None:
        await self._lock(LOCKED, Event.LOCKED)

    async def _lock_and_stop(self) -> None:
        await self._lock(SUSPENDED, Event.SUSPENDED)

    async def _end_by_signal(self) -> None:
        """A closed terminal or a request to end: as quitting, but one comes back to the same place."""
        self._is_ending = True  # whatever else is under way: a lock ends too, and nothing begins anew
        try:
            await self._keep_all(Event.ENDED_BY_SIGNAL)
        finally:
            self._end(None)

    async def _keep_all(self, event: Event) -> bool:
        """Cover the screen, and keep what was typed and the place; returns whether nothing is lost now."""
        if self._store is None:
            return True
        if not self._has_shown:
            place = self.comes_back_to
            return place is None or await self.keep_draft(PLACE, place.to_json())
        self._stop_long_work()
        if self._place is None:
            from supervision_tui.screens.unlock import UnlockScreen

            self._place = self.place()
            self._has_form = self.has_form_of(self._place)
            await self.push_screen(UnlockScreen(is_locking=True))
        is_kept = await self.keep_all_drafts() and await self.keep_draft(PLACE, self._place.to_json())
        if self._has_form and not self.has_form_of(self._place):  # it was saved meanwhile
            self._has_form, self._place = False, self._place.without_form()
            is_kept = is_kept and await self.keep_draft(PLACE, self._place.to_json())
        if is_kept:
            self._note_event(event)
        return is_kept

    def _end(self, how: str | None) -> None:
        self.clear_clipboard()
        self._stop_long_work()
        self.exit(None if self._is_ending else how)

    async def _shutdown(self) -> None:
        """What was asked for and has not come yet is shown no more: the screens go now."""
        self.workers.cancel_all()
        await super()._shutdown()

    def _stop_long_work(self) -> None:
        for watch in self.under_way.long_work:
            watch.is_stopped = True
        if self._store is not None and not self._store.is_passing:
            self._store.stop_long_work()

    def _end_on_signals(self) -> None:
        """A closed terminal or a request to end saves the drafts first, where the platform lets us; so does a stop."""
        loop = asyncio.get_running_loop()
        endings = dict.fromkeys(("SIGTERM", "SIGHUP", "SIGINT"), self._end_by_signal)
        # Who goes on after a stop behind our back (a closed lid, kill -STOP) begins at the lock, with a fresh screen.
        for name, ending in (endings | {"SIGTSTP": self._lock_and_stop, "SIGCONT": self._lock_now}).items():
            try:
                loop.add_signal_handler(getattr(signal, name), self._begin, ending)
            except (AttributeError, NotImplementedError, RuntimeError, ValueError):
                continue

    def _begin(self, ending: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._has_begun_to_end = True
        self.run_worker(ending())

    @property
    def is_locking(self) -> bool:
        """Whether the app is about to lock or to end; the place is kept already."""
        return self._is_locking or self._place is not None

    # Errors

    @property
    def can_go_on(self) -> bool:
        """Tell whether something is shown that one can go on with after an error."""
        return self._has_shown and not self._has_begun_to_end and not self._is_ending

    @property
    def is_on_its_way_out(self) -> bool:
        """Tell whether the app ends by itself: what fails on a screen that is being taken away stops nothing."""
        return self._has_shown and (self._has_begun_to_end or self._is_ending or self._exit)

    def note_error(self, at: str, *, ends: bool) -> None:
        """Put an error into the log: its place in the code, and whether the app ends by it."""
        self._note_event(Event.CRASHED if ends else Event.FAILED, at)

    def close_after_error(self) -> None:
        """Close, once all that is typed is kept; what fails meanwhile ends it no sooner."""
        if self._ending_by_error is not None:
            return
        if self._has_shown and not self._is_ending:
            self._is_ending = True
            self._ending_by_error = asyncio.ensure_future(self._keep_and_close())
        else:
            super().close_after_error()

    async def _keep_and_close(self) -> None:
        """Keep what is typed on every screen, as far as it can be done soon."""
        try:
            with self.under_way.answer():
                for screen in (each for each in self.screen_stack if isinstance(each, KeepsDrafts)):
                    with contextlib.suppress(Exception):  # it may be the screen that is broken; the others are not
                        await asyncio.wait_for(screen.keep(), _KEEPS_WITHIN)
        finally:
            super().close_after_error()


def _without_option(why: VaultError) -> str:
    """What to say to somebody who sits before the screen, and not at a shell."""
    return str(why).partition("; give --passphrase-file")[0]
