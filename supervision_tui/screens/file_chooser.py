"""Choosing a file to read, so that it can be done at 80 columns, too."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from textual_fspicker import FileOpen, Filters


class FileChooser(FileOpen):
    """Asks for a file with one of these endings; nothing where none was chosen."""

    DEFAULT_CSS = """
    FileChooser {
        Dialog { width: 90%; height: 90%; }
        InputBar { padding: 0 1; }
        InputBar Select { width: 18; }
        InputBar Button { min-width: 10; width: 10; }
    }
    """

    def __init__(self, title: str, endings: Collection[str]) -> None:
        filters = Filters(
            ("Lists", lambda path: path.suffix.lower() in endings),
            ("All files", lambda _path: True),
        )
        super().__init__(Path.home(), title=title, filters=filters)
