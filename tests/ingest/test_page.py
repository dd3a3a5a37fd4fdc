"""Blocks to stored text: offsets, sections and segments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.page import Block, PageText, compose, sentence_spans, unique_slug
from ingest.text_cleaning import clean, one_line

texts = st.text(
    alphabet=st.one_of(st.sampled_from(" .!?,;:|\n\t-()[]\"'“”…。？abcXYZ019"), st.characters(codec=None)), max_size=60
)
blocks = st.lists(
    st.one_of(
        st.builds(Block, st.just("heading"), texts, st.integers(1, 6)),
        st.builds(Block, st.sampled_from(["paragraph", "list_item", "table_row", "formula"]), texts),
    ),
    max_size=12,
)


def without_blanks(text: str) -> str:
    return "".join(text.split())


def section_texts(page: PageText) -> list[tuple[tuple[str, ...], str]]:
    return [(section.heading_path, page.text[section.start : section.end]) for section in page.sections]


@given(blocks)
def test_every_character_of_every_block_is_kept_in_order(page: list[Block]) -> None:
    composed = compose(page)
    assert without_blanks(composed.text) == without_blanks("".join(clean(block.text) for block in page))


@given(blocks)
def test_segments_are_in_order_do_not_overlap_and_begin_and_end_with_ink(page: list[Block]) -> None:
    composed = compose(page)
    end = 0
    for segment in composed.segments:
        assert end <= segment.start < segment.end <= len(composed.text)
        quote = composed.text[segment.start : segment.end]
        assert quote == quote.strip()
        end = segment.end


@given(blocks)
def test_segments_hold_everything_but_headings(page: list[Block]) -> None:
    composed = compose(page)
    held = "".join(composed.text[segment.start : segment.end] for segment in composed.segments)
    assert without_blanks(held) == without_blanks(
        "".join(clean(block.text) for block in page if block.kind != "heading")
    )


@given(blocks)
def test_each_segment_lies_in_exactly_one_section(page: list[Block]) -> None:
    composed = compose(page)
    for segment in composed.segments:
        around = [s for s in composed.sections if s.start <= segment.start and segment.end <= s.end]
        assert len(around) == 1


@given(blocks)
def test_sections_are_in_order_hold_text_and_have_their_own_slug(page: list[Block]) -> None:
    composed = compose(page)
    end = 0
    for section in composed.sections:
        assert end <= section.start < section.end
        end = section.end
    slugs = [section.slug for section in composed.sections]
    assert len(slugs) == len(set(slugs))


@given(blocks)
def test_stored_text_is_clean(page: list[Block]) -> None:
    text = compose(page).text
    assert clean(text) == text


def test_a_page_reads_as_its_author_laid_it_out() -> None:
    page = compose(
        [
            Block("paragraph", "The ebb is  falling water. It takes\nsix hours."),
            Block("heading", "Signs", 2),
            Block("list_item", "Wet stones."),
            Block("list_item", "Slack ropes."),
            Block("heading", "Numbers", 3),
            Block("table_row", "Day | Hours"),
            Block("table_row", "Mon | 6"),
            Block("formula", "\n  range = high - low  \n\n\nhalf = range / 2\n"),
        ]
    )
    assert page.text == (
        "The ebb is falling water. It takes six hours.\n\n"
        "Signs\n\nWet stones.\nSlack ropes.\n\n"
        "Numbers\n\nDay | Hours\nMon | 6\n\n"
        "  range = high - low\nhalf = range / 2"
    )
    assert [(segment.kind, page.text[segment.start : segment.end]) for segment in page.segments] == [
        ("sentence", "The ebb is falling water."),
        ("sentence", "It takes six hours."),
        ("list_item", "Wet stones."),
        ("list_item", "Slack ropes."),
        ("table_row", "Day | Hours"),
        ("table_row", "Mon | 6"),
        ("formula", "range = high - low\nhalf = range / 2"),
    ]
    assert section_texts(page) == [
        (("Definition",), "The ebb is falling water. It takes six hours."),
        (("Signs",), "Wet stones.\nSlack ropes."),
        (("Signs", "Numbers"), "Day | Hours\nMon | 6\n\n  range = high - low\nhalf = range / 2"),
    ]


def test_a_heading_path_leaves_out_headings_of_the_same_or_a_lower_level() -> None:
    page = compose(
        [
            Block("heading", "A", 1),
            Block("heading", "B", 3),
            Block("paragraph", "one"),
            Block("heading", "C", 2),
            Block("paragraph", "two"),
        ]
    )
    assert [section.heading_path for section in page.sections] == [("A", "B"), ("A", "C")]
    assert page.sections[0].heading == "B"


def test_a_heading_with_nothing_below_it_names_no_section() -> None:
    page = compose([Block("heading", "Empty", 2), Block("heading", "Full", 2), Block("paragraph", "one")])
    assert [section.heading for section in page.sections] == ["Full"]
    assert page.text.startswith("Empty\n\nFull\n\n")


def test_equal_headings_get_numbered_slugs() -> None:
    page = compose([Block("heading", "Use", 2), Block("paragraph", "one")] * 2)
    assert [section.slug for section in page.sections] == ["use", "use-2"]


def test_a_numbered_slug_that_a_heading_has_taken_is_passed_over() -> None:
    taken = {"step", "step-2"}
    assert unique_slug("Step", taken) == "step-3"
    assert taken == {"step", "step-2", "step-3"}


def test_no_blocks_give_an_empty_page() -> None:
    assert compose([]) == PageText("", (), ())
    assert compose([Block("paragraph", " \u200b "), Block("formula", "\n")]) == PageText("", (), ())


@given(texts)
def test_sentences_lose_no_word_of_a_line(text: str) -> None:
    line = one_line(clean(text))
    spans = sentence_spans(line)
    assert without_blanks("".join(line[start:end] for start, end in spans)) == without_blanks(line)
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("Ships wait. They turn!", ["Ships wait.", "They turn!"]),
        ("Dr. Ebb met Mr. Flow at 6.30 p.m. yesterday.", ["Dr. Ebb met Mr. Flow at 6.30 p.m. yesterday."]),
        ("Use a rope, e.g. a hawser. Then wait.", ["Use a rope, e.g. a hawser.", "Then wait."]),
        ("It costs $4.50 a day.", ["It costs $4.50 a day."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(line: str, sentences: list[str]) -> None:
    assert [line[start:end] for start, end in sentence_spans(line)] == sentences
