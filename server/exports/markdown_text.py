"""A publication in, Markdown with footnotes out: CommonMark, GitHub's tables, and `[^1]` notes."""

import re
from collections.abc import Sequence

from server.exports.datatypes import Block, Footnote, Line, Link, Publication, Table
from server.exports.publication import NOT_ANSWERED
from server.exports.published_record import record_comment

# CommonMark lets a backslash stand before any ASCII punctuation; these can begin a mark anywhere in a line,
# in CommonMark, in GitHub's and GitLab's extensions (tables, mentions, mathematics), or in a wiki's templates
_ANYWHERE = re.compile(r"[\\`*_\[\]<>&~^|$@{}]|(?<=\w):(?=//)|:(?=\w+:)|(?<=\bwww)\.|#(?=\w)|==+|!(?=\d)|(?<=\{)%")
_AT_START = re.compile(r"^(?:[-+=#:](?=\W|$)|\d{1,9}(?P<end>[.)]))")


def markdown(publication: Publication) -> str:
    """The publication below a heading of the second level, its sources as footnotes."""
    pieces = [f"## {escaped(publication.title)}"]
    for chapter in publication.chapters:
        pieces += [f"### {escaped(chapter.heading)}"] if chapter.heading else []
        pieces += [_block(block) for block in chapter.blocks]
    if not publication.chapters:
        pieces += [NOT_ANSWERED, *_nearest(publication.nearest)]
    pieces += ["\n".join(map(_note, publication.footnotes))] if publication.footnotes else []
    pieces.append(record_comment(publication.record))
    return "\n\n".join(pieces) + "\n"


def escaped(text: str) -> str:
    """A text of one line in which nothing is a mark."""
    text = _ANYWHERE.sub(lambda m: "".join("\\" + mark for mark in m[0]), text)
    start = _AT_START.match(text)
    if start:
        at = start.start("end") if start["end"] else 0
        text = f"{text[:at]}\\{text[at:]}"
    return text


def _block(block: Block | Table) -> str:
    if isinstance(block, Table):
        return _table(block)
    if block.kind == "list_item":
        return "\n".join(f"- {escaped(line.text)}{_marks(line)}" for line in block.lines)
    if block.kind == "formula":
        return "\n\n".join(f"{_fenced(line.text)}\n\n{_marks(line)}" for line in block.lines)
    return " ".join(f"{escaped(line.text)}{_marks(line)}" for line in block.lines)


def _table(table: Table) -> str:
    """A table; its head is empty where nothing names the columns, for GitHub's tables cannot be without one."""
    names = table.head or ("",) * len(table.rows[0].cells)
    rows = [list(map(escaped, ("", *names) if table.headed else names))]
    rows.append(["---"] * len(rows[0]))
    for row in table.rows:
        heading = [f"**{escaped(row.heading)}**"] if table.headed else []
        rows.append([*heading, *(escaped(cell.text) + _marks(cell) for cell in row.cells)])
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _marks(line: Line) -> str:
    return "".join(f"[^{footnote.label}]" for footnote in line.footnotes)


def _note(footnote: Footnote) -> str:
    place = _link(Link(footnote.term, footnote.url)) + f", “{escaped(footnote.section)}”"
    said = f": “{escaped(footnote.said)}”" if footnote.said else ""
    origin = f", from [{escaped(footnote.origin)}]({footnote.origin})" if footnote.origin else ""
    licence = f", {escaped(footnote.licence)}" if footnote.licence else ""
    return f"[^{footnote.label}]: {place}{said}{origin}{licence}"


def _link(link: Link) -> str:
    return f"[{escaped(link.text)}]({link.url})" if link.url else escaped(link.text)


def _nearest(links: Sequence[Link]) -> list[str]:
    return ["Nearest terms: " + ", ".join(map(_link, links))] if links else []
