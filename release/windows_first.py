"""What the bundle for Windows does first: it looks at its Python, then runs the app beside it."""

import os
import struct
import sys

WANTED = (3, 13)
_BITS = 64


def says_of_python(version: "tuple[int, int]", bits: int) -> str:
    """Say what to do where this is another Python than the bundle is made for; else nothing."""
    if version == WANTED and bits == _BITS:
        return ""
    wanted, here = (".".join(map(str, each)) for each in (WANTED, version))
    return (
        f"This bundle is made for Python {wanted}, {_BITS}-bit, and this is Python {here}, "
        f"{bits}-bit. Install that one, or unpack its embeddable package into the folder python."
    )


def begin() -> None:
    """Run the app, whatever else is installed. Raises `SystemExit`."""
    says = says_of_python(sys.version_info[:2], struct.calcsize("P") * 8)
    if says:
        sys.exit(says)
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "app"))
    from supervision_tui.cli.main import main

    sys.exit(main())


if __name__ == "__main__":
    begin()
