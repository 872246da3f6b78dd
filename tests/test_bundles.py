"""The bundle for Windows, and the licences of all that is brought along."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from release import build, package_page, windows, windows_first
from release.installed import files_in, install_for_windows, write_archive
from release.licences import licence_of, notices
from supervision_tui import __version__

ROOT = Path(__file__).parents[1]
SITE = Path(sysconfig.get_paths()["purelib"])
HERE = (sys.version_info.major, sys.version_info.minor)


@pytest.fixture
def embedded(tmp_path: Path) -> Path:
    """A package with the name and the shape of Python's own for Windows."""
    file = tmp_path / "python-3.12.9-embed-amd64.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("python.exe", b"MZ")
        packed.writestr("python312._pth", "python312.zip\n.\n")
    return file


def test_the_bundle_takes_the_python_beside_it_else_the_installed_one_else_says_so() -> None:
    launcher = windows.beside((3, 13), "0.6.0", None)["supervision-tui.cmd"]
    assert launcher.count(b"\n") == launcher.count(b"\r\n"), "cmd.exe misreads other lines"
    lines = launcher.decode("ascii").split("\r\n")
    beside, asked, missing = (
        lines.index(line)
        for line in (
            r'if exist "%HERE%python\python.exe" goto beside',
            'py -3.13 -c "" >nul 2>nul || goto missing',
            ":missing",
        )
    )
    assert beside < asked < missing
    assert not [line for line in lines if "@PYTHON@" in line]
    assert lines[missing + 1].startswith("echo supervision-tui needs Python 3.13, 64-bit")
    for label in re.findall(r"goto (\w+)", launcher.decode()):
        assert f":{label}" in lines


def test_python_is_in_the_bundle_where_it_is_at_hand(embedded: Path) -> None:
    contents = windows.beside(windows.version_of(embedded), "0.6.0", embedded)
    assert contents["python/python.exe"] == b"MZ"
    assert b"WANTED = (3, 12)" in contents["first.py"]
    assert b"python-3.12.9-embed-amd64.zip as python.org gives it out" in contents["READ-ME.txt"]
    without = windows.beside(windows.PYTHON, "0.6.0", None)
    assert set(without) == {"supervision-tui.cmd", "first.py", "READ-ME.txt"}
    assert b"It needs Python 3.13, 64-bit" in without["READ-ME.txt"]


@pytest.mark.parametrize("name", ["python-3.12.9-amd64.exe", "python-3.12.9-embed-win32.zip"])
def test_another_file_is_no_python_for_the_bundle(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"MZ")
    with pytest.raises(ValueError, match="is not an embeddable package"):
        windows.version_of(tmp_path / name)


def test_the_bundle_says_which_python_it_is_made_for() -> None:
    assert windows_first.says_of_python((3, 13), 64) == ""
    assert "and this is Python 3.13, 32-bit" in windows_first.says_of_python((3, 13), 32)
    assert "made for Python 3.13, 64-bit" in windows_first.says_of_python((3, 11), 64)


def test_its_first_steps_run_the_app_beside_them(tmp_path: Path) -> None:
    for name, content in windows.beside(HERE, "0.6.0", None).items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "app").symlink_to(ROOT)
    command = [sys.executable, str(tmp_path / "first.py"), "--version"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == f"supervision-tui {__version__}\n"


README = "![Today](snapshots/a%5Bb%5D.svg)\n\n[install](docs/install.md) and [law](https://law.example)\n"


@pytest.mark.parametrize(
    ("url", "version", "page"),
    [
        (
            "https://code.example/it",
            "0.6.0",
            "![Today](https://code.example/it/raw/v0.6.0/snapshots/a%5Bb%5D.svg)\n\n"
            "[install](https://code.example/it/blob/v0.6.0/docs/install.md) and "
            "[law](https://law.example)\n",
        ),
        ("", "0.6.0", "*Today*\n\ninstall and [law](https://law.example)\n"),
    ],
)
def test_pictures_and_links_hold_on_a_page_without_the_files(
    url: str, version: str, page: str
) -> None:
    assert package_page.page_of(README, url, version) == page


def test_a_package_names_the_project_where_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, object] = {}
    monkeypatch.setenv("PROJECT_URL", "https://code.example/it/")
    package_page.PackagePage(str(ROOT), {}).update(told)
    assert told["urls"] == package_page.urls("https://code.example/it")
    readme = told["readme"]
    assert isinstance(readme, dict)
    targets = re.findall(r"\]\(([^)]+)\)", readme["text"])
    assert len(targets) > 10
    assert all(each.startswith("https://") for each in targets)
    monkeypatch.delenv("PROJECT_URL")
    package_page.PackagePage(str(ROOT), {}).update(told)
    assert told["urls"] == {}


def test_an_archive_is_the_same_to_the_byte_wherever_it_is_made(tmp_path: Path) -> None:
    made = []
    for name, mode in (("one", 0o644), ("another", 0o775)):
        folder = tmp_path / name
        (folder / "in").mkdir(parents=True)
        (folder / "in" / "a.py").write_text("a = 1\n")
        (folder / "in" / "a.py").chmod(mode)
        (folder / "b.txt").write_text("b\n")
        out = tmp_path / f"{name}.zip"
        with zipfile.ZipFile(out, "w") as packed:
            write_archive(packed, files_in(folder, "app/"))
        made.append(out.read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert packed.namelist() == ["app/b.txt", "app/in/a.py"]


@pytest.mark.hard("fetches every library as it is made for Windows")
def test_every_library_is_there_for_windows_and_names_nothing_of_this_machine(
    tmp_path: Path,
) -> None:
    made = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)]
    subprocess.run(made, cwd=ROOT, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    folder = tmp_path / "app"
    install_for_windows(windows.PYTHON, build.LOCKS, wheel, folder)
    compiled = [each for each in folder.rglob("*") if each.suffix in (".pyd", ".dll", ".so")]
    assert {each.suffix for each in compiled} <= {".pyd", ".dll"}
    named = {each.name.partition(".")[0] for each in compiled}
    assert {"_sqlite3", "_rust", "_cffi_backend"} <= named
    for each in folder.rglob("*.dist-info/*"):
        if each.is_file():
            assert str(ROOT) not in each.read_text("utf-8", "replace")
    assert not (folder / "bin").exists()
    assert "cryptography" in (folder / "THIRD-PARTY-NOTICES.txt").read_text("utf-8")


def library(folder: Path, name: str, *told: str, text: str = "") -> None:
    """A library that is installed in a folder, with what it says of its licence."""
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir(parents=True)
    lines = ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *told]
    (about / "METADATA").write_text("\n".join(lines) + "\n")
    record = f"{about.name}/METADATA,,\n"
    if text:
        (about / "licenses").mkdir()
        (about / "licenses" / "LICENSE").write_text(text)
        record += f"{about.name}/licenses/LICENSE,,\n"
    (about / "RECORD").write_text(record)


@pytest.mark.parametrize(
    ("told", "name", "is_expression"),
    [
        (("License-Expression: MIT OR Apache-2.0",), "MIT OR Apache-2.0", True),
        (("License: MIT",), "MIT", False),
        (
            ("License: see below", "Classifier: License :: OSI Approved :: BSD License"),
            "BSD License",
            False,
        ),
        (("License: UNKNOWN",), "", False),
        ((f"License: {'The whole text of it. ' * 20}",), "", False),
        ((), "", False),
    ],
)
def test_a_licence_is_named_as_the_library_names_it(
    tmp_path: Path, told: tuple[str, ...], name: str, is_expression: bool
) -> None:
    library(tmp_path, "tiny", *told)
    [found] = importlib.metadata.distributions(path=[str(tmp_path)])
    assert licence_of(found) == (name, is_expression)


def test_the_notices_have_every_text_in_order(tmp_path: Path) -> None:
    library(tmp_path, "zebra", "License: MIT", text="Copyright Zebra")
    library(tmp_path, "Ant", text="Copyright Ant")
    said = notices(tmp_path)
    assert said.index("Ant 1.0: as its text says") < said.index("Copyright Ant")
    assert (
        said.index("Copyright Ant") < said.index("zebra 1.0: MIT") < said.index("Copyright Zebra")
    )


def test_a_library_without_any_licence_stops_the_release(tmp_path: Path) -> None:
    library(tmp_path, "tiny")
    with pytest.raises(ValueError, match="tiny names no licence"):
        notices(tmp_path)


def test_whatever_is_installed_here_has_a_licence() -> None:
    assert "textual 8.2.8: MIT License" in notices(SITE)
