"""`<glossary-answer>` in a page that is no wiki of ours and has no script of ours but one."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.wikis.conftest import DARK, LIGHT, Service, Site

SWARM = "What mistakes should I avoid with swarming?"


@pytest.mark.parametrize("kind", ["async", 'type="module"'])
def test_the_component_shows_the_answer_as_tall_as_it_is(site: Site, service: Service, page: Page, kind: str) -> None:
    tag = f'<glossary-answer question="{SWARM}"><a href="#">A link instead</a></glossary-answer>'
    page.goto(site(f'<script {kind} src="{service.base}/embed.js"></script>{tag}'))
    frame = page.frame_locator("glossary-answer >> iframe")
    expect(frame.locator("[data-answer] .part").first).to_be_visible()
    needed = frame.locator("html").evaluate("html => Math.ceil(html.getBoundingClientRect().height)")
    page.wait_for_function(
        f"document.querySelector('glossary-answer').shadowRoot.querySelector('iframe').style.height === '{needed}px'"
    )
    expect(page.get_by_text("A link instead")).not_to_be_visible()


def test_another_question_is_shown_when_the_attribute_changes(site: Site, service: Service, page: Page) -> None:
    page.goto(
        site(f'<script src="{service.base}/embed.js"></script><glossary-answer term="swarming"></glossary-answer>')
    )
    frame = page.frame_locator("glossary-answer >> iframe")
    expect(frame.locator("h1")).to_have_text("Swarming")
    page.evaluate("document.querySelector('glossary-answer').setAttribute('term', 'propolis')")
    expect(frame.locator("h1")).to_have_text("Propolis")


@pytest.mark.parametrize(("style", "card"), [("", LIGHT), ("<style>html { color-scheme: light dark }</style>", DARK)])
def test_the_component_has_the_colours_of_its_page(
    site: Site, service: Service, dark_page: Page, style: str, card: str
) -> None:
    tag = '<glossary-answer term="swarming"></glossary-answer>'
    dark_page.goto(site(f'{style}<script src="{service.base}/embed.js"></script>{tag}'))
    frame = dark_page.frame_locator("glossary-answer >> iframe")
    expect(frame.locator("main")).to_have_css("background-color", card)


def test_without_scripts_what_stands_inside_is_shown(site: Site, service: Service, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    tag = f'<glossary-answer question="{SWARM}"><a href="{service.base}/?q=x">A link instead</a></glossary-answer>'
    page.goto(site(f'<script src="{service.base}/embed.js"></script>{tag}'))
    expect(page.get_by_text("A link instead")).to_be_visible()
    context.close()
