"""What a single file does first, on any Python 3: it looks at its Python, and where it is about to
unpack itself.

Its text stands at the front of the file, below a line that says for which Python it is made. What
is unpacked there is run from there, so only its owner may be able to write in that folder.
"""

import os
import stat
import sys

_NAMES_IT = "SHIV_ROOT"  # by which the folder is named, to this and to what unpacks the file


def says_of_python(wanted: "tuple[int, int]") -> str:
    """Say what to do where this is another Python than (major, minor).

    Nothing where it is that one.
    """
    here = ".".join(map(str, sys.version_info[:2]))
    made_for = ".".join(map(str, wanted))
    if here == made_for:
        return ""
    return (
        f"This file is made for Python {made_for}, and this is Python {here}. Run it with "
        f"python{made_for}, "
        f"or take the file that is made for Python {here}."
    )


def folder_to_unpack_in() -> str:
    """Where the file unpacks itself: in the folder that was named, else in the one for what can be
    made again.

    Whole and without links: what is looked at is what is used. Raises `OSError` where there is no
    home.
    """
    named = os.environ.get(_NAMES_IT)
    if not named:
        named = os.path.join(
            os.environ.get("XDG_CACHE_HOME") or os.path.join("~", ".cache"), "supervision-tui"
        )
    whole = os.path.expanduser(named)
    if whole.startswith("~"):
        raise OSError("there is no home folder")
    return os.path.realpath(whole)


def says_of_folder(root: str) -> str:
    """Make that folder for its owner alone.

    Say what to do where others may write in it or above it.

    Nothing where all is well, and where the platform knows no such rights. Raises `OSError` where
    it cannot be made.
    """
    os.makedirs(root, mode=0o700, exist_ok=True)
    if not hasattr(os, "geteuid"):
        return ""
    for folder in _above(root):
        found = os.stat(folder)
        if found.st_uid not in (0, os.geteuid()) or (
            _others_write(found) and not found.st_mode & stat.S_ISVTX
        ):
            return _says(folder)
    for folder in [root, *_within(root)]:
        found = os.lstat(folder)
        if stat.S_ISLNK(found.st_mode) or found.st_uid != os.geteuid() or _others_write(found):
            return _says(folder)
    return ""


def _above(folder: str) -> "list[str]":
    above = os.path.dirname(folder)
    return [above, *_above(above)] if above != folder else []


def _within(root: str) -> "list[str]":
    return [
        os.path.join(root, name)
        for name in os.listdir(root)
        if not name.endswith((".tmp", "_lock"))
    ]


def _others_write(found: os.stat_result) -> bool:
    """Tell whether somebody else may write there; a group of one's own name is nobody else."""
    is_own_group = found.st_gid == os.getegid() == os.geteuid()
    return bool(
        found.st_mode & 0o002 or (found.st_mode & 0o020 and not is_own_group and found.st_gid != 0)
    )


def _says(folder: str) -> str:
    return (
        f"Somebody else may write in {folder}, where this program would be unpacked and run from. "
        f"Take that right "
        f"away, or name a folder of your own: {_NAMES_IT}=~/.supervision-tui."
    )


def begin(wanted: "tuple[int, int]") -> None:
    """End with a sentence where this Python or this folder will not do. Raises `SystemExit`."""
    says = says_of_python(wanted)
    if not says:
        os.umask(os.umask(0o077) | 0o022)  # nor may others write in what is unpacked now
        try:
            root = folder_to_unpack_in()
            says = says_of_folder(root)
            os.environ[_NAMES_IT] = root
        except OSError as why:
            says = (
                f"This program has no folder to unpack itself in: {why.strerror or why}. "
                f"Name one of your own: {_NAMES_IT}=/a/folder."
            )
    if says:
        sys.exit(says)
