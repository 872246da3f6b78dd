"""The page of the package: the README with pictures and links that hold wherever it is shown.

Whoever publishes says where the project lies: `make release PROJECT_URL=https://…`. Without that a
page shows what a picture is of in words, and points nowhere. The build calls it for each wheel.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

URL = "PROJECT_URL"
_PICTURE = re.compile(r"!\[(?P<says>[^\]]*)\]\((?P<to>[^)\s]+)\)")
_LINK = re.compile(r"(?<!!)\[(?P<says>[^\]]*)\]\((?P<to>[^)\s]+)\)")
_ELSEWHERE = ("http://", "https://", "#")
_VERSION = re.compile(r'^__version__ = "([^"]+)"', re.MULTILINE)


class PackagePage(MetadataHookInterface):
    """Fills in the readme and the addresses of the project when a package is built."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Set them in what the package says of itself."""
        root, url = Path(self.root), os.environ.get(URL, "").rstrip("/")
        text = (root / "README.md").read_text("utf-8")
        version = _VERSION.findall((root / "supervision_tui" / "__init__.py").read_text("utf-8"))[0]
        page = page_of(text, url, version)
        metadata["readme"] = {"content-type": "text/markdown", "text": page}
        metadata["urls"] = urls(url)


def urls(url: str) -> dict[str, str]:
    """The addresses of a project that lies there; none where that is not known."""
    if not url:
        return {}
    return {
        "Homepage": url,
        "Source": url,
        "Issues": f"{url}/issues",
        "Changelog": f"{url}/blob/main/CHANGELOG.md",
        "Security": f"{url}/blob/main/SECURITY.md",
    }


def page_of(readme: str, url: str, version: str) -> str:
    """Write the README for a page that has none of the project's files beside it."""
    ref = "main"
    if ".dev" not in version:
        ref = f"v{version}"

    def picture(found: re.Match[str]) -> str:
        if not url:
            return f"*{found['says']}*"
        return f"![{found['says']}]({url}/raw/{ref}/{found['to']})"

    def link(found: re.Match[str]) -> str:
        if found["to"].startswith(_ELSEWHERE):
            return found[0]
        if not url:
            return found["says"]
        return f"[{found['says']}]({url}/blob/{ref}/{found['to']})"

    return _LINK.sub(link, _PICTURE.sub(picture, readme))
