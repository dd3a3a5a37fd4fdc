"""Reading the glossary itself: from A to Z, by category, article by article."""


def test_letters_lead_to_their_terms(open_page, service) -> None:
    page = open_page(f"{service.url}/terms")
    page.locator(".letters a", has_text="W").click()
    assert page.evaluate("location.hash") == "#letter-W"
    assert page.locator("#letter-W + dl").inner_text().startswith("Winter Cluster")


def test_every_term_is_listed_once_in_order(open_page, service) -> None:
    terms = open_page(f"{service.url}/terms").locator("dt").all_inner_texts()
    assert len(terms) == 12
    assert terms == sorted(terms, key=str.casefold)


def test_a_category_shows_its_own_terms(open_page, service) -> None:
    page = open_page(f"{service.url}/terms")
    categories = page.locator(".categories a")
    assert categories.count() >= 2
    name = categories.nth(1).inner_text()
    categories.nth(1).click()
    page.wait_for_url("**category=*")
    assert page.locator("h1").inner_text().startswith(name)
    assert 0 < page.locator("dt").count() < 12
    assert page.locator(".categories [aria-current]").inner_text() == name


def test_an_article_has_contents_that_lead_to_its_sections(open_page, service) -> None:
    page = open_page(f"{service.url}/terms/swarming")
    headings = page.locator(".wide a").all_inner_texts()
    assert "Signs of Swarming" in headings
    page.locator(".wide a", has_text="Signs of Swarming").click()
    assert page.evaluate("document.querySelector(':target').innerText").startswith("Signs of Swarming")


def test_on_a_narrow_page_the_contents_unfold(open_page, service) -> None:
    page = open_page(f"{service.url}/terms/swarming", viewport={"width": 390, "height": 800})
    link = page.locator(".narrow a", has_text="Signs of Swarming")
    assert link.is_hidden()
    page.locator(".narrow summary").click()
    link.click()
    assert page.evaluate("location.hash") == "#signs-of-swarming"


def test_an_article_names_its_aliases_source_and_licence(open_page, service) -> None:
    page = open_page(f"{service.url}/terms/mite-load")
    assert "Infestation Rate" in page.locator(".term").inner_text()
    assert "mite-load.md" in page.locator(".term .origin").inner_text()


def test_an_article_tells_who_links_to_it(open_page, service) -> None:
    page = open_page(f"{service.url}/terms/swarming")
    links = page.locator(".beside section", has=page.get_by_text("Linked from", exact=True)).locator("a")
    assert links.count() >= 1
    name = links.first.inner_text()
    links.first.click()
    page.wait_for_url(lambda url: not url.endswith("/terms/swarming"))
    assert name in page.locator("h1").inner_text()


def test_a_term_that_is_not_there_leads_to_its_nearest(open_page, service) -> None:
    page = open_page(service.url, wait=False)
    page.watch.allowed.append("status of 404")
    page.goto(f"{service.url}/terms/swarmin")
    assert page.locator("h1").inner_text() == "No term “swarmin”" or page.url.endswith("/terms/swarming")
    page.locator(".cards a").first.click()
    page.wait_for_url("**/terms/swarming")
