"""A service, two real wikis that show its answers, and a real browser that looks at them.

The wikis are reached as 127.0.0.1 and the service as localhost: for the browser these are two sites, so every frame is
a third party's, with neither cookies nor storage.
"""

import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from ingest.embedders import Embedder
from ingest.open_index import IndexedArticle, open_index
from ingest.pipeline import ingest
from server.exports.published_record import records_in
from tests.e2e.conftest import FLAGS
from tests.e2e.wikis import dokuwiki, mediawiki
from tests.e2e.wikis.dokuwiki import DokuWiki
from tests.e2e.wikis.mediawiki import MediaWiki
from tests.e2e.wikis.processes import Listening, free_port
from tests.server.conftest import GLOSSARIES, settings_for

ROOT = Path(__file__).parents[3]
CHROMIUM = "/usr/bin/chromium"
PACKAGES = "mediawiki php-cli php-sqlite3 php-mbstring php-xml php-intl php-curl dokuwiki chromium"
INSTALL = f"apt-get install --no-install-recommends {PACKAGES}"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(28, 31, 37)"
"""What an embed stands on in either of its themes."""

Wiki = MediaWiki | DokuWiki
Site = Callable[[str], str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the wikis where they are not installed."""
    here = Path(__file__).parent
    wanted = {"php": shutil.which("php"), "chromium": Path(CHROMIUM).exists()}
    wanted |= {"mediawiki": mediawiki.PROGRAM.is_dir(), "dokuwiki": dokuwiki.PROGRAM.is_dir()}
    missing = [name for name, found in wanted.items() if not found]
    if missing:
        skip = pytest.mark.skip(reason=f"{', '.join(missing)} not installed: {INSTALL}")
        for item in items:
            if here in item.path.parents:
                item.add_marker(skip)


class Service:
    """`glossator serve` over the beekeepers' glossary and a hostile one; may be stopped and started again."""

    def __init__(self, index: Path, folder: Path) -> None:
        """Know where it will listen."""
        self.port = free_port()
        self.page_port = free_port()  # for a page that is no wiki
        self.base = f"http://localhost:{self.port}"
        self.index, self._folder = index, folder
        self._process: Listening | None = None

    def start(self, origins: str) -> None:
        """Listen, with these origins allowed, separated by commas."""
        self.stop()
        self._process = Listening(
            [sys.executable, "-m", "glossator", "serve", "--port", str(self.port)],
            f"http://127.0.0.1:{self.port}/readyz",
            folder=ROOT,
            log=self._folder / "service.log",
            GLOSSATOR_INDEX=str(self.index),
            GLOSSATOR_PUBLIC_URL=self.base,
            GLOSSATOR_ALLOWED_ORIGINS=origins,
        )

    def export(self, question: str, name: str, kind: str = "answer") -> str:
        """The answer to a question, or a preparation sheet, as the text of a wiki."""
        query = {"q": question, "format": name, "kind": kind}
        response = httpx.get(f"http://127.0.0.1:{self.port}/api/export", params=query, timeout=60)
        assert response.status_code == 200, response.text
        return response.text

    @staticmethod
    def quotes(exported: str) -> list[str]:
        """What a published answer quotes."""
        return [quote.text for record in records_in(exported) for quote in record.quotes]

    def stop(self) -> None:
        """Listen no more."""
        if self._process:
            self._process.stop()
        self._process = None


@pytest.fixture(scope="session")
def not_started(tmp_path_factory: pytest.TempPathFactory, openvino_embedder: Embedder) -> Iterator[Service]:
    """The service before it listens."""
    folder = tmp_path_factory.mktemp("service")
    ingest([GLOSSARIES / "beekeeping", GLOSSARIES / "hostile"], settings_for(folder / "index"))
    service = Service(folder / "index", folder)
    yield service
    service.stop()


@pytest.fixture(scope="session")
def articles(not_started: Service) -> dict[str, IndexedArticle]:
    """The articles that the service answers from."""
    return open_index(not_started.index).articles


@pytest.fixture(scope="session")
def the_mediawiki(not_started: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWiki]:
    """A MediaWiki with our extension."""
    wiki = MediaWiki(tmp_path_factory.mktemp("mediawiki"), not_started.base)
    yield wiki
    wiki.stop()


@pytest.fixture(scope="session")
def the_dokuwiki(not_started: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DokuWiki]:
    """A DokuWiki with our plugin."""
    wiki = DokuWiki(tmp_path_factory.mktemp("dokuwiki"), not_started.base)
    yield wiki
    wiki.stop()


@pytest.fixture(scope="session")
def all_origins(not_started: Service, the_mediawiki: MediaWiki, the_dokuwiki: DokuWiki) -> str:
    """Both wikis, and a page that is none, under both names of this machine."""
    ports = (the_mediawiki.port, the_dokuwiki.port, not_started.page_port)
    return ",".join(f"http://{host}:{port}" for host in ("127.0.0.1", "localhost") for port in ports)


@pytest.fixture(scope="session")
def service(not_started: Service, all_origins: str) -> Service:
    """The service, which both wikis may embed."""
    not_started.start(all_origins)
    return not_started


@pytest.fixture(params=["mediawiki", "dokuwiki"])
def wiki(request: pytest.FixtureRequest, service: Service) -> Wiki:
    """Each wiki in turn."""
    return request.getfixturevalue(f"the_{request.param}")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who was never here before."""
    context = browser.new_context(viewport={"width": 1100, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of that reader's; its last state is kept as a picture where SCREENSHOTS names a folder."""
    page = context.new_page()
    yield page
    if os.environ.get("SCREENSHOTS") and not page.is_closed():
        folder = Path(os.environ["SCREENSHOTS"])
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{request.node.name}.png", full_page=True)


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


@pytest.fixture
def dark_page(browser: Browser) -> Iterator[Page]:
    """A page of a reader whose browser prefers dark; what Playwright emulates would also hold inside frames."""
    dark = browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, "--force-dark-mode"])
    yield dark.new_context(color_scheme="null").new_page()
    dark.close()
