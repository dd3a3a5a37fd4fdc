"""Passages: exact slices, in order, within budget and window, nothing lost."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunking import Window, chunk, embedding_prefix, fitting_spans, text_to_embed
from ingest.datatypes import Article, Passage
from ingest.embedders import Embedder
from ingest.page import Block, compose
from ingest.tokens import count_tokens

signs = st.one_of(st.sampled_from(" .!?,;:|\n-–()\"'“”…abcXYZ019"), st.characters(exclude_categories=["Cs"]))
long_texts = st.one_of(
    st.text(alphabet=signs, max_size=80),
    st.builds(lambda sentence, n: sentence * n, st.text(alphabet=signs, min_size=1, max_size=40), st.integers(1, 60)),
    st.sampled_from(["-" * 200, "<|endoftext|>" * 40, "x" * 3000, "。" * 300, "\U0001f600" * 200, "a, b; c. " * 90]),
)
pages = st.lists(
    st.one_of(
        st.builds(Block, st.just("heading"), long_texts, st.integers(1, 6)),
        st.builds(Block, st.sampled_from(["paragraph", "list_item", "table_row", "formula"]), long_texts),
    ),
    max_size=6,
)
budgets = st.sampled_from([16, 40, 200])


def article(blocks: Sequence[Block], term: str = "Ebb") -> Article:
    page = compose(blocks)
    return Article("ebb", term, term, page.text, page.sections, page.segments)


def window_of(embedder: Embedder, budget_tokens: int = 200) -> Window:
    return Window(budget_tokens, embedder.max_wordpieces, embedder.count_wordpieces)


def check(found: Article, passages: Sequence[Passage], window: Window) -> None:
    """Assert all that always holds of the passages of an article."""
    end = 0
    for passage in passages:
        assert passage.text == found.text[passage.start : passage.end]
        assert passage.text.strip()
        assert end <= passage.start < passage.end
        end = passage.end
        assert passage.n_tokens == count_tokens([passage.text])[0] <= window.budget_tokens
        prefix = embedding_prefix(found.term, passage.heading_path, window)
        read = window.count_wordpieces([text_to_embed(prefix, passage.text)])[0]
        assert passage.n_wordpieces == read <= window.max_wordpieces
        around = [s for s in found.sections if s.start <= passage.start and passage.end <= s.end]
        assert [section.heading_path for section in around] == [passage.heading_path]
    # the passages do not overlap, so a character that stands in one stands in one only
    held = {at for passage in passages for at in range(passage.start, passage.end)}
    inked = {at for s in found.segments for at in range(s.start, s.end) if not found.text[at].isspace()}
    assert inked <= held
    ids = [passage.passage_id for passage in passages]
    assert len(ids) == len(set(ids))


@given(pages, budgets)
@settings(max_examples=40)
def test_passages_are_slices_within_bounds_that_lose_nothing(
    hashing_embedder: Embedder, blocks: list[Block], budget_tokens: int
) -> None:
    window = window_of(hashing_embedder, budget_tokens)
    found = article(blocks)
    check(found, chunk(found, window), window)


@given(pages)
@settings(max_examples=25)
def test_passages_fit_the_window_of_the_real_model(openvino_embedder: Embedder, blocks: list[Block]) -> None:
    window = window_of(openvino_embedder)
    found = article(blocks, term="Ebb and " + "flow " * 30)
    check(found, chunk(found, window), window)


@pytest.mark.parametrize(
    "text",
    [
        "-" * 200,
        "-" * 5000,
        "<|endoftext|>" * 100,
        "[SEP] [MASK] [CLS] " * 100,
        "x" * 4000,
        "潮" * 1500,
        "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 200,
        ("a" * 50 + ",") * 100,
        "The ebb falls " * 400,
        "Ebb. " * 900,
    ],
    ids=["dashes", "more dashes", "special", "wordpieces", "letters", "ideographs", "emoji", "commas", "words", "dots"],
)  # fmt: skip
def test_text_that_is_hard_to_cut_is_cut_within_bounds(openvino_embedder: Embedder, text: str) -> None:
    window = window_of(openvino_embedder)
    found = article([Block("paragraph", text)])
    check(found, chunk(found, window), window)


def test_two_hundred_dashes_are_few_tokens_but_more_than_one_window(openvino_embedder: Embedder) -> None:
    window = window_of(openvino_embedder)
    found = article([Block("paragraph", "-" * 300)])
    assert count_tokens(["-" * 300])[0] <= window.budget_tokens
    assert len(chunk(found, window)) > 1


def test_a_section_that_fits_is_one_passage(hashing_embedder: Embedder) -> None:
    found = article([Block("paragraph", "The ebb falls. It takes six hours."), Block("list_item", "Wet stones.")])
    (passage,) = chunk(found, window_of(hashing_embedder))
    assert passage.text == found.text


def test_a_passage_never_crosses_a_heading(hashing_embedder: Embedder) -> None:
    found = article([Block("paragraph", "One."), Block("heading", "Use", 2), Block("paragraph", "Two.")])
    assert [(p.passage_id, p.heading_path, p.text) for p in chunk(found, window_of(hashing_embedder))] == [
        ("ebb#definition", ("Definition",), "One."),
        ("ebb#use", ("Use",), "Two."),
    ]


def test_segments_stay_whole_where_they_fit(hashing_embedder: Embedder) -> None:
    found = article([Block("paragraph", " ".join(f"Sentence {n} says that the ebb falls." for n in range(40)))])
    starts = {segment.start for segment in found.segments}
    ends = {segment.end for segment in found.segments}
    passages = chunk(found, window_of(hashing_embedder, 60))
    assert len(passages) > 1
    assert all(passage.start in starts and passage.end in ends for passage in passages)


def test_parts_of_a_section_are_of_like_length(hashing_embedder: Embedder) -> None:
    found = article([Block("paragraph", " ".join(f"Sentence {n} says that the ebb falls." for n in range(40)))])
    sizes = [passage.n_tokens for passage in chunk(found, window_of(hashing_embedder, 60))]
    assert min(sizes) > max(sizes) / 2


def test_later_parts_of_a_section_are_numbered_from_two(hashing_embedder: Embedder) -> None:
    found = article([Block("heading", "Use", 2), *[Block("list_item", f"Sentence {n} is here.") for n in range(9)]])
    ids = [passage.passage_id for passage in chunk(found, window_of(hashing_embedder, 20))]
    assert ids[:3] == ["ebb#use", "ebb#use-2", "ebb#use-3"]


def test_a_numbered_part_never_takes_the_id_of_a_section(hashing_embedder: Embedder) -> None:
    many = [Block("list_item", f"Sentence {n} is here.") for n in range(9)]
    found = article([Block("heading", "Step", 2), *many, Block("heading", "Step 2", 2), *many])
    window = window_of(hashing_embedder, 20)
    passages = chunk(found, window)
    check(found, passages, window)
    (second_section,) = [p for p in passages if p.heading_path == ("Step 2",) and p.passage_id == "ebb#step-2"]
    assert second_section.text.startswith("Sentence 0")


def test_the_ids_of_a_section_do_not_change_with_the_sections_beside_it(hashing_embedder: Embedder) -> None:
    use = [Block("heading", "Use", 2), Block("paragraph", "Two.")]
    window = window_of(hashing_embedder)
    alone = {p.passage_id for p in chunk(article(use), window)}
    beside = {p.passage_id for p in chunk(article([Block("paragraph", "One."), *use]), window)}
    assert alone < beside


def test_an_article_without_text_gives_no_passages(hashing_embedder: Embedder) -> None:
    assert chunk(article([]), window_of(hashing_embedder)) == []


def test_the_prefix_is_the_term_with_the_headings_but_not_the_given_one(hashing_embedder: Embedder) -> None:
    window = window_of(hashing_embedder)
    assert embedding_prefix("Ebb", ("Definition",), window) == "Ebb"
    assert embedding_prefix("Ebb", ("Use", "At sea"), window) == "Ebb: Use: At sea"


def test_the_prefix_takes_at_most_a_quarter_of_the_window(hashing_embedder: Embedder) -> None:
    window = window_of(hashing_embedder)
    prefix = embedding_prefix("Ebb", ("flow " * 500,), window)
    assert prefix.startswith("Ebb: flow flow")
    assert window.count_wordpieces([prefix])[0] <= window.max_wordpieces // 4


def test_the_text_to_embed_stands_below_its_prefix() -> None:
    assert text_to_embed("Ebb", "It falls.") == "Ebb\nIt falls."
    assert text_to_embed("", "It falls.") == "It falls."


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("short", 10, ["short"]),
        ("one, two, three", 10, ["one, two,", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("abcdefgh", 3, ["ab", "cd", "ef", "gh"]),
    ],
)
def test_a_span_is_cut_at_clauses_then_words_then_inside_words(text: str, limit: int, parts: list[str]) -> None:
    spans = fitting_spans(text, (0, len(text)), lambda part: len(part) <= limit)
    assert [text[start:end] for start, end in spans] == parts


@given(st.text(alphabet=signs, min_size=1), st.integers(1, 9))
def test_parts_of_a_span_fit_and_lose_only_white_space(text: str, limit: int) -> None:
    spans = fitting_spans(text, (0, len(text)), lambda part: len(part) <= limit)
    assert all(end - start <= limit for start, end in spans)
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())
    assert spans == sorted(spans)
