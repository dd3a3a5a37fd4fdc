"""What speaks for kinship, against numbers worked by hand."""

import math

import pytest

from retriever.term_evidence import articles_near, mentioning, shared_neighbours


def test_shared_neighbours_count_more_the_fewer_share_them() -> None:
    neighbours = {"a": {"hub", "inn"}, "b": {"hub"}, "c": {"inn"}, "hub": {"a", "b", "d", "e"}, "inn": {"a", "c"}}
    shared = shared_neighbours("a", neighbours)
    # c shares inn, which two know: 1 / log(4), the most; b, d and e share hub, which four know: 1 / log(6)
    assert shared["c"] == 1.0
    assert shared["b"] == pytest.approx(math.log(4) / math.log(6))
    assert set(shared) == {"b", "c", "d", "e"}


def test_an_article_without_links_shares_none() -> None:
    assert shared_neighbours("a", {"a": set()}) == {}


def test_an_article_is_named_by_whole_words_with_plural_and_case_forgiven(open_pages) -> None:
    pages = {
        "oar.md": "---\nterm: Oar\naliases: [AR]\n---\nMade of ash.",
        "thole.md": "# Thole\n\nTwo pins hold the OARS.",
        "soar.md": "# Soar\n\nGulls soar, and roar; ar.",
    }
    retriever = open_pages(pages)
    assert mentioning(retriever.index, retriever.index.article("oar"), retriever.graph.mentions) == ["thole"]


def test_a_name_inside_a_longer_one_is_no_mention(open_pages) -> None:
    pages = {"oar.md": "# Oar\n\nAsh.", "oar-lock.md": "# Oar Lock\n\nBrass.", "bow.md": "# Bow\n\nIts oar lock broke."}
    retriever = open_pages(pages)
    assert mentioning(retriever.index, retriever.index.article("oar"), retriever.graph.mentions) == []
    assert mentioning(retriever.index, retriever.index.article("oar-lock"), retriever.graph.mentions) == ["bow"]


def test_articles_are_near_by_the_mean_of_their_passages(open_pages) -> None:
    index = open_pages(
        {"oar.md": "# Oar\n\nAn oar moves a boat.", "paddle.md": "# Paddle\n\nA paddle moves a boat."}
    ).index
    assert articles_near(index, 0) == pytest.approx({"paddle": 4 / 80**0.5}, abs=1e-5)
