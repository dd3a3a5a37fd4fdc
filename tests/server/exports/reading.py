"""Exported text in, what a reader of its format finds in it out."""

from html.parser import HTMLParser
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin


class Page(HTMLParser):
    """The tags, the addresses and the text of a page; comments are not text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.blocks: list[str] = [""]
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for key, value in attrs if key in ("href", "src")]
        self.ids += [value or "" for key, value in attrs if key == "id"]
        assert not [key for key, _ in attrs if key.startswith("on") or key == "style"]
        if tag in ("p", "li", "pre", "h2", "td"):
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        self.blocks[-1] += data


def read_markdown(text: str) -> Page:
    """What CommonMark with raw HTML, bare links, tables and footnotes makes of a text."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
    return Page(reader.render(text))


def read_confluence(text: str) -> ElementTree.Element:
    """The tree of a text in storage format."""
    return ElementTree.fromstring(f'<page xmlns:ac="urn:ac">{text}</page>')  # our own text
