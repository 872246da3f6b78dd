"""For every test: a plain terminal, and pictures kept in the top-level `snapshots/`."""

from __future__ import annotations

import os
from pathlib import Path

_OURS = "TEXTUAL_SNAPSHOT"  # the picture plugin's own
for _name in [name for name in os.environ if name.startswith("TEXTUAL") or name == "NO_COLOR"]:
    if not _name.startswith(_OURS):
        del os.environ[_name]
os.environ["COLORTERM"] = "truecolor"

from pytest_textual_snapshot import SVGImageExtension  # noqa: E402  (after the environment is plain)
from syrupy.location import PyTestLocation  # noqa: E402

_ROOT = Path(__file__).parent


def _dirname(_cls: type, *, test_location: PyTestLocation) -> str:
    """`tests/screens/test_today.py` keeps its pictures in `snapshots/screens/test_today`."""
    place = Path(test_location.filepath).resolve().relative_to(_ROOT / "tests")
    return str(_ROOT / "snapshots" / place.with_suffix(""))


SVGImageExtension.dirname = classmethod(_dirname)
SVGImageExtension.file_extension = "svg"
