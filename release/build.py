"""Build a release: wheel, source, one file that runs, its parts list, completions, the man page,
checksums.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from supervision_tui import __version__

from .installed import install
from .licences import NOTICES
from .manual import NAME, manual
from .notes import notes, tag
from .parts import parts_list
from .single_file import pack, platform_of, pythons_at_hand, pythons_that_are_not
from .windows import bundle

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
# What the app needs, and age beside it, which is not made for every machine.
LOCKS = (ROOT / "requirements-run.lock", ROOT / "requirements-age.lock")
_EMBEDDED = "EMBEDDED"  # names the embeddable package of Python for the bundle for Windows
_SHELLS = {"bash": f"{NAME}.bash", "zsh": f"_{NAME}", "fish": f"{NAME}.fish"}


def main() -> None:
    """Build everything anew.

    Raises `CalledProcessError` where a step fails, `ValueError` where the changelog does not speak
    of this version.
    """
    says = notes((ROOT / "CHANGELOG.md").read_text("utf-8"), __version__)
    shutil.rmtree(DIST, ignore_errors=True)
    _python("build", "--no-isolation", "--outdir", DIST, ROOT)
    (DIST / f"{NAME}-{__version__}.md").write_text(says, "utf-8")
    single_files()
    for_windows()
    completions()
    man_page()
    checksums()
    print(_what_comes_next())


def _what_comes_next() -> str:
    name, others = tag(__version__), _of_other_pythons()
    if not name:
        says = f"Built {__version__}, which is worked on and is no release: it has no tag."
        return f"{says}\n{others}".rstrip()
    return (
        f"Built {__version__}. Tag its commit, and sign the checksums:\n"
        f"  git tag --sign {name} --message 'supervision-tui {__version__}'\n"
        f"  make sign KEY=~/keys/release.key\n{others}"
    ).rstrip()


def _of_other_pythons() -> str:
    """Say for which Pythons no single file was made, since they are not on this machine."""
    missing = [f"{major}.{minor}" for major, minor in pythons_that_are_not()]
    if not missing:
        return ""
    return (
        f"No single file was made for Python {', '.join(missing)}: install it, and build again, or "
        f"give whoever has it the wheel."
    )


def single_files() -> None:
    """One file that runs, for each Python at hand, and the list of the parts of the one that is
    made first.
    """
    wheel = next(DIST.glob("*.whl"))
    for interpreter, version in pythons_at_hand():
        platform = platform_of(version)
        with tempfile.TemporaryDirectory() as folder:
            install(interpreter, LOCKS, wheel, Path(folder))
            pack(Path(folder), NAME, version, DIST / f"{NAME}-{__version__}-{platform}.pyz")
            if interpreter == sys.executable:
                shutil.copy(Path(folder) / NOTICES, DIST / NOTICES)
                parts = parts_list(LOCKS, ROOT / "pyproject.toml", Path(folder), platform)
                (DIST / f"{NAME}-{__version__}.cdx.json").write_text(parts, "utf-8")


def for_windows() -> None:
    """A folder to unzip and run on Windows."""
    given = os.environ.get(_EMBEDDED)
    embedded = None
    if given:
        embedded = Path(given).expanduser()
    name = DIST / f"{NAME}-{__version__}-windows-x64.zip"
    bundle(LOCKS, next(DIST.glob("*.whl")), __version__, name, embedded)


def completions() -> None:
    """What each shell needs to complete commands and options."""
    folder = DIST / "completions"
    folder.mkdir()
    for shell, name in _SHELLS.items():
        script = _python(
            NAME.replace("-", "_"), environ={"_SUPERVISION_TUI_COMPLETE": f"source_{shell}"}
        )
        (folder / name).write_text(script.lstrip("\n"), "utf-8")


def man_page() -> None:
    """The man page."""
    (DIST / f"{NAME}.1").write_text(manual(), "utf-8")


def checksums() -> None:
    """SHA256SUMS, as `sha256sum --check` reads it."""
    lines = [f"{_digest(each)}  {each.relative_to(DIST).as_posix()}\n" for each in _files()]
    (DIST / "SHA256SUMS").write_text("".join(lines), "utf-8")


def _files() -> Iterable[Path]:
    return sorted(each for each in DIST.rglob("*") if each.is_file())


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _python(module: str, *words: str | Path, environ: dict[str, str] | None = None) -> str:
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | (environ or {}),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


if __name__ == "__main__":
    main()
