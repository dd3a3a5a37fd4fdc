"""What a ranking promises, whatever the query."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.embedders import Embedder
from ingest.errors import IndexMismatchError, IndexMissingError
from retriever.errors import RetrieverError
from retriever.hybrid import MAX_QUERY_CHARACTERS, HybridRetriever, open_retriever, query_text
from retriever.settings import RetrieverSettings

WORDS = ("anchor", "chain", "windlass", "ship", "fairway", "water", "links", "rinse", "jerk", "of", "the", "?")
QUERIES = st.one_of(
    st.text(min_size=1, max_size=MAX_QUERY_CHARACTERS).filter(str.strip),
    st.lists(
        st.sampled_from(WORDS),
        min_size=1,
    )
    .map(" ".join)
    .filter(lambda query: len(query) <= MAX_QUERY_CHARACTERS),
)


@given(QUERIES, st.integers(1, 20))
def test_ranks_count_from_1_and_scores_never_rise(harbour: HybridRetriever, query: str, k: int) -> None:
    hits = harbour.search(query, k).hits
    scores = [hit.score for hit in hits]
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert scores == sorted(scores, reverse=True)
    assert 0 < len(hits) <= k


@given(QUERIES)
def test_one_text_is_one_hit(harbour: HybridRetriever, query: str) -> None:
    hits = harbour.search(query, 50).hits
    texts = [hit.passage.text for hit in hits]
    assert len(texts) == len(set(texts))
    for hit in hits:
        holders = {p.article_id for p in harbour.index.passages if p.text == hit.passage.text}
        assert {hit.passage.article_id, *hit.also_in} == holders
        assert hit.passage.article_id not in hit.also_in


@given(QUERIES)
def test_hits_carry_the_cosine_with_the_query(harbour: HybridRetriever, query: str) -> None:
    found = harbour.search(query)
    rows = {passage.passage_id: row for row, passage in enumerate(harbour.index.passages)}
    for hit in found.hits:
        vector = harbour.index.vectors.vectors(np.array([rows[hit.passage.passage_id]], dtype=np.int64))[0]
        assert hit.dense == pytest.approx(float(vector @ found.query_vector), abs=1e-5)
    assert np.linalg.norm(found.query_vector) == pytest.approx(1.0, abs=1e-5)


def test_without_words_sentences_and_feedback_the_score_is_the_cosine(open_pages) -> None:
    retriever = open_pages(
        {
            "keel.md": "# Keel\n\nThe keel carries a ship.",
            "mast.md": "# Mast\n\nThe mast carries one sail and one lamp.",
        },
        lexical_weight=0.0,
        sentence_weight=0.0,
        feedback_weight=0.0,
    )
    hits = retriever.search("keel carries").hits
    # "Keel / The keel carries a ship": keel 2, the, carries, a, ship 1 each: length sqrt(8); the query has length
    # sqrt(2); cosine (2 + 1) / sqrt(16) = 0.75
    # "Mast / The mast carries one sail and one lamp": mast 2, one 2, the, carries, sail, and, lamp 1 each: length
    # sqrt(13); cosine 1 / sqrt(26)
    assert [(hit.passage.article_id, hit.rank) for hit in hits] == [("keel", 1), ("mast", 2)]
    assert [hit.score for hit in hits] == pytest.approx([0.75, 1 / 26**0.5], abs=1e-6)
    assert [hit.dense for hit in hits] == pytest.approx([0.75, 1 / 26**0.5], abs=1e-6)


def test_the_best_match_of_words_gains_the_whole_lexical_weight(open_pages) -> None:
    pages = {"keel.md": "# Keel\n\nThe keel carries a ship.", "mast.md": "# Mast\n\nThe mast holds one sail."}
    hits = open_pages(pages, lexical_weight=0.5, sentence_weight=0.0, feedback_weight=0.0).search("keel ship").hits
    # keel 2, ship 1 of a passage of length sqrt(8): cosine 3 / 4; passage and article are the best match: + 0.5
    assert hits[0].passage.article_id == "keel"
    assert hits[0].score == pytest.approx(0.75 + 0.5, abs=1e-6)
    # mast shares no word: cosine 0, nothing gained
    assert hits[1].score == pytest.approx(0.0, abs=1e-6)
    assert hits[1].lexical == 0.0


def test_equal_scores_come_in_order_of_passage(open_pages) -> None:
    words = ["oar", "rope", "sail", "tar", "yard"]
    pages = {f"{word}.md": f"# {word.title()}\n\nEach ship needs one {word}." for word in reversed(words)}
    hits = open_pages(pages, lexical_weight=0.0, feedback_weight=0.0).search("ship").hits
    assert len({hit.score for hit in hits}) == 1
    assert [hit.passage.article_id for hit in hits] == words


def test_passages_of_one_text_fold_to_a_hit_that_names_the_other_articles(harbour: HybridRetriever) -> None:
    shared = [hit for hit in harbour.search("rinse the links with fresh water").hits if "Rinse" in hit.passage.text]
    assert len(shared) == 1
    assert {shared[0].passage.article_id, *shared[0].also_in} == {"gear/anchor-chain", "gear/windlass"}


@pytest.mark.parametrize(
    ("query", "named", "other"),
    [
        ("rinse links windlass", "gear/windlass", "gear/anchor-chain"),
        ("rinse links anchor chain", "gear/anchor-chain", "gear/windlass"),
    ],
)
def test_of_passages_of_one_text_the_article_that_the_query_names_is_the_hit(
    harbour: HybridRetriever, query: str, named: str, other: str
) -> None:
    hit = next(hit for hit in harbour.search(query).hits if hit.passage.text.startswith("Rinse the links"))
    assert hit.passage.article_id == named
    assert hit.also_in == (other,)


def test_an_article_that_is_named_by_an_alias_is_the_hit_however_far_its_copy_is_down(open_pages) -> None:
    ids = [f"boat-{n:02}" for n in range(30)]
    pages = {f"{name}.md": f"# {name.title()}\n\nPaint it once a year." for name in ids}
    by_its_copy = open_pages(pages, depth=10).search("paint a skiff once a year").hits[0].passage.article_id
    named = next(name for name in reversed(ids) if name != by_its_copy)
    pages[f"{named}.md"] = f"---\nterm: {named.title()}\naliases: [Skiff]\n---\nPaint it once a year."
    (hit,) = open_pages(pages, depth=10).search("paint a skiff once a year").hits
    assert hit.passage.article_id == named
    assert hit.also_in == tuple(name for name in ids if name != named)


def test_also_in_is_in_order_of_id_and_may_hold_many(open_pages) -> None:
    pages = {f"{name}.md": f"# {name.title()}\n\nPaint it once a year." for name in ("dory", "cog", "barge", "ark")}
    hits = open_pages(pages).search("dory paint").hits
    assert len(hits) == 1
    assert hits[0].passage.article_id == "dory"
    assert hits[0].also_in == ("ark", "barge", "cog")


@pytest.mark.parametrize("query", ["", " ", "\n\t ", "\u00a0"])
def test_an_empty_query_is_refused(harbour: HybridRetriever, query: str) -> None:
    with pytest.raises(RetrieverError, match="empty"):
        harbour.search(query)


def test_a_query_of_1000_characters_is_read_and_one_more_is_refused(harbour: HybridRetriever) -> None:
    assert harbour.search("a" * 1000).hits
    with pytest.raises(RetrieverError, match="1001 characters, at most 1000"):
        harbour.search("a" * 1001)


@pytest.mark.parametrize("k", [0, -1])
def test_k_below_1_is_refused(harbour: HybridRetriever, k: int) -> None:
    with pytest.raises(RetrieverError, match="k must be at least 1"):
        harbour.search("anchor", k)


def test_k_larger_than_the_index_gives_every_text(harbour: HybridRetriever) -> None:
    n_texts = len({passage.text for passage in harbour.index.passages})
    assert len(harbour.search("anchor", 1000).hits) == n_texts


def test_a_smaller_k_gives_the_head_of_the_ranking(harbour: HybridRetriever) -> None:
    whole = harbour.search("how does an anchor hold the ship", 8).hits
    assert harbour.search("how does an anchor hold the ship", 3).hits == whole[:3]


@pytest.mark.parametrize("query", ["tide " * 200, "?" * 1000, "x" * 1000, "潮" * 1000, "a, " * 333])
def test_a_query_longer_than_the_window_is_read(
    harbour: HybridRetriever, openvino_embedder: Embedder, query: str
) -> None:
    assert harbour.search(query.strip()).hits
    for embedder in (harbour.embedder, openvino_embedder):
        text = query_text(query.strip(), embedder)
        assert text
        assert embedder.count_wordpieces([text])[0] <= embedder.max_wordpieces


def test_of_a_query_longer_than_the_window_head_and_tail_are_read(hashing_embedder: Embedder) -> None:
    middle = " ".join(["tide"] * 400)
    read = query_text(f"what does an anchor {middle} hold on rock?", hashing_embedder).split()
    assert read[:4] == ["what", "does", "an", "anchor"]
    assert read[-3:] == ["hold", "on", "rock?"]


def test_a_query_that_fits_is_read_whole(hashing_embedder: Embedder) -> None:
    assert query_text("  what is   an anchor?\n", hashing_embedder) == "what is an anchor?"


def test_white_space_in_a_query_changes_nothing(harbour: HybridRetriever) -> None:
    assert harbour.search(" anchor \n chain\t").hits == harbour.search("anchor chain").hits


def test_queries_embedded_together_rank_as_they_do_alone(harbour: HybridRetriever) -> None:
    queries = ["what is a windlass", "anchor", "where is the fairway"]
    vectors = harbour.embed_queries(queries)
    for query, vector in zip(queries, vectors, strict=True):
        assert tuple(harbour.ranked_passages(query, vector, 5)) == harbour.search(query, 5).hits


def test_an_index_of_another_embedder_is_refused_in_one_line_that_says_what_to_do(
    harbour: HybridRetriever, openvino_embedder: Embedder
) -> None:
    with pytest.raises(IndexMismatchError) as refused:
        HybridRetriever(harbour.index, openvino_embedder, harbour.settings)
    said = str(refused.value)
    assert "\n" not in said
    for part in ("'hashing'", "dim 256", "'openvino'", "dim 384", "glossator ingest", "GLOSSATOR_EMBEDDER"):
        assert part in said
    assert str(harbour.settings.index) in said


def test_a_missing_index_is_refused_with_the_command_that_builds_it(tmp_path) -> None:
    with pytest.raises(IndexMissingError, match="glossator ingest"):
        open_retriever(RetrieverSettings(embedder="hashing", index=tmp_path / "nowhere"))
