"""What is loaded behind the first screen is there to be loaded."""

from __future__ import annotations

import sys

from supervision_tui.app.preload import _NEEDED_NEXT, load_the_rest


def test_it_is_loaded() -> None:
    load_the_rest()
    assert set(_NEEDED_NEXT) <= set(sys.modules)
