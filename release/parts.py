"""The list of parts (SBOM, CycloneDX): each library with its hashes, and the native code that each
brings along.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

from supervision_tui import __version__

from .licences import libraries_in, licence_of

Part = dict[str, Any]
_NATIVE = (".so", ".pyd", ".dll", ".dylib")


def parts_list(locks: Sequence[Path], pyproject: Path, installed: Path, platform: str) -> str:
    """The list as JSON; `installed` is the folder with the locked libraries as they run on that
    platform.

    Raises `CalledProcessError`.
    """
    ask = [sys.executable, "-m", "cyclonedx_py", "requirements", "-", "--pyproject", str(pyproject)]
    locked = "".join(lock.read_text("utf-8") for lock in locks)
    done = subprocess.run(
        [*ask, "--output-reproducible"], input=locked, check=True, capture_output=True, text=True
    )
    bom: Part = json.loads(done.stdout)
    about = bom["metadata"]["component"]
    about["version"] = __version__  # it stands in the package, where the builder does not look
    about.setdefault("properties", []).append({"name": "native parts of", "value": platform})
    there = {_plain(each.metadata["Name"]): each for each in libraries_in(installed)}
    for library in bom["components"]:
        found = there.get(_plain(library["name"]))
        if found is None or found.version != library["version"]:
            library["properties"] = [{"name": "not part of", "value": platform}]
            continue
        library["licenses"] = _licences(found)
        native = native_parts(found, installed)
        if native:
            library["components"] = native
    return json.dumps(bom, indent=2) + "\n"


def _plain(name: str) -> str:
    """A library's name as every index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).casefold()


def _licences(library: Distribution) -> list[Part]:
    """The licence of a library, as CycloneDX has it: an expression of SPDX, else a name."""
    name, is_expression = licence_of(library)
    if is_expression:
        return [{"expression": name}]
    says = f"as the text in the wheel of {library.metadata['Name']} says"
    return [{"license": {"name": name or says}}]


def native_parts(library: Distribution, folder: Path) -> list[Part]:
    """The compiled files of a library with their hashes, and what was linked into them, as far as
    it can be told.
    """
    name = library.metadata["Name"]
    files = [str(each) for each in library.files or ()]
    compiled = sorted(each for each in files if each.endswith(_NATIVE) or ".so." in each)
    found = [_file(name, each, folder / each) for each in compiled]
    # PEP 770.
    own_lists = sorted(each for each in files if "/sboms/" in each and each.endswith(".json"))
    for own in own_lists:
        listed = json.loads((folder / own).read_text("utf-8"))
        found += [_named_anew(name, own, part) for part in listed.get("components", ())]
    if name == "sqlcipher3":
        found += list(_in_sqlcipher(name, folder))
    return found


def _file(library: str, name: str, file: Path) -> Part:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return {
        "type": "file",
        "bom-ref": f"{library}/{name}",
        "name": name,
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }


def _named_anew(library: str, own: str, part: Part) -> Part:
    """A part of a wheel's own list, under a name that no other list has; its parts likewise."""
    named = {key: value for key, value in part.items() if key not in ("bom-ref", "components")}
    kept = part.get("bom-ref") or f"{part['name']}@{part.get('version', '')}"
    named["bom-ref"] = f"{library}/{Path(own).name}/{kept}"
    if part.get("components"):
        named["components"] = [_named_anew(library, own, each) for each in part["components"]]
    return named


def _in_sqlcipher(library: str, folder: Path) -> Iterator[Part]:
    """What is linked into the module that opens the vault, asked of the module itself: its wheel
    has no list.
    """
    ask = (
        "import sqlcipher3\n"
        "there = sqlcipher3.connect(':memory:')\n"
        "there.execute(\"PRAGMA key = 'x'\")\n"
        "said = [there.execute(f'PRAGMA cipher_{word}').fetchone()[0] for word in ('version', "
        "'provider_version')]\n"
        "print(sqlcipher3.sqlite_version, *said, sep='\\n')\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", ask],
        env={"PYTHONPATH": str(folder)},
        check=True,
        capture_output=True,
        text=True,
    )
    sqlite, sqlcipher, provider = done.stdout.splitlines()
    for name, version in (
        ("sqlite", sqlite),
        ("sqlcipher", sqlcipher.split()[0]),
        ("openssl", provider.split()[1]),
    ):
        yield {"type": "library", "bom-ref": f"{library}/{name}", "name": name, "version": version}
