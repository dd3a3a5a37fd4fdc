"""A publication in, Confluence's storage format out: XHTML, with anchors for the marks to lead to."""

import re
from xml.sax.saxutils import escape, quoteattr

from server.exports.datatypes import Block, Footnote, Line, Link, Publication, Table
from server.exports.publication import NOT_ANSWERED
from server.exports.published_record import record_address

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def confluence(publication: Publication) -> str:
    """The publication below a heading of the second level, its sources as a numbered list, last the live answer."""
    pieces = [f"<h2>{escaped(publication.title)}</h2>"]
    for chapter in publication.chapters:
        pieces += [f"<h3>{escaped(chapter.heading)}</h3>"] if chapter.heading else []
        pieces += [_block(block) for block in chapter.blocks]
    if not publication.chapters:
        pieces.append(f"<p>{NOT_ANSWERED}</p>")
        if publication.nearest:
            pieces.append("<p>Nearest terms: " + ", ".join(map(_link, publication.nearest)) + "</p>")
    if publication.footnotes:
        notes = "\n".join(map(_note, publication.footnotes))
        pieces.append(f"<ol>\n{notes}\n</ol>")
    live = record_address(publication.record, publication.url)
    return "\n".join([*pieces, f"<p><a href={quoteattr(live)}>Answer from the glossary</a></p>"]) + "\n"


def escaped(text: str) -> str:
    """A text in which nothing is a mark, without the characters that XML forbids."""
    return escape(_NOT_XML.sub("", text))


def _block(block: Block | Table) -> str:
    if isinstance(block, Table):
        return _table(block)
    if block.kind == "list_item":
        return "<ul>\n" + "\n".join(f"<li>{escaped(line.text)}{_marks(line)}</li>" for line in block.lines) + "\n</ul>"
    if block.kind == "formula":
        return "\n".join(f"<pre>{escaped(line.text)}</pre>\n<p>{_marks(line)}</p>" for line in block.lines)
    return "<p>" + " ".join(f"{escaped(line.text)}{_marks(line)}" for line in block.lines) + "</p>"


def _table(table: Table) -> str:
    rows = []
    if table.head:
        names = ("", *table.head) if table.headed else table.head
        rows.append("<tr>" + "".join(f"<th>{escaped(name)}</th>" for name in names) + "</tr>")
    for row in table.rows:
        heading = f"<th>{escaped(row.heading)}</th>" if table.headed else ""
        cells = "".join(f"<td>{escaped(cell.text)}{_marks(cell)}</td>" for cell in row.cells)
        rows.append(f"<tr>{heading}{cells}</tr>")
    return "<table><tbody>\n" + "\n".join(rows) + "\n</tbody></table>"


def _marks(line: Line) -> str:
    return "".join(
        f'<sup><ac:link ac:anchor="{footnote.label}"><ac:plain-text-link-body><![CDATA[[{footnote.n}]]]>'
        "</ac:plain-text-link-body></ac:link></sup>"
        for footnote in line.footnotes
    )


def _note(footnote: Footnote) -> str:
    anchor = (
        '<ac:structured-macro ac:name="anchor" ac:schema-version="1">'
        f'<ac:parameter ac:name="">{footnote.label}</ac:parameter></ac:structured-macro>'
    )
    place = f"{_link(Link(footnote.term, footnote.url))}, “{escaped(footnote.section)}”"
    said = f": “{escaped(footnote.said)}”" if footnote.said else ""
    origin = f", from {_link(Link(footnote.origin, footnote.origin))}" if footnote.origin else ""
    licence = f", {escaped(footnote.licence)}" if footnote.licence else ""
    return f"<li>{anchor}{place}{said}{origin}{licence}</li>"


def _link(link: Link) -> str:
    return f"<a href={quoteattr(link.url)}>{escaped(link.text)}</a>" if link.url else escaped(link.text)
