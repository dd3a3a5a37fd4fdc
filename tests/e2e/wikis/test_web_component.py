"""`<glossary-answer>` in a page that is no wiki of ours and has no script of ours but one."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.wikis.conftest import Service

SWARM = "What mistakes should I avoid with swarming?"
Site = Callable[[str], str]


@pytest.fixture
def site(service: Service) -> Iterator[Site]:
    """Serve a page on loopback; gives its address. The service lets its origin in."""
    pages: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the standard library calls
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages[-1].encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", service.page_port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def serve(body: str) -> str:
        pages.append(f"<!doctype html><html lang=en><title>A page</title><body>{body}</body></html>")
        return f"http://127.0.0.1:{service.page_port}/"

    yield serve
    server.shutdown()
    server.server_close()


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


def test_without_scripts_what_stands_inside_is_shown(site: Site, service: Service, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    tag = f'<glossary-answer question="{SWARM}"><a href="{service.base}/?q=x">A link instead</a></glossary-answer>'
    page.goto(site(f'<script src="{service.base}/embed.js"></script>{tag}'))
    expect(page.get_by_text("A link instead")).to_be_visible()
    context.close()
