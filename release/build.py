"""Build a release: wheel, source, one file that runs, its parts list, completions, the man page, checksums."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from pathlib import Path

from supervision_tui import __version__

from .manual import NAME, manual

Version = tuple[int, int]
ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
_LOCK = ROOT / "requirements-run.lock"
_OLDEST, _NEWEST = (3, 11), (3, 14)  # Pythons that the app runs on
_SHELLS = {"bash": f"{NAME}.bash", "zsh": f"_{NAME}", "fish": f"{NAME}.fish"}


def main() -> None:
    """Build everything anew. Raises `CalledProcessError` where a step fails."""
    shutil.rmtree(DIST, ignore_errors=True)
    _python("build", "--no-isolation", "--outdir", DIST, ROOT)
    for interpreter, version in pythons_at_hand():
        single_file(interpreter, version)
    parts_list()
    completions()
    man_page()
    checksums()


def pythons_at_hand() -> list[tuple[str, Version]]:
    """The interpreters for which a single file is made: this one, and each newer one that really runs here."""
    found = {sys.version_info[:2]: sys.executable}
    for minor in range(_OLDEST[1], _NEWEST[1] + 1):
        name = shutil.which(f"python3.{minor}")
        if name is not None and (3, minor) not in found and _version_of(name) == (3, minor):
            found[(3, minor)] = name
    return [(interpreter, version) for version, interpreter in found.items()]


def _version_of(interpreter: str) -> Version | None:
    ask = [interpreter, "-c", "import sys; print(*sys.version_info[:2])"]
    done = subprocess.run(ask, capture_output=True, text=True, check=False)
    words = done.stdout.split()
    return (int(words[0]), int(words[1])) if done.returncode == 0 and len(words) == 2 else None


def single_file(interpreter: str, version: Version) -> None:
    """One file with all that it needs but Python itself; compiled parts bind it to this platform and that Python."""
    wheel = next(DIST.glob("*.whl"))
    platform = f"py{version[0]}{version[1]}-{sysconfig.get_platform()}"
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as beside:
        quiet = ("--quiet", "--disable-pip-version-check", "--target", folder)
        pip = ("pip", "--python", interpreter, "install")
        _python(*pip, *quiet, "--require-hashes", "-r", _LOCK)
        _python(*pip, *quiet, "--no-deps", wheel)
        check = Path(beside) / "check_python.py"
        check.write_text(preamble(version), "utf-8")
        for record in Path(folder).glob("*.dist-info/direct_url.json"):
            record.unlink()  # it names the folder in which the release was built
        shutil.rmtree(Path(folder, "bin"), ignore_errors=True)  # and so do these; only our own program is begun
        _python(
            "shiv", "--site-packages", folder, "--console-script", NAME, "--python", "/usr/bin/env python3",
            "--preamble", check, "--reproducible", "--output-file", DIST / f"{NAME}-{__version__}-{platform}.pyz",
        )  # fmt: skip


def preamble(version: Version) -> str:
    """What a single file does first, on any Python 3: another one than its own is told in a sentence."""
    wanted = f"{version[0]}.{version[1]}"
    return (
        "import sys\n"
        f"if sys.version_info[:2] != {version}:\n"
        "    here = '%d.%d' % sys.version_info[:2]\n"
        f"    says = 'This file is made for Python {wanted}, and this is Python %s. Run it with python{wanted}, '\n"
        "    sys.exit((says + 'or take the file that is made for Python %s.') % (here, here))\n"
    )


def parts_list() -> None:
    """The SBOM (CycloneDX): each library that a release brings along, with version and hashes."""
    file = DIST / f"{NAME}-{__version__}.cdx.json"
    about = ("--pyproject", ROOT / "pyproject.toml", "--output-reproducible", "--output-file", file)
    _python("cyclonedx_py", "requirements", _LOCK, *about)
    bom = json.loads(file.read_text("utf-8"))
    bom["metadata"]["component"]["version"] = __version__  # it stands in the package, where the builder does not look
    file.write_text(json.dumps(bom, indent=2) + "\n", "utf-8")


def completions() -> None:
    """What each shell needs to complete commands and options."""
    folder = DIST / "completions"
    folder.mkdir()
    for shell, name in _SHELLS.items():
        script = _python(NAME.replace("-", "_"), environ={"_SUPERVISION_TUI_COMPLETE": f"source_{shell}"})
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
        command, cwd=ROOT, env=os.environ | (environ or {}), check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
