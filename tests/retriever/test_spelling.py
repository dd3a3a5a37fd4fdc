"""Misspelt words put right by the words of the glossary."""

import pytest

from retriever.hybrid import HybridRetriever
from retriever.spelling import Spelling


@pytest.fixture(scope="module")
def spelling(harbour: HybridRetriever) -> Spelling:
    return Spelling(harbour.index, lambda word: word == "anchur")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("anchr", "anchor"),  # a letter missing
        ("windlasss", "windlass"),  # a letter added
        ("fairwey", "fairway"),  # a letter changed
        ("mooirng", "mooring"),  # neighbours swapped
        ("berht", "berth"),  # one slip in five letters
        ("wtih", "with"),  # a stop word
    ],
)
def test_one_slip_is_put_right(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.correct(f"what is {typed}?") == f"what is {meant}?"


@pytest.mark.parametrize("query", ["Anchor", "anchors", "should I ask which", "zebra crossing", "berh", "ship's", "42"])
def test_words_that_are_known_short_or_far_from_all_stay(spelling: Spelling, query: str) -> None:
    assert spelling.correct(query) == query


def test_everything_between_words_stays(spelling: Spelling) -> None:
    assert spelling.correct("  anchr -- (anchr)?\n") == "  anchor -- (anchor)?\n"


def test_words_of_the_language_are_not_taken_for_words_of_the_glossary(harbour: HybridRetriever) -> None:
    language = {"fairwell"}
    query = "a fairwell at the fairwey"
    assert Spelling(harbour.index, language.__contains__).correct(query) == "a fairwell at the fairway"
    assert Spelling(harbour.index, lambda word: False).correct("fairwayl") == "fairway"
