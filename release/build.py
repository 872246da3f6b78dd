"""Build a release: wheel, source, one file that runs, its parts list, completions, man pages, checksums."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from pathlib import Path

import typer
from click_man.core import write_man_pages

from supervision_tui import __version__
from supervision_tui.cli import commands_of
from supervision_tui.cli.main import app

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
NAME = "supervision-tui"
_LOCK = ROOT / "requirements-run.lock"
_SHELLS = {"bash": f"{NAME}.bash", "zsh": f"_{NAME}", "fish": f"{NAME}.fish"}
_DAY = "2026-01-01"  # in every man page, so that the same source gives the same page


def main() -> None:
    """Build everything anew. Raises `CalledProcessError` where a step fails."""
    shutil.rmtree(DIST, ignore_errors=True)
    _python("build", "--no-isolation", "--outdir", DIST, ROOT)
    single_file()
    parts_list()
    completions()
    man_pages()
    checksums()


def single_file() -> None:
    """One file with all that it needs but Python itself; compiled parts bind it to this platform and this Python."""
    wheel = next(DIST.glob("*.whl"))
    platform = f"py{sys.version_info.major}{sys.version_info.minor}-{sysconfig.get_platform()}"
    with tempfile.TemporaryDirectory() as folder:
        quiet = ("--quiet", "--disable-pip-version-check", "--target", folder)
        _python("pip", "install", *quiet, "--require-hashes", "-r", _LOCK)
        _python("pip", "install", *quiet, "--no-deps", wheel)
        _python(
            "shiv", "--site-packages", folder, "--console-script", NAME, "--python", "/usr/bin/env python3",
            "--reproducible", "--output-file", DIST / f"{NAME}-{__version__}-{platform}.pyz",
        )  # fmt: skip


def parts_list() -> None:
    """The SBOM (CycloneDX): each library that a release brings along, with version and hashes."""
    _python(
        "cyclonedx_py", "requirements", _LOCK, "--pyproject", ROOT / "pyproject.toml", "--output-reproducible",
        "--output-file", DIST / f"{NAME}-{__version__}.cdx.json",
    )  # fmt: skip


def completions() -> None:
    """What each shell needs to complete commands and options."""
    folder = DIST / "completions"
    folder.mkdir()
    for shell, name in _SHELLS.items():
        script = _python(NAME.replace("-", "_"), environ={"_SUPERVISION_TUI_COMPLETE": f"source_{shell}"})
        (folder / name).write_text(script.lstrip("\n"), "utf-8")


def man_pages() -> None:
    """A man page of the program and of each command."""
    folder = DIST / "man"
    folder.mkdir()
    commands_of(app)
    write_man_pages(NAME, typer.main.get_command(app), version=__version__, target_dir=str(folder), date=_DAY)


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
        command, cwd=ROOT, env=os.environ | (environ or {}), check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
