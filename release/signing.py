"""Sign the checksums of a release with minisign: `make sign KEY=file`.

The key belongs to whoever releases.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from supervision_tui import __version__

ROOT = Path(__file__).parents[1]
SUMS = ROOT / "dist" / "SHA256SUMS"


def main() -> None:
    """Sign what `make release` made.

    Raises `SystemExit` with a sentence where it cannot be done.
    """
    parser = argparse.ArgumentParser(prog="make sign", description=__doc__)
    parser.add_argument("key", type=Path, help="the secret key, as minisign -G made it")
    sys.exit(sign(parser.parse_args().key, SUMS))


def sign(key: Path, sums: Path) -> str | None:
    """Write the signature beside the checksums; what to do where that fails, else nothing."""
    minisign = shutil.which("minisign")
    if minisign is None:
        return (
            "minisign is not installed here; it makes the signature, and whoever installs "
            "checks it with it."
        )
    if not sums.is_file():
        return "There is nothing to sign yet: make release writes dist/SHA256SUMS."
    if not key.is_file():
        return (
            f"There is no key at {key}: minisign -G makes a pair; its secret half stays out of "
            f"this folder."
        )
    if key.resolve().is_relative_to(ROOT):
        return (
            "That key lies within the sources, where it would be given out; keep it elsewhere, "
            "and sign again."
        )
    says = f"supervision-tui {__version__}"  # the signature covers this comment, too
    done = subprocess.run(
        [minisign, "-S", "-s", str(key), "-m", str(sums), "-t", says], check=False
    )
    return None if done.returncode == 0 else "It is not signed."


if __name__ == "__main__":
    main()
