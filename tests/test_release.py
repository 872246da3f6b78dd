"""What a release brings along beside the program: it names all of its parts, and each shell and man
reads it.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import re
import stat
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from release import before_unpacking, build, single_file
from release.installed import is_there
from release.manual import manual
from release.notes import notes, tag
from release.parts import native_parts, parts_list
from release.signing import sign
from supervision_tui import __version__
from supervision_tui.vault.migrate import HEAD
from tests.conftest import needs

ROOT = Path(__file__).parents[1]
SITE = Path(sysconfig.get_paths()["purelib"])
HERE = (sys.version_info.major, sys.version_info.minor)


def test_the_changelog_speaks_of_the_version_that_is_built() -> None:
    said = notes((ROOT / "CHANGELOG.md").read_text("utf-8"), __version__)
    parts = re.findall(r"^### (.+)$", said, re.MULTILINE)
    assert parts == ["New", "What changes for you", "Going back"]
    assert not re.search(r"^## ", said, re.MULTILINE), "of this release alone"
    assert f"version {HEAD}" in said


@pytest.mark.parametrize(
    ("version", "heading", "name", "says"),
    [
        ("0.6.0", "## [0.6.0] - 2026-12-24", "v0.6.0", ""),
        ("0.6.0.dev0", "## [0.6.0] - not released yet", "", ""),
        ("0.6.0", "## [0.5.0] - 2026-11-30", "v0.6.0", "write what is new, or set __version__"),
        ("0.6.0.dev0", "## [0.6.0] - 2026-12-24", "", "no day"),
        ("0.6.0", "## [0.6.0] - not released yet", "v0.6.0", "on which day"),
        ("0.6.0", "", "v0.6.0", "has no heading"),
    ],
)
def test_a_wheel_has_the_version_of_the_newest_release(
    version: str, heading: str, name: str, says: str
) -> None:
    changelog = f"# Changelog\n\n{heading}\n\n- A bar.\n\n## [0.1.0] - 2026-11-21\n"
    if not heading:
        changelog = "# Changelog\n"
    assert tag(version) == name
    if says:
        with pytest.raises(ValueError, match=re.escape(says)):
            notes(changelog, version)
    else:
        assert notes(changelog, version) == "- A bar.\n"


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of dist/."""
    monkeypatch.setattr(build, "DIST", tmp_path)
    return tmp_path


@pytest.mark.hard("asks another program for every library that is installed")
def test_the_parts_list_names_every_locked_library_with_its_hashes() -> None:
    text = parts_list(build.LOCKS, ROOT / "pyproject.toml", SITE, "py311-linux")
    bom = json.loads(text)
    locks = "".join(lock.read_text("utf-8") for lock in build.LOCKS)
    locked = set(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", locks, re.M))
    assert {(each["name"], each["version"]) for each in bom["components"]} == locked
    assert all(each["externalReferences"][0]["hashes"] for each in bom["components"])
    assert bom["metadata"]["component"]["version"] == __version__
    assert str(ROOT) not in text
    there = {
        (each.metadata["Name"].replace(".", "-").replace("_", "-").casefold(), each.version)
        for each in importlib.metadata.distributions(path=[str(SITE)])
    }
    for each in bom["components"]:
        is_here = (each["name"], each["version"]) in there
        assert is_here == ("properties" not in each) == bool(each.get("licenses")), each["name"]
    native = {
        each["name"]: each["components"] for each in bom["components"] if "components" in each
    }
    assert {"sqlcipher3", "cryptography", "pyrage", "pillow"} <= set(native)
    refs = [ref for each in bom["components"] for ref in refs_of(each)]
    assert len(refs) == len(set(refs)), "each part has a name of its own"


def refs_of(part: dict[str, Any]) -> list[str]:
    """The names of a part and of all in it."""
    return [part["bom-ref"], *(ref for each in part.get("components", ()) for ref in refs_of(each))]


def test_the_parts_list_says_what_is_linked_into_the_module_that_opens_the_vault() -> None:
    parts = native_parts(importlib.metadata.distribution("sqlcipher3"), SITE)
    [compiled] = [each for each in parts if each["type"] == "file"]
    file = SITE / compiled["name"]
    assert compiled["hashes"] == [
        {"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}
    ]
    linked = {each["name"]: each["version"] for each in parts if each["type"] == "library"}
    assert linked["sqlite"] == sqlcipher3.sqlite_version
    assert set(linked) == {"sqlite", "sqlcipher", "openssl"}


def test_what_is_run_is_locked_as_what_is_tested() -> None:
    tested = (ROOT / "requirements.lock").read_text("utf-8")
    locks = "".join(lock.read_text("utf-8") for lock in build.LOCKS)
    for line in re.findall(r"^[a-z0-9.-]+==[^ ;\\]+", locks, re.M):
        assert re.search(rf"^{re.escape(line)}[ ;\\]", tested, re.M), line


def test_bash_completes_a_command_and_an_option(dist: Path) -> None:
    build.completions()
    script = dist / "completions" / "supervision-tui.bash"
    there = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    ask = f"source {script}; COMP_WORDS=(supervision-tui %s); COMP_CWORD=%s; "
    ask += "_supervision_tui_completion supervision-tui; echo ${COMPREPLY[@]}"
    for words, place, found in (
        ("exp", 1, "export"),
        ("export over", 2, "oversight"),
        ("demo --sca", 2, "--scale"),
    ):
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
    shown = subprocess.run(
        [needs("man"), "--warnings", "-l", page], capture_output=True, text=True, check=True
    )
    assert not shown.stderr
    for words in (
        "import annex-a",
        "export oversight",
        "--threshold",
        "config keys",
        "vault rotate",
        "--no-open",
    ):
        assert words in shown.stdout.replace("\u2010", "-").replace("\u2212", "-"), words


def installed(folder: Path, *, mode: int, says: str = "it runs") -> Path:
    """A small program, installed into a folder, with files of that mode."""
    about = folder / "tiny-1.dist-info"
    about.mkdir(parents=True)
    for file, text in (
        (folder / "tiny.py", f"def main(): print({says!r})\n"),
        (about / "entry_points.txt", "[console_scripts]\ntiny = tiny:main\n"),
        (about / "METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1\n"),
    ):
        file.write_text(text, "utf-8")
        file.chmod(mode)
    return folder


def packed(folder: Path, version: tuple[int, int] = HERE, *, mode: int = 0o644) -> Path:
    """One file of the small program, made in that folder."""
    file = folder / "tiny.pyz"
    single_file.pack(installed(folder / "installed", mode=mode), "tiny", version, file)
    return file


def run(file: Path, unpacks_in: Path, **named: str) -> subprocess.CompletedProcess[str]:
    """Run a single file as its user does, with a mask that lets the group write."""
    environ = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(unpacks_in), **named}
    return subprocess.run(
        [sys.executable, file],
        env=environ,
        umask=0o002,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_single_file_is_the_same_to_the_byte_wherever_it_is_made(tmp_path: Path) -> None:
    one, other = packed(tmp_path / "one", mode=0o644), packed(tmp_path / "another", mode=0o775)
    assert one.read_bytes() == other.read_bytes()


def test_what_names_the_machine_is_no_part_of_the_single_file(tmp_path: Path) -> None:
    record = """"a, b.py",sha256=x,1
tiny.py,sha256=y,2
../../bin/tiny,sha256=z,3
tiny-1.dist-info/direct_url.json,sha256=w,4
"""
    (tmp_path / "a, b.py").touch()
    (tmp_path / "tiny.py").touch()
    there = [line for line in record.splitlines() if is_there(tmp_path, line)]
    assert there == ['"a, b.py",sha256=x,1', "tiny.py,sha256=y,2"]


def test_the_single_file_unpacks_itself_where_its_owner_alone_may_write(tmp_path: Path) -> None:
    file, cache = packed(tmp_path / "made"), tmp_path / "cache"
    assert [run(file, cache).stdout for _ in range(2)] == ["it runs\n", "it runs\n"]
    root = cache / "supervision-tui"
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    inside = [each for each in root.rglob("*") if not each.is_symlink()]
    assert inside
    assert not [each for each in inside if each.stat().st_mode & 0o022]


@pytest.mark.parametrize(
    "opened", ["the folder", "what is unpacked in it", "the folder above", "a link in it"]
)
def test_the_single_file_runs_nothing_from_where_others_may_write(
    tmp_path: Path, opened: str
) -> None:
    file, cache = packed(tmp_path / "made"), tmp_path / "cache"
    root = cache / "supervision-tui"
    run(file, cache)
    [unpacked] = [each for each in root.iterdir() if each.is_dir()]
    if opened == "a link in it":
        unpacked.rename(tmp_path / "elsewhere")
        unpacked.symlink_to(tmp_path / "elsewhere")
    where = {"the folder": root, "the folder above": cache}.get(opened, unpacked)
    if opened != "a link in it":
        where.chmod(0o777)
    done = run(file, cache)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Somebody else may write in {where}, where this program would be unpacked and run from. "
        f"Take that right away, "
        "or name a folder of your own: SHIV_ROOT=~/.supervision-tui.\n"
    )


@pytest.mark.parametrize("named", ["", "a file", "$ELSEWHERE"])
def test_the_single_file_looks_at_the_very_folder_that_it_uses(tmp_path: Path, named: str) -> None:
    """An empty name is none, a file is no folder, and what looks like a variable is a name."""
    file, cache = packed(tmp_path / "made"), tmp_path / "cache"
    (tmp_path / "a file").touch()
    root = str(tmp_path / named) if named else ""
    done = run(file, cache, SHIV_ROOT=root, ELSEWHERE=str(tmp_path / "elsewhere"))
    assert not (tmp_path / "elsewhere").exists()
    if named == "a file":
        assert done.stderr == (
            "This program has no folder to unpack itself in: File exists. Name one of your own: "
            "SHIV_ROOT=/a/folder.\n"
        )
    else:
        assert done.stdout == "it runs\n"
        assert [
            each
            for each in (Path(root) if named else cache / "supervision-tui").iterdir()
            if each.is_dir()
        ]


def test_the_single_file_says_which_python_it_is_made_for(tmp_path: Path) -> None:
    assert before_unpacking.says_of_python(HERE) == ""
    done = run(packed(tmp_path, (3, 99)), tmp_path / "cache")
    assert done.returncode == 1
    assert not (tmp_path / "cache").exists(), "nothing is unpacked"
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
    versions = [version for _, version in single_file.pythons_at_hand()]
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


def test_the_checksums_are_signed_and_a_changed_one_is_told(tmp_path: Path) -> None:
    sums, public, secret = tmp_path / "SHA256SUMS", tmp_path / "key.pub", tmp_path / "key"
    sums.write_text("0" * 64 + "  a.whl\n", "utf-8")
    minisign = needs("minisign")
    subprocess.run(
        [minisign, "-G", "-W", "-p", public, "-s", secret], check=True, capture_output=True
    )
    assert sign(secret, sums) is None
    check = [minisign, "-V", "-p", str(public), "-m", str(sums)]
    assert (
        f"supervision-tui {__version__}"
        in subprocess.run(check, capture_output=True, text=True, check=True).stdout
    )
    sums.write_text("1" * 64 + "  a.whl\n", "utf-8")
    assert subprocess.run(check, capture_output=True, check=False).returncode == 1


def test_a_release_is_signed_with_no_key_of_the_repository(tmp_path: Path) -> None:
    needs("minisign")
    sums = tmp_path / "SHA256SUMS"
    assert "make release" in (sign(tmp_path / "key", sums) or "")
    sums.touch()
    assert "minisign -G" in (sign(tmp_path / "key", sums) or "")
    assert "within the sources" in (sign(ROOT / "pyproject.toml", sums) or "")
