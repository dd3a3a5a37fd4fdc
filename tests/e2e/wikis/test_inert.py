"""Texts that try to be more than text, in every place that an export writes: what a real wiki makes of them."""

from html.parser import HTMLParser

import pytest
from playwright.sync_api import Page, expect

from server.answering.datatypes import AnswerPart
from server.exports import EXPORTS
from server.exports.datatypes import Publication
from server.exports.publication import publish
from server.exports.term_lists import TERM_LISTS
from tests.e2e.wikis.conftest import Service, Wiki
from tests.e2e.wikis.dokuwiki import DokuWiki
from tests.e2e.wikis.mediawiki import MediaWiki
from tests.server.exports.conftest import HOSTILE, citation

RUNS = {"script", "style", "iframe", "frame", "object", "embed", "svg", "math", "form", "input", "img", "video", "link"}
"""Elements that run, load or send something; neither wiki writes one for an exported answer."""

CONTENTS_TOGGLE = "input.toctogglecheckbox"
"""What MediaWiki itself writes above the contents of a page of four headings and more."""

QUESTIONS = [
    ("answer", "What is cross site injection?"),
    ("answer", "What are the signs of injection?"),
    ("answer", "How is the attack calculated?"),
    ("answer", "<script>alert(20)</script> \"><img src=x onerror=alert(21)> [[Category:Owned]] {{x}} ''' %% ((y))?"),
    ("brief", "Prepare for an injection attack"),
]

NAMES = [(f"Term{n}", text) for n, text in enumerate(HOSTILE)]
"""Terms whose definitions are hostile."""

FOREIGN = "http://evil.example/[x](y)|{{z}} \"onmouseover=alert(1)>'''<script>alert(2)</script>"

LINKS = """body => [...body.querySelectorAll("[href], [src], [action], [formaction], [srcdoc]")]
    .flatMap(e => ["href", "src", "action", "formaction", "srcdoc"].map(n => e.getAttribute(n)).filter(Boolean))"""
HANDLERS = (
    """body => [...body.querySelectorAll("*")].flatMap(e => e.getAttributeNames().filter(n => n.startsWith("on")))"""
)


class Rendered(HTMLParser):
    """The elements, handlers, links and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.links: set[str] = set()
        self.pieces: list[str] = []
        self.tooltips: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.links |= {value or "" for name, value in attrs if name in ("href", "src", "action", "srcdoc")}

        self.tooltips += [value or "" for name, value in attrs if (tag, name) == ("abbr", "title")]

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


def everywhere(text: str) -> Publication:
    """An answer that holds a text as its title and heading, in each kind of part, and in each field of a source."""
    about = {"term": text, "section": text, "licence": text}
    citations = [
        citation(1, text, source=FOREIGN, passage_id="evil/cross site#a|b", **about),
        *(citation(n, text, passage_id=f"swarming#s{n}", **about) for n in (2, 3, 4)),
        citation(5, text, article_id="mite-load", passage_id="mite-load#formula", **about),
    ]
    parts = [
        AnswerPart("Said in other words.", "sentence", (1,)),
        AnswerPart(text, "sentence", (2,)),
        AnswerPart(text, "list_item", (3,)),
        AnswerPart(text, "formula", (4,)),
        AnswerPart(f"{text} | {text}", "table_row", (2, 5)),
    ]
    return publish(text, [(text, parts)], citations, generation="abc123", public_url="https://g.example/a")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_inert_wherever_an_export_writes_it(wiki: Wiki, text: str) -> None:
    publication = everywhere(text)
    page = Rendered(wiki.rendered(EXPORTS[wiki.export_format].render(publication)))
    assert page.tags & RUNS == set()
    assert page.handlers == []
    ours = {address for footnote in publication.footnotes for address in (footnote.url, footnote.origin) if address}
    assert ours <= page.links
    outside = {link for link in page.links if not link.startswith(("#", "/index.php?", "/doku.php?"))}
    assert {link for link in outside - ours if not link.startswith(publication.url)} == set()
    # title, heading, three kinds of parts, a table's two names, heading and two cells, a quote and two fields of notes
    assert page.text.count(" ".join(text.split())) >= 13


@pytest.mark.parametrize(("kind", "question"), QUESTIONS)
def test_a_hostile_article_is_inert_where_it_is_published(
    wiki: Wiki, service: Service, page: Page, kind: str, question: str
) -> None:
    spoken: list[str] = []
    page.on("dialog", lambda dialog: (spoken.append(dialog.message), dialog.dismiss()))
    exported = service.export(question, wiki.export_format, kind)
    wiki.publish("Inert", exported)
    page.goto(wiki.page("Inert"))
    body = page.locator(".mw-parser-output, #dokuwiki__content .page").first
    for quote in service.quotes(exported):
        for line in quote.splitlines():
            expect(body).to_contain_text(line)
    assert body.locator(f":is({', '.join(RUNS)}):not({CONTENTS_TOGGLE})").count() == 0
    assert body.evaluate(HANDLERS) == []
    allowed = ("#", "/index.php?", "/doku.php?", f"{service.base}/")
    assert [link for link in body.evaluate(LINKS) if not link.startswith(allowed)] == []
    assert page.locator("#catlinks a[title*='Owned']").count() == 0
    assert spoken == []


def test_the_page_of_terms_for_lingo_holds_text_alone(service: Service, the_mediawiki: MediaWiki) -> None:
    page = Rendered(the_mediawiki.rendered(TERM_LISTS["lingo"](NAMES)))
    assert page.tags & RUNS == set()
    assert page.handlers == []
    assert {link for link in page.links if not link.startswith("#")} == set()
    assert [text for _, text in NAMES if " ".join(text.split()) not in page.text] == []


def test_tooltips_of_dokuwiki_show_definitions_to_the_letter(service: Service, the_dokuwiki: DokuWiki) -> None:
    the_dokuwiki.configure("acronyms.local.conf", TERM_LISTS["dokuwiki-acronyms"](NAMES))
    page = Rendered(the_dokuwiki.rendered(" said ".join(name for name, _ in NAMES)))
    assert page.tags & RUNS == set()
    assert page.handlers == []
    assert page.links == set()
    assert page.tooltips == [" ".join(text.split()) for _, text in NAMES]
