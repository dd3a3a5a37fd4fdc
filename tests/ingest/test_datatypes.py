"""What an article says of itself."""

from dataclasses import replace

from ingest.datatypes import Article
from ingest.page import Block, compose

PAGE = compose([Block("paragraph", "The ebb falls. It takes six hours. Then it rests."), Block("heading", "Use", 2)])
EBB = Article("ebb", "Ebb", "Ebb", PAGE.text, PAGE.sections, PAGE.segments, file="ebb.md")


def test_the_definition_is_the_first_two_sentences() -> None:
    assert EBB.definition == "The ebb falls. It takes six hours."


def test_the_summary_of_the_page_goes_before_its_opening() -> None:
    assert replace(EBB, summary="Falling water.").definition == "Falling water."


def test_an_article_without_text_has_no_definition() -> None:
    assert replace(EBB, text="", sections=(), segments=()).definition == ""


def test_the_source_is_the_address_else_the_file() -> None:
    assert EBB.source == "ebb.md"
    assert replace(EBB, url="https://example.org/ebb").source == "https://example.org/ebb"
