"""Answers published as text in a real MediaWiki and a real DokuWiki: what the wikis make of them."""

import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from ingest.open_index import IndexedArticle
from ingest.text_cleaning import clean
from server.exports import EXPORTS
from server.exports.published_check import check_published
from server.exports.published_record import records_in
from tests.e2e.wikis.conftest import Service, Wiki
from tests.e2e.wikis.mediawiki import MediaWiki
from tests.server.exports.conftest import HOSTILE, published

Articles = dict[str, IndexedArticle]

SWARM = "What mistakes should I avoid with swarming?"
LOAD = "How is the mite load calculated?"
COMPARED = "What is the difference between a brood box and a honey super?"

LINES = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=60).map(
    lambda text: " ".join(clean(text).split()) or "x"  # as ingest stores it: in NFC, as a wiki does too
)
MARKS = st.lists(
    st.sampled_from(
        [*HOSTILE, *"'\"[]{}<>|*#:;=~_/\\%()-+!&$^`@", "''", "[[", "]]", "%%", "((", "))", "//", "a", " ", "7"]
    ),
    min_size=1,
    max_size=8,
).map(lambda pieces: " ".join("".join(pieces).split()) or "x")
"""Texts of letters of all scripts, and texts made of marks of both wikis."""


class Blocks(HTMLParser):
    """The text of each paragraph, list item, cell and preformatted block of a page, without footnote marks."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts = [""]
        self._in_mark = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "li", "pre", "td", "th", "h2", "h3"):
            self.texts.append("")
        if tag == "sup":
            self._in_mark += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "sup":
            self._in_mark -= 1

    def handle_data(self, data: str) -> None:
        if not self._in_mark:
            self.texts[-1] += data

    def hold(self, text: str) -> bool:
        return text.strip() in (" ".join(found.split()) for found in self.texts)


def written(wiki: Wiki, texts: list[str]) -> str:
    """The wiki's text of a publication in which each text is a sentence, a list item, and a cell of a table."""
    pieces = []
    for number, text in enumerate(texts):
        for kind in ("sentence", "list_item", "table_row"):
            publication = published((text, kind), title=f"{kind} {number}")  # footnotes of its own
            pieces.append(EXPORTS[wiki.export_format].render(publication).split("\n\n")[1])
    return "\n\n".join(pieces) + ("\n\n<references />" if isinstance(wiki, MediaWiki) else "")


def test_a_published_answer_is_whole_and_its_footnotes_resolve(wiki: Wiki, service: Service, page: Page) -> None:
    exported = service.export(SWARM, wiki.export_format)
    wiki.publish("Published", exported)
    page.goto(wiki.page("Published"))
    for quote in service.quotes(exported):
        expect(page.locator("li", has_text=quote).first).to_be_visible()
    marks = page.locator("sup a[href^='#']")
    assert marks.count() >= len(service.quotes(exported))
    for address in marks.evaluate_all("marks => marks.map(mark => mark.getAttribute('href').slice(1))"):
        assert page.locator(f"[id='{address}']").count() == 1
    links = page.locator(f"a[href^='{service.base}']").evaluate_all("links => links.map(link => link.href)")
    assert [link for link in links if link.startswith(f"{service.base}/terms/")]
    for address, _, place in {link.partition("#") for link in links}:
        found = httpx.get(address, timeout=60)
        assert found.status_code == 200
        assert f'id="{place}"' in found.text or not place or place.startswith("glossator-record=")


@pytest.mark.parametrize("question", [LOAD, COMPARED])
def test_formulas_and_comparisons_are_shown_as_such(wiki: Wiki, service: Service, page: Page, question: str) -> None:
    exported = service.export(question, wiki.export_format)
    wiki.publish("Shaped", exported)
    page.goto(wiki.page("Shaped"))
    wanted = "pre" if question == LOAD else "table td"
    expect(page.locator(wanted).first).to_be_visible()
    blocks = Blocks(page.content())
    shown = " ".join(" ".join(text.split()) for text in blocks.texts)
    for quote in service.quotes(exported):
        assert " ".join(quote.split()) in shown


def test_marks_in_a_quote_stay_text_to_the_letter(wiki: Wiki) -> None:
    blocks = Blocks(wiki.rendered(written(wiki, list(HOSTILE))))
    assert [text for text in HOSTILE if not blocks.hold(text)] == []


def test_any_text_stays_text_to_the_letter(wiki: Wiki) -> None:
    texts: list[str] = []

    @seed(20_240_613)
    @settings(max_examples=300, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(LINES, MARKS))
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    assert len(set(texts)) > 200
    blocks = Blocks(wiki.rendered(written(wiki, texts)))
    assert [text for text in texts if not blocks.hold(text)] == []


def test_what_the_wiki_keeps_can_be_checked(wiki: Wiki, service: Service, tmp_path: Path, articles: Articles) -> None:
    exported = service.export(SWARM, wiki.export_format)
    wiki.publish("Kept", exported)
    assert list(records_in(wiki.source("Kept"))) == list(records_in(exported))
    kept = tmp_path / "kept.txt"
    kept.write_text(wiki.dump() if isinstance(wiki, MediaWiki) else wiki.source("Kept"), encoding="utf-8")
    found = [answer for answer in check_published([kept], articles) if answer.record.question == SWARM]
    assert found
    assert not any(answer.changed for answer in found)


def test_no_page_of_the_wiki_shows_the_record(wiki: Wiki, service: Service, page: Page) -> None:
    wiki.publish("Unseen", service.export(SWARM, wiki.export_format))
    page.goto(wiki.page("Unseen"))
    assert not re.search(r"glossator-record|generation|#starts", page.locator("body").inner_text())
