"""An HTML page in, its main content as one parsed page out."""

from collections.abc import Iterator

from bs4 import BeautifulSoup

from ingest.errors import UnreadableArticleError
from ingest.formats import ParsedPage, SourcePage
from ingest.formats.html_blocks import NOT_CONTENT, html_blocks
from ingest.page import Block
from ingest.terms import aliases_of, canonical_term
from ingest.text_cleaning import clean, fold_for_matching, looks_binary, one_line


def parse(page: SourcePage) -> list[ParsedPage]:
    """The article of an HTML page: its main content without navigation, menus and footers; none where it has no text.

    The title is the first `h1`, else the `title` up to a site name; the address is the canonical link, the licence
    a link with `rel="license"`.

    Raises:
        UnreadableArticleError: the bytes are no text.
    """
    if looks_binary(page.data):
        raise UnreadableArticleError("holds binary data, not HTML; save it as UTF-8 text or move it out")
    soup = BeautifulSoup(page.data, "lxml")
    title = _title(soup, page.article_id)
    licence = _licence(soup)  # it stands in the footer, which is about to go
    blocks, links = _main_content(page.data, soup)
    if blocks and blocks[0].kind == "heading" and fold_for_matching(blocks[0].text) == fold_for_matching(title):
        blocks = blocks[1:]
    if not any(block.kind != "heading" for block in blocks):
        return []
    lead = next((block.text for block in blocks if block.kind == "paragraph"), "")
    return [
        ParsedPage(
            title=title,
            term=canonical_term(title, lead),
            blocks=tuple(blocks),
            aliases=aliases_of(title, lead),
            see_also=links,
            url=_attribute(soup, "link", "canonical", "href"),
            licence=licence or page.defaults.get("licence", ""),
            warnings=() if not soup.contains_replacement_characters else ("holds characters that cannot be decoded",),
        )
    ]


def _title(soup: BeautifulSoup, article_id: str) -> str:
    for name in ("h1", "title"):
        found = soup.find(name)
        text = one_line(clean(found.get_text(" "))) if found else ""
        if text:
            return text if name == "h1" else text.split(" | ")[0]
    return one_line(article_id.rpartition("/")[2].replace("-", " ").replace("_", " ")).title()


def _attribute(soup: BeautifulSoup, tag: str, rel: str, name: str) -> str:
    found = soup.find(tag, rel=rel)
    value = str(found.get(name) or "") if found else ""
    return value if value.startswith(("http://", "https://")) else ""


def _licence(soup: BeautifulSoup) -> str:
    link = soup.find(["a", "link"], rel="license")
    if not link:
        return ""
    return one_line(clean(link.get_text(" "))) or str(link.get("href") or "")


def _main_content(data: bytes, soup: BeautifulSoup) -> tuple[list[Block], tuple[str, ...]]:
    """Blocks of the main element; where a page names none, what trafilatura finds; else all but menus and the like."""
    for tag in soup(NOT_CONTENT):
        tag.decompose()
    root = soup.find("main") or soup.find("article") or soup.find(attrs={"role": "main"}) or _extracted(data)
    blocks = list(html_blocks(root))
    if not any(block.kind != "heading" for block in blocks):
        root = soup.body or soup
        blocks = list(html_blocks(root))
    return blocks, tuple(_targets(root))


def _extracted(data: bytes) -> BeautifulSoup:
    """What trafilatura takes for the content of a page; empty where it finds none."""
    from trafilatura import extract

    found = extract(
        data, output_format="html", favor_recall=True, include_links=True, include_tables=True, include_comments=False
    )
    soup = BeautifulSoup(found or "", "html.parser")  # lxml would end a paragraph at the <pre> inside it
    for code in soup.select("pre pre"):  # <pre><code> comes as <pre><pre>, and <code> as <pre>
        code.parent.replace_with(code)
    for code in soup.select("p pre, li pre, td pre, th pre"):
        code.unwrap()
    return soup


def _targets(root: BeautifulSoup) -> Iterator[str]:
    seen: set[str] = set()
    for link in root.find_all("a", href=True):
        target = str(link["href"])
        if target not in seen and not target.startswith(
            ("#", "http:", "https:", "mailto:", "javascript:", "//", "data:")
        ):
            seen.add(target)
            yield target
