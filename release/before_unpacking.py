"""What a single file does first, on any Python 3: it looks at its Python, and where it is about to unpack itself.

Its text stands at the front of the file, below a line that says for which Python it is made. What is unpacked there is
run from there, so only its owner may be able to write in that folder.
"""

import os
import stat
import sys


def says_of_python(wanted: "tuple[int, int]") -> str:
    """Say what to do where this is another Python than (major, minor); nothing where it is that one."""
    here = ".".join(map(str, sys.version_info[:2]))
    made_for = ".".join(map(str, wanted))
    if here == made_for:
        return ""
    return (
        f"This file is made for Python {made_for}, and this is Python {here}. Run it with python{made_for}, "
        f"or take the file that is made for Python {here}."
    )


def private_folder(root: str) -> str:
    """Make the folder in which the file unpacks itself, for its owner alone; say what to do where others may write.

    Nothing where all is well, and where the platform knows no such rights.
    """
    os.makedirs(root, mode=0o700, exist_ok=True)
    if not hasattr(os, "geteuid"):
        return ""
    root = os.path.realpath(root)
    for folder in [root] + [os.path.join(root, name) for name in os.listdir(root)]:
        found = os.lstat(folder)
        if stat.S_ISLNK(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
            return _says(folder)
    above = os.path.dirname(root)
    while True:
        found = os.stat(above)
        is_open = found.st_mode & 0o002 and not found.st_mode & stat.S_ISVTX
        if is_open or found.st_uid not in (0, os.geteuid()):
            return _says(above)
        if above == os.path.dirname(above):
            return ""
        above = os.path.dirname(above)


def _says(folder: str) -> str:
    return (
        f"Somebody else may write in {folder}, where this program would be unpacked and run from. Take that right "
        "away, or name a folder of your own: SHIV_ROOT=~/.supervision-tui."
    )


def begin(wanted: "tuple[int, int]") -> None:
    """End with a sentence where this Python or this folder will not do. Raises `SystemExit`."""
    says = says_of_python(wanted)
    if not says:
        cache = os.environ.get("XDG_CACHE_HOME") or os.path.join("~", ".cache")
        root = os.environ.setdefault("SHIV_ROOT", os.path.join(cache, "supervision-tui"))
        says = private_folder(os.path.expanduser(root))
    if says:
        sys.exit(says)
    os.umask(os.umask(0o077) | 0o022)  # nor may others write in what is unpacked now
