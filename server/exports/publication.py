"""An answer in, the publication that exports render out."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from urllib.parse import quote, urlsplit

from ingest.text_cleaning import clean, one_line
from retriever.datatypes import RelatedTerm
from server.answering.brief import Brief
from server.answering.citations import compares, row_heading
from server.answering.datatypes import Answer, AnswerPart, Citation
from server.exports.datatypes import Block, Chapter, Footnote, Line, Link, Publication, Quote, Record, Row, Table
from server.schemas import passage_url

NOT_ANSWERED = "This glossary does not answer that."

_PLAIN_IN_ADDRESS = ":/?#@!$&+,=%-."  # and letters, digits, _ and ~; nothing that is a mark in a wiki


def publication_of(answer: Answer, public_url: str) -> Publication:
    """An answer as a publication whose links lead to `public_url`; without it, sources are named and not linked."""
    return publish(
        answer.question,
        [("", answer.parts)] if answer.parts else [],
        answer.citations,
        generation=answer.generation,
        public_url=public_url,
        nearest=_links(answer.suggestions, public_url),
    )


def publication_of_brief(sheet: Brief, public_url: str) -> Publication:
    """A preparation sheet as a publication, a chapter a section."""
    return publish(
        sheet.situation,
        [(section.heading, section.as_items) for section in sheet.sections],
        sheet.citations,
        generation=sheet.generation,
        public_url=public_url,
        page="brief",
        nearest=_links(sheet.suggestions, public_url),
    )


def publish(
    title: str,
    chapters: Sequence[tuple[str, Sequence[AnswerPart]]],
    citations: Sequence[Citation],
    *,
    generation: str,
    public_url: str,
    page: str = "",
    nearest: tuple[Link, ...] = (),
) -> Publication:
    """A publication of headed parts whose numbers count in `citations`; a heading may be empty.

    `page` is the path of the page that shows it live.
    """
    title = one_line(clean(title))
    key = hashlib.sha256(title.encode()).hexdigest()[:6]
    parts = [part for _, headed in chapters for part in headed]
    footnotes = _footnotes(citations, parts, key, public_url)
    cited = {c.n: c for c in citations}
    return Publication(
        title=title,
        chapters=tuple(
            Chapter(one_line(heading), tuple(_blocks(headed, footnotes, cited))) for heading, headed in chapters
        ),
        footnotes=tuple(dict.fromkeys(footnotes.values())),
        nearest=nearest,
        url=f"{public_url}/{page}?q={quote(title, safe='')}" if public_url else "",
        record=Record(
            title,
            generation,
            tuple(Quote(footnotes[c.n].n, c.article_id, c.passage_id, c.start, c.end, c.quote) for c in citations),
        ),
    )


def safe_address(url: str) -> str:
    """An http or https address, percent-encoded until no character is a mark in any wiki; anything else is empty."""
    if urlsplit(url).scheme not in ("http", "https"):
        return ""
    return quote(url, safe=_PLAIN_IN_ADDRESS).replace("~", "%7E").replace("__", "%5F%5F")


def _links(terms: Sequence[RelatedTerm], public_url: str) -> tuple[Link, ...]:
    base = f"{public_url}/terms/" if public_url else ""
    return tuple(Link(term.term, safe_address(f"{base}{quote(term.article_id)}") if base else "") for term in terms)


def _footnotes(
    citations: Sequence[Citation], parts: Sequence[AnswerPart], key: str, public_url: str
) -> dict[int, Footnote]:
    """The footnote of each citation by its number: one for each place, counted from 1 in order of first citation."""
    places: dict[tuple[str, str], Footnote] = {}
    found: dict[int, Footnote] = {}
    for citation in citations:
        quoted = one_line(citation.quote)
        as_quoted = all(_says(part, quoted) for part in parts if citation.n in part.citations)
        said = "" if as_quoted else quoted
        n = len(places) + 1
        found[citation.n] = places.setdefault(
            (citation.passage_id, said),
            Footnote(
                label=f"glossary-{key}-{n}",
                n=n,
                term=one_line(citation.term),
                section=one_line(citation.section),
                url=safe_address(passage_url(citation.passage_id, public_url)),
                origin=safe_address(citation.source),
                licence=one_line(citation.licence),
                said=said,
            ),
        )
    return found


def _says(part: AnswerPart, quoted: str) -> bool:
    return compares(part) or one_line(part.text) == quoted


def _blocks(
    parts: Sequence[AnswerPart], footnotes: dict[int, Footnote], cited: dict[int, Citation]
) -> Iterator[Block | Table]:
    """Neighbours of one kind from one article make a block; each formula is its own."""

    def belongs(numbered: tuple[int, AnswerPart]) -> tuple[str, object]:
        number, part = numbered
        if part.kind == "formula":
            return part.kind, number
        articles = tuple(cited[n].article_id for n in part.citations)
        return part.kind, articles if compares(part) else articles[:1]

    for _, group in groupby(enumerate(parts), belongs):
        members = [part for _, part in group]
        kind = members[0].kind
        if kind == "table_row":
            yield _table(members, footnotes, cited)
        else:
            lines = (part.text.strip("\n") if kind == "formula" else one_line(part.text) for part in members)
            marks = (tuple(dict.fromkeys(footnotes[n] for n in part.citations)) for part in members)
            yield Block(kind, tuple(map(Line, lines, marks)))


def _table(parts: Sequence[AnswerPart], footnotes: dict[int, Footnote], cited: dict[int, Citation]) -> Table:
    """A comparison under the names of its terms, each cell a quote; or rows that were quoted whole, from one table."""
    first = parts[0]
    if compares(first):
        rows = [
            Row(
                row_heading([one_line(cited[n].section) for n in part.citations]),
                tuple(Line(one_line(cited[n].quote), (footnotes[n],)) for n in part.citations),
            )
            for part in parts
        ]
        return Table(tuple(one_line(cited[n].term) for n in first.citations), tuple(rows))
    width = max(len(part.text.split(" | ")) for part in parts)
    rows = []
    for part in parts:
        *begin, last = one_line(part.text).split(" | ")
        marked = Line(last, tuple(footnotes[n] for n in part.citations))
        cells = [*(Line(cell, ()) for cell in begin), marked]
        rows.append(Row("", tuple(cells + [Line("", ())] * (width - len(cells)))))
    return Table((), tuple(rows))
