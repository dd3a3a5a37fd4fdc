"""Tags of an HTML page in, its blocks in reading order out; each piece of text stands in exactly one block."""

from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from ingest.page import Block
from ingest.text_cleaning import one_line

NOT_CONTENT = [
    "script", "style", "template", "noscript", "nav", "header", "footer", "aside", "form", "button", "iframe", "svg",
]  # fmt: skip

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WHOLE = _HEADINGS | {"pre", "tr"}
_CONTAINERS = (
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure hr html legend li "
    "main menu ol p section summary table tbody tfoot thead ul"
)
_PARTING = _WHOLE | set(_CONTAINERS.split())
"""Tags that end the text before them; all others are inline."""


def html_blocks(root: Tag) -> Iterator[Block]:
    """Blocks of everything below a tag; menus, forms, scripts and comments are left out.

    Inline tags join what they stand in; the first text of a list item is the item, further paragraphs of it are
    paragraphs; a term of a definition list is a heading of the lowest level.
    """
    text: list[str] = []
    item = False
    for node, entered in _walk(root):
        if isinstance(node, NavigableString):
            text.append(node)
            continue
        if node.name == "br" and entered:
            text.append("\n")
        if node.name not in _PARTING:
            continue
        if one_line("".join(text)):
            if node.name == "dt" and not entered:
                yield Block("heading", "".join(text), 6)
            else:
                yield Block("list_item" if item else "paragraph", "".join(text))
            item = False
        text.clear()
        if node.name == "li":
            item = entered
        if entered and node.name in _WHOLE:
            yield _whole(node)
    if one_line("".join(text)):
        yield Block("paragraph", "".join(text))


def blocks_of_markup(markup: str) -> list[Block]:
    """Blocks of a piece of HTML that stands in another text."""
    return list(html_blocks(BeautifulSoup(markup, "lxml")))


def _walk(root: Tag) -> Iterator[tuple[Tag | NavigableString, bool]]:
    """Texts and tags in reading order; a tag once when it is entered (true), and once when it is left.

    Without recursion: pages nest deeper than Python does.
    """
    open_tags = [(root, iter(root.children))]
    while open_tags:
        tag, children = open_tags[-1]
        child = next(children, None)
        if child is None:
            open_tags.pop()
            yield tag, False
        elif isinstance(child, Tag):
            if child.name in NOT_CONTENT:
                continue
            yield child, True
            if child.name not in _WHOLE:
                open_tags.append((child, iter(child.children)))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield child, True


def _whole(tag: Tag) -> Block:
    if tag.name == "tr":
        return Block("table_row", " | ".join(one_line(cell.get_text(" ")) for cell in tag.find_all(["th", "td"])))
    for line_break in tag.find_all("br"):
        line_break.replace_with("\n")
    if tag.name == "pre":
        return Block("formula", tag.get_text())
    return Block("heading", tag.get_text(), int(tag.name[1]))
