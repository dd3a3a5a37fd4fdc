"""A text file in, the blocks of its articles out."""

from pathlib import Path

import pytest

from ingest.formats import ParsedPage, SourcePage
from ingest.formats.plain_text_page import parse
from ingest.page import Block


@pytest.fixture
def mooring_buoy(samples: Path) -> ParsedPage:
    data = (samples / "scraped_term.txt").read_bytes()
    (found,) = parse(SourcePage("mooring-buoy", "mooring-buoy.txt", "mooring-buoy.txt", data, {"licence": "CC0"}))
    return found


def test_definition_headings_items_and_paragraphs_become_blocks(mooring_buoy: ParsedPage) -> None:
    assert mooring_buoy.blocks == (
        Block(
            "paragraph",
            "A mooring buoy is a float that is anchored to the sea bed so that ships can make fast to it.",
        ),
        Block("heading", "Example", 2),
        Block("paragraph", "A ferry waits at a mooring buoy until its berth is free."),
        Block("heading", "How Product Managers Use It", 2),
        Block("list_item", "Keep the berth free for the next ship."),
        Block("list_item", "Count the ships that wait."),
        Block("heading", "Best Practices", 2),
        Block("paragraph", "Look at the chain once a year. Paint the float so that it is seen at night."),
    )


def test_related_cards_are_links_and_no_text(mooring_buoy: ParsedPage) -> None:
    assert mooring_buoy.see_also == ("Berth", "Fairway")


def test_title_and_licence_are_known(mooring_buoy: ParsedPage) -> None:
    assert (mooring_buoy.title, mooring_buoy.licence) == ("Mooring Buoy", "CC0")


def test_two_files_with_one_title_and_definition_share_a_capture_key(samples: Path) -> None:
    data = (samples / "scraped_term.txt").read_bytes()
    longer = data.replace(b"Best Practices", b"Common Mistakes to Avoid")
    (one,) = parse(SourcePage("a", "a.txt", "a.txt", data))
    (other,) = parse(SourcePage("b", "b.txt", "b.txt", longer))
    assert one.capture_key == other.capture_key != ""
