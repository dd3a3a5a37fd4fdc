"""Acts that are timed in turn."""

from eval.benchmarks.timing import quantiles, ratio, timed_in_turn


def test_every_act_takes_every_item_in_every_round_in_blocks_and_each_is_first_in_turn() -> None:
    seen: list[str] = []
    acts = {name: lambda item, name=name: seen.append(f"{name}{item}") for name in ("a", "b")}
    taken = timed_in_turn(acts, [1, 2, 3], rounds=2, block=2)
    assert seen == ["a1", "a2", "b1", "b2", "b3", "a3", "a1", "a2", "b1", "b2", "b3", "a3"]
    assert {name: len(values) for name, values in taken.items()} == {"a": 6, "b": 6}
    assert all(value >= 0 for values in taken.values() for value in values)


def test_quantiles_are_interpolated() -> None:
    # of 0, 1, ..., 100 the value at 50, 95 and 99 per cent
    assert quantiles([float(n) for n in range(101)]) == {"p50": 50.0, "p95": 95.0, "p99": 99.0}


def test_a_ratio_has_three_places() -> None:
    assert ratio(1, 3) == 0.333
