"""Parts of an answer with what they quote in, the same with numbered citations out."""

from collections.abc import Iterable, Iterator, Sequence

from server.answering.datatypes import AnswerPart, Citation, DraftPart, Quote, Selection

CELL_BREAK = " | "
"""Between the quotes of a row that compares."""


def drafts_of(selections: Iterable[Selection]) -> Iterator[DraftPart]:
    """One part for each selection: its segment to the letter, which is also what it quotes.

    Of a row that compares, the text is the quotes of its cells, joined by " | ".
    """
    for selection in selections:
        quotes = tuple(Quote(c.article, c.passage, c.segment.start, c.segment.end) for c in selection.cells)
        kind = "table_row" if len(quotes) > 1 else selection.segment.kind
        yield DraftPart(CELL_BREAK.join(quote.text for quote in quotes), kind, quotes)


class CitedParts:
    """The parts of one answer as they come, and their citations, numbered from 1 in reading order.

    A stretch of text that is quoted again keeps its number. By construction `article.text[start:end] == quote`.
    """

    def __init__(self) -> None:
        """No parts yet."""
        self._parts: list[AnswerPart] = []
        self._citations: dict[tuple[str, int, int], Citation] = {}

    def add(self, draft: DraftPart) -> AnswerPart:
        """The part with the numbers of its citations, new ones at the end of the list.

        Raises:
            ValueError: the part quotes nothing, or white space.
        """
        if not draft.quotes or not all(quote.text.strip() for quote in draft.quotes):
            raise ValueError(f"a part of an answer without a quote: {draft.text!r}")
        part = AnswerPart(draft.text, draft.kind, tuple(dict.fromkeys(self._number(quote) for quote in draft.quotes)))
        self._parts.append(part)
        return part

    @property
    def parts(self) -> tuple[AnswerPart, ...]:
        """All parts so far, in reading order."""
        return tuple(self._parts)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations so far; the first has n = 1."""
        return tuple(self._citations.values())

    def _number(self, quote: Quote) -> int:
        article, passage = quote.article, quote.passage
        key = (article.article_id, quote.start, quote.end)
        if key not in self._citations:
            self._citations[key] = Citation(
                n=len(self._citations) + 1,
                article_id=article.article_id,
                term=article.term,
                section=passage.heading_path[-1],
                passage_id=passage.passage_id,
                quote=quote.text,
                start=quote.start,
                end=quote.end,
                source=article.source,
                licence=article.licence,
            )
        return self._citations[key].n


def cite(drafts: Iterable[DraftPart]) -> tuple[tuple[AnswerPart, ...], tuple[Citation, ...]]:
    """All parts with their citations at once."""
    cited = CitedParts()
    for draft in drafts:
        cited.add(draft)
    return cited.parts, cited.citations


def compares(part: AnswerPart) -> bool:
    """Whether a part is a row whose cells are quotes of their own, one a term."""
    return part.kind == "table_row" and len(part.citations) > 1


def row_heading(sections: Sequence[str]) -> str:
    """What heads a row that compares: the headings of the sections that its cells are quoted from, each once."""
    each: dict[str, str] = {}
    for section in sections:
        each.setdefault(section.casefold(), section)
    return " / ".join(each.values())


def markdown_of(parts: Sequence[AnswerPart], citations: Sequence[Citation]) -> str:
    """The answer as Markdown: sentences run on, items stand one a line, formulas in a fence, comparisons in a table.

    A row that was quoted as one piece from a table stands as a list item.
    """
    lines: list[str] = []
    before = ""
    for part in parts:
        kind = "comparison" if compares(part) else part.kind
        gap = [""] if lines and (kind != before or kind == "formula") else []
        marks = "".join(f" [{n}]" for n in part.citations)
        if kind == "comparison":
            cited = [citations[n - 1] for n in part.citations]
            lines += gap + (_head_of_table(cited) if kind != before else []) + [_table_row(cited)]
        elif kind == "sentence" and before == "sentence":
            lines[-1] += f" {part.text}{marks}"
        elif kind == "formula":
            lines += [*gap, "```", part.text, "```", marks.strip()]
        else:
            lines += [*gap, f"{'' if kind == 'sentence' else '- '}{part.text}{marks}"]
        before = kind
    return "\n".join(lines)


def _head_of_table(cited: Sequence[Citation]) -> list[str]:
    return ["| | " + " | ".join(_in_cell(c.term) for c in cited) + " |", "| --- " * (len(cited) + 1) + "|"]


def _table_row(cited: Sequence[Citation]) -> str:
    heading = _in_cell(row_heading([c.section for c in cited]))
    return f"| {heading} | " + " | ".join(f"{_in_cell(c.quote)} [{c.n}]" for c in cited) + " |"


def _in_cell(text: str) -> str:
    """Text that does not end its cell."""
    return " ".join(text.split()).replace("|", "\\|")
