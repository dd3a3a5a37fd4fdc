"""A publication in, DokuWiki's wikitext with its footnotes out."""

import re

from server.exports.datatypes import Block, Footnote, Line, Link, Publication, Table
from server.exports.publication import NOT_ANSWERED
from server.exports.published_record import record_address

# a text of this form holds no mark, and nothing that DokuWiki's typography, smileys or links change
_PLAIN = re.compile(
    r"(?!.*(?:\.\.|--| - |%%|\(\(|\)\)|\b(?:www|ftp)\.|\b(?:FIXME|DELETEME|LOL)\b))"
    r"(?!.*(?:\d[xX]\d|[a-z][A-Z]|\((?:[cCrR]|tm|TM)\)))"
    r"[^\W_](?:[^\W_]|[ ,.()%$?!“”‘’–—-]|[:;](?= ))*(?<!\()"  # a bracket before a footnote's would be taken for it
)
_MARKS_OF_LITERALS = re.compile(r"%%+|%$")


def dokuwiki(publication: Publication) -> str:
    """The publication below a heading of the second level, its sources as footnotes, last a link to the live answer."""
    pieces = [f"===== {_heading(publication.title)} ====="]
    for chapter in publication.chapters:
        pieces += [f"==== {_heading(chapter.heading)} ===="] if chapter.heading else []
        pieces += [_block(block) for block in chapter.blocks]
    if not publication.chapters:
        pieces.append(NOT_ANSWERED)
        pieces += ["Nearest terms: " + ", ".join(map(_link, publication.nearest))] if publication.nearest else []
    pieces.append(f"[[{record_address(publication.record, publication.url)}|Answer from the glossary]]")
    return "\n\n".join(pieces) + "\n"


def escaped(text: str) -> str:
    """A text of one line in which nothing is a mark."""
    if not text or _PLAIN.fullmatch(text):
        return text
    pieces, at = [], 0
    for marks in _MARKS_OF_LITERALS.finditer(text):
        pieces += [_literal(text[at : marks.start()]), f"<nowiki>{marks[0]}</nowiki>"]
        at = marks.end()
    return "".join([*pieces, _literal(text[at:])])


def _literal(text: str) -> str:
    return f"%%{text}%%" if text else ""


def _heading(text: str) -> str:
    """A heading shows its text as it is; only what would end it is set apart."""
    return re.sub(r"={2,}", lambda m: " ".join(m[0]), text)


def _block(block: Block | Table) -> str:
    if isinstance(block, Table):
        return _table(block)
    if block.kind == "list_item":
        return "\n".join(f"  * {escaped(line.text)}{_marks(line)}" for line in block.lines)
    if block.kind == "formula":
        return "\n\n".join(f"{_code(line.text)}\n{_marks(line)}" for line in block.lines)
    return " ".join(f"{escaped(line.text)}{_marks(line)}" for line in block.lines)


def _table(table: Table) -> str:
    rows = []
    if table.head:
        names = ("", *table.head) if table.headed else table.head
        rows.append("^ " + " ^ ".join(map(escaped, names)) + " ^")
    for row in table.rows:
        heading = f"^ {escaped(row.heading)} " if table.headed else ""
        rows.append(f"{heading}| " + " | ".join(f"{escaped(cell.text)}{_marks(cell)}" for cell in row.cells) + " |")
    return "\n".join(rows)


def _code(text: str) -> str:
    if "</code>" not in text:
        return f"<code>\n{text}\n</code>"
    return " \\\\ ".join(map(escaped, text.splitlines()))


def _marks(line: Line) -> str:
    """Footnotes, whole each time: DokuWiki gives equal ones one number."""
    return "".join(f"(({_note(footnote)}))" for footnote in line.footnotes)


def _note(footnote: Footnote) -> str:
    place = f"{_link(Link(footnote.term, footnote.url))}, “{escaped(footnote.section)}”"
    said = f": “{escaped(footnote.said)}”" if footnote.said else ""
    origin = f", from [[{footnote.origin}]]" if footnote.origin else ""
    licence = f", {escaped(footnote.licence)}" if footnote.licence else ""
    note = f"{place}{said}{origin}{licence}"
    return f"{note} " if note.endswith(")") else note  # of three brackets the first two would end the footnote


def _link(link: Link) -> str:
    """A link; a name that the link's syntax cannot hold stands beside it."""
    if not link.url:
        return escaped(link.text)
    if "]" in link.text or link.text.startswith("{{"):
        return f"{escaped(link.text)} [[{link.url}]]"
    return f"[[{link.url}|{link.text}]]"
