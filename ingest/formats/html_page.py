"""An HTML page in, its main content as one parsed page out."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bs4 import BeautifulSoup

from ingest.errors import UnreadableArticleError
from ingest.formats import ParsedPage, SourcePage
from ingest.page import Block
from ingest.terms import aliases_of, canonical_term
from ingest.text_cleaning import clean, fold_for_matching, looks_binary, one_line

_NOT_CONTENT = [
    "script",
    "style",
    "template",
    "noscript",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "button",
    "iframe",
    "svg",
]


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
            licence=_licence(soup) or page.defaults.get("licence", ""),
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
    """Blocks as trafilatura finds them; where a page is too small for it, everything but menus and the like."""
    for tag in soup(_NOT_CONTENT):
        tag.decompose()
    root = soup.find("main") or soup.find("article") or soup.find(attrs={"role": "main"})
    if root is None:
        from trafilatura import bare_extraction

        document = bare_extraction(
            data, favor_recall=True, include_links=True, include_tables=True, include_comments=False
        )
        body = getattr(document, "body", None)
        blocks = list(_extracted_blocks(body)) if body is not None else []
        if any(block.kind != "heading" for block in blocks):
            return blocks, tuple(_targets(soup.body or soup))
        root = soup.body or soup
    return list(_tag_blocks(root)), tuple(_targets(root))


def _extracted_blocks(body: Element) -> Iterator[Block]:
    for element in body.iter():
        text = "".join(element.itertext())
        match element.tag:
            case "head":
                yield Block("heading", text, int(str(element.get("rend", "h2"))[1:] or 2))
            case "p" | "quote":
                yield Block("paragraph", text)
            case "item":
                yield Block("list_item", text)
            case "row":
                yield Block("table_row", " | ".join(one_line("".join(cell.itertext())) for cell in element))
            case "code":
                yield Block("formula", text)
            case _:
                pass


def _tag_blocks(root: BeautifulSoup) -> Iterator[Block]:
    names = [
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "pre",
        "blockquote",
        "div",
        "section",
        "td",
    ]
    for tag in root.find_all(names):
        if tag.find_parent(["pre", "tr"]) or (tag.find_parent("li") and tag.name == "p"):
            continue
        if tag.name == "tr":
            yield Block("table_row", " | ".join(one_line(cell.get_text(" ")) for cell in tag.find_all(["th", "td"])))
        elif tag.name == "pre":
            yield Block("formula", tag.get_text())
        elif tag.name in ("li", "div", "section", "blockquote", "dd"):
            own = one_line("".join(_own_text(tag)))
            if own:
                yield Block("list_item" if tag.name == "li" else "paragraph", own)
        elif tag.name[0] == "h":
            yield Block("heading", tag.get_text(), int(tag.name[1]))
        elif tag.name == "dt":
            yield Block("heading", tag.get_text(), 6)
        else:
            yield Block("paragraph", tag.get_text())


def _own_text(tag: BeautifulSoup) -> Iterator[str]:
    """Text of a container that stands in no block of its own."""
    blocks = {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "table",
        "pre",
        "blockquote",
        "div",
        "section",
        "article",
    }
    for child in tag.children:
        name = getattr(child, "name", None)
        if name is None:
            yield str(child)
        elif name == "p" and tag.name == "li":
            yield child.get_text() + " "
        elif name not in blocks and name != "p":
            yield child.get_text()


def _targets(root: BeautifulSoup) -> Iterator[str]:
    seen: set[str] = set()
    for link in root.find_all("a", href=True):
        target = str(link["href"])
        if target not in seen and not target.startswith(
            ("#", "http:", "https:", "mailto:", "javascript:", "//", "data:")
        ):
            seen.add(target)
            yield target
