"""A dip sample: random, stratified, and drawn again the same from its seed by anybody (section 10).

Each child's place in the draw is the SHA-256 of `seed:reference`, so the draw asks for no program but a hash.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drawn:
    """A child who was drawn, and the stratum it stands for (empty where there are none)."""

    ref: str
    stratum: str


def draw(population: Mapping[str, str], size: int, seed: int) -> tuple[Drawn, ...]:
    """So many children of a population (reference to stratum), each stratum by its share of it.

    Shares are rounded by the largest remainder, equal remainders by the stratum's own place in the draw.
    """
    strata: dict[str, list[str]] = defaultdict(list)
    for ref, stratum in population.items():
        strata[stratum].append(ref)
    wanted = _shared_out({stratum: len(refs) for stratum, refs in strata.items()}, min(size, len(population)), seed)
    return tuple(
        Drawn(ref, stratum)
        for stratum in sorted(strata)
        for ref in sorted(strata[stratum], key=lambda each: _place(seed, each))[: wanted[stratum]]
    )


def read_seed(typed: str) -> int | None:
    """A seed as typed: a whole number that is not negative; nothing where it is none."""
    plain = typed.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= 15 else None


def _shared_out(sizes: Mapping[str, int], wanted: int, seed: int) -> dict[str, int]:
    whole = sum(sizes.values())
    exact = {stratum: wanted * size / whole for stratum, size in sizes.items()} if whole else {}
    shared = {stratum: int(share) for stratum, share in exact.items()}
    left = wanted - sum(shared.values())
    for stratum in _by_remainder(exact, seed)[:left]:
        shared[stratum] += 1
    return shared


def _by_remainder(exact: Mapping[str, float], seed: int) -> list[str]:
    def order(stratum: str) -> tuple[float, str]:
        return -round(exact[stratum] - int(exact[stratum]), 9), _place(seed, stratum)

    return sorted(exact, key=order)


def _place(seed: int, name: str) -> str:
    return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()
