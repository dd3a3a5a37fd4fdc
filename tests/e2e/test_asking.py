"""Asking in the web box, from the question to the passage, by mouse and by keyboard."""

import re
from urllib.parse import quote

from playwright.sync_api import expect

SIGNS = "What are the signs of swarming?"
NOWHERE = "What is the capital of France?"


def ask(page, question: str) -> None:
    page.locator("#q").fill(question)
    page.keyboard.press("Enter")
    page.locator("#result[aria-busy=false] .tools").wait_for()


def markup(page) -> str:
    """The result as HTML, without what the browser itself wrote into it."""
    return re.sub(r"\s+", " ", page.locator("#result").inner_html()).strip()


def test_the_first_page_puts_the_cursor_in_the_box(page) -> None:
    assert page.evaluate("document.activeElement.id") == "q"


def test_enter_asks_and_the_answer_comes_without_leaving_the_page(page) -> None:
    page.evaluate("window.same = true")
    ask(page, SIGNS)
    assert page.locator(".answer .part").count() >= 2
    assert page.evaluate("window.same")
    assert page.title().startswith(SIGNS)
    assert page.url.endswith(f"/?q={quote(SIGNS, safe='').replace('%20', '+')}")


def test_the_address_of_an_answer_shows_the_same_answer(page, open_page) -> None:
    ask(page, SIGNS)
    assert markup(open_page(page.url)) == markup(page)


def test_parts_are_shown_as_they_stream_in(page) -> None:
    # the first part is painted while the rest is still to come: the service's answer is cut after one part
    body = 'event: part\ndata: {"text": "Bees leave.", "kind": "sentence", "citations": [1]}\n\n'
    page.route("**/ask", lambda route: route.fulfill(content_type="text/event-stream", body=body))
    page.locator("#q").fill(SIGNS)
    page.keyboard.press("Enter")
    assert page.locator(".answer .part").inner_text() == "Bees leave."
    assert page.locator("#result").get_attribute("aria-busy") == "true"


def test_what_a_screen_reader_is_told_is_the_answer(page) -> None:
    ask(page, SIGNS)
    told = page.locator("#said[role=status]").inner_text()
    first = page.locator(".answer .part").first.evaluate("part => part.firstChild.textContent")
    assert told.startswith(first)
    assert told.endswith("sources.")


def test_the_button_asks_too(page) -> None:
    page.locator("#q").fill(SIGNS)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".answer .part").first.wait_for()


def test_slash_goes_to_the_box_from_anywhere(open_page, service) -> None:
    for address in (f"/?q={quote(SIGNS)}", "/terms", "/terms/swarming"):
        page = open_page(service.url + address)
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "q"
        page.keyboard.type("/")
        assert "/" in page.locator("#q").input_value()


def test_escape_clears_the_box(page) -> None:
    page.locator("#q").fill(SIGNS)
    page.locator("#options li").first.wait_for()
    page.keyboard.press("Escape")  # closes what was suggested
    assert page.locator("#q").input_value() == SIGNS
    page.keyboard.press("Escape")
    assert page.locator("#q").input_value() == ""


def test_an_empty_question_asks_nothing(page) -> None:
    page.locator("#q").fill("   ")
    page.keyboard.press("Enter")
    assert page.locator("#result").is_hidden()
    assert page.locator("#start").is_visible()


def test_a_second_question_takes_the_place_of_the_first(page) -> None:
    ask(page, SIGNS)
    ask(page, "What is propolis?")
    assert page.locator(".answer").count() == 1
    assert "Propolis" in page.locator(".sources").inner_text()


def test_going_back_shows_the_answer_before(page) -> None:
    ask(page, SIGNS)
    ask(page, "What is propolis?")
    page.go_back()
    expect(page.locator("#q")).to_have_value(SIGNS)
    expect(page.locator(".sources")).to_contain_text("Swarming")


def test_a_suggested_question_is_answered(page) -> None:
    page.locator("#start .tries a").first.click()
    page.locator(".answer .part").first.wait_for()


def test_a_service_that_is_gone_is_told(page) -> None:
    page.watch.allowed.append("ERR_FAILED")
    page.route("**/ask", lambda route: route.abort())
    page.locator("#q").fill(SIGNS)
    page.keyboard.press("Enter")
    assert "cannot be reached" in page.get_by_role("alert").inner_text()


def test_an_error_of_the_service_is_told(page) -> None:
    page.watch.allowed.append("status of 503")
    problem = '{"detail": "no index in force"}'
    page.route("**/ask", lambda route: route.fulfill(status=503, body=problem, content_type="application/problem+json"))
    page.locator("#q").fill(SIGNS)
    page.keyboard.press("Enter")
    assert page.get_by_role("alert").inner_text() == "no index in force"


def test_an_answer_that_is_overtaken_is_given_up(page) -> None:
    page.route("**/ask", lambda route: None, times=1)  # never answered
    page.locator("#q").fill(SIGNS)
    page.keyboard.press("Enter")
    page.locator("#q").fill("What is propolis?")
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/ask")):
        page.keyboard.press("Enter")
    page.locator(".sources").wait_for()
    assert "Propolis" in page.locator(".sources").inner_text()
    assert page.get_by_role("alert").count() == 0


# --- citations --------------------------------------------------------------------------------------------------------


def test_hover_shows_the_quote_in_its_place(page) -> None:
    ask(page, SIGNS)
    mark = page.locator(".answer .mark").first
    preview = mark.locator(".preview")
    assert preview.is_hidden()
    mark.locator("a").hover()
    preview.wait_for()
    quote_shown = preview.locator("mark").inner_text()
    assert mark.evaluate("mark => mark.parentElement.firstChild.textContent").strip() == quote_shown
    assert "Swarming › " in preview.inner_text()
    preview.hover()  # the pointer may move onto it
    assert preview.is_visible()


def test_focus_shows_the_quote_and_escape_hides_it(page) -> None:
    ask(page, SIGNS)
    page.keyboard.press("Tab")  # to the button
    page.keyboard.press("Tab")
    preview = page.locator(".answer .preview").first
    preview.wait_for()
    described = page.evaluate("document.activeElement.getAttribute('aria-describedby')")
    assert described == preview.get_attribute("id")
    page.keyboard.press("Escape")
    preview.wait_for(state="hidden")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    preview.wait_for()


def test_a_citation_leads_to_its_passage_which_is_marked(page) -> None:
    ask(page, SIGNS)
    link = page.locator(".answer .mark > a").last
    said = page.locator(".answer .part").last.evaluate("part => part.firstChild.textContent").strip()
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/terms/swarming#*")
    passage = page.locator("main").get_by_text(said, exact=True)
    assert passage.evaluate(
        "element => { const at = element.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight; }"
    )
    assert page.evaluate("Boolean(document.querySelector(':target'))")


def test_the_text_of_the_passage_is_highlighted(page) -> None:
    # Chromium tells no script what a text fragment marks, so this looks at the colours that are painted
    ask(page, SIGNS)
    said = page.locator(".answer .part").last.evaluate("part => part.firstChild.textContent").strip()
    page.locator(".answer .mark > a").last.click()
    page.wait_for_url("**/terms/swarming#*")
    marked = page.locator("main").get_by_text(said, exact=True)
    with_mark = marked.screenshot()
    page.goto(page.url.partition("#")[0] + "?plain")
    assert marked.screenshot() != with_mark


def test_a_source_leads_to_its_passage(page) -> None:
    ask(page, SIGNS)
    page.locator(".sources a").first.click()
    page.wait_for_url("**/terms/swarming#*")


# --- follow-up --------------------------------------------------------------------------------------------------------


def test_a_follow_up_leans_on_the_answer_before_and_says_so(page, open_page) -> None:
    ask(page, "What is swarming?")
    ask(page, "and how do I prevent it?")
    assert page.locator(".about a").first.inner_text() == "Swarming"
    assert "about=swarming" in page.url
    assert markup(open_page(page.url)) == markup(page)


def test_what_a_follow_up_leans_on_can_be_removed(page) -> None:
    ask(page, "What is swarming?")
    ask(page, "and how do I prevent it?")
    page.get_by_role("link", name="Ask without: Swarming").click()
    page.wait_for_url(lambda url: "about" not in url)
    assert page.locator(".about").count() == 0


def test_a_question_of_its_own_leans_on_nothing(page) -> None:
    ask(page, "What is swarming?")
    ask(page, "What is propolis?")
    assert page.locator(".about").count() == 0
    assert "about" not in page.url


# --- no answer --------------------------------------------------------------------------------------------------------


def test_what_is_not_in_the_glossary_says_why_and_leads_on(page) -> None:
    ask(page, NOWHERE)
    said = page.locator(".answer").inner_text()
    assert "This glossary does not answer that." in said
    assert "“France”" in said
    assert page.locator("#nearest").is_visible()
    page.locator(".cards a").first.click()
    page.wait_for_url("**/terms/*")
    assert page.locator("h1").is_visible()


# --- beside the answer ------------------------------------------------------------------------------------------------


def test_related_terms_come_with_their_reasons(page) -> None:
    ask(page, SIGNS)
    cards = page.locator(".beside .cards li")
    assert cards.count() >= 2
    told = ("linked", "mentioned", "close in meaning", "shares a name")
    assert all(reason in told for reason in page.locator(".beside .reason").all_inner_texts())


def test_the_map_shows_the_related_terms_and_leads_to_them(page) -> None:
    ask(page, SIGNS)
    listed = page.locator(".beside .cards a").all_inner_texts()
    drawn = page.locator(".map a:not(.centre) title").all_text_contents()
    assert sorted(listed) == sorted(drawn)
    assert page.locator(".map path").count() >= len(listed)
    page.locator(".map a:not(.centre)").first.click()
    page.wait_for_url("**/terms/*")


def test_the_rest_of_the_cited_article_is_offered(page) -> None:
    ask(page, SIGNS)
    page.locator(".beside .lines a").first.click()
    page.wait_for_url("**/terms/swarming#*")


def test_a_sheet_to_prepare_with_is_one_click_away(page) -> None:
    ask(page, SIGNS)
    page.get_by_role("link", name="Preparation sheet").click()
    page.wait_for_url("**/brief?q=*")
    assert page.locator("h1").is_visible()


def test_a_comparison_stands_in_a_table_of_two_columns(page) -> None:
    ask(page, "What is the difference between swarming and a winter cluster?")
    heads = page.locator(".compared thead th").all_inner_texts()
    assert len(heads) == 2
    assert all(row.locator("td .mark").count() == 2 for row in page.locator(".compared tbody tr").all())
