"""Answers inside pages of a real MediaWiki and a real DokuWiki, as a reader's browser shows them."""

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from server.embedding import SNIPPETS, Embedded
from tests.e2e.wikis.conftest import DARK, LIGHT, Service, Wiki

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


def test_a_mark_opens_the_article_at_the_quote(wiki: Wiki, page: Page, context: BrowserContext) -> None:
    frame = show(page, wiki, "Swarms", f"<glossaryanswer>{SWARM}</glossaryanswer>")
    quoted = frame.locator(".part").last
    said = quoted.evaluate("part => part.firstChild.textContent.trim()")
    with context.expect_page() as opened:
        quoted.locator("sup.mark a").click()
    opened.value.wait_for_load_state()
    assert opened.value.title().startswith("Swarming")
    expect(opened.value.get_by_text(said)).to_be_in_viewport()
    opened.value.close()


def test_a_term_is_shown_by_its_definition_and_theme(wiki: Wiki, page: Page) -> None:
    frame = show(page, wiki, "Term", '<glossaryanswer term="honey supers" theme="dark" height="100" />')
    expect(frame.locator("h1")).to_have_text("Honey Super")
    expect(frame.locator("[data-answer]")).to_be_visible()
    assert frame.locator("html").evaluate("html => getComputedStyle(html).colorScheme") == "dark"


@pytest.mark.parametrize(("declared", "card"), [("", LIGHT), ("light dark", DARK), ("dark", DARK)])
def test_the_frame_has_the_colours_of_its_page(wiki: Wiki, dark_page: Page, declared: str, card: str) -> None:
    frame = show(dark_page, wiki, "Swarms", f"<glossaryanswer>{SWARM}</glossaryanswer>")
    if declared:
        dark_page.add_style_tag(content=f"html {{ color-scheme: {declared} }}")
    expect(frame.locator("main")).to_have_css("background-color", card)


def test_what_is_not_answered_is_said_and_the_nearest_terms_are_offered(
    wiki: Wiki, page: Page, context: BrowserContext
) -> None:
    with page.expect_response(lambda response: "/embed?" in response.url) as answered:
        frame = show(page, wiki, "Unanswered", "<glossaryanswer>What is the capital of France?</glossaryanswer>")
    assert answered.value.status == 200
    expect(frame.locator("[data-not-answered]")).to_have_text("This glossary does not answer that.")
    nearest = frame.locator(".near a").first
    term = nearest.inner_text()
    with context.expect_page() as opened:
        nearest.click()
    expect(opened.value.locator("h1")).to_have_text(term)
    opened.value.close()


@pytest.mark.parametrize("length", [len(TYPED), 1000])
def test_a_question_arrives_as_it_was_typed(wiki: Wiki, page: Page, length: int) -> None:
    question = (TYPED + " " + "Müßte 価格 gehen? " * 100)[:length].strip().ljust(length, "?")
    frame = show(page, wiki, f"Typed{length}", f"<glossaryanswer>{question}</glossaryanswer>")
    expect(frame.locator("h1")).to_be_visible()
    assert frame.locator("h1").text_content() == question


@pytest.mark.parametrize("question", [TYPED, "Why </glossaryanswer> \"&lt;\" 'x'?", "Why\n\ntwo lines?", "1 < 2 > 0?"])
def test_what_the_command_says_to_paste_shows_what_was_asked(
    wiki: Wiki, service: Service, page: Page, question: str
) -> None:
    embedded = Embedded(service.base, "question", question)
    frame = show(page, wiki, "Pasted", SNIPPETS[wiki.name].write(embedded))
    expect(frame.locator("h1")).to_be_visible()
    assert frame.locator("h1").text_content() == " ".join(question.split())


def test_an_unknown_term_is_named_as_it_was_pasted(wiki: Wiki, service: Service, page: Page) -> None:
    name = "<b>\"R&D\"</b> '&lt;' 価格 ]] }} %%"
    frame = show(page, wiki, "Pasted", SNIPPETS[wiki.name].write(Embedded(service.base, "term", name)))
    expect(frame.locator("[data-not-answered]")).to_have_text(f"No term “{name}” in this glossary.")


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
