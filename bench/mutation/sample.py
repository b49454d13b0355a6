"""Which mutants the default run takes: one SLO of every likeness, and of every kind of mutation a few, spread over its rules."""

import zlib
from collections.abc import Iterable, Sequence

from bench.mutation.kinds import Mutant
from bench.mutation.slices import Slice


def alike(every: Sequence[Slice]) -> list[Slice]:
    """The first slice of every likeness; of standalone alerts, which are all different, each."""
    seen: set[str] = set()
    found: list[Slice] = []
    for one in every:
        if one.likeness not in seen or one.subject == one.likeness:
            found.append(one)
        seen.add(one.likeness)
    return found


def thinned(mutants: Iterable[Mutant], each: int, seed: str) -> list[Mutant]:
    """At most `each` mutants of every kind, at equal distances over all rules, in their order.

    `seed` (the SLO's name) decides where to begin, so that SLOs alike in most of their rules are broken in different places.
    """
    by_kind: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        by_kind.setdefault(mutant.kind, []).append(mutant)
    found: list[Mutant] = []
    for kind, several in by_kind.items():
        if len(several) <= each:
            found += several
        else:
            first = zlib.crc32(f"{seed} {kind}".encode()) % len(several)
            places = sorted((first + number * len(several) // each) % len(several) for number in range(each))
            found += [several[place] for place in places]
    return found
