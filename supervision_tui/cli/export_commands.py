"""Commands that take something out of the vault."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from .opening import desk_of, needed_day, opening_of


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    exports = typer.Typer(help="Take a summary out of the vault.", no_args_is_help=True)
    exports.callback()(_group)
    exports.command("oversight")(oversight)
    app.add_typer(exports, name="export")


def _group() -> None:
    """Take a summary out of the vault."""  # a group of its own, though it has one command so far


def oversight(
    context: typer.Context,
    first: Annotated[str, typer.Option("--from", metavar="DATE")],
    last: Annotated[str, typer.Option("--to", metavar="DATE")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    audience: Annotated[str, typer.Option(help="manager, head-of-service, psw or external")] = "psw",
    threshold: Annotated[int | None, typer.Option(min=2, max=20, help="Counts below it are hidden.")] = None,
    form: Annotated[str, typer.Option("--format", help="markdown or json")] = "markdown",
) -> None:
    """Write the oversight summary of a period for an audience."""
    from supervision_tui.desk.oversight import Period, oversight_summary
    from supervision_tui.desk.pseudonyms import note_export, pseudonyms
    from supervision_tui.exchange.oversight import Audience, publish
    from supervision_tui.exchange.oversight_formats import to_json, to_markdown
    from supervision_tui.vault.places import check_is_no_vault_file, check_is_ours, write_whole

    if audience not in set(Audience):
        raise typer.BadParameter(f"--audience is one of: {', '.join(Audience)}")
    if form not in ("markdown", "json"):
        raise typer.BadParameter("--format is markdown or json")
    period = Period(needed_day(first), needed_day(last))
    check_is_ours(out)
    check_is_no_vault_file(out, opening_of(context).path)
    with desk_of(opening_of(context), None, writable=True) as (store, moment):
        summary = store.run(oversight_summary, period, moment)
        workers = store.run(pseudonyms, "worker", summary.worker_ids.values())
        children = store.run(pseudonyms, "child", (row[0] for row in summary.longest_undiscussed))
        published = publish(summary, Audience(audience), threshold, moment.policy, workers, children)
        content = (to_json(published) if form == "json" else to_markdown(published)).encode()
        write_whole(out, content)
        store.run(note_export, "oversight", audience, hashlib.sha256(content).hexdigest(), moment)
    print(f"The summary for {audience} is in {out}, readable by you alone.", file=sys.stderr)
