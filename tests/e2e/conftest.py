"""A real service on loopback and a real Chromium, each started once; every page is watched for what it must not do."""

import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.embedders import Embedder
from ingest.pipeline import ingest
from server.settings import ServerSettings

ROOT = Path(__file__).resolve().parents[2]
GLOSSARIES = ROOT / "tests" / "server" / "glossaries"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS = 20_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright keeps an event loop in this thread, beside which no other can be run."""
    items.sort(key=lambda item: Path(__file__).parent in item.path.parents)


@dataclass
class Service:
    """A running service: its address, and the settings that it was started with."""

    url: str
    settings: ServerSettings


@dataclass
class Watch:
    """What a page did that it must not do; `allowed` are console messages that a test expects."""

    url: str
    faults: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def unexpected(self) -> list[str]:
        return [fault for fault in self.faults if not any(re.search(allowed, fault) for allowed in self.allowed)]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("browser tests need Chromium: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[object]:
    """One browser for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def start_service(
    tmp_path_factory: pytest.TempPathFactory, openvino_embedder: Embedder
) -> Iterator[Callable[..., Service]]:
    """Start `glossator serve` over an index of a folder of articles; all are ended with the session."""
    started: list[subprocess.Popen[str]] = []

    def start(articles: Path, **environment: str) -> Service:
        settings = ServerSettings(embedder="openvino", index=tmp_path_factory.mktemp("service") / "index")
        ingest([articles], settings)
        told = {"GLOSSATOR_INDEX": str(settings.index), "PATH": "/usr/bin:/bin", **environment}
        process = subprocess.Popen(
            [sys.executable, "-m", "glossator", "serve", "--port", "0"],
            cwd=ROOT,
            env={**told, "HOME": str(Path.home()), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        line = process.stdout.readline() if process.stdout else ""
        address = re.search(r"http://\S+?(?=/ )", line)
        assert address, f"the service did not say where it listens: {line!r}"
        with urllib.request.urlopen(f"{address[0]}/readyz", timeout=60):
            return Service(address[0], settings)

    yield start
    for process in started:
        process.terminate()
        process.wait(20)
        if process.stdout:
            process.stdout.close()


@pytest.fixture(scope="session")
def service(start_service: Callable[..., Service]) -> Service:
    """The service over the beekeepers' glossary."""
    return start_service(GLOSSARIES / "beekeeping")


@pytest.fixture(scope="session")
def hostile_service(start_service: Callable[..., Service]) -> Service:
    """The service over pages that try to break out of the pages that show them."""
    return start_service(GLOSSARIES / "hostile", GLOSSATOR_CONFIDENCE="0")


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    """What the pages of this test did; the test fails where one did what it must not."""
    watched: list[Watch] = []
    yield watched
    assert [fault for watch in watched for fault in watch.unexpected()] == []


@pytest.fixture
def open_page(browser, watches: list[Watch]) -> Iterator[Callable[..., object]]:
    """Open an address in a browser context of its own.

    Requests that leave the service, console messages, uncaught errors and dialogs are faults.
    """
    contexts = []

    def open_it(url: str, *, wait: bool = True, **options: object):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options})
        contexts.append(context)
        context.set_default_timeout(SECONDS)
        page = context.new_page()
        origin = re.match(r"https?://[^/]+", url)[0]
        watch = Watch(url)
        watches.append(watch)

        def see_request(request) -> None:
            if not request.url.startswith((origin, "data:", "blob:")):
                watch.faults.append(f"request to {request.url}")

        def see_dialog(dialog) -> None:
            watch.faults.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        page.on("request", see_request)
        page.on("dialog", see_dialog)
        page.on("console", lambda message: watch.faults.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: watch.faults.append(f"error: {error}"))
        page.watch = watch
        if wait:
            page.goto(url)
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page, service: Service):
    """The first page of the beekeepers' glossary."""
    return open_page(f"{service.url}/")
