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

from .manual import NAME, manual
from .notes import notes, tag
from .parts import parts_list
from .single_file import install, pack, platform_of, pythons_at_hand

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
_LOCK = ROOT / "requirements-run.lock"
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
    completions()
    man_page()
    checksums()
    print(_what_comes_next())


def _what_comes_next() -> str:
    name = tag(__version__)
    if not name:
        return f"Built {__version__}, which is worked on and is no release: it has no tag."
    return (
        f"Built {__version__}. Tag its commit, and sign the checksums:\n"
        f"  git tag --sign {name} --message 'supervision-tui {__version__}'\n"
        f"  make sign KEY=~/keys/release.key"
    )


def single_files() -> None:
    """One file that runs, for each Python at hand, and the list of the parts of the one that is
    made first.
    """
    wheel = next(DIST.glob("*.whl"))
    for interpreter, version in pythons_at_hand():
        platform = platform_of(version)
        with tempfile.TemporaryDirectory() as folder:
            install(interpreter, _LOCK, wheel, Path(folder))
            pack(Path(folder), NAME, version, DIST / f"{NAME}-{__version__}-{platform}.pyz")
            if interpreter == sys.executable:
                parts = parts_list(_LOCK, ROOT / "pyproject.toml", Path(folder), platform)
                (DIST / f"{NAME}-{__version__}.cdx.json").write_text(parts, "utf-8")


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
