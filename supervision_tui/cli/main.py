"""The way in: opening the app at once, every other command, and the one place where an error
becomes a sentence.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from supervision_tui.system.garbage_collection import collect_rarely

from . import first_frame
from .clean_output import clean_output
from .fast_arguments import Said, options_first, said_straight

_BY_CTRL_C = 130
_FRAMES_A_SECOND = (
    "500"  # what a key changes is drawn within 2 ms; nothing is drawn where nothing changes
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit status; prints one sentence where it failed."""
    with clean_output():
        if arguments is None:
            arguments = sys.argv[1:]
        return _run(options_first(arguments))


def _run(arguments: list[str]) -> int:
    collect_rarely()
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES_A_SECOND)  # read when Textual is loaded
    try:
        said = said_straight(arguments)
        if said is not None:
            first_frame.show()
        _close_to_onlookers()
        if said is not None:
            return _opened(said)
        from .program import run_command  # the parser is loaded where it is needed

        return run_command(arguments)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return _BY_CTRL_C
    except Exception as why:
        return _explained(why, debug="--debug" in arguments)


def _close_to_onlookers() -> None:
    """Whatever the command is: nobody reads its memory, and no file it writes is for others."""
    from supervision_tui.vault.files import harden_process

    harden_process()


def _opened(said: Said) -> int:
    """Open the app as it was said, a first frame before anything is loaded for it."""
    try:
        from .open_app import open_app

        open_app(
            said.opening(),
            said.as_of,
            read_only="--read-only" in said.flags,
            locked="--locked" in said.flags,
        )
    finally:
        first_frame.clear()  # what stopped it is said on the shell
    return 0


def _explained(why: Exception, *, debug: bool) -> int:
    """One sentence on standard error; a traceback, without values, only where it was asked for."""
    from supervision_tui.system.errors import AppError

    if debug:
        import traceback

        for frame in traceback.extract_tb(why.__traceback__):
            print(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}", file=sys.stderr)
    if isinstance(why, AppError):
        from supervision_tui.commands import in_words

        print(in_words(f"{why}{why.advice}"), file=sys.stderr)
        offered = [each for each in why.suggestions if each not in str(why)]
        if offered:
            print(f"Try: {', '.join(offered)}", file=sys.stderr)
        return why.exit_status
    if isinstance(why, BrokenPipeError):
        return 1
    if isinstance(why, OSError) and why.filename and why.strerror:
        named = Path(os.fsdecode(why.filename)).name
        print(
            f"{named} cannot be read or written: {why.strerror}. Nothing was half-done.",
            file=sys.stderr,
        )
        return 1
    kind = type(why).__name__
    print(
        f"The app had to close ({kind}); nothing was half-done. Run it again with --debug to see "
        f"where.",
        file=sys.stderr,
    )
    return 1
