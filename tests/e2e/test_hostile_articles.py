"""Articles that try to break out of the pages that show them: everything of theirs is text."""

import pytest

PAGES = {
    "first page": "/",
    "answer": "/?q=What+is+cross+site+injection%3F",
    "signs": "/?q=What+are+the+signs+of+injection%3F",
    "formula": "/?q=How+is+the+attack+calculated%3F",
    "terms": "/terms",
    "article": "/terms/evil/cross%20site",
    "reversed": "/terms/reversed",
    "sheet": "/brief?q=Prepare+for+an+injection+attack",
    "embed": "/embed?q=What+is+cross+site+injection%3F",
    "embedded term": "/embed?term=Wiki+Markup",
    "hostile question": "/?q=%3Cscript%3Ealert(20)%3C%2Fscript%3E+%22%3E%3Cimg+src%3Dx+onerror%3Dalert(21)%3E",
    "hostile term": "/terms/%3Cscript%3Ealert(22)%3C%2Fscript%3E",
    "hostile category": "/terms?category=%22%3E%3Csvg+onload%3Dalert(23)%3E",
    "gaps": "/gaps",
}
OURS = ("/static/app.js", "/static/embed-frame.js")

INERT = """() => ({
    scripts: [...document.scripts].map(s => new URL(s.src || "inline:", location).pathname),
    handlers: [...document.querySelectorAll("*")].flatMap(e => e.getAttributeNames().filter(n => n.startsWith("on"))),
    addresses: [...document.querySelectorAll("[href], [src], [action], [formaction], [srcdoc]")]
        .map(e => e.getAttribute("href") || e.getAttribute("src") || e.getAttribute("action") || e.outerHTML)
        .filter(a => /^\\s*(javascript|data|vbscript):/i.test(a) || a.startsWith("<")),
    frames: document.querySelectorAll("iframe, object, embed, img").length,
    styled: document.querySelectorAll("[style], style").length,
})"""


def open_watched(open_page, service, address: str):
    page = open_page(service.url, wait=False)
    page.watch.allowed.append(r"status of 404")
    page.goto(service.url + address)
    return page


def assert_inert(page) -> None:
    found = page.evaluate(INERT)
    assert all(script in OURS for script in found.pop("scripts"))
    assert found == {"handlers": [], "addresses": [], "frames": 0, "styled": 0}


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_runs_nothing_of_an_article(open_page, hostile_service, address: str) -> None:
    assert_inert(open_watched(open_page, hostile_service, address))


def test_an_answer_that_comes_without_leaving_the_page_runs_nothing(open_page, hostile_service) -> None:
    page = open_watched(open_page, hostile_service, "/")
    page.locator("#q").fill("What are the signs of injection?")
    page.keyboard.press("Enter")
    page.locator("#result[aria-busy=false] .tools").wait_for()
    page.locator(".mark a").first.hover()
    assert_inert(page)


def test_terms_that_are_offered_run_nothing(open_page, hostile_service) -> None:
    page = open_watched(open_page, hostile_service, "/")
    page.locator("#q").press_sequentially("injec")
    page.locator("#options li").first.wait_for()
    assert "<script>" in page.locator("#options").inner_text()
    assert_inert(page)


def test_what_was_asked_before_runs_nothing(open_page, hostile_service) -> None:
    page = open_watched(open_page, hostile_service, "/")
    page.locator("#q").fill("<img src=x onerror=alert(30)>")
    page.keyboard.press("Enter")
    page.locator("#result[aria-busy=false] .tools").wait_for()
    page.goto(f"{hostile_service.url}/")
    assert "<img" in page.locator("#history li").first.inner_text()
    assert_inert(page)


def test_hostile_text_is_shown_as_it_is(open_page, hostile_service) -> None:
    page = open_watched(open_page, hostile_service, PAGES["article"])
    assert "<script>alert('term')</script> Injection" in page.locator("h1").inner_text()
    assert "</pre><script>alert(11)</script>" in page.locator("pre").inner_text()


def test_a_term_that_turns_its_direction_round_leaves_its_neighbours_alone(open_page, hostile_service) -> None:
    page = open_watched(open_page, hostile_service, "/terms")
    link = page.locator("dt", has_text="mret").locator("a")
    beside = page.evaluate(
        """link => {
            const note = document.createElement("span");
            note.textContent = "abc";
            link.after(" ", note);
            const range = document.createRange();
            range.setStart(note.firstChild, 0); range.setEnd(note.firstChild, 1);
            const first = range.getBoundingClientRect().left;
            range.setStart(note.firstChild, 2); range.setEnd(note.firstChild, 3);
            return first < range.getBoundingClientRect().left;
        }""",
        link.element_handle(),
    )
    assert beside
