"""How soon an answer is painted, how heavy a page is, and how far it shifts, by the browser's own timing.

Run as `python -m eval.benchmarks.first_paint`; needs the `dev` extra and Chromium.
"""

import json
import shutil
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from eval.benchmarks.service import served
from eval.datasets import read_dataset
from eval.errors import EvalError

_GOLD = Path(__file__).resolve().parent.parent / "gold"
_QUESTIONS = 40
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")

_WATCH = """() => {
    window.painted = new Promise((tell, fail) => {
      setTimeout(() => fail(new Error("no answer was painted in 30 s")), 30000);
      new PerformanceObserver(list => {
          const [entry] = list.getEntries().filter(e => e.identifier === "answer");
          if (entry) tell(entry.renderTime || entry.loadTime);
      }).observe({type: "element", buffered: true});
    });
    addEventListener("keydown", event => { if (event.key === "Enter") window.pressed = event.timeStamp; }, true);
}"""
_SHIFT = """() => new Promise(tell => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => tell(sum))));
})"""


def measure(index: Path, n_questions: int = _QUESTIONS) -> dict[str, Any]:
    """Milliseconds from Enter, and from the navigation to a shared link, until the answer is painted; bytes; shift.

    Each question is asked in a page that was open already, as a reader asks it, and opened by its link. Answers are
    those of a freshly started service to the dev questions of the shipped glossary; the first is not counted.

    Raises:
        EvalError: Chromium or Playwright is missing; names what to install.
    """
    questions = [topic.text for topic in read_dataset(_GOLD, "dev").topics[: n_questions + 1]]
    with served(index) as service, _started_browser() as browser:
        base = f"http://127.0.0.1:{service.port}"
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        asked, opened, shifts = [], [], []
        for question in questions:
            page.goto(f"{base}/")
            page.evaluate(_WATCH)
            page.fill("#q", question)
            page.keyboard.press("Enter")
            asked.append(page.evaluate("async () => await window.painted - window.pressed"))
            shifts.append(page.evaluate(_SHIFT))
            page.goto(f"{base}/?q={quote(question)}")
            page.evaluate(_WATCH)
            opened.append(page.evaluate("async () => await window.painted"))
            shifts.append(page.evaluate(_SHIFT))
        weight = _weight(browser, base)
        version = browser.version
    return {
        "browser": version,
        "questions": len(questions) - 1,
        "enter_to_paint_ms": _quantiles(asked[1:]),
        "link_to_paint_ms": _quantiles(opened[1:]),
        "layout_shift_max": round(max(shifts), 4),
        "page_bytes": weight,
    }


def _weight(browser: Any, base: str) -> dict[str, int]:
    """Bytes of the first page with all that it loads, as sent and unpacked; by a browser that has nothing yet."""
    context = browser.new_context()
    page = context.new_page()
    sent: list[int] = []
    page.on("requestfinished", lambda request: sent.append(request.sizes()["responseBodySize"]))
    page.goto(f"{base}/", wait_until="networkidle")
    unpacked = page.evaluate("performance.getEntries().reduce((sum, e) => sum + (e.decodedBodySize || 0), 0)")
    context.close()
    return {"sent": sum(sent), "unpacked": unpacked}


def _quantiles(milliseconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return {"p50": round(cuts[9], 1), "p95": round(cuts[18], 1)}


@contextmanager
def _started_browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise EvalError("Playwright is missing; install the dev extra: pip install -e '.[dev]'") from error
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        raise EvalError("Chromium is missing; apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
        yield browser
        browser.close()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(".index")), indent=2) + "\n")
