"""Places in the code where an error arose: a file and a line, and never a value, which may be from
a record.
"""

from __future__ import annotations

import traceback
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_DRAWS = ("_compositor.py", "_styles_cache.py")


def place_of(error: BaseException) -> str:
    """Name the last place in our own code that an error passed: `keys_in_order.py:26`.

    Else the last of all.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    return "".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in (ours or frames)[-1:])


def is_from_drawing(error: BaseException) -> bool:
    """Tell whether the screen could not be drawn: it would fail again with each frame."""
    return any(
        Path(frame.filename).name in _DRAWS for frame in traceback.extract_tb(error.__traceback__)
    )
