"""Tags in, blocks out: no text lost, none twice."""

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.html_blocks import blocks_of_markup, html_blocks
from ingest.page import Block

TAGS = ["div", "p", "ul", "ol", "li", "section", "span", "b", "blockquote", "dl", "dt", "dd", "my-box", "figure", "h2"]


def test_a_paragraph_joins_its_inline_tags_and_keeps_line_breaks() -> None:
    assert blocks_of_markup("<p>Slack <b>wa<i>ter</i></b><br>is calm.</p>") == [
        Block("paragraph", "Slack water\nis calm.")
    ]


def test_items_of_nested_lists_are_blocks_of_their_own() -> None:
    assert blocks_of_markup("<ul><li>Sea<ol><li>Ebb</li><li>Flood</li></ol>and more</li></ul>") == [
        Block("list_item", "Sea"),
        Block("list_item", "Ebb"),
        Block("list_item", "Flood"),
        Block("paragraph", "and more"),
    ]


def test_a_definition_list_gives_headings_with_paragraphs() -> None:
    assert blocks_of_markup("<dl><dt>Ebb</dt><dd>The sea <p>falls.</p></dd></dl>") == [
        Block("heading", "Ebb", 6),
        Block("paragraph", "The sea "),
        Block("paragraph", "falls."),
    ]


def test_a_tag_that_html_does_not_know_is_inline() -> None:
    assert blocks_of_markup("<p>The <my-word>sea</my-word> falls.</p>") == [Block("paragraph", "The sea falls.")]


def test_comments_and_scripts_are_no_text() -> None:
    assert blocks_of_markup("<div><!-- ropes --><script>fall()</script>The sea falls.</div>") == [
        Block("paragraph", "The sea falls.")
    ]


@st.composite
def trees(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Markup with numbered words in it, and those words in the order of the page."""
    words: list[str] = []

    def element(depth: int) -> str:
        parts: list[str] = []
        for _ in range(draw(st.integers(0, 3))):
            if depth and draw(st.booleans()):
                parts.append(element(depth - 1))
            else:
                words.append(f"w{len(words)}")
                parts.append(f" {words[-1]} ")
        tag = draw(st.sampled_from(TAGS))
        return f"<{tag}>{''.join(parts)}</{tag}>"

    return element(4), words


@given(trees())
def test_every_word_of_a_page_stands_in_exactly_one_block_in_order(tree: tuple[str, list[str]]) -> None:
    markup, words = tree
    blocks = html_blocks(BeautifulSoup(markup, "html.parser"))
    assert " ".join(block.text for block in blocks).split() == words
