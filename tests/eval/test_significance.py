"""Paired tests against scipy's, and against numbers worked by hand."""

import numpy as np
import pytest
from scipy import stats

from eval.significance import holm, paired_tests, randomisation_p, said_p


def columns(seed: int, n_topics: int = 40, shift: float = 0.1) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.normal(shift, 0.3, size=(n_topics, 3))


def test_the_t_test_is_that_of_scipy() -> None:
    differences = columns(1)
    for found, column in zip(paired_tests(differences, n_flips=100), differences.T, strict=True):
        assert found.p_t == pytest.approx(stats.ttest_1samp(column, 0.0).pvalue, abs=1e-12)


def test_the_randomisation_test_agrees_with_all_sign_flips_of_a_small_sample() -> None:
    # 3 differences have 8 sign flips; the sums of 2 of them (+++ and ---) are as far from 0 as the observed 6
    found = randomisation_p(np.array([[1.0], [2.0], [3.0]]), n_flips=40_000)
    assert found[0] == pytest.approx(2 / 8, abs=0.01)


def test_the_randomisation_test_agrees_with_scipy_s_permutation_test() -> None:
    column = columns(3, n_topics=12)[:, 0]
    exact = stats.permutation_test(
        (column, np.zeros(12)),
        lambda x, y, axis: np.mean(x - y, axis=axis),
        permutation_type="samples",
        vectorized=True,
    )
    assert randomisation_p(column[:, None], n_flips=40_000)[0] == pytest.approx(exact.pvalue, abs=0.01)


def test_one_seed_gives_one_p_value() -> None:
    differences = columns(5)
    assert list(randomisation_p(differences, seed=3)) == list(randomisation_p(differences, seed=3))


def test_the_effect_is_the_mean_in_standard_deviations_and_wins_ties_and_losses_are_counted() -> None:
    # mean 0.25, standard deviation of 1, 0, 0.5, -0.5 with n - 1: sqrt((.5625 + .0625 + .0625 + .5625) / 3)
    found = paired_tests(np.array([[1.0], [0.0], [0.5], [-0.5]]), n_flips=100)[0]
    assert found.mean == pytest.approx(0.25)
    assert found.effect == pytest.approx(0.25 / (1.25 / 3) ** 0.5)
    assert (found.wins, found.ties, found.losses) == (2, 1, 1)


def test_runs_that_are_the_same_have_p_1_and_no_effect() -> None:
    found = paired_tests(np.zeros((10, 1)), n_flips=100)[0]
    assert (found.p_randomisation, found.p_t, found.effect, found.ties) == (1.0, 1.0, 0.0, 10)


def test_differences_of_one_value_have_no_standardised_effect() -> None:
    found = paired_tests(np.full((10, 1), 0.2), n_flips=1000)[0]
    assert found.effect is None
    assert found.p_t == 0.0
    assert found.p_randomisation < 0.01


def test_holm_multiplies_by_the_tests_that_are_left_and_never_falls() -> None:
    # sorted .01 .02 .03 .04: times 4, 3, 2, 1 = .04 .06 .06 .04, the last raised to .06
    assert holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm([0.9, 0.8]) == pytest.approx([1.0, 1.0])
    assert holm([]) == []


@pytest.mark.parametrize("differences", [np.zeros((1, 1)), np.array([[1.0], [np.nan]])])
def test_a_single_topic_and_values_that_are_no_numbers_are_refused(differences: np.ndarray) -> None:
    with pytest.raises(ValueError, match="finite differences of at least two topics"):
        paired_tests(differences)


def test_no_p_value_is_said_to_be_0() -> None:
    assert [said_p(p) for p in (1.0, 0.0499, 0.0001, 0.00004, 0.0)] == [
        "1.0000",
        "0.0499",
        "0.0001",
        "<0.0001",
        "<0.0001",
    ]
