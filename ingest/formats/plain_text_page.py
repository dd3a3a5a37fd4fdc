"""Plain text as scraped from a glossary in, the parsed pages of it out."""

from ingest.errors import UnreadableArticleError
from ingest.formats import ParsedPage, SourcePage
from ingest.formats import scraped_page as scraped
from ingest.page import Block, BlockKind
from ingest.terms import aliases_of, canonical_term
from ingest.text_cleaning import clean, decode, fold_for_matching, looks_binary


def parse(page: SourcePage) -> list[ParsedPage]:
    """The articles of a text file: title, definition and sections; navigation and related cards are gone.

    A file that holds only navigation gives none.

    Raises:
        UnreadableArticleError: the bytes are no text.
    """
    if looks_binary(page.data):
        raise UnreadableArticleError("holds binary data, not text; save it as UTF-8 text or move it out")
    text, warnings = decode(page.data)
    name = page.article_id.rpartition("/")[2]
    return [_parsed(found, page, warnings) for found in scraped.parse(clean(text), name).pages]


def _parsed(found: scraped.ScrapedPage, page: SourcePage, warnings: tuple[str, ...]) -> ParsedPage:
    blocks = [Block("paragraph", found.definition)]
    for section in found.sections:
        blocks.append(Block("heading", section.heading, 2))
        kind: BlockKind = "list_item" if section.kind == "list" else "paragraph"
        blocks.extend(Block(kind, line) for line in section.lines)
    return ParsedPage(
        title=found.title,
        term=canonical_term(found.title, found.definition),
        blocks=tuple(blocks),
        aliases=aliases_of(found.title, found.definition),
        see_also=found.related_titles,
        licence=page.defaults.get("licence", ""),
        truncated=found.truncated,
        warnings=warnings + found.warnings,
        capture_key=f"{fold_for_matching(found.title)}\n{fold_for_matching(found.definition)}",
    )
