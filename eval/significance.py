"""Differences of two systems on the same questions in, p-values and effect sizes out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

N_FLIPS = 10_000

_FLIPS_AT_ONCE = 1_000
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class PairedTest:
    """Both tests of one column of differences, before any correction.

    `effect` is the standardised mean difference, mean / standard deviation of the differences; None where all
    differences are one value other than 0.
    """

    mean: float
    effect: float | None
    p_randomisation: float
    p_t: float
    wins: int
    ties: int
    losses: int


def paired_tests(differences: NDArray[np.float64], *, n_flips: int = N_FLIPS, seed: int = 0) -> list[PairedTest]:
    """Test each column of differences, (n_topics, n_columns), against "the two systems are the same".

    Both tests are two-sided. A difference nearer to 0 than 1e-9 is a tie.

    Raises:
        ValueError: fewer than two topics, or a value is not finite.
    """
    if len(differences) < 2 or not np.isfinite(differences).all():
        raise ValueError("paired tests need finite differences of at least two topics")
    p_values = randomisation_p(differences, n_flips=n_flips, seed=seed)
    return [
        PairedTest(
            mean=float(column.mean()),
            effect=_effect(column),
            p_randomisation=float(p),
            p_t=_t_test_p(column),
            wins=int((column > _SAME).sum()),
            ties=int((np.abs(column) <= _SAME).sum()),
            losses=int((column < -_SAME).sum()),
        )
        for column, p in zip(differences.T, p_values, strict=True)
    ]


def randomisation_p(differences: NDArray[np.float64], *, n_flips: int = N_FLIPS, seed: int = 0) -> NDArray[np.float64]:
    """Two-sided p of the paired randomisation test for each column of differences, (n_topics, n_columns).

    Under the null each difference is as likely to have the other sign. p is (1 + the number of random sign flips whose
    mean is at least as far from 0 as the observed) / (1 + n_flips); all columns share the flips.

    Source: Smucker, Allan, Carterette, CIKM 2007, doi:10.1145/1321440.1321528; the 1 added: Phipson and Smyth, 2010,
    doi:10.2202/1544-6115.1585.
    """
    random = np.random.default_rng(seed)
    observed = np.abs(differences.sum(axis=0))
    at_least = np.zeros(differences.shape[1], dtype=np.int64)
    for begin in range(0, n_flips, _FLIPS_AT_ONCE):
        n = min(_FLIPS_AT_ONCE, n_flips - begin)
        signs = random.integers(0, 2, size=(n, len(differences)), dtype=np.int8) * 2.0 - 1.0
        at_least += (np.abs(signs @ differences) >= observed - _SAME).sum(axis=0)
    return (1 + at_least) / (1 + n_flips)


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values corrected for being many, in their order: below alpha where Holm's step-down method rejects.

    Source: Holm, Scandinavian Journal of Statistics 6, 1979.
    """
    corrected = [0.0] * len(p_values)
    highest = 0.0
    for step, at in enumerate(sorted(range(len(p_values)), key=lambda n: p_values[n])):
        highest = max(highest, min(1.0, (len(p_values) - step) * p_values[at]))
        corrected[at] = highest
    return corrected


def _effect(column: NDArray[np.float64]) -> float | None:
    spread = float(column.std(ddof=1))
    if spread > _SAME:
        return float(column.mean()) / spread
    return 0.0 if abs(float(column.mean())) <= _SAME else None


def _t_test_p(column: NDArray[np.float64]) -> float:
    """Two-sided p of Student's paired t-test: 1 where nothing differs, 0 where all differ by one value."""
    spread, mean, n = float(column.std(ddof=1)), float(column.mean()), len(column)
    if spread <= _SAME:
        return 1.0 if abs(mean) <= _SAME else 0.0
    return float(2 * stdtr(n - 1, -abs(mean) / (spread / n**0.5)))


def said_p(p: float) -> str:
    """A p value in four decimals; one that would round to 0 as below the last of them, since no p is 0."""
    return f"{p:.4f}" if p >= 0.00005 else "<0.0001"
