"""Markdown with front matter in, one parsed page out; reads the short codes of common glossary sites."""

import re
from collections.abc import Sequence
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.errors import UnreadableArticleError
from ingest.formats import ParsedPage, SourcePage
from ingest.formats.front_matter import lines_of, list_of, split_front_matter, text_of
from ingest.formats.html_blocks import blocks_of_markup
from ingest.page import Block
from ingest.terms import aliases_of, canonical_term
from ingest.text_cleaning import clean, decode, fold_for_matching, looks_binary, one_line

_TOOLTIP = re.compile(r"\{\{[<%]\s*glossary_tooltip\s+(.*?)[%>]\}\}", re.DOTALL)
_SHORT_CODE = re.compile(r"\{\{[<%].*?[%>]\}\}|\{%.*?%\}", re.DOTALL)
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*\"([^\"]*)\"")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def parse(page: SourcePage) -> list[ParsedPage]:
    """The article of a Markdown page; none where it holds no text below its front matter and headings.

    The title is the front matter's `term` or `title`, else the first heading, else the file name. `aliases` or `aka`,
    `category` or `tags`, `related`, `asked`, `summary` or `short_description`, `url` or `source`, and `licence` are
    read, and the page's folder may give defaults for them.

    Raises:
        UnreadableArticleError: the bytes are no text, or the front matter is not YAML.
    """
    if looks_binary(page.data):
        raise UnreadableArticleError("holds binary data, not text; save it as UTF-8 text or move it out")
    raw, warnings = decode(page.data)
    keys, body = split_front_matter(clean(raw))
    keys = {**page.defaults, **keys}
    blocks, links = markdown_blocks(_without_short_codes(body))
    title = text_of(keys, "term", "title")
    first = next(iter(blocks), None)
    if first and first.kind == "heading" and (not title or fold_for_matching(first.text) == fold_for_matching(title)):
        title, blocks = title or first.text, blocks[1:]
    if not any(block.kind != "heading" for block in blocks):
        return []
    title = title or one_line(page.article_id.rpartition("/")[2].replace("-", " ").replace("_", " ")).title()
    lead = next((block.text for block in blocks if block.kind == "paragraph"), "")
    named = tuple(name for name in list_of(keys, "aliases", "aka") if not name.startswith("/"))  # "/x": a redirect
    return [
        ParsedPage(
            title=title,
            term=canonical_term(title, lead),
            blocks=tuple(blocks),
            aliases=tuple(dict.fromkeys(named + aliases_of(title, lead))),
            category=text_of(keys, "category", "categories", "tags"),
            summary=text_of(keys, "summary", "short_description", "description"),
            see_also=tuple(dict.fromkeys(list_of(keys, "related", "see_also") + links)),
            asked=lines_of(keys, "asked"),
            url=text_of(keys, "url", "source", "full_link") if not text_of(keys, "url").startswith("/") else "",
            licence=text_of(keys, "licence", "license"),
            warnings=warnings,
        )
    ]


def markdown_blocks(text: str) -> tuple[list[Block], tuple[str, ...]]:
    """Blocks of a Markdown text in reading order, and the targets of its links to other pages."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    blocks: list[Block] = []
    links: list[str] = []
    cells: list[str] | None = None
    item_opens = False
    heading_level = 0
    for token in tokens:
        match token.type:
            case "heading_open" | "heading_close":
                heading_level = int(token.tag[1]) if token.nesting > 0 else 0
            case "list_item_open" | "list_item_close":
                item_opens = token.nesting > 0
            case "html_block":
                blocks.extend(blocks_of_markup(token.content))
            case "tr_open":
                cells = []
            case "tr_close" if cells is not None:
                blocks.append(Block("table_row", " | ".join(cells)))
                cells = None
            case "fence" | "code_block":
                blocks.append(Block("formula", token.content))
            case "inline":
                content = _inline_text(token.children or (), links)
                if cells is not None:
                    cells.append(one_line(content))
                elif heading_level:
                    blocks.append(Block("heading", content, heading_level))
                elif content.strip():
                    blocks.append(Block("list_item" if item_opens else "paragraph", content))
                    item_opens = False
            case _:
                pass
    return [block for block in blocks if block.text.strip(" |\n")], tuple(dict.fromkeys(links))


def _inline_text(children: Sequence[Token], links: list[str]) -> str:
    parts: list[str] = []
    for child in children:
        match child.type:
            case "text" | "code_inline" | "text_special":
                parts.append(child.content)
            case "softbreak" | "hardbreak":
                parts.append(" ")
            case "link_open":
                target = unquote(str(child.attrs.get("href", "")))
                if target and not re.match(r"[a-z][a-z0-9+.-]*:|#|//", target, re.IGNORECASE):
                    links.append(target)
            case _:
                pass
    return "".join(parts)


def _without_short_codes(text: str) -> str:
    def tooltip(match: re.Match[str]) -> str:
        said = dict(_ATTRIBUTE.findall(match[1]))
        term_id = said.get("term_id", "")
        return f"[{said.get('text') or term_id.replace('-', ' ')}]({term_id}.md)"

    return _COMMENT.sub("", _SHORT_CODE.sub("", _TOOLTIP.sub(tooltip, text)))
