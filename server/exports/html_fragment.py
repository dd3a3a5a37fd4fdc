"""A publication in, a fragment of HTML with endnotes out: no script, no style, nothing loaded."""

from html import escape

from server.exports.datatypes import Block, Footnote, Line, Link, Publication, Table
from server.exports.publication import NOT_ANSWERED
from server.exports.published_record import record_comment


def html_fragment(publication: Publication) -> str:
    """The publication as one `section`, its sources as endnotes that lead back to where they are cited."""
    pieces = [f'<section class="glossary-answer">\n<h2>{escape(publication.title)}</h2>']
    seen: set[str] = set()
    for chapter in publication.chapters:
        pieces += [f"<h3>{escape(chapter.heading)}</h3>"] if chapter.heading else []
        pieces += [_block(block, seen) for block in chapter.blocks]
    if not publication.chapters:
        pieces.append(f"<p>{NOT_ANSWERED}</p>")
        if publication.nearest:
            pieces.append("<p>Nearest terms: " + ", ".join(map(_link, publication.nearest)) + "</p>")
    if publication.footnotes:
        notes = "\n".join(map(_note, publication.footnotes))
        pieces.append(f'<ol class="sources" role="doc-endnotes">\n{notes}\n</ol>')
    return "\n".join([*pieces, record_comment(publication.record), "</section>"]) + "\n"


def _block(block: Block | Table, seen: set[str]) -> str:
    if isinstance(block, Table):
        return _table(block, seen)
    if block.kind == "list_item":
        items = "\n".join(f"<li>{escape(line.text)}{_marks(line, seen)}</li>" for line in block.lines)
        return f"<ul>\n{items}\n</ul>"
    if block.kind == "formula":
        return "\n".join(f"<pre>{escape(line.text)}</pre>\n<p>{_marks(line, seen)}</p>" for line in block.lines)
    return "<p>" + " ".join(f"{escape(line.text)}{_marks(line, seen)}" for line in block.lines) + "</p>"


def _table(table: Table, seen: set[str]) -> str:
    rows = []
    if table.head:
        corner = "<td></td>" if table.headed else ""
        rows.append(f"<tr>{corner}" + "".join(f'<th scope="col">{escape(name)}</th>' for name in table.head) + "</tr>")
    for row in table.rows:
        heading = f'<th scope="row">{escape(row.heading)}</th>' if table.headed else ""
        cells = "".join(f"<td>{escape(cell.text)}{_marks(cell, seen)}</td>" for cell in row.cells)
        rows.append(f"<tr>{heading}{cells}</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def _marks(line: Line, seen: set[str]) -> str:
    """Marks that lead to the notes; the first mark of each note is the place to which the note leads back."""
    marks = ""
    for footnote in line.footnotes:
        place = "" if footnote.label in seen else f' id="{footnote.label}-cited"'
        seen.add(footnote.label)
        marks += f'<sup{place}><a href="#{footnote.label}" role="doc-noteref">[{footnote.n}]</a></sup>'
    return marks


def _note(footnote: Footnote) -> str:
    said = f": <q>{escape(footnote.said)}</q>" if footnote.said else ""
    origin = f', from <a href="{escape(footnote.origin)}">{escape(footnote.origin)}</a>' if footnote.origin else ""
    licence = f", {escape(footnote.licence)}" if footnote.licence else ""
    back = f'<a href="#{footnote.label}-cited" role="doc-backlink" aria-label="Back to the answer">↩</a>'
    place = f"{_link(Link(footnote.term, footnote.url))}, “{escape(footnote.section)}”"
    return f'<li id="{footnote.label}" value="{footnote.n}">{place}{said}{origin}{licence} {back}</li>'


def _link(link: Link) -> str:
    return f'<a href="{escape(link.url)}">{escape(link.text)}</a>' if link.url else escape(link.text)
