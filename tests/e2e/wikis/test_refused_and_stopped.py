"""What a wiki's reader sees when the service does not let the wiki in, or is not there."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.wikis.conftest import Service, Wiki

SWARM = "What mistakes should I avoid with swarming?"
WORKS = {
    "mediawiki": "mw.loader.using('mediawiki.util').then(() => mw.util.getUrl('Swarms').includes('Swarms'))",
    "dokuwiki": "typeof dw_page === 'object' && jQuery('#qsearch__in').length === 1",
}


@pytest.fixture(scope="module")
def refusing(service: Service, all_origins: str) -> Iterator[None]:
    """The service, which lets another wiki in and not ours; afterwards as it was."""
    service.start("http://another-wiki.example")
    yield
    service.start(all_origins)


@pytest.fixture(scope="module")
def exported(service: Service, all_origins: str) -> Iterator[dict[str, str]]:
    """The answer as text for each wiki, from a service that has stopped since; afterwards it is as it was."""
    texts = {name: service.export(SWARM, name) for name in ("mediawiki", "dokuwiki")}
    service.stop()
    yield texts
    service.start(all_origins)


def frame_address(page: Page) -> str:
    """What the frame shows, or what the browser shows instead."""
    frame = page.locator("iframe.glossary-answer").element_handle().content_frame()
    frame.wait_for_load_state()
    return str(frame.url)


@pytest.mark.usefixtures("refusing")
@pytest.mark.parametrize("name", ["mediawiki", "dokuwiki"])
def test_a_wiki_that_is_not_allowed_shows_everything_but_the_answer(
    name: str, page: Page, request: pytest.FixtureRequest
) -> None:
    wiki: Wiki = request.getfixturevalue(f"the_{name}")
    wiki.write("Swarms", f"Before the answer.\n\n<glossaryanswer>{SWARM}</glossaryanswer>\n\nAfter the answer.\n")
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(wiki.page("Swarms"))
    expect(page.locator("body")).to_contain_text("Before the answer.")
    expect(page.locator("body")).to_contain_text("After the answer.")
    assert frame_address(page) == "chrome-error://chromewebdata/"
    assert broken == []
    assert page.evaluate(WORKS[name]), "the wiki's own scripts have run"


@pytest.mark.parametrize("name", ["mediawiki", "dokuwiki"])
def test_a_stopped_service_leaves_the_page_and_the_published_text(
    name: str, page: Page, exported: dict[str, str], request: pytest.FixtureRequest
) -> None:
    wiki: Wiki = request.getfixturevalue(f"the_{name}")
    wiki.write("Both", f"{exported[name]}\n\n<glossaryanswer>{SWARM}</glossaryanswer>\n\nAfter the answer.\n")
    page.goto(wiki.page("Both"))
    expect(page.locator("body")).to_contain_text("After the answer.")
    for quote in Service.quotes(exported[name]):
        expect(page.locator("body")).to_contain_text(quote)
    assert frame_address(page) == "chrome-error://chromewebdata/"
