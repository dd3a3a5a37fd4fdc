"""Terms that are offered while one types: the keyboard path of an ARIA combobox."""


def type_in(page, text: str) -> None:
    page.locator("#q").fill(text)  # at once, so that terms are asked for once
    page.locator("#options").wait_for()


def offered(page) -> list[str]:
    return page.locator("#options li b").all_inner_texts()


def test_terms_are_offered_that_begin_so(page) -> None:
    type_in(page, "swarm")
    assert offered(page)[0] == "Swarming"


def test_an_alias_leads_to_its_term_and_is_named(page) -> None:
    type_in(page, "infest")
    assert page.locator("#options li").first.inner_text().split("\n") == ["Mite Load", "Infestation Rate"]


def test_a_misspelling_is_forgiven(page) -> None:
    type_in(page, "propollis")
    assert offered(page) == ["Propolis"]


def test_arrows_choose_and_enter_opens_the_term(page) -> None:
    type_in(page, "swarm")
    box = page.locator("#q")
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#options [aria-selected=true]")
    assert chosen.count() == 1
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Enter")
    page.wait_for_url("**/terms/swarming")


def test_arrows_go_round(page) -> None:
    type_in(page, "bee")
    last = page.locator("#options li").count() - 1
    assert last >= 1
    page.keyboard.press("ArrowUp")
    assert page.locator("#q").get_attribute("aria-activedescendant") == f"option-{last}"
    page.keyboard.press("ArrowDown")
    assert page.locator("#q").get_attribute("aria-activedescendant") == "option-0"


def test_enter_without_a_choice_asks_what_was_typed(page) -> None:
    type_in(page, "swarming")
    page.keyboard.press("Enter")
    page.locator(".sources").wait_for()
    assert page.locator("#options").is_hidden()
    assert "/?q=swarming" in page.url


def test_escape_and_leaving_the_box_close_it(page) -> None:
    type_in(page, "swarm")
    page.keyboard.press("Escape")
    assert page.locator("#options").is_hidden()
    assert page.locator("#q").get_attribute("aria-expanded") == "false"
    page.locator("#q").press_sequentially("i")
    page.locator("#options").wait_for()
    page.keyboard.press("Tab")
    assert page.locator("#options").is_hidden()


def test_a_click_opens_the_term(page) -> None:
    type_in(page, "swarm")
    page.locator("#options li").first.click()
    page.wait_for_url("**/terms/swarming")


def test_the_box_at_the_head_of_an_article_offers_terms_too(open_page, service) -> None:
    page = open_page(f"{service.url}/terms/swarming")
    type_in(page, "propo")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/terms/propolis")


def test_a_question_at_the_head_of_an_article_is_about_it(open_page, service) -> None:
    page = open_page(f"{service.url}/terms/swarming")
    page.locator("#q").fill("how do I prevent it?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    assert page.locator(".about a").first.inner_text() == "Swarming"
