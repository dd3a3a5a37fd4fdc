"""Markdown with front matter and short codes in, the parsed page out."""

from pathlib import Path

import pytest

from ingest.errors import UnreadableArticleError
from ingest.formats import ParsedPage, SourcePage
from ingest.formats.markdown_page import markdown_blocks, parse
from ingest.page import Block


def page(text: str, article_id: str = "tide-table", **defaults: str) -> ParsedPage:
    (found,) = parse(SourcePage(article_id, f"{article_id}.md", f"{article_id}.md", text.encode(), defaults))
    return found


@pytest.fixture(scope="module")
def sample(samples: Path) -> ParsedPage:
    file = samples / "front_matter_and_short_codes.md"
    (found,) = parse(SourcePage(file.stem, str(file), file.name, file.read_bytes()))
    return found


def test_keys_of_the_front_matter_may_be_capitalised_and_indented(sample: ParsedPage) -> None:
    assert sample.title == "Tide Table"
    assert sample.term == "Tide Table"
    assert sample.summary == "A list of the hours at which the sea stands high and low."
    assert sample.licence == "CC-BY-4.0"
    assert sample.url == "https://example.org/terms/tide-table"


def test_aka_gives_aliases(sample: ParsedPage) -> None:
    assert sample.aliases == ("Tidal calendar", "Tide book")


def test_the_first_tag_gives_the_category(sample: ParsedPage) -> None:
    assert sample.category == "navigation"


def test_related_keys_tooltips_and_links_to_pages_are_kept_as_see_also(sample: ParsedPage) -> None:
    assert sample.see_also == (
        "slack-water",
        "spring-tide",
        "high-water.md",
        "../methods/harmonic-analysis.md#constants",
    )


def test_the_blocks_are_what_a_reader_sees(sample: ParsedPage) -> None:
    assert sample.blocks == (
        Block("paragraph", "A tide table is a list of the hours at which the sea stands high and low at one harbour."),
        Block("paragraph", "It is worked out a year ahead; see the printed book."),
        Block("heading", "How to read it", 2),
        Block("list_item", "Find the harbour."),
        Block("list_item", "Find the day, and mind summer time."),
        Block("paragraph", "The times are those of the port."),
        Block("list_item", "Read the height from chart datum"),
        Block("heading", "Heights", 3),
        Block("table_row", "Day | High | Low"),
        Block("table_row", "Mon | 4.2 m | 0.9 m"),
        Block("table_row", "Tue | 4.4 m | "),
        Block("formula", "range = high - low\nhalf  = range / 2\n"),
        Block("paragraph", "Add an hour in summer.\nAdd none in winter."),
    )


def test_a_tooltip_without_text_shows_its_term() -> None:
    found = page('Look at the {{< glossary_tooltip term_id="spring-tide" >}} first.')
    assert found.blocks[0].text == "Look at the spring tide first."
    assert found.see_also == ("spring-tide.md",)


def test_liquid_tags_are_dropped() -> None:
    assert page("{% include note.html %}\nThe sea falls.").blocks == (Block("paragraph", "The sea falls."),)


def test_term_goes_before_title_and_title_before_the_first_heading() -> None:
    assert page("---\nterm: Ebb\ntitle: Ebb Explained\n---\n# The Ebb\n\nThe sea falls.").title == "Ebb"
    assert page("---\ntitle: Ebb\n---\n# The Ebb\n\nThe sea falls.").title == "Ebb"


def test_a_first_heading_that_repeats_the_title_is_no_block() -> None:
    assert page("---\ntitle: Ebb\n---\n# ebb\n\nThe sea falls.").blocks == (Block("paragraph", "The sea falls."),)


def test_the_first_heading_is_the_title_where_the_front_matter_has_none() -> None:
    found = page("# Ebb\n\nThe sea falls.")
    assert (found.title, found.blocks) == ("Ebb", (Block("paragraph", "The sea falls."),))


def test_the_file_name_is_the_title_where_the_page_has_none() -> None:
    assert page("The sea falls.", "sea/neap-tide_table").title == "Neap Tide Table"


@pytest.mark.parametrize("name", ["No", "On", "1.10", "2024-01-01", "12:30", "Null"])
def test_a_title_that_yaml_takes_for_another_type_stays_as_typed(name: str) -> None:
    assert page(f"---\ntitle: {name}\naliases: [{name} tide]\n---\nThe sea falls.").title == name


@pytest.mark.parametrize("nothing", ["", "~", "null", "[]", "{}"])
def test_an_empty_key_counts_as_absent(nothing: str) -> None:
    found = page(f"---\ntitle: {nothing}\nrelated: {nothing}\nurl: {nothing}\n---\nThe sea falls.")
    assert (found.title, found.see_also, found.url) == ("Tide Table", (), "")


def test_defaults_of_the_folder_are_used_where_the_page_says_nothing() -> None:
    assert page("The sea falls.", licence="CC0", category="sea").licence == "CC0"
    assert page("---\nlicence: MIT\n---\nThe sea falls.", licence="CC0").licence == "MIT"


def test_an_alias_that_is_a_redirect_is_no_name() -> None:
    assert page("---\ntitle: Ebb\naliases: [/old/ebb, Falling tide]\n---\nThe sea falls.").aliases == ("Falling tide",)


def test_what_is_asked_may_be_one_text_or_several() -> None:
    assert page('---\ntitle: Ebb\nasked: ["When, at last, is the\\n pier dry?", ""]\n---\nThe sea falls.').asked == (
        "When, at last, is the pier dry?",
    )
    assert page("---\ntitle: Ebb\nasked: when, at last, is it dry\n---\nThe sea falls.").asked == (
        "when, at last, is it dry",
    )
    assert page("---\ntitle: Ebb\n---\nThe sea falls.").asked == ()


def test_aliases_may_stand_on_one_line_with_commas() -> None:
    assert page("---\ntitle: Ebb\naka: Falling tide, Outgoing tide\n---\nThe sea falls.").aliases == (
        "Falling tide",
        "Outgoing tide",
    )


@pytest.mark.parametrize(
    "head",
    ["title: a: b", "title: [", "- just\n- a list", "title: " + "[" * 3000, "{{ broken }}: [}"],
    ids=["colon", "bracket", "list", "depth", "braces"],
)
def test_front_matter_that_is_not_yaml_makes_the_page_unreadable(head: str) -> None:
    with pytest.raises(UnreadableArticleError, match="front matter"):
        page(f"---\n{head}\n---\nThe sea falls.")


def test_a_rule_further_down_opens_no_front_matter() -> None:
    assert page("The sea falls.\n\n---\n\nterm: Ebb").blocks[-1] == Block("paragraph", "term: Ebb")


def test_a_page_of_headings_and_front_matter_alone_gives_no_article() -> None:
    assert parse(SourcePage("x", "x.md", "x.md", b"---\ntitle: Ebb\n---\n# Ebb\n\n## Use\n")) == []


def test_an_empty_list_item_does_not_claim_the_next_paragraph() -> None:
    blocks, _ = markdown_blocks("-\n\nThe sea falls.")
    assert blocks == [Block("paragraph", "The sea falls.")]


def test_text_of_html_inside_markdown_is_kept_and_scripts_are_not() -> None:
    blocks, _ = markdown_blocks("<p>The sea <i>falls</i>.</p>\n\n<script>\nfall()\n</script>\n\nIt rises.")
    assert blocks == [Block("paragraph", "The sea falls."), Block("paragraph", "It rises.")]


def test_addresses_outside_the_glossary_are_no_links_to_pages() -> None:
    _, links = markdown_blocks(
        "[a](https://example.org) [b](mailto:x@example.org) [c](#use) [d](//x.org) [e](e%20f.md)"
    )
    assert links == ("e f.md",)


@pytest.mark.parametrize("opening", ["[", "- ", "{a: "])
def test_front_matter_that_nests_deeper_than_any_reader_is_one_clear_error(opening: str) -> None:
    for depth in (500, 100_000):
        with pytest.raises(UnreadableArticleError, match="front matter"):
            page(f"---\ntitle: Ebb\nasked: {opening * depth}\n---\nThe sea falls.")
