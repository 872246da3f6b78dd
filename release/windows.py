"""The bundle for Windows x64: unzip it, and run `supervision-tui.cmd`.

It holds the locked libraries as they are made for Windows. With the embeddable package of Python
(`make release EMBEDDED=python-3.13.5-embed-amd64.zip`) it needs nothing else; without, its launcher
takes the Python that is installed, or says what is missing.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from .installed import files_in, install_for_windows, readable, write_archive

PYTHON = (3, 13)
_HERE = Path(__file__).parent
_LAUNCHER, _FIRST = _HERE / "windows_launcher.cmd", _HERE / "windows_first.py"
_EMBEDDED = re.compile(r"python-3\.(?P<minor>\d+)\.\d+-embed-amd64\.zip")
_READ_ME = """\
supervision-tui {version} for Windows x64

Unzip the whole folder, wherever you may run programs from; nothing is installed, and no rights of
an administrator are needed. Then run supervision-tui.cmd, best in Windows Terminal:

    supervision-tui.cmd demo

{python}
Whoever looks after machines finds all about deploying, rules for a machine and removing in the
documents, under Install. The licences of what is brought along stand in
app\\THIRD-PARTY-NOTICES.txt.
"""
_WITH = """\
Python is in the folder python: {name} as python.org gives it out, SHA-256
{digest}
"""
_WITHOUT = """\
It needs Python {major}.{minor}, 64-bit. Either install it (from python.org or a software centre),
or unpack the embeddable package of python.org, python-{major}.{minor}.*-embed-amd64.zip, into a
folder called python beside supervision-tui.cmd.
"""


def bundle(
    locks: Sequence[Path], wheel: Path, version: str, out: Path, embedded: Path | None = None
) -> None:
    """Make the bundle.

    `embedded` is the embeddable package of Python, whose version it is then made for. Raises
    `CalledProcessError`, and `ValueError` where that file is none.
    """
    python = PYTHON
    if embedded is not None:
        python = version_of(embedded)
    folder = f"supervision-tui-{version}"
    with tempfile.TemporaryDirectory() as installed:
        install_for_windows(python, locks, wheel, Path(installed))
        contents = files_in(Path(installed), f"{folder}/app/")
    contents |= {
        f"{folder}/{name}": content for name, content in beside(python, version, embedded).items()
    }
    with zipfile.ZipFile(out, "w") as packed:
        write_archive(packed, contents)
    readable(out, 0o666)


def version_of(embedded: Path) -> tuple[int, int]:
    """Tell for which Python an embeddable package is. Raises `ValueError` where it is none."""
    named = _EMBEDDED.fullmatch(embedded.name)
    if named is None or not zipfile.is_zipfile(embedded):
        raise ValueError(
            f"{embedded.name} is not an embeddable package, python-3.*-embed-amd64.zip."
        )
    return 3, int(named["minor"])


def beside(python: tuple[int, int], version: str, embedded: Path | None) -> dict[str, bytes]:
    """The files beside the libraries: launcher, first steps, what to read, and Python if it is at
    hand.
    """
    major, minor = python
    says = _WITHOUT.format(major=major, minor=minor)
    contents: dict[str, bytes] = {}
    if embedded is not None:
        digest = hashlib.sha256(embedded.read_bytes()).hexdigest()
        says = _WITH.format(name=embedded.name, digest=digest)
        with zipfile.ZipFile(embedded) as packed:
            contents = {f"python/{name}": packed.read(name) for name in packed.namelist()}
    launcher = _LAUNCHER.read_text("utf-8").replace("@PYTHON@", f"{major}.{minor}")
    first = _FIRST.read_text("utf-8").replace("WANTED = (3, 13)", f"WANTED = {python}")
    read_me = _READ_ME.format(version=version, python=says)
    texts = {"supervision-tui.cmd": launcher, "first.py": first, "READ-ME.txt": read_me}
    return contents | {name: _for_windows(text) for name, text in texts.items()}


def _for_windows(text: str) -> bytes:
    """A text as Windows has it: cmd.exe misreads a file whose lines end otherwise."""
    return text.replace("\n", "\r\n").encode("ascii")
