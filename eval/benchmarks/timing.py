"""Durations in, what is reported of them out; and several things timed in turn, so that noise hits all of them."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")

QUANTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def timed_in_turn(
    acts: Mapping[str, Callable[[Item], object]], items: Sequence[Item], *, rounds: int = 1, block: int = 10
) -> dict[str, list[float]]:
    """Milliseconds of each act on each item, `rounds` times: a block of items by one act, the same by the next, ...

    Whatever else the machine does is spread over all acts alike, and each act comes first equally often. Blocks, since
    threads of a library keep a core busy for a moment after their work, and would slow whoever comes next.
    """
    taken: dict[str, list[float]] = {name: [] for name in acts}
    names = list(acts)
    blocks = [items[at : at + block] for _ in range(rounds) for at in range(0, len(items), block)]
    for n, part in enumerate(blocks):
        first = n % len(names)
        for name in names[first:] + names[:first]:
            act = acts[name]
            for item in part:
                begin = time.perf_counter()
                act(item)
                taken[name].append((time.perf_counter() - begin) * 1e3)
    return taken


def quantiles(values: Sequence[float], names: Sequence[str] = tuple(QUANTILES)) -> dict[str, float]:
    """p50, p95, p99 of values, to a thousandth."""
    found = np.quantile(values, [QUANTILES[name] for name in names])
    return {name: round(float(value), 3) for name, value in zip(names, found, strict=True)}


def ratio(value: float, other: float) -> float:
    """One value over another, to a thousandth."""
    return round(value / other, 3)
