"""What a wiki's reader sees when the service does not let the wiki in, or is not there."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.wikis.conftest import Service, Wiki

SWARM = "What mistakes should I avoid with swarming?"


@pytest.fixture(autouse=True)
def started_again(service: Service, all_origins: str) -> Iterator[None]:
    """After the test the service is as it was."""
    yield
    service.start(all_origins)


def frame_text(page: Page) -> str:
    frame = page.locator("iframe.glossary-answer").element_handle().content_frame()
    frame.wait_for_load_state()
    return frame.url


def test_a_wiki_that_is_not_allowed_shows_everything_but_the_answer(wiki: Wiki, service: Service, page: Page) -> None:
    wiki.write("Swarms", f"Before the answer.\n\n<glossaryanswer>{SWARM}</glossaryanswer>\n\nAfter the answer.\n")
    service.start("http://another-wiki.example")
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(wiki.page("Swarms"))
    expect(page.locator("body")).to_contain_text("Before the answer.")
    expect(page.locator("body")).to_contain_text("After the answer.")
    assert frame_text(page) == "chrome-error://chromewebdata/"


def test_a_stopped_service_leaves_the_page_and_the_published_text(wiki: Wiki, service: Service, page: Page) -> None:
    exported = service.export(SWARM, wiki.export_format)
    wiki.write("Both", f"{exported}\n\n<glossaryanswer>{SWARM}</glossaryanswer>\n\nAfter the answer.\n")
    service.stop()
    page.goto(wiki.page("Both"))
    expect(page.locator("body")).to_contain_text("After the answer.")
    for quote in service.quotes(exported):
        expect(page.locator("body")).to_contain_text(quote)
    assert frame_text(page) == "chrome-error://chromewebdata/"
