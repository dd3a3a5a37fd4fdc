"""A publication in, MediaWiki's wikitext out, with the footnotes of its Cite extension."""

import re
from html import escape

from server.exports.datatypes import Block, Footnote, Line, Link, Publication, Table
from server.exports.publication import NOT_ANSWERED
from server.exports.published_record import record_comment

# a text of this form holds no mark of wikitext, at the start of a line or inside, and stands readable as it is
_PLAIN = re.compile(r"""(?!.*(?:''|\b(?:ISBN|PMID|RFC)\b))[^\W\d_](?:[^\W_]|[ ,.()%$/?!"'“”‘’–—-]|[:;](?= ))*""")


def mediawiki(publication: Publication) -> str:
    """The publication below a heading of the second level; `<references />` stands once, at its end."""
    pieces = [f"== {escaped(publication.title)} =="]
    seen: set[str] = set()
    for chapter in publication.chapters:
        pieces += [f"=== {escaped(chapter.heading)} ==="] if chapter.heading else []
        pieces += [_block(block, seen) for block in chapter.blocks]
    if not publication.chapters:
        pieces.append(NOT_ANSWERED)
        pieces += ["Nearest terms: " + ", ".join(map(_link, publication.nearest))] if publication.nearest else []
    pieces += ["<references />"] if publication.footnotes else []
    return "\n\n".join([*pieces, record_comment(publication.record)]) + "\n"


def escaped(text: str) -> str:
    """A text of one line in which nothing is a mark."""
    return text if _PLAIN.fullmatch(text) or not text else f"<nowiki>{escape(text, quote=False)}</nowiki>"


def _block(block: Block | Table, seen: set[str]) -> str:
    if isinstance(block, Table):
        return _table(block, seen)
    if block.kind == "list_item":
        return "\n".join(f"* {escaped(line.text)}{_marks(line, seen)}" for line in block.lines)
    if block.kind == "formula":
        return "\n\n".join(f"<pre>{escape(line.text, quote=False)}</pre>\n{_marks(line, seen)}" for line in block.lines)
    return " ".join(f"{escaped(line.text)}{_marks(line, seen)}" for line in block.lines)


def _table(table: Table, seen: set[str]) -> str:
    rows = []
    if table.head:
        names = ("", *table.head) if table.headed else table.head
        rows.append("\n".join(f"! {escaped(name)}".rstrip() for name in names))
    for row in table.rows:
        heading = [f"! {escaped(row.heading)}"] if table.headed else []
        rows.append("\n".join([*heading, *(f"| {escaped(cell.text)}{_marks(cell, seen)}" for cell in row.cells)]))
    return '{| class="wikitable"\n' + "\n|-\n".join(rows) + "\n|}"


def _marks(line: Line, seen: set[str]) -> str:
    """Footnotes: whole where they are cited first, by name after that."""
    marks = ""
    for footnote in line.footnotes:
        named = f'<ref name="{footnote.label}"'
        marks += f"{named} />" if footnote.label in seen else f"{named}>{_note(footnote)}</ref>"
        seen.add(footnote.label)
    return marks


def _note(footnote: Footnote) -> str:
    place = f"{_link(Link(footnote.term, footnote.url))}, “{escaped(footnote.section)}”"
    said = f": “{escaped(footnote.said)}”" if footnote.said else ""
    origin = f", from {footnote.origin}" if footnote.origin else ""
    licence = f", {escaped(footnote.licence)}" if footnote.licence else ""
    return f"{place}{said}{origin}{licence}"


def _link(link: Link) -> str:
    return f"[{link.url} {escaped(link.text)}]" if link.url else escaped(link.text)
