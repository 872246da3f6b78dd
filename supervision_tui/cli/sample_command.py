"""The command that draws a dip sample, so that anybody can draw it again from its seed."""

from __future__ import annotations

from typing import Annotated

import typer

from .opening import desk_of
from .options import AsOf, Json, day_option, opening_of
from .shapes import work
from .shapes.values import put


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("sample")(sample)


def sample(
    context: typer.Context,
    *,
    size: Annotated[int, typer.Option(min=1, max=500, help="How many children.")] = 10,
    by: Annotated[
        str, typer.Option(help="Strata: worker, plan, or both; empty for none.")
    ] = "worker,plan",
    seed: Annotated[
        int | None, typer.Option(min=0, max=999_999_999, help="The same seed draws the same.")
    ] = None,
    leave_out: Annotated[
        str, typer.Option(help="Whom to leave out: unallocated, not-discussed; else nobody.")
    ] = "",
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the sample, so that it stands on Oversight.")
    ] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Draw a dip sample: random, by strata, the same again from its seed."""
    from supervision_tui.desk.audits.samples import (
        draw_sample,
        read_left_out,
        read_strata,
        sample_drawn,
    )

    strata, left_out = read_strata(by), read_left_out(leave_out)
    with desk_of(opening_of(context), day_option(as_of), writable=keep) as (store, moment):
        found = store.run(sample_drawn, size, strata, seed, moment, left_out=left_out)
        if keep:
            store.run(draw_sample, size, strata, found.seed, moment, left_out=left_out)
    if as_json:
        put(work.sample(found))
        return
    by_strata = " and ".join(found.strata) or "no strata"
    print(f"{len(found.children)} children by {by_strata}, seed {found.seed}, {found.frame}:")
    for child in found.children:
        print(f"  {child.ref:<14} {child.plan:<12} {child.worker or 'nobody'}")
    for ref, reason in found.excluded:
        print(f"  left out {ref:<14} {reason}")
