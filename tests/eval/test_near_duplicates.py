"""Texts that are nearly the same."""

import numpy as np
import pytest

from eval.near_duplicates import near_duplicates, words_of

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"


def test_texts_that_differ_in_case_and_punctuation_are_the_same() -> None:
    assert near_duplicates({"a": LONG, "b": LONG.upper().replace(" ", ", ")}) == [("a", "b", 1.0)]


def test_the_similarity_is_the_share_of_common_runs_of_four_words() -> None:
    # 16 words have 13 runs; another last word changes one of them: 12 in common of 14
    found = near_duplicates({"a": LONG, "b": LONG.replace("sixteen", "other")})
    assert found == [("a", "b", pytest.approx(12 / 14))]


def test_short_texts_are_only_paired_with_their_equals() -> None:
    assert near_duplicates({"a": "wild yeast", "b": "Wild yeast.", "c": "wild yeasts"}) == [("a", "b", 1.0)]


def test_texts_without_words_and_lone_texts_have_no_duplicates() -> None:
    assert near_duplicates({"a": "", "b": "...", "c": LONG}) == []
    assert near_duplicates({"a": "", "b": ""}) == []
    assert near_duplicates({"a": LONG}) == []


def test_pairs_are_those_that_comparing_all_with_all_finds() -> None:
    random = np.random.default_rng(0)
    base = [" ".join(random.choice(list("abcdefghijklmnop"), 30)) for _ in range(20)]
    texts = {f"t{n}": text for n, text in enumerate(base)}
    for n, text in enumerate(base[:8]):
        words = text.split()
        words[n * 3 : n * 3 + n % 3] = []
        texts[f"copy{n}"] = " ".join(words)

    def runs(text: str) -> set[tuple[str, ...]]:
        words = words_of(text).split()
        return {tuple(words[n : n + 4]) for n in range(len(words) - 3)}

    names = list(texts)
    expected = {
        (a, b)
        for n, a in enumerate(names)
        for b in names[n + 1 :]
        if len(runs(texts[a]) & runs(texts[b])) / len(runs(texts[a]) | runs(texts[b])) >= 0.7
    }
    assert {(a, b) for a, b, _ in near_duplicates(texts)} == expected
    assert expected
