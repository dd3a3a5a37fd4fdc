"""An HTML page in, its main content out."""

from pathlib import Path

import pytest

from ingest.formats import ParsedPage, SourcePage
from ingest.formats.html_page import parse
from ingest.page import Block, compose


def page(html: str, article_id: str = "slack-water", **defaults: str) -> ParsedPage:
    (found,) = parse(SourcePage(article_id, f"{article_id}.html", f"{article_id}.html", html.encode(), defaults))
    return found


def sample(samples: Path, name: str) -> ParsedPage:
    (found,) = parse(SourcePage(name, name, name, (samples / name).read_bytes()))
    return found


def text_of(found: ParsedPage) -> str:
    return compose(found.blocks).text


def test_navigation_menus_scripts_footers_and_comments_are_gone(samples: Path) -> None:
    text = text_of(sample(samples, "main_content_without_navigation.html"))
    for noise in ("Home", "Harbour Words", "newsletter", "Cookie", "teal", "banner", "ropes"):
        assert noise not in text


def test_each_text_of_the_main_element_stands_in_one_block(samples: Path) -> None:
    found = sample(samples, "main_content_without_navigation.html")
    assert text_of(found).split("\n\n") == [
        "Slack water is the short time in which a tidal stream does not run. "
        "It comes twice between one high water and the next.",
        "Why it matters",
        "Divers work in it\nbelow bridges\nin narrow channels\nShips turn in it.",
        "So do barges.",
        "A stream that rests.",
        "Stream | Minutes\nstrong | 6",
        "slack = turn\n  - start",
        "See also tide table and a far page.",
    ]


def test_title_address_licence_and_links_are_read(samples: Path) -> None:
    found = sample(samples, "main_content_without_navigation.html")
    assert found.title == "Slack Water"
    assert found.url == "https://example.org/words/slack-water"
    assert found.licence == "CC BY 4.0"
    assert found.see_also == ("/words/tide-table",)


def test_a_page_without_a_main_element_loses_its_menu_and_nothing_else(samples: Path) -> None:
    found = sample(samples, "no_main_element.html")
    assert text_of(found).split("\n\n") == [
        "Ground tackle is all the gear with which a ship lies at anchor, from the windlass to the anchor itself.",
        "Parts",
        "Anchor\nFluke\nShank\nChain cable",
        "Trust the chain, not the hook.",
        "Depth | Chain\n10 m | 40 m",
        "chain = 4 * depth",
        "A careful skipper looks at all of it before the season, because the weakest shackle decides whether the ship "
        "stays where she is when the wind gets up at night.",
    ]
    assert found.see_also == ()


def test_a_page_too_small_to_tell_content_from_menu_is_taken_whole() -> None:
    assert page("<p>Slack water is calm.</p>").blocks == (Block("paragraph", "Slack water is calm."),)


def test_text_that_stands_straight_in_the_main_element_is_kept() -> None:
    assert text_of(page("<main>Slack <b>water</b> is calm.<p>It is short.</p>Ships turn.</main>")) == (
        "Slack water is calm.\n\nIt is short.\n\nShips turn."
    )


def test_the_title_tag_up_to_the_site_name_serves_where_there_is_no_heading() -> None:
    assert page("<title>Slack Water | Harbour Words</title><p>Slack water is calm.</p>").title == "Slack Water"


def test_the_file_name_serves_where_the_page_has_no_title() -> None:
    assert page("<p>Slack water is calm.</p>", "sea/slack-water").title == "Slack Water"


def test_the_licence_of_the_folder_serves_where_the_page_names_none() -> None:
    assert page("<p>Slack water is calm.</p>", licence="CC0").licence == "CC0"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/words/slack-water", ""])
def test_an_address_that_is_not_http_is_no_address(address: str) -> None:
    assert page(f'<link rel="canonical" href="{address}"><p>Slack water is calm.</p>').url == ""


def test_a_page_of_navigation_alone_gives_no_article() -> None:
    html = b"<nav><a href='/'>Home</a></nav><main><h1>Words</h1></main>"
    assert parse(SourcePage("x", "x.html", "x.html", html)) == []


def test_the_encoding_that_a_page_declares_is_used() -> None:
    html = '<meta charset="iso-8859-1"><p>Slack water at the café.</p>'.encode("latin-1")
    (found,) = parse(SourcePage("x", "x.html", "x.html", html))
    assert text_of(found) == "Slack water at the café."


def test_an_xhtml_page_is_read_without_complaint() -> None:
    head = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'
    assert text_of(page(f"{head}<body><p>Slack water is calm.</p></body></html>")) == "Slack water is calm."


def test_a_page_that_nests_deeper_than_python_is_read() -> None:
    assert text_of(page("<main>" + "<div>" * 3000 + "Slack water is calm.")) == "Slack water is calm."
