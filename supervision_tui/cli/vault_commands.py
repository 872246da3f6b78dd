"""Commands that care for the vault: making one, its ways to unlock, its backups, its journal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from supervision_tui.system.files import expanded

from .completing import worker_names
from .opening import Opening, moment_for
from .options import Json, check_order, day_option, opening_of
from .progress_bar import progress_bar
from .prompts import (
    ask_code_back,
    ask_new_passphrase,
    ask_passphrase,
    can_ask,
    read_secret_file,
    say_strength,
    show_code,
)
from .shapes import care
from .shapes.values import put

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment
    from supervision_tui.vault.create import NewVault
    from supervision_tui.vault.store import Store
    from supervision_tui.vault.verify import Verified

SecretFile = Annotated[
    str | None, typer.Option(help="A file that holds the new passphrase; - for standard input.")
]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(init)
    care = typer.Typer(
        help="Care for the vault: ways to unlock, backups, journal.", no_args_is_help=True
    )
    for command in (slots, passphrase, recovery, rotate, backup, restore, verify, log):
        care.command()(command)
    app.add_typer(care, name="vault")


def init(
    context: typer.Context,
    no_keyring: Annotated[
        bool, typer.Option("--no-keyring", help="Do not use the system's keyring.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make a new vault, and print its recovery code once."""
    from supervision_tui.desk.vault.unlock_methods import check_recovery_code
    from supervision_tui.vault.create import create_vault

    opening = opening_of(context)
    made = create_vault(
        opening.path,
        passphrase=_new_passphrase(opening, no_keyring),
        use_keyring=not no_keyring,
        journal_mode=opening.journal_mode,
    )
    try:
        _say_made(made)
        if as_json:
            put(care.new_vault(made))
        else:
            show_code(made.recovery_code)
        if not as_json and ask_code_back(made.recovery_code):
            check_recovery_code(made.store, made.recovery_code, moment_for(None))
        elif can_ask():
            print(
                "Type it back later with: supervision-tui vault recovery --check", file=sys.stderr
            )
    finally:
        made.store.close()


def slots(
    context: typer.Context,
    add_keyring: Annotated[
        bool, typer.Option(help="Put a new key into this machine's keyring.")
    ] = False,
    remove: Annotated[
        str | None, typer.Option(help="Remove a way to unlock: keyring, passphrase or recovery.")
    ] = None,
    bring_back: Annotated[
        bool,
        typer.Option(
            help="Put the newest key file, which is kept in the vault, in the place of another one."
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """List the ways to unlock; add or remove one."""
    from supervision_tui.desk.vault import overview, unlock_methods
    from supervision_tui.vault.slots import SlotKind

    if remove is not None and remove not in set(SlotKind):
        raise typer.BadParameter(f"--remove is one of: {', '.join(SlotKind)}")
    moment = moment_for(None)
    changes = add_keyring or bring_back or remove is not None
    with opening_of(context).store(writable=changes, bring_back=bring_back) as store:
        if bring_back:
            print("The newest key file is beside the vault again.", file=sys.stderr)
        if add_keyring or remove is not None:
            _show_present(store, moment)
        if add_keyring:
            print(
                f"A new key lies in the keyring ({unlock_methods.add_keyring(store, moment)}).",
                file=sys.stderr,
            )
        if remove is not None:
            unlock_methods.remove_unlock_method(store, remove, moment)
            print(f"The {remove} no longer unlocks this vault.", file=sys.stderr)
        view = overview.vault_view(store, moment)
    if as_json:
        put(care.slots(view))
        return
    for way in view.ways_in:
        todo = f" · {way.todo}" if way.todo else ""
        print(f"{way.kind:<12}{way.made:<12}{way.says}{todo}")


def passphrase(context: typer.Context, new_passphrase_file: SecretFile = None) -> None:
    """Set the vault's passphrase, or change it. The records are not touched."""
    from supervision_tui.desk.vault.unlock_methods import set_passphrase
    from supervision_tui.vault.slots import check_passphrase

    opening = opening_of(context)
    with opening.store(writable=True) as store:
        _show_present(store, moment_for(None))
        if new_passphrase_file is not None:
            new = read_secret_file(new_passphrase_file)
            check_passphrase(new)
            say_strength(new)
        elif can_ask():
            new = ask_new_passphrase() or ""
        else:
            raise typer.BadParameter("Nobody is there to ask: --new-passphrase-file FILE")
        set_passphrase(store, new, moment_for(None))
    print(
        "The passphrase is set. It does not undo old copies of the key file: "
        "if one may be in wrong hands, run supervision-tui vault rotate",
        file=sys.stderr,
    )


def recovery(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Try the code on your paper.")] = False,
) -> None:
    """Make a new recovery code and print it once; the one before opens nothing from then on."""
    from supervision_tui.desk.vault import unlock_methods

    moment = moment_for(None)
    with opening_of(context).store(writable=True) as store:
        if check:
            if can_ask():
                typed = typer.prompt("Recovery code", err=True)
            else:
                typed = sys.stdin.readline()
            unlock_methods.check_recovery_code(store, typed, moment)
            print("The code on your paper opens this vault.", file=sys.stderr)
            return
        _show_present(store, moment)
        code = unlock_methods.new_recovery_code()
        show_code(code)
        asked_back = ask_code_back(code)
        if can_ask() and not asked_back:
            print(
                "Not confirmed. The old recovery code stays valid.",
                file=sys.stderr,
            )
            raise typer.Exit(4)
        unlock_methods.set_recovery_code(store, code, moment, asked_back=asked_back)
    print("It is the vault's recovery code now; the one before opens nothing.", file=sys.stderr)


def rotate(context: typer.Context) -> None:
    """Encrypt all records with a new key, with a new recovery code: no old copy of the key file
    opens them then.
    """
    from supervision_tui.desk.vault import unlock_methods
    from supervision_tui.vault.slots import SlotKind

    opening = opening_of(context)
    with opening.store(writable=True) as store:
        words = opening.words
        if SlotKind.PASSPHRASE in store.keys.kinds() and words is None:
            words = ask_passphrase("")
        code = unlock_methods.new_recovery_code()
        print("The new recovery code, shown this once:", file=sys.stderr)
        show_code(code)
        asked_back = ask_code_back(code)
        if can_ask() and not asked_back:
            print("It was not typed back, so nothing was changed.", file=sys.stderr)
            raise typer.Exit(4)
        with progress_bar() as progress:
            made = unlock_methods.rotate_key(
                store, words or "", code, moment_for(None), asked_back=asked_back, progress=progress
            )
    print(
        f"All records are encrypted with a new key. The copy from before is {made.path}.",
        file=sys.stderr,
    )
    print(
        "That file still opens with the old passphrase and the old code: delete it when you can.",
        file=sys.stderr,
    )


def backup(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write, or the folder for it.")
    ],
    as_json: Json = False,
) -> None:
    """Write a backup, encrypted as the vault is, and read it back. FILE may be a folder."""
    from supervision_tui.desk.vault.backups import back_up
    from supervision_tui.vault.files import can_be_written, check_is_ours

    file, opening = expanded(file), opening_of(context)
    if not os.path.isdir(file):
        check_is_ours(file)
    with (
        opening.store(writable=can_be_written(opening.path.parent)) as store,
        progress_bar() as progress,
    ):
        made = back_up(store, file, moment_for(None), progress)
    if as_json:
        put({"path": str(made.path), "bytes": made.size, "whole": True})
    print(
        f"A backup of {_size(made.size)} lies in {made.path}; it was read back and is whole.",
        file=sys.stderr,
    )
    print("It opens with the passphrase or the recovery code that are good today.", file=sys.stderr)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    to: Annotated[
        Path | None, typer.Option(help="Where the vault shall lie; by default a new place.")
    ] = None,
    over: Annotated[
        bool, typer.Option("--over", help="Replace the vault that lies there, after backing it up.")
    ] = False,
) -> None:
    """Restore a backup; it is checked first, into a new place unless --over is given."""
    from supervision_tui.desk.vault.overview import counted
    from supervision_tui.vault.backup import read_backup
    from supervision_tui.vault.opener import unlock_backup
    from supervision_tui.vault.restore import bring_back

    opening, at = opening_of(context), moment_for(None).now
    found = read_backup(expanded(file))
    target = expanded(to or opening.path)
    if to is None and target.exists() and not over:
        target = target.with_name(f"{target.stem}-restored-{at:%Y%m%d-%H%M%S}{target.suffix}")
    unlocked = unlock_backup(found, opening.words, ask_passphrase)
    with progress_bar() as progress:
        done = bring_back(
            found, unlocked.key, target, at, over=over, by=str(unlocked.by), progress=progress
        )
    print(
        f"The vault of {found.made_at.astimezone():%d %b %Y %H:%M} lies at {done.path}.",
        file=sys.stderr,
    )
    print(f"It holds {counted(done.holds)}.", file=sys.stderr)
    if done.before:
        print(f"The vault that lay there before is kept in {done.before}.", file=sys.stderr)
    if done.path != opening.path:
        print(f'Open it with: supervision-tui --vault "{done.path}"', file=sys.stderr)


def verify(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Option("--backup", help="Open this backup for real, in place of the vault."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Look at every page and every entry of the vault, or of a backup.

    It changes nothing.
    """
    from supervision_tui.desk.vault import overview
    from supervision_tui.vault.errors import VaultOlder
    from supervision_tui.vault.files import can_be_written

    opening, moment = opening_of(context), moment_for(None)
    if file is not None:
        found = _tried_out(opening, expanded(file), moment)
    else:
        writable = can_be_written(opening.path.parent)
        try:
            with (
                opening.store(writable=writable, migrates=False) as store,
                progress_bar() as progress,
            ):
                found = overview.verify_vault(store, moment, progress)
        except VaultOlder:
            found = _verified_as_it_lies(opening)
            print(
                "It was made by an older version; the app brings it up to date when it opens it.",
                file=sys.stderr,
            )
    if as_json:
        put(care.verified(found))
    else:
        for part in found.parts:
            print(f"{part.word:<10}{part.name:<12}{part.says}")
        print(f"It holds {overview.counted(found)}.", file=sys.stderr)
    if not found.is_whole:
        print(overview.says_of_damage(found), file=sys.stderr)
        raise typer.Exit(6)


def _show_present(store: Store, moment: Moment) -> None:
    """Let a person show a way to unlock before one is changed, where only the keyring has opened
    the vault.

    Raises `VaultLocked`.
    """
    from supervision_tui.desk.vault.unlock_methods import check_present, needs_present
    from supervision_tui.vault.errors import VaultLocked
    from supervision_tui.vault.slots import SlotKind

    if store.opened_by is not SlotKind.KEYRING:
        return
    typed = ask_passphrase("") if needs_present(store) else ""
    if typed is None:
        says = "The keyring alone changes no way to unlock; give --passphrase-file FILE."
        raise VaultLocked(says)
    check_present(store, typed, moment)


def _verified_as_it_lies(opening: Opening) -> Verified:
    """Look at a vault of an older version, which stays as it is."""
    from supervision_tui.vault.files import keys_path
    from supervision_tui.vault.key_file import read_key_file
    from supervision_tui.vault.opener import unlock
    from supervision_tui.vault.verify import verify_file
    from supervision_tui.vault.write_lock import held

    with held(opening.path), progress_bar() as progress:
        unlocked = unlock(opening.path, passphrase=opening.words, ask=ask_passphrase)
        keys = read_key_file(keys_path(opening.path)).checked(unlocked.key)
        return verify_file(opening.path, unlocked.key, keys, wal=keys.wal, progress=progress)


def _tried_out(opening: Opening, file: Path, moment: Moment) -> Verified:
    """A backup opened for real.

    Where a vault lies here that the same words open, its journal says so.
    """
    import tempfile

    from supervision_tui.desk.vault import backups
    from supervision_tui.vault.backup import read_backup
    from supervision_tui.vault.errors import VaultError
    from supervision_tui.vault.opener import unlock_backup
    from supervision_tui.vault.restore import try_out

    backup = read_backup(file)
    unlocked = unlock_backup(backup, opening.words, ask_passphrase)
    with (
        tempfile.TemporaryDirectory(prefix="supervision-backup-") as folder,
        progress_bar() as progress,
    ):
        found = try_out(backup, unlocked.key, Path(folder), progress)
    try:
        store = opening.opener().open(migrates=False)
    except VaultError:
        return found
    try:
        backups.note_tried_out(store, backup.made_at, moment)
    finally:
        store.close()
    return found


def log(
    context: typer.Context,
    *,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check that no entry was changed or removed.")
    ] = False,
    head: Annotated[
        str,
        typer.Option(
            metavar="WORDS", help="Check that the entry printed on an export is still there."
        ),
    ] = "",
    worker: Annotated[
        str, typer.Option(help="Only entries about this worker.", autocompletion=worker_names)
    ] = "",
    child: Annotated[str, typer.Option(help="Only entries about this child, by reference.")] = "",
    verb: Annotated[str, typer.Option(help="Only what was done: sign, export, unlock …")] = "",
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="From this day on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Up to this day.")
    ] = None,
    last: Annotated[int, typer.Option(min=1, help="At most so many, the newest.")] = 100,
    as_json: Json = False,
) -> None:
    """Read the journal of what was done, newest first."""
    from supervision_tui.desk.find import find_child, find_worker
    from supervision_tui.desk.vault.journal import (
        JournalWanted,
        followed,
        goes_on_from,
        journal_page,
    )
    from supervision_tui.desk.workers.people import has_worker_like
    from supervision_tui.vault.journal import walk

    first, up_to = day_option(since), day_option(until)
    if first is not None and up_to is not None:
        check_order(first, up_to)
    with opening_of(context).store(writable=False) as store:
        if worker and not store.run(has_worker_like, worker):
            store.run(find_worker, worker)  # raises, with the names that there are
        if child:
            child = store.run(find_child, child).ref
        wanted = JournalWanted(worker, child, verb, first, up_to)
        state = store.run(walk, store.keys.journal) if verify else None
        goes_on = store.run(goes_on_from, head) if head else None
        page = store.run(journal_page, wanted, last)
    if as_json:
        put(care.journal(page, state))
    elif not (verify or head):
        for line in page.lines:
            about = f"{line.about} {line.worker} {' '.join(line.children[:3])}".strip()
            print(f"{line.at.astimezone():%Y-%m-%d %H:%M}  {line.done:<22} {about}  {line.changed}")
        print(f"{len(page.lines)} of {page.total} entries.", file=sys.stderr)
    words = followed(state) if state is not None else None
    looked_at = [words, goes_on]
    for found in filter(None, looked_at):
        print(found.says, file=sys.stderr)
    if not all(found.is_whole for found in looked_at if found is not None):
        raise typer.Exit(6)


def _new_passphrase(opening: Opening, no_keyring: bool) -> str | None:
    from supervision_tui.vault.os_keyring import KeyringState, find_keyring

    if opening.words is not None or not can_ask():
        return opening.words
    has_keyring = not no_keyring and find_keyring().state is KeyringState.READY
    hint = " (empty: only the keyring and the recovery code)" if has_keyring else ""
    return ask_new_passphrase(hint, may_be_empty=has_keyring)


def _say_made(made: NewVault) -> None:
    from supervision_tui.vault.files import others_may_look_into
    from supervision_tui.vault.mounts import sync_warning

    path = made.store.path
    print(f"The new vault is at {path}.", file=sys.stderr)
    if others_may_look_into(path.parent):
        print(
            f"Others may look into {path.parent}; the vault's own files are yours alone.",
            file=sys.stderr,
        )
    warning = sync_warning(path.parent)
    if warning:
        print(warning, file=sys.stderr)
    if made.keyring is None:
        print("It opens with the passphrase.", file=sys.stderr)
    elif made.keyring.key:
        print(f"Its key is in the keyring ({made.keyring.backend}).", file=sys.stderr)
    else:
        print(
            f"It opens with the passphrase; the keyring is not used: {made.keyring.says}.",
            file=sys.stderr,
        )
    print(
        "The recovery code opens it when all else is lost. It is shown this once; write it down:",
        file=sys.stderr,
    )


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB"
