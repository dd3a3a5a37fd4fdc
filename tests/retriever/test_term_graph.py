"""Names, links and related terms of a glossary."""

import pytest

from retriever.errors import UnknownTermError
from retriever.term_graph import TermGraph, without_ing


@pytest.mark.parametrize(
    "name",
    [
        "Anchor Chain",
        "anchor chain",
        "ANCHOR CHAINS",
        "anchor-chain",
        "anchor–chain",
        "AnchorChain",
        "  anchor   chain ",
        "gear/anchor-chain",
        "cables",
    ],
)
def test_find_forgives_case_plural_and_dashes(graph: TermGraph, name: str) -> None:
    assert graph.find(name) == ("gear/anchor-chain",)


@pytest.mark.parametrize("name", ["", "  ", "?", "anchorage", "chain"])
def test_find_gives_nothing_for_other_names(graph: TermGraph, name: str) -> None:
    assert graph.find(name) == ()


def test_of_several_articles_with_one_name_the_longest_is_the_one(open_pages) -> None:
    graph = open_pages(
        {
            "a.md": "---\nterm: Buoy\n---\nA float.",
            "b.md": "---\nterm: Buoy\n---\nA buoy is a float that marks a channel.",
            "c.md": "---\nterm: Buoy\n---\nA buoy floats.",
        }
    ).graph
    assert graph.find("buoys") == ("a", "b", "c")
    assert graph.find_one("buoys").article_id == "b"


def test_an_unknown_term_names_the_nearest(graph: TermGraph) -> None:
    with pytest.raises(UnknownTermError) as unknown:
        graph.find_one("Windlace")
    assert "'Windlace'" in str(unknown.value)
    assert "nearest: 'Windlass'" in str(unknown.value)


def test_nearest_names_forgive_typing_errors_and_are_at_most_n(graph: TermGraph) -> None:
    assert graph.nearest_names("fareway", 1) == ["fairway"]
    assert graph.nearest_names("ancor chian", 2)[0] == "gear/anchor-chain"
    assert graph.nearest_names("anchor", 1) == ["anchor"]
    assert graph.nearest_names("zzzz", 3) == []


def test_links_are_resolved_by_id_by_relative_path_and_by_name(graph: TermGraph) -> None:
    linked = [term for term in graph.related("anchor") if term.reason == "linked"]
    # gear/anchor-chain by its id, gear/windlass.md by path, "Mooring Buoy" by name; earlier links count a little more
    assert [(term.article_id, term.score) for term in linked] == [
        ("gear/anchor-chain", 1.0),
        ("gear/windlass", 0.99),
        ("mooring-buoy", 0.98),
    ]


@pytest.mark.parametrize(
    ("article", "target"),
    [
        ("gear/anchor-chain", "anchor"),  # ../anchor.md: up one folder
        ("gear/anchor-chain", "gear/windlass"),  # windlass: beside it
        ("gear/windlass", "gear/anchor-chain"),  # /gear/anchor-chain.md#care: from the root, to a section
    ],
)
def test_links_between_folders_are_resolved(graph: TermGraph, article: str, target: str) -> None:
    reasons = {term.article_id: (term.reason, term.score) for term in graph.related(article)}
    reason, score = reasons[target]
    assert reason == "linked"
    assert score >= 0.9


def test_links_to_nowhere_and_to_itself_are_left_out(open_pages) -> None:
    graph = open_pages(
        {
            "reef.md": "---\nterm: Reef\nrelated: [reef, nowhere, 'https://example.org/x', '#care', '']\n---\nA reef.",
            "tar.md": "---\nterm: Tar\n---\nBlack and sticky.",
        }
    ).graph
    assert [term.reason for term in graph.related("reef") if term.reason == "linked"] == []


def test_linked_from_names_the_articles_that_link_here(graph: TermGraph) -> None:
    assert set(graph.linked_from("gear/anchor-chain")) == {"anchor", "gear/windlass"}
    assert graph.linked_from("fairway") == ()
    assert graph.linked_from("no such article") == ()


def test_mentions_prefer_the_longest_name_at_one_place(graph: TermGraph) -> None:
    text = "Drop the anchor, then let the anchor chain run from the windlasses."
    assert graph.mentions(text) == ["anchor", "gear/anchor-chain", "gear/windlass"]
    assert graph.mentions("the anchor chain") == ["gear/anchor-chain"]


@pytest.mark.parametrize(
    "text", ["a Mooring-Buoy", "MOORING BUOYS!", "the mooring buoy's ring", "mooring\nbuoy", "two MBs", "(MB)"]
)
def test_mentions_forgive_how_a_name_is_written(graph: TermGraph, text: str) -> None:
    assert graph.mentions(text) == ["mooring-buoy"]


@pytest.mark.parametrize("text", ["", "anchorage", "moor the buoy", "unfair way", "windlassing"])
def test_parts_of_words_are_no_mentions(graph: TermGraph, text: str) -> None:
    assert graph.mentions(text) == []


def test_an_article_does_not_mention_itself(graph: TermGraph) -> None:
    assert graph.mentions("anchor and fairway", but="anchor") == ["fairway"]


def test_links_mentions_and_shared_names_are_reasons(graph: TermGraph) -> None:
    reasons = {
        article: {term.article_id: term.reason for term in graph.related(article, 20)}
        for article in ("anchor", "fairway", "harbour-master", "mooring-buoy")
    }
    assert reasons["anchor"]["gear/windlass"] == "linked"
    assert reasons["mooring-buoy"]["anchor"] == "linked", "a link counts at its other end too"
    assert reasons["fairway"]["harbour-master"] == "mentioned"
    assert reasons["harbour-master"]["port-captain"] == "alias"


def test_what_speaks_for_a_term_without_a_link_adds_up(open_pages) -> None:
    graph = open_pages(
        {"oar.md": "# Oar\n\nAn oar moves a boat.", "paddle.md": "# Paddle\n\nA paddle moves a boat."}
    ).graph
    # "Oar / An oar moves a boat": oar 2, an, moves, a, boat 1: length sqrt(8)
    # "Paddle / A paddle moves a boat": paddle 2, a 2, moves, boat 1: length sqrt(10)
    # they share moves, a and boat: cosine (1 + 2 + 1) / sqrt(80) = 0.4472; nothing else speaks for them, so
    # 0.8 * 0.4472 / (0.7 + 0.3 + 1 + 0.3) = 0.1556
    related = graph.related("oar")
    assert [(term.article_id, term.reason, term.score) for term in related] == [("paddle", "similar", 0.1556)]


def test_a_mention_counts_at_its_other_end_too(open_pages) -> None:
    pages = {"oar.md": "# Oar\n\nMade of ash.", "thole.md": "# Thole\n\nPins that hold oars in place."}
    graph = open_pages(pages).graph
    assert [(term.article_id, term.reason) for term in graph.related("thole")] == [("oar", "mentioned")]
    assert [(term.article_id, term.reason) for term in graph.related("oar")] == [("thole", "mentioned")]
    assert graph.related("thole")[0].score > graph.related("oar")[0].score


def test_related_terms_come_once_without_the_term_itself_and_scores_in_range(graph: TermGraph) -> None:
    for article_id in ("anchor", "fairway", "gear/windlass"):
        related = graph.related(article_id, 20)
        ids = [term.article_id for term in related]
        assert len(ids) == len(set(ids))
        assert article_id not in ids
        assert all(0 < term.score <= 1 for term in related)


def test_related_terms_are_at_most_n(graph: TermGraph) -> None:
    assert graph.related("anchor", 2) == graph.related("anchor", 20)[:2]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("giving feedback", ("giv feedback", "give feedback")),
        ("Saying No", ("Say No", "Saye No")),
        ("running a hive", ("runn a hive", "runne a hive", "run a hive")),
        ("swarming", ()),
        ("king cell", ()),
        ("queen rearing", ()),
    ],
)
def test_a_name_that_begins_with_a_doing_is_written_without_its_ending(name: str, written: tuple[str, ...]) -> None:
    assert without_ing(name) == written


def test_a_doing_is_meant_by_its_verb(open_pages) -> None:
    graph = open_pages({"say.md": "# Saying No\n\nA refusal.\n", "drop.md": "# Dropping Anchor\n\nStaying.\n"}).graph
    assert graph.mentions("How do I say no to the pilot and drop anchor?") == ["say", "drop"]
    assert graph.mentions("Saying no is hard") == ["say"]
    assert graph.mentions("they say nothing") == []
    assert graph.find("say no") == ()
