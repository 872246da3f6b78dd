"""The schemas of the documents that `--json` writes, generated from their types into docs/schemas/:
`make page`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, with_config
from pydantic.json_schema import GenerateJsonSchema

from supervision_tui.cli.shapes import types

FOLDER = Path(__file__).parents[1] / "docs" / "schemas"
# The sentence under a key of a type becomes the description of the key.
_described = with_config(ConfigDict(use_attribute_docstrings=True))
# A command's documents: what it writes, and what it writes instead with exit status 4.
DOCUMENTS: dict[str, Any] = {
    "agenda": _described(types.AgendaDocument),
    "children": _described(types.ChildrenDocument),
    "dates": _described(types.DatesDocument),
    "due": _described(types.DueDocument),
    "import": _described(types.ImportDocument) | _described(types.RefusedImport),
    "timescale": _described(types.TimescaleDocument) | _described(types.RefusedTimescale),
    "today": _described(types.TodayDocument),
    "workload": _described(types.WorkloadDocument),
}


def main() -> None:
    """Write each schema anew."""
    FOLDER.mkdir(exist_ok=True)
    for command in DOCUMENTS:
        file_of(command).write_text(schema_of(command), "utf-8")


def file_of(command: str) -> Path:
    """The file in which the schema of a command is published."""
    return FOLDER / f"{command}.schema.json"


def schema_of(command: str) -> str:
    """The schema of what a command writes, as JSON."""
    shape = TypeAdapter(DOCUMENTS[command]).json_schema(
        mode="serialization", schema_generator=_Untitled
    )
    about = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"supervision-tui/{command}/1",
        "title": f"The document of `supervision-tui {command} --json`",
    }
    return json.dumps(about | shape | about, indent=1, ensure_ascii=False) + "\n"


class _Untitled(GenerateJsonSchema):
    """A schema whose keys need no title: they are words themselves."""

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False


if __name__ == "__main__":
    main()
