"""Debian's Chromium, headless: with axe in a page, for what a screen reader's user would meet.

And as a printer.
"""

from __future__ import annotations

import base64
import html
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import axe_core_python

from tests.conftest import needs

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=60000",
)  # fmt: skip
_RUN = """<script>{axe}</script><script>
axe.run(document, {{}}).then(found => {{
  const kept = {{passes: found.passes.length, violations: found.violations.map(
    each => ({{id: each.id, impact: each.impact,
               nodes: each.nodes.map(node => node.html).slice(0, 3)}}))}};
  const text = btoa(unescape(encodeURIComponent(JSON.stringify(kept))));
  document.body.innerHTML = '<pre id="found">' + text + '</pre>';
}});</script></body>"""


def page_after_axe(page: str, folder: Path) -> dict[str, Any]:
    """What axe finds in a page: how many rules it passes, and each that it does not with its
    impact.
    """
    axe = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
    assert policy.search(page), "the page forbids scripts by itself"
    file = folder / "with-axe.html"
    file.write_text(policy.sub("", page).replace("</body>", _RUN.format(axe=axe)), "utf-8")
    shown = _chromium(folder, "--dump-dom", file)
    match = re.search(r'<pre id="found">([^<]*)</pre>', shown)
    assert match, "axe did not run to its end"
    found: dict[str, Any] = json.loads(base64.b64decode(html.unescape(match[1])))
    return found


def printed(page: Path, folder: Path) -> Path:
    """A page as it is printed: a PDF."""
    paper = folder / f"{page.stem}.pdf"
    _chromium(folder, "--no-pdf-header-footer", f"--print-to-pdf={paper}", page)
    return paper


def shown(page: Path, folder: Path, query: str) -> str:
    """A page opened from its file with a query, as it stands after its scripts have run."""
    return _chromium(folder, "--dump-dom", f"{page.as_uri()}?{query}")


def _chromium(folder: Path, *words: str | Path) -> str:
    *options, page = words
    address = page.as_uri() if isinstance(page, Path) else page
    command = [
        needs("chromium"),
        *_FLAGS,
        f"--user-data-dir={folder / 'chromium'}",
        *options,
        address,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
