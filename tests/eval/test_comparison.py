"""Differences, their tests, and the questions that changed most."""

import numpy as np
import pytest

from eval.compared_runs import ComparedRun
from eval.comparison import compare_runs, comparison_document
from eval.datatypes import RankedArticle
from eval.significance import holm, paired_tests

TOPICS = [f"q{n:02}" for n in range(30)]


def run_of_values(name: str, values: list[float]) -> ComparedRun:
    shown = {topic: (RankedArticle(f"{name}-{topic}", 0.0, text="words"),) for topic in TOPICS}
    rankings = {topic: (f"{name}-{topic}",) for topic in TOPICS}
    by_topic = dict(zip(TOPICS, values, strict=True))
    return ComparedRun(name, {"RR": by_topic}, rankings, {t: f"text of {t}" for t in TOPICS}, {}, shown)


@pytest.fixture
def runs() -> list[ComparedRun]:
    random = np.random.default_rng(0)
    base = random.uniform(0, 0.6, 30)
    better = base + 0.3 + random.normal(0, 0.05, 30)
    return [run_of_values(name, list(v)) for name, v in (("base", base), ("twin", base), ("better", better))]


def test_every_pair_is_compared_the_later_against_the_earlier(runs) -> None:
    comparison = compare_runs(runs)
    assert [(d.one, d.other) for d in comparison.differences] == [
        ("base", "twin"),
        ("base", "better"),
        ("twin", "better"),
    ]
    same, clear, _ = comparison.differences
    assert not same.significant
    assert same.test.ties == 30
    assert clear.significant
    assert clear.test.wins == 30
    assert clear.test.mean == pytest.approx(0.3, abs=0.03)


def test_p_values_are_corrected_by_holm_over_all_that_were_compared(runs) -> None:
    comparison = compare_runs(runs)
    columns = [[runs[b].values["RR"][t] - runs[a].values["RR"][t] for t in TOPICS] for a, b in ((0, 1), (0, 2), (1, 2))]
    plain = paired_tests(np.array(columns).T)
    assert [d.p_t for d in comparison.differences] == holm([test.p_t for test in plain])
    assert [d.p_randomisation for d in comparison.differences] == holm([test.p_randomisation for test in plain])


def test_the_questions_that_changed_most_stand_side_by_side_with_their_passages(runs) -> None:
    one, other = runs[0], run_of_values("other", list(runs[0].values["RR"].values()))
    other.values["RR"]["q07"] += 0.5
    other.values["RR"]["q03"] -= 0.2
    changed = compare_runs([one, other], n_changed=5).changed["base", "other"]
    assert [topic.topic_id for topic in changed] == ["q07", "q03"]
    assert changed[0].text == "text of q07"
    assert [shown[0].article_id for shown in changed[0].articles] == ["base-q07", "other-q07"]


def test_the_document_says_what_was_done(runs) -> None:
    document = comparison_document(compare_runs(runs, seed=4))
    assert document["schema_version"] == 1
    assert document["correction"] == "Holm"
    assert document["seed"] == 4
    first = document["comparisons"][1]
    assert first["wins"] + first["ties"] + first["losses"] == document["queries"] == 30
