"""Blocks of an article, and fragments that find a quote."""

from urllib.parse import unquote

import pytest

from server.answering.glossary import Glossary
from server.text_markup import shown_sections, text_fragment


def test_every_segment_is_shown_once_in_order(each_glossary: Glossary) -> None:
    for record in each_glossary.index.articles.values():
        article = record.article
        pieces = [piece for s in shown_sections(article) for block in s.blocks for piece in block.pieces]
        assert pieces == [article.text[segment.start : segment.end] for segment in article.segments]


def test_lists_tables_and_formulas_are_blocks_of_their_own(beekeeping: Glossary) -> None:
    sections = shown_sections(beekeeping.index.article("mite-load"))
    assert [[block.kind for block in section.blocks] for section in sections] == [
        ["sentence"],
        ["formula", "sentence"],
        ["table_row"],
    ]
    assert len(sections[2].blocks[0].pieces) == 4


def test_sections_carry_the_slugs_of_their_passages(beekeeping: Glossary) -> None:
    sections = shown_sections(beekeeping.index.article("swarming"))
    assert [section.slug for section in sections][:2] == ["definition", "signs-of-swarming"]
    assert {section.level for section in sections} == {2}


def test_a_short_quote_is_searched_for_whole() -> None:
    assert text_fragment("Bees, wax & honey - 100%") == ":~:text=Bees%2C%20wax%20%26%20honey%20%2D%20100%25"


def test_a_long_quote_is_searched_for_by_its_first_and_last_eight_words() -> None:
    words = [f"w{n}" for n in range(17)]
    assert text_fragment(" ".join(words)) == f":~:text={'%20'.join(words[:8])},{'%20'.join(words[-8:])}"
    assert unquote(text_fragment(" ".join(words[:16]))) == ":~:text=" + " ".join(words[:16])


@pytest.mark.parametrize("text", ["a-b", "x,y", 'say "hi" <b>', "naïve — café", "#top?x=1"])
def test_a_fragment_holds_no_sign_that_means_something_in_it(text: str) -> None:
    inside = text_fragment(text).removeprefix(":~:text=")
    assert not set(inside) & set("-,&<>\"'# ")
    assert unquote(inside) == text
