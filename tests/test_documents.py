"""The documents: built as a site with every link right, from pictures of today, with nothing
fetched from elsewhere.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.browser import printed
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
