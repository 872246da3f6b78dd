"""The documents: built as a site with every link right, from pictures of today, with nothing
fetched from elsewhere.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from tests.browser import printed, shown
from tests.conftest import needs

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents as a site; a link, a heading or a picture that is not there fails."""
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return folder


def test_every_page_shows_its_pictures(site: Path) -> None:
    for page in site.glob("*.html"):
        for source in re.findall(r'<img [^>]*src="([^"]+)"', page.read_text("utf-8")):
            assert (page.parent / unquote(source)).is_file(), (page.name, source)


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    fetched = re.compile(r'<(?:script|img|link|iframe)\b[^>]*(?:src|href)="(?:https?:)?//[^"]*"')
    for page in site.glob("*.html"):
        assert not fetched.findall(page.read_text("utf-8")), page.name


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lock_at_most", "install.html"),
        ("clipbo", "security.html"),
        ("strategy discussion", "managers-guide.html"),
    ],
)
def test_the_search_finds_from_a_file_and_fetches_nothing(
    site: Path, tmp_path: Path, words: str, found: str
) -> None:
    page = shown(site / "search.html", tmp_path, f"q={words.replace(' ', '+')}")
    results = page.partition('id="mkdocs-search-results"')[2].partition("</form>")[0]
    assert found in re.findall(r'<a href="\./([^"#]+)', results)
    assert words.split()[0] in results.casefold()


def test_the_search_says_that_nothing_is_found(site: Path, tmp_path: Path) -> None:
    assert "Nothing is found." in shown(site / "search.html", tmp_path, "q=xyzzyplugh")


def test_the_keys_print_on_one_page(site: Path, tmp_path: Path) -> None:
    says = subprocess.run(
        [needs("pdfinfo"), printed(site / "keys.html", tmp_path)], capture_output=True, text=True
    )
    assert re.search(r"^Pages:\s+1$", says.stdout, re.MULTILINE), says.stdout


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_what_the_front_page_points_to_is_there(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text("utf-8")):
        assert (ROOT / unquote(target)).exists(), target


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = re.findall(r"`(test_\w+)`", (ROOT / "docs" / "threat-model.md").read_text("utf-8"))
    there = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", file.read_text())
    }
    assert len(named) > 30
    assert not set(named) - there


FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("something-*.yml"))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_who_writes_to_us_is_asked_for_no_record(form: Path) -> None:
    asked = yaml.safe_load(form.read_text("utf-8"))["body"]
    assert "Never paste a real record here" in asked[0]["attributes"]["value"]
    (promised,) = [each for each in asked if each["type"] == "checkboxes"]
    assert promised["attributes"]["options"][0]["required"]


def test_what_goes_wrong_is_told_with_what_the_doctor_prints() -> None:
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/something-wrong.yml").read_text("utf-8"))
    (doctor,) = [each for each in form["body"] if each.get("id") == "doctor"]
    assert "supervision-tui doctor" in doctor["attributes"]["label"]
    assert doctor["validations"]["required"]


def test_what_runs_elsewhere_are_the_targets_that_run_here() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    jobs = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text("utf-8"))["jobs"]
    said = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    targets = [words.split()[1] for words in said if words.startswith("make ")]
    assert targets
    assert all(f"\n{target}: " in makefile for target in targets)
    strategy = jobs["test"]["strategy"]["matrix"]
    assert {each.partition("-")[0] for each in strategy["os"]} == {"ubuntu", "windows", "macos"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {each.rpartition(" ")[2] for each in project["classifiers"] if ":: 3." in each}
    assert set(strategy["python"]) == named


def test_before_a_commit_the_same_is_looked_at_as_by_make_check() -> None:
    check = (ROOT / "Makefile").read_text("utf-8").partition("\ncheck: ")[2].partition("\n\n")[0]
    looked = {line.strip().removeprefix("$(BIN)/").split()[0] for line in check.splitlines()[1:-1]}
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0][
        "hooks"
    ]
    assert {Path(each["entry"].split()[0]).name for each in hooks} == looked
