"""What a release brings along beside the program: it names all of its parts, and each shell and man reads it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from release import build
from release.manual import manual
from supervision_tui import __version__
from tests.conftest import needs

ROOT = Path(__file__).parents[1]


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of dist/."""
    monkeypatch.setattr(build, "DIST", tmp_path)
    return tmp_path


@pytest.mark.hard("asks another program for every library that is installed")
def test_the_parts_list_names_every_locked_library_with_its_hashes(dist: Path) -> None:
    build.parts_list()
    [file] = dist.glob("*.cdx.json")
    bom = json.loads(file.read_text("utf-8"))
    locked = set(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", (ROOT / "requirements-run.lock").read_text("utf-8"), re.M))
    assert {(each["name"], each["version"]) for each in bom["components"]} == locked
    assert all(each["externalReferences"][0]["hashes"] for each in bom["components"])
    assert bom["metadata"]["component"]["version"] == __version__
    assert str(ROOT) not in file.read_text("utf-8")


def test_what_is_run_is_locked_as_what_is_tested() -> None:
    tested = (ROOT / "requirements.lock").read_text("utf-8")
    for line in re.findall(r"^[a-z0-9.-]+==[^ ;\\]+", (ROOT / "requirements-run.lock").read_text("utf-8"), re.M):
        assert re.search(rf"^{re.escape(line)}[ ;\\]", tested, re.M), line


def test_bash_completes_a_command_and_an_option(dist: Path) -> None:
    build.completions()
    script = dist / "completions" / "supervision-tui.bash"
    there = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    ask = f"source {script}; COMP_WORDS=(supervision-tui %s); COMP_CWORD=%s; "
    ask += "_supervision_tui_completion supervision-tui; echo ${COMPREPLY[@]}"
    for words, place, found in (("exp", 1, "export"), ("export over", 2, "oversight"), ("demo --sca", 2, "--scale")):
        command = [needs("bash"), "-c", ask % (words, place)]
        said = subprocess.run(command, env=there, capture_output=True, text=True, check=True)
        assert found in said.stdout.split(), (words, said.stdout, said.stderr)
    assert {each.name for each in script.parent.iterdir()} == {
        "supervision-tui.bash",
        "_supervision-tui",
        "supervision-tui.fish",
    }


def test_the_man_page_has_every_command_with_its_options(tmp_path: Path) -> None:
    page = tmp_path / "supervision-tui.1"
    page.write_text(manual(), "utf-8")
    shown = subprocess.run([needs("man"), "--warnings", "-l", page], capture_output=True, text=True, check=True)
    assert not shown.stderr
    for words in ("import annex-a", "export oversight", "--threshold", "config keys", "vault rotate", "--no-open"):
        assert words in shown.stdout.replace("\u2010", "-").replace("\u2212", "-"), words


def test_the_single_file_says_which_python_it_is_made_for(tmp_path: Path) -> None:
    check = tmp_path / "check.py"
    for version, status in (((3, 99), 1), (sys.version_info[:2], 0)):
        check.write_text(build.preamble(version), "utf-8")
        done = subprocess.run([sys.executable, check], capture_output=True, text=True, check=False)
        assert done.returncode == status
    check.write_text(build.preamble((3, 99)), "utf-8")
    done = subprocess.run([sys.executable, check], capture_output=True, text=True, check=False)
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert done.stderr == (
        f"This file is made for Python 3.99, and this is Python {here}. Run it with python3.99, "
        f"or take the file that is made for Python {here}.\n"
    )


def test_a_single_file_is_made_for_each_python_that_really_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = 12 if sys.version_info.minor != 12 else 13
    for minor, runs in ((other, True), (14, False)):
        script = tmp_path / f"python3.{minor}"
        script.write_text(f"#!/bin/sh\necho 3 {minor}\n" if runs else "#!/bin/sh\nexit 127\n")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    versions = [version for _, version in build.pythons_at_hand()]
    assert versions[0] == sys.version_info[:2]
    assert (3, other) in versions
    assert (3, 14) not in versions


def test_every_file_has_its_checksum(dist: Path) -> None:
    (dist / "man").mkdir()
    (dist / "man" / "a.1").write_text("a page", "utf-8")
    (dist / "a.whl").write_bytes(b"a wheel")
    build.checksums()
    check = [needs("sha256sum"), "--check", "--strict", "SHA256SUMS"]
    said = subprocess.run(check, cwd=dist, capture_output=True, text=True, check=False)
    assert said.stdout.splitlines() == ["a.whl: OK", "man/a.1: OK"]
