"""The contract of every measure of the table, and cases worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures import canonical_names, measure_run
from eval.own_measures import MEASURES, OwnMeasure, all_best_in_ten, best_first

ARTICLES = [f"a{n}" for n in range(14)]

grades = st.dictionaries(st.sampled_from(ARTICLES), st.integers(0, 3))
rankings = st.permutations(ARTICLES).flatmap(lambda order: st.integers(0, 14).map(lambda n: order[:n]))


@pytest.fixture(params=sorted(MEASURES))
def measure(request: pytest.FixtureRequest) -> OwnMeasure:
    return MEASURES[request.param]


@given(grades=grades, ranking=rankings)
def test_values_lie_between_0_and_that_of_the_best_ranking(grades: dict[str, int], ranking: list[str]) -> None:
    best = sorted(ARTICLES, key=lambda article: -grades.get(article, 0))
    for measure in MEASURES.values():
        assert 0 <= measure(grades, ranking) <= measure(grades, best) <= 1


def test_nothing_ranked_and_nothing_relevant_count_0(measure: OwnMeasure) -> None:
    assert measure({"a": 1}, []) == 0
    assert measure({"a": 0}, ["a"]) == 0
    assert measure({}, ["a"]) == 0


def test_an_own_measure_stands_beside_those_of_ir_measures() -> None:
    qrels = {"q": {"a": 2, "b": 1}, "missed": {"a": 1}}
    found = measure_run(qrels, {"q": {"b": 2.0, "a": 1.0}}, ["RR", "Best@1", "AllBest@10"])
    values = {(value.measure, value.topic_id): value.value for value in found}
    assert values["RR", "q"] == 1
    assert values["Best@1", "q"] == 0
    assert values["AllBest@10", "q"] == 1
    assert values["Best@1", "missed"] == 0
    assert canonical_names(["Best@1", "MRR"]) == ["Best@1", "RR"]


def test_best_first_wants_the_highest_grade_first() -> None:
    assert best_first({"a": 2, "b": 2, "c": 1}, ["b", "c"]) == 1
    assert best_first({"a": 2, "b": 2, "c": 1}, ["c", "a"]) == 0


def test_all_best_in_ten_wants_every_one_of_the_highest_grade() -> None:
    judged = {"a0": 2, "a9": 2, "a10": 1}
    assert all_best_in_ten(judged, ARTICLES) == 1
    assert all_best_in_ten({**judged, "a10": 2}, ARTICLES) == 0
