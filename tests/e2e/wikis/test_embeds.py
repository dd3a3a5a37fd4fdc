"""Answers inside pages of a real MediaWiki and a real DokuWiki, as a reader's browser shows them."""

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from tests.e2e.wikis.conftest import Service, Wiki

SWARM = "What mistakes should I avoid with swarming?"
FRAME = "iframe.glossary-answer"
TYPED = (
    "Ärger: <b>\"R&D\"</b> & 'price' &lt; 価格 '''x''' [[y]] {{z}} "
    "%%w%% ((n)) | }} ~~~~ // ** -> (c) http://e.example ?"
)


def show(page: Page, wiki: Wiki, title: str, tag: str, host: str = "127.0.0.1") -> FrameLocator:
    """Write a page with an answer, open it, and return the frame with the answer."""
    wiki.write(title, f"Before the answer.\n\n{tag}\n\nAfter the answer.\n")
    page.goto(wiki.page(title, host))
    return page.frame_locator(FRAME)


def frame_height(page: Page) -> float:
    return float(page.locator(FRAME).evaluate("frame => frame.getBoundingClientRect().height"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_answer_marks_and_source_are_painted_in_the_page(wiki: Wiki, page: Page, host: str) -> None:
    frame = show(page, wiki, "Swarms", f"<glossaryanswer>{SWARM}</glossaryanswer>", host)
    expect(frame.locator("[data-answer] .part").first).to_be_visible()
    expect(frame.locator("sup.mark a").first).to_have_text("1")
    expect(frame.locator("a.source").first).to_contain_text("Swarming")
    assert frame.locator("main").evaluate("main => getComputedStyle(main).borderTopStyle") == "solid", (
        "styles are applied"
    )


def test_the_frame_is_as_tall_as_the_answer_at_any_width(wiki: Wiki, page: Page) -> None:
    frame = show(page, wiki, "Swarms", f'<glossaryanswer q="{SWARM}" height="900" />')
    heights = []
    for width in (1100, 500):
        page.set_viewport_size({"width": width, "height": 800})
        inside = "document.documentElement.getBoundingClientRect().height"
        page.wait_for_function(f"document.querySelector('{FRAME}').style.height !== ''")
        expect(frame.locator("a.source").first).to_be_visible()
        page.wait_for_function(
            "async () => { const before = document.querySelector('iframe.glossary-answer').style.height;"
            " await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame);"
            " return before === document.querySelector('iframe.glossary-answer').style.height; }"
        )
        needed = float(frame.locator("html").evaluate(f"() => {inside}"))
        page.wait_for_function(
            f"Math.abs(document.querySelector('{FRAME}').getBoundingClientRect().height - {needed}) < 2"
        )
        heights.append(frame_height(page))
    assert heights[0] < 900
    assert heights[1] > heights[0]


def test_a_citation_opens_its_passage_outside_the_sandbox(wiki: Wiki, page: Page, context: BrowserContext) -> None:
    frame = show(page, wiki, "Swarms", f"<glossaryanswer>{SWARM}</glossaryanswer>")
    with context.expect_page() as opened:
        frame.locator("a.source").first.click()
    article = opened.value
    article.wait_for_load_state()
    expect(article.locator("h1")).to_have_text("Swarming")
    assert "/terms/swarming#" in article.url
    assert article.evaluate("localStorage.length") == 0, "an opaque origin would throw here"
    article.close()


def test_a_term_is_shown_by_its_definition_and_theme(wiki: Wiki, page: Page) -> None:
    frame = show(page, wiki, "Term", '<glossaryanswer term="honey supers" theme="dark" height="100" />')
    expect(frame.locator("h1")).to_have_text("Honey Super")
    expect(frame.locator("[data-answer]")).to_be_visible()
    assert frame.locator("html").evaluate("html => getComputedStyle(html).colorScheme") == "dark"


def test_what_is_not_answered_is_said_and_the_nearest_terms_are_offered(wiki: Wiki, page: Page) -> None:
    frame = show(page, wiki, "Unanswered", "<glossaryanswer>What is the capital of France?</glossaryanswer>")
    expect(frame.locator("[data-not-answered]")).to_have_text("This glossary does not answer that.")
    expect(frame.locator(".near a").first).to_be_visible()


@pytest.mark.parametrize("length", [len(TYPED), 1000])
def test_a_question_arrives_as_it_was_typed(wiki: Wiki, page: Page, length: int) -> None:
    question = (TYPED + " " + "Müßte 価格 gehen? " * 100)[:length].strip().ljust(length, "?")
    frame = show(page, wiki, f"Typed{length}", f"<glossaryanswer>{question}</glossaryanswer>")
    expect(frame.locator("h1")).to_be_visible()
    assert frame.locator("h1").text_content() == question


def test_an_editor_who_forgets_the_question_is_told(wiki: Wiki, page: Page) -> None:
    wiki.write("Empty", "<glossaryanswer></glossaryanswer>")
    page.goto(wiki.page("Empty"))
    expect(page.locator(".error").first).to_contain_text("write a question between the tags")


def test_neither_cookies_nor_storage_are_there_nor_needed(wiki: Wiki, page: Page, context: BrowserContext) -> None:
    frame = show(page, wiki, "Swarms", f"<glossaryanswer>{SWARM}</glossaryanswer>")
    expect(frame.locator("[data-answer]")).to_be_visible()
    for store in ("document.cookie", "localStorage.length", "sessionStorage.length"):
        said = frame.locator("html").evaluate(f"() => {{ try {{ return {store}; }} catch (e) {{ return e.name; }} }}")
        assert said == "SecurityError"
    assert not [c for c in context.cookies() if c["domain"] == "localhost"]


def test_the_answer_is_there_without_scripts(wiki: Wiki, browser: Browser) -> None:
    wiki.write("Swarms", f"Before the answer.\n\n<glossaryanswer>{SWARM}</glossaryanswer>\n")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(wiki.page("Swarms"))
    frame = page.frame_locator(FRAME)
    expect(frame.locator("[data-answer] .part").first).to_be_visible()
    expect(frame.locator("a.source").first).to_contain_text("Swarming")
    context.close()


def test_a_narrow_frame_reads_well_and_scrolls(service: Service, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 320})
    page.goto(f"{service.base}/embed?q={SWARM}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320, "nothing sticks out"
    assert page.evaluate("document.documentElement.scrollHeight") > 320
    page.locator("a.source").last.scroll_into_view_if_needed()
    expect(page.locator("a.source").last).to_be_in_viewport()


def test_a_hostile_article_is_inert_in_the_frame(wiki: Wiki, page: Page) -> None:
    spoken: list[str] = []
    page.on("dialog", lambda dialog: (spoken.append(dialog.message), dialog.dismiss()))
    frame = show(page, wiki, "Hostile", "<glossaryanswer>What is cross site injection?</glossaryanswer>")
    expect(frame.locator("[data-answer]")).to_contain_text("<script>alert('text')</script>")
    assert frame.locator("main :is(img, svg, iframe, script, b)").count() == 0
    assert frame.locator("a[href^=javascript]").count() == 0
    assert spoken == []
