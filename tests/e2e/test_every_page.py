"""What holds for each kind of page: accessible, whole at 320 pixels, still, light, and of use without JavaScript."""

import re
from urllib.parse import quote

import pytest

PAGES = {
    "empty": "/",
    "answered": "/?q=What+are+the+signs+of+swarming%3F",
    "compared": "/?q=What+is+the+difference+between+swarming+and+a+winter+cluster%3F",
    "formula": "/?q=How+is+the+mite+load+calculated%3F",
    "follow-up": "/?q=and+how+do+I+prevent+it%3F&about=swarming",
    "not found": "/?q=What+is+the+capital+of+France%3F",
    "wrong": f"/?q={'x' * 1001}",
    "terms": "/terms",
    "category": "/terms?category=Colony",
    "article": "/terms/swarming",
    "article with a formula": "/terms/mite-load",
    "no such term": "/terms/swarn",
    "no such page": "/nowhere",
    "sheet": "/brief?q=Keep+a+colony+from+swarming",
    "empty sheet": "/brief",
    "gaps": "/gaps",
}
EXPECTED = r"status of 4(04|22)"
PAGE_BYTES = 60_000
MOST_SHIFT = 0.01

LAYOUT_SHIFT = """() => new Promise(told => {
    let sum = 0;
    new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
        .observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => told(sum))));
})"""

every_page = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)


@pytest.fixture
def open_kind(open_page, service):
    """Open a kind of page; that some answer 404 or 422 is as it should be."""

    def open_it(address: str, **options: object):
        page = open_page(service.url, wait=False, **options)
        page.watch.allowed.append(EXPECTED)
        page.goto(service.url + address)
        return page

    return open_it


def violations(page) -> list[str]:
    """What axe-core finds, by rule and element."""
    from axe_playwright_python.sync_playwright import Axe

    told = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page, options=told).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


@every_page
def test_axe_finds_nothing_in_light_and_in_dark(open_kind, address: str) -> None:
    page = open_kind(address, color_scheme="light", reduced_motion="reduce")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(open_kind, scheme: str) -> None:
    page = open_kind(PAGES["answered"], color_scheme=scheme, reduced_motion="reduce")
    page.get_by_role("button", name="Bad answer").click()
    page.locator(".why[open]").wait_for()
    page.locator(".answer .mark a").first.focus()
    page.locator(".answer .preview").first.wait_for()
    assert violations(page) == []
    page.locator("#q").fill("swa")
    page.locator("#options li").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []


@every_page
def test_nothing_moves_while_a_page_loads_and_nothing_sticks_out_at_320_pixels(open_kind, address: str) -> None:
    page = open_kind(address)
    assert page.evaluate(LAYOUT_SHIFT) <= MOST_SHIFT
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_page_without_its_answer_is_light(open_page, service) -> None:
    page = open_page(service.url, wait=False)
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(f"{service.url}/", wait_until="networkidle")
    unpacked = page.evaluate(
        "performance.getEntries().reduce((sum, e) => sum + (e.decodedBodySize || 0), 0)",
    )
    assert len(sizes) >= 3  # the page, its style and its script
    assert 0 < sum(sizes) < PAGE_BYTES
    assert unpacked < PAGE_BYTES


@every_page
def test_a_page_is_of_use_without_javascript(open_kind, address: str) -> None:
    page = open_kind(address, java_script_enabled=False)
    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()
    assert page.locator("main :is(a, button)").count() >= 1


def test_asking_rating_and_leaning_work_without_javascript(open_page, service) -> None:
    page = open_page(f"{service.url}/", java_script_enabled=False)
    page.locator("#q").fill("What is swarming?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    assert page.locator(".answer .part").count() >= 1
    page.locator(".mark a").first.hover()
    page.locator(".preview").first.wait_for()
    page.locator("#q").fill("and how do I prevent it?")
    page.keyboard.press("Enter")
    page.wait_for_url("**about=swarming*")
    assert page.locator(".about a").first.inner_text() == "Swarming"
    page.get_by_role("button", name="Good answer").click()
    page.wait_for_url("**rated=up*")
    assert page.locator(".thanks").inner_text() == "Thank you."
    assert page.locator(".about a").first.inner_text() == "Swarming"


def test_print_leaves_the_question_the_answer_and_its_sources(open_kind) -> None:
    page = open_kind(PAGES["answered"])
    page.emulate_media(media="print")
    assert page.locator("h1").bounding_box()["height"] > 15
    assert page.locator(".answer").is_visible()
    assert page.locator(".sources").is_visible()
    for gone in ("form.ask", ".tools", ".top nav", ".beside", ".bottom"):
        assert not page.locator(gone).first.is_visible(), gone
    address = page.locator(".sources a").first.evaluate("a => getComputedStyle(a, '::after').content")
    assert "/terms/swarming#" in address


LONG = "My colony is strong and it is May; what are the signs of swarming that I should look for?"


def test_a_question_that_the_box_cuts_off_stands_above_it(open_page, service) -> None:
    wide, narrow = {"width": 1280, "height": 900}, {"width": 390, "height": 800}
    cases = ((LONG, wide, True), ("What is swarming?", wide, False), ("What is swarming?", narrow, True))
    for question, viewport, is_shown in cases:
        asked = open_page(f"{service.url}/", viewport=viewport)
        asked.locator("#q").fill(question)
        asked.keyboard.press("Enter")
        asked.locator("#result[aria-busy=false] .tools").wait_for()
        for page in (asked, open_page(f"{service.url}/?q={quote(question)}", viewport=viewport)):
            assert (page.locator("h1").bounding_box()["height"] > 15) is is_shown, (question, viewport)


def test_on_a_narrow_screen_the_head_keeps_to_one_line(open_page, service) -> None:
    page = open_page(f"{service.url}/", viewport={"width": 320, "height": 640})
    assert page.locator(".top").bounding_box()["height"] < 80


def test_what_follows_an_answer_does_not_wait_for_the_column_beside_it(open_kind) -> None:
    page = open_kind(PAGES["answered"])
    sources, drawn = page.locator(".cited").bounding_box(), page.locator(".map").bounding_box()
    assert drawn["y"] - (sources["y"] + sources["height"]) < 80


def test_print_is_black_on_white_in_a_dark_browser_too(open_kind) -> None:
    page = open_kind(PAGES["answered"], color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_follows_the_colours_of_the_browser(open_kind, scheme: str) -> None:
    page = open_kind("/", color_scheme=scheme)
    red, green, blue = map(
        int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))[:3]
    )
    assert (red + green + blue > 600) == (scheme == "light")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(open_kind) -> None:
    page = open_kind("/terms")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("a => a === document.activeElement")
    assert skip.bounding_box()["width"] > 60
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_api_page_is_drawn_from_here(open_page, service) -> None:
    page = open_page(f"{service.url}/docs")
    page.get_by_text("/api/feedback").first.wait_for()
