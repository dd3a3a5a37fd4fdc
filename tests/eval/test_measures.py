"""Values of measures: worked by hand, and the same as trec_eval's own code gives, ties included."""

import math

import ir_measures
import numpy as np
import pytest
import pytrec_eval

from eval.datatypes import Measurement, Qrels, Run, Topic
from eval.errors import EvalError
from eval.measures import by_kind, canonical_names, estimate, estimates, measure_run, refuse_unknown_measures
from eval.trec_files import read_run

TREC_NAMES = {
    "nDCG@10": "ndcg_cut_10",
    "nDCG": "ndcg",
    "RR": "recip_rank",
    "AP": "map",
    "P@5": "P_5",
    "R@100": "recall_100",
    "Success@1": "success_1",
    "Success@5": "success_5",
    "Rprec": "Rprec",
    "Bpref": "bpref",
}


def value_of(qrels: Qrels, run: Run, measure: str) -> dict[str, float]:
    return {found.topic_id: found.value for found in measure_run(qrels, run, [measure])}


def test_ndcg_takes_the_grade_as_gain_and_the_logarithm_of_the_rank_as_discount() -> None:
    # grades in order of rank: 0, 2, 1; ideal 2, 1
    found = (2 / math.log2(3) + 1 / math.log2(4)) / (2 / math.log2(2) + 1 / math.log2(3))
    run = {"q": {"x": 3.0, "y": 2.0, "z": 1.0}}
    assert value_of({"q": {"x": 0, "y": 2, "z": 1}}, run, "nDCG@10") == {"q": pytest.approx(found, abs=1e-12)}


def test_a_topic_that_the_run_misses_and_one_without_relevant_article_count_0() -> None:
    qrels = {"missed": {"x": 1}, "without": {"x": 0}, "found": {"x": 1}}
    run = {"without": {"x": 1.0}, "found": {"x": 1.0}}
    for measure in ("nDCG@10", "RR@10", "AP", "R@100", "Success@1", "Judged@10"):
        values = value_of(qrels, run, measure)
        assert values["missed"] == 0
        assert values["found"] == 1
        assert values["without"] == (1 if measure == "Judged@10" else 0)


def test_equal_scores_count_in_the_order_of_the_run() -> None:
    qrels = {"q": {"b": 1}}
    assert value_of(qrels, {"q": {"b": 1.0, "c": 1.0}}, "RR") == {"q": 1.0}
    assert value_of(qrels, {"q": {"c": 1.0, "b": 1.0}}, "RR") == {"q": 0.5}


@pytest.mark.parametrize("measure", ["RR@1", "RR@10", "RR(rel=2)@5"])
def test_reciprocal_rank_with_a_cutoff_is_what_ir_measures_gives(measure: str) -> None:
    random = np.random.default_rng(0)
    articles = [f"a{n}" for n in range(40)]
    qrels = {
        f"q{t}": {str(a): int(random.integers(0, 3)) for a in random.choice(articles, 5, False)} for t in range(99)
    }
    run = {t: {str(a): float(-n) for n, a in enumerate(random.choice(articles, 30, False))} for t in qrels}
    expected = {m.query_id: m.value for m in ir_measures.iter_calc([ir_measures.parse_measure(measure)], qrels, run)}
    assert value_of(qrels, run, measure) == expected
    assert len(set(expected.values())) > 1


@pytest.mark.parametrize("seed", range(5))
def test_values_are_those_of_trec_eval_ties_included(write_trec, seed: int) -> None:
    random = np.random.default_rng(seed)
    articles = [f"<dbpedia:{n}>" for n in range(60)]
    qrels = {f"q{t}": {a: int(random.integers(0, 4)) for a in random.choice(articles, 20, False)} for t in range(30)}
    qrels["none"] = {"<dbpedia:1>": 0}
    # scores in a tenth steps: most articles of a topic are tied with others
    lines = [
        (topic, article, f"{random.integers(0, 10) / 10:.6f}")
        for topic in list(qrels)[:-3]
        for article in random.choice(articles, 40, False)
    ]
    trec: dict[str, dict[str, float]] = {}
    for topic, article, score in lines:
        trec.setdefault(topic, {})[article] = float(score)
    expected = pytrec_eval.RelevanceEvaluator(qrels, set(TREC_NAMES.values())).evaluate(trec)
    run = read_run(write_trec("tied", lines))
    for name, trec_name in TREC_NAMES.items():
        for topic, value in value_of(qrels, run, name).items():
            assert value == pytest.approx(expected.get(topic, {}).get(trec_name, 0.0), abs=1e-9), (name, topic)


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(EvalError, match="'nDGC@10' is not known"):
        measure_run({"q": {"x": 1}}, {"q": {"x": 1.0}}, ["nDGC@10"])


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ("", "no measure is named; try nDCG@10"),
        ("nDCG@0", "'nDCG@0': the cutoff must be a whole number from 1"),
        ("P@5.5", "the cutoff must be a whole number from 1"),
        ("RR@10 P", "measure 'P': 'cutoff' is missing or wrong"),
        ("alpha_nDCG@10", "needs a package of ir-measures that is not installed"),
        ("nDGC@10", "'nDGC@10' is not known"),
    ],
)
def test_measures_that_cannot_be_computed_are_refused_before_anything_is_ranked(names: str, says: str) -> None:
    with pytest.raises(EvalError, match=says):
        refuse_unknown_measures(names.split())


def test_a_measure_that_fails_while_it_is_computed_is_named() -> None:
    with pytest.raises(EvalError, match=r"cannot compute AP\(rel=0\) here: .*positive"):
        measure_run({"q": {"x": 1}}, {"q": {"x": 1.0}}, ["AP(rel=0)"])


def test_a_measure_that_reads_only_numbered_topics_takes_any_id() -> None:
    # ERR of a first article of grade 1, gdeval's highest grade being 4: (2^1 - 1) / 2^4
    assert value_of({"any/<id>": {"x": 1}}, {"any/<id>": {"x": 1.0}}, "ERR@10") == {"any/<id>": 1 / 16}


def test_a_measure_goes_by_one_name() -> None:
    assert canonical_names(["MRR@10", "RR@10", "NDCG@5"]) == ["RR@10", "nDCG@5"]


def test_an_estimate_encloses_its_mean_and_is_the_same_for_a_seed() -> None:
    values = [0.0, 1.0, 1.0, 0.5, 0.25]
    found = estimate(values)
    assert found.mean == pytest.approx(0.55)
    assert found.low < 0.55 < found.high
    assert found == estimate(values)


def test_the_interval_of_a_mean_covers_it_about_95_times_in_100() -> None:
    random = np.random.default_rng(7)
    covered = 0
    for seed in range(200):
        found = estimate(list(random.beta(2, 1, 100)), seed=seed)
        covered += found.low <= 2 / 3 <= found.high
    assert 180 <= covered <= 199


def test_an_estimate_of_nothing_is_0_of_0() -> None:
    assert estimate([]).n == 0


def test_means_are_taken_for_each_kind_and_topics_without_kind_are_left_out() -> None:
    topics = [
        Topic("a", "", {"kind": "x"}),
        Topic("b", "", {"kind": "x"}),
        Topic("c", "", {"kind": "y"}),
        Topic("d", ""),
    ]
    found = [Measurement("RR", topic, value) for topic, value in zip("abcd", (1.0, 0.0, 0.5, 0.9), strict=True)]
    assert by_kind(found, topics) == {"x": {"n": 2.0, "RR": 0.5}, "y": {"n": 1.0, "RR": 0.5}}
    assert estimates(found)["RR"].mean == pytest.approx(0.6)
