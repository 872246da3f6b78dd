"""The licences of what a release brings along: a name for the list of parts, and every text in one
file of notices.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

_OURS = "supervision-tui"
NOTICES = "THIRD-PARTY-NOTICES.txt"
_CLASSIFIER = "License :: "
_NONE = ("", "UNKNOWN")
_NAMED_LIKE = ("licen", "copying", "notice", "authors")
_LONGEST_NAME = 60  # some put the whole text where the name belongs
_RULE = "=" * 80


def licence_of(library: Distribution) -> tuple[str, bool]:
    """Give the name of a library's licence, and whether it is an expression of SPDX.

    Empty where the library names none but in the text of its licence.
    """
    told = library.metadata
    if told["License-Expression"]:
        return told["License-Expression"], True
    named = [
        each.rpartition(" :: ")[2]
        for each in told.get_all("Classifier", [])
        if each.startswith(_CLASSIFIER)
    ]
    if named:
        return " or ".join(named), False
    name = (told["License"] or "").strip()
    if name in _NONE or len(name) > _LONGEST_NAME or "\n" in name:
        return "", False
    return name, False


def notices(folder: Path) -> str:
    """Write the notices of every library that is installed in a folder, in order of their names.

    Raises `ValueError` for a library that names no licence and brings no text of one.
    """
    parts = ["supervision-tui brings along these libraries, each under its own licence.\n"]
    for library in libraries_in(folder):
        name, version = library.metadata["Name"], library.version
        if name == _OURS:
            continue
        licence, texts = licence_of(library)[0], list(_texts(library))
        if not licence and not texts:
            raise ValueError(f"{name} names no licence and brings no text of one.")
        parts.append(f"{_RULE}\n{name} {version}: {licence or 'as its text says'}\n{_RULE}\n")
        parts += texts
    return "\n".join(parts)


def libraries_in(folder: Path) -> list[Distribution]:
    """Everything that is installed in a folder, in order of its name."""
    there = distributions(path=[str(folder)])
    return sorted(there, key=lambda each: each.metadata["Name"].casefold())


def _texts(library: Distribution) -> Iterator[str]:
    """The texts that lie beside what a library says of itself."""
    for file in sorted(library.files or (), key=str):
        is_of_licence = file.name.casefold().startswith(_NAMED_LIKE)
        if is_of_licence and ".dist-info" in file.parts[0]:
            text = Path(str(file.locate())).read_text("utf-8", "replace")
            yield f"{text.strip()}\n"
