"""`/oembed` as a page uses it that shows what it gets: found from our page, put into another, painted there."""

import html

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.wikis.conftest import Service, Site

PAGES = {"/?q=What+mistakes+should+I+avoid+with+swarming%3F": ".part", "/terms/swarming": "[data-answer]"}


def discovered(page: Page, address: str) -> str:
    """Where a page of ours says that its oEmbed document is."""
    page.goto(address)
    return str(page.locator('link[type="application/json+oembed"]').evaluate("link => link.href"))


@pytest.mark.parametrize("address", PAGES)
def test_what_a_page_of_ours_offers_is_painted_in_another(
    site: Site, service: Service, page: Page, address: str
) -> None:
    found = httpx.get(discovered(page, service.base + address) + "&maxwidth=500&maxheight=400", timeout=60)
    assert found.headers["content-type"] == "application/json"
    document = found.json()
    assert (document["version"], document["type"]) == ("1.0", "rich")
    assert document["width"] <= 500
    assert document["height"] <= 400
    assert html.escape(document["title"]) in document["html"]
    page.goto(site(document["html"]))
    frame = page.locator("iframe")
    assert frame.evaluate("frame => [frame.clientWidth, frame.clientHeight]") == [document["width"], document["height"]]
    expect(page.frame_locator("iframe").locator(PAGES[address]).first).to_be_visible()


@pytest.mark.parametrize(
    "foreign", ["https://elsewhere.example/?q=honey", "http://127.0.0.1:1/terms/swarming", "javascript:alert(1)"]
)
def test_an_address_that_is_not_ours_is_404(service: Service, foreign: str) -> None:
    assert httpx.get(f"{service.base}/oembed", params={"url": foreign}, timeout=60).status_code == 404
