"""The site shows the pictures that the tests keep, and the changelog: a page names them where they
lie, the build copies these. Its search works from a file, too.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_PICTURE = re.compile(r"\.\./(snapshots/[^)\s]+\.svg)")
_SEARCH = Path(__file__).parent / "search.js"
_ROOT = Path(__file__).parents[2]


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Bring in every picture that a page names, and the changelog.

    One that is not there is left for the link check to find.
    """
    named = {
        name
        for page in files.documentation_pages()
        for name in _PICTURE.findall(Path(page.abs_src_path or "").read_text("utf-8"))
    }
    for name in sorted(named):
        picture = _ROOT / unquote(name)
        if picture.is_file():
            files.append(File.generated(config, _on_site(name), content=picture.read_text("utf-8")))
    changes = (_ROOT / "CHANGELOG.md").read_text("utf-8")
    files.append(File.generated(config, "changelog.md", content=changes))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Point to them where the site has them."""
    return _PICTURE.sub(lambda found: _on_site(found[1]), markdown)


def on_post_build(*, config: MkDocsConfig) -> None:
    """Put our search in the place of one that would fetch its index, which no file may."""
    search = Path(config["site_dir"]) / "search"
    index = search / "search_index.json"
    (search / "search_index.js").write_text(
        f"var searchIndex = {index.read_text('utf-8')};\n", "utf-8"
    )
    (search / "main.js").write_text(_SEARCH.read_text("utf-8"), "utf-8")
    for fetched in (index, search / "worker.js"):
        fetched.unlink()


def _on_site(name: str) -> str:
    """`snapshots/…/test_mode%5Bwide-today%5D.svg` as `pictures/mode-wide-today.svg`: a name without
    brackets.
    """
    stem = Path(unquote(name)).stem.removeprefix("test_")
    return f"pictures/{re.sub(r'[^a-z0-9_]+', '-', stem).strip('-')}.svg"
