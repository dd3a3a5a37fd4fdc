"""An article's stored text in, blocks ready to be shown out; and the text fragment that finds a quote on a page."""

from dataclasses import dataclass
from urllib.parse import quote

from ingest.datatypes import Article, Section

_FRAGMENT_WORDS = 8


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A paragraph, list, table or formula: `pieces` are its sentences, items, rows of cells, or the formula."""

    kind: str
    pieces: tuple[str, ...]
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as shown: its heading, its level below the title from 2, and its blocks."""

    slug: str
    heading: str
    level: int
    blocks: tuple[ShownBlock, ...]


def shown_sections(article: Article) -> list[ShownSection]:
    """The sections of an article in order, with the text of each grouped to blocks as it was written."""
    return [
        ShownSection(s.slug, s.heading, min(1 + len(s.heading_path), 6), _blocks(article, s)) for s in article.sections
    ]


def text_fragment(text: str) -> str:
    """The part after `#` that makes a browser find and mark a quote: its first and last words, percent-encoded."""
    words = text.split()
    if len(words) <= 2 * _FRAGMENT_WORDS:
        return ":~:text=" + _encoded(" ".join(words))
    return ":~:text=" + _encoded(" ".join(words[:_FRAGMENT_WORDS])) + "," + _encoded(" ".join(words[-_FRAGMENT_WORDS:]))


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")


def _blocks(article: Article, section: Section) -> tuple[ShownBlock, ...]:
    groups: list[tuple[str, list[str], list[str]]] = []
    end_before = -1
    for segment in article.segments:
        if not section.start <= segment.start < section.end:
            continue
        text = article.text[segment.start : segment.end]
        new_paragraph = segment.kind == "sentence" and "\n" in article.text[max(end_before, 0) : segment.start]
        same = bool(groups) and groups[-1][0] == segment.kind and segment.kind != "formula" and not new_paragraph
        if not same:
            groups.append((segment.kind, [], []))
        groups[-1][1].append(text)
        groups[-1][2].append(f"c{segment.start}")
        end_before = segment.end
    return tuple(ShownBlock(kind, tuple(pieces), tuple(anchors)) for kind, pieces, anchors in groups)
