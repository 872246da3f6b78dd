"""The command that draws a dip sample, so that anybody can draw it again from its seed."""

from __future__ import annotations

from typing import Annotated

import typer

from . import json_shapes
from .opening import desk_of
from .options import AsOf, Json, day_option, opening_of


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
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the sample, so that it stands on Oversight.")
    ] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Draw a dip sample: random, by strata, the same again from its seed."""
    from supervision_tui.desk.audits.samples import draw_sample, read_strata, sample_drawn

    strata = read_strata(by)
    with desk_of(opening_of(context), day_option(as_of), writable=keep) as (store, moment):
        found = store.run(sample_drawn, size, strata, seed, moment)
        if keep:
            store.run(draw_sample, size, strata, found.seed, moment)
    if as_json:
        json_shapes.put(json_shapes.sample(found))
        return
    by_strata = " and ".join(found.strata) or "no strata"
    print(
        f"{len(found.children)} of {found.population} children, by {by_strata}, seed {found.seed}:"
    )
    for child in found.children:
        print(f"  {child.ref:<14} {child.plan:<12} {child.worker or 'nobody'}")
    for ref, reason in found.excluded:
        print(f"  left out {ref:<14} {reason}")
