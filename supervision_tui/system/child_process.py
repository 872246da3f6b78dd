"""A process of our own code, whatever folder we are in: no file lying there is taken for a library.

Before it does anything it is closed to dumps and onlookers: what it reads may be from a record.
"""

from __future__ import annotations

import sys
from pathlib import Path

_BEGIN = (
    "import sys; sys.path.insert(1, sys.argv.pop(1)); "
    "from supervision_tui.vault.files import harden_process; harden_process(); import runpy; "
    "runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
)


def own_process(module: str, *words: str) -> list[str]:
    """The command line that runs a module of this package, with these words after it."""
    return [sys.executable, "-P", "-c", _BEGIN, str(Path(__file__).parents[2]), module, *words]
