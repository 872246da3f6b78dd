"""Help for the person and for support: what is wrong with this installation, without personal
data.
"""

from __future__ import annotations

import sys

import typer

from .options import Json, opening_of


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(doctor)


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Say what is wrong with this installation; it can be sent to support as it is."""
    from supervision_tui import __version__

    from .doctor_checks import State, every_check

    checks = list(every_check(opening_of(context)))
    if as_json:
        import json

        found = [
            {"name": each.name, "state": str(each.state), "says": each.says} for each in checks
        ]
        print(json.dumps({"version": __version__, "checks": found}, indent=2))
        return
    for each in checks:
        print(f"{each.state:<8} {each.name:<14} {each.says}")
    wrong = sum(each.state is not State.OK for each in checks)
    if not wrong:
        summary = "Nothing is wrong."
    else:
        summary = f"{wrong} of {len(checks)} need a look."
    print(summary, file=sys.stderr)
