"""Looking for a secret in the memory of a process, as Linux shows it."""

from __future__ import annotations

_VEIL = 0x5A


def copies(process: str, first: bytes, second: bytes) -> int:
    """How often two halves stand next to each other in the memory of a process (`self`, or its
    number).

    Both are given veiled (each byte turned over with 0x5A), so that the search does not find its
    own needle.
    """
    begin, end = (bytearray(byte ^ _VEIL for byte in half) for half in (first, second))
    found = 0
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", 0) as memory:
        for entry in maps:
            span, rights = entry.split()[:2]
            if "r" not in rights or "[vv" in entry:
                continue
            at, to = (int(part, 16) for part in span.split("-"))
            memory.seek(at)
            try:
                block = memory.read(to - at)
            except OSError:
                continue
            place = block.find(begin)
            while place >= 0:
                found += block[place + len(begin) : place + len(begin) + len(end)] == end
                place = block.find(begin, place + 1)
            del block
    return found
