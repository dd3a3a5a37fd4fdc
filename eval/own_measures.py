"""Measures that ir-measures does not have: a topic's grades and ranking in, a value out. Add a function and a row."""

from collections.abc import Callable, Mapping, Sequence

OwnMeasure = Callable[[Mapping[str, int], Sequence[str]], float]
"""Grades by article, 0 judged and not relevant, and articles best first -> a value from 0 to 1, higher is better."""

_TOP = 10


def best_first(grades: Mapping[str, int], ranking: Sequence[str]) -> float:
    """1 where the first article has the highest grade of all judged ones; 0 without a relevant article.

    Success@1 is content with any relevant article, this measure with the best alone.
    """
    highest = max(grades.values(), default=0)
    return float(highest > 0 and bool(ranking) and grades.get(ranking[0], 0) == highest)


def all_best_in_ten(grades: Mapping[str, int], ranking: Sequence[str]) -> float:
    """1 where every article of the highest grade stands among the first ten: what a question that needs two wants."""
    highest = max(grades.values(), default=0)
    needed = {article for article, grade in grades.items() if grade == highest > 0}
    return float(bool(needed) and needed <= set(ranking[:_TOP]))


MEASURES: dict[str, OwnMeasure] = {"Best@1": best_first, "AllBest@10": all_best_in_ten}
"""Own measures by the name under which `--measures` and the Python API know them."""
