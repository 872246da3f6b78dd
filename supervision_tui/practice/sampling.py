"""A dip sample: random, stratified, and drawn again the same from its seed by anybody (section 10).

Strata, and the children of each, are put in the order of the SHA-256 of `seed:name`; then every
so-manieth child is taken, from a beginning that the seed sets. So every child is as likely as any
other, each stratum comes by its share of the whole (give or take one child), and nothing but a hash
is needed to draw it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Drawn:
    """A child who was drawn, and the stratum it stands for (empty where there are none)."""

    ref: str
    stratum: str


def draw(population: Mapping[str, str], size: int, seed: int) -> tuple[Drawn, ...]:
    """So many children of a population (reference to stratum), or all where it has fewer.

    By stratum and reference.
    """
    order = sorted(
        population,
        key=lambda ref: (_place(seed, population[ref]), population[ref], _place(seed, ref)),
    )
    if size >= len(order):
        taken = order
    else:
        step = Fraction(len(order), size)
        begin = step * int(_place(seed, "begin"), 16) / 16**64
        taken = [order[int(begin + n * step)] for n in range(size)]
    return tuple(
        Drawn(ref, population[ref]) for ref in sorted(taken, key=lambda ref: (population[ref], ref))
    )


def _place(seed: int, name: str) -> str:
    return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()
