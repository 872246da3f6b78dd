"""What `--json` writes is what the published schemas say: every key, and no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from release.schemas import DOCUMENTS, file_of, schema_of

from .test_commands import Run, on_demo, passphrase, run

__all__ = ["on_demo", "passphrase", "run"]

ON = ("--as-of", "2026-03-02")
WHAT_IF = ("--what-if", "Otter Thimblewick +2cp")
PRINTED: list[tuple[str, tuple[str, ...], int]] = [
    ("agenda", ("agenda", "Otter Thimblewick", *ON), 0),
    ("children", ("children", *ON), 0),
    ("dates", ("dates", *ON), 0),
    ("due", ("due", "--within", "5w", *ON), 0),
    ("timescale", ("timescale", "10wd"), 0),
    ("timescale", ("timescale", "asap"), 4),
    ("today", ("today", *ON), 0),
    ("workload", ("workload", *ON), 0),
    ("workload", ("workload", *WHAT_IF, *ON), 0),
]
FILES = {
    "caseload": "child_ref,worker,plan\nC-901,Ada Quill,cin\nC-902,Bo Lark,no such plan\n",
    "training": "worker,course,date,status\nOtter Thimblewick,Fire safety,2026-02-02,attended\n",
    "annex-a": "this is no workbook",
}


def nothing_else(schema: Any) -> Any:
    """A schema that takes no key which it does not name."""
    if isinstance(schema, list):
        return [nothing_else(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    within = {key: nothing_else(part) for key, part in schema.items()}
    if isinstance(schema.get("properties"), dict):
        within["additionalProperties"] = False
    return within


def check(command: str, out: str) -> None:
    """Hold a document against its schema. Raises `ValidationError`."""
    schema = nothing_else(json.loads(file_of(command).read_text("utf-8")))
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    validator.validate(json.loads(out))


@pytest.mark.parametrize("command", DOCUMENTS)
def test_what_is_published_is_what_the_types_say(command: str) -> None:
    assert file_of(command).read_text("utf-8") == schema_of(command), "make page"


@pytest.mark.parametrize(("command", "words", "status"), PRINTED)
def test_a_command_writes_what_its_schema_says(
    on_demo: Run, command: str, words: tuple[str, ...], status: int
) -> None:
    found = on_demo(*words, "--json")
    assert found[0] == status, found[2]
    check(command, found[1])


@pytest.mark.parametrize(("kind", "content"), FILES.items())
def test_an_import_writes_what_its_schema_says(
    on_demo: Run, tmp_path: Path, kind: str, content: str
) -> None:
    file = tmp_path / "file.csv"
    file.write_text(content)
    check("import", on_demo("import", kind, file, *ON, "--dry-run", "--json")[1])


def test_a_key_that_no_schema_names_would_be_found(on_demo: Run) -> None:
    found = json.loads(on_demo("due", *ON, "--json")[1])
    found["directions"][0]["beside"] = 1
    with pytest.raises(jsonschema.ValidationError, match="beside"):
        check("due", json.dumps(found))
