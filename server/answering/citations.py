"""Parts of an answer with what they quote in, the same with numbered citations out."""

from collections.abc import Iterable, Iterator, Sequence

from server.answering.datatypes import AnswerPart, Citation, DraftPart, Quote, Selection


def drafts_of(selections: Iterable[Selection]) -> Iterator[DraftPart]:
    """One part for each selected segment: the segment to the letter, which is also what it quotes."""
    for selection in selections:
        segment = selection.segment
        quote = Quote(selection.article, selection.passage, segment.start, segment.end)
        yield DraftPart(quote.text, segment.kind, (quote,))


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


def markdown_of(parts: Sequence[AnswerPart]) -> str:
    """The answer as Markdown: sentences run on, list items stand one a line, formulas stand in a fence."""
    lines: list[str] = []
    before = ""
    for part in parts:
        marks = "".join(f" [{n}]" for n in part.citations)
        if part.kind == "sentence":
            if before == "sentence":
                lines[-1] += f" {part.text}{marks}"
            else:
                lines += ([""] if lines else []) + [f"{part.text}{marks}"]
        elif part.kind == "formula":
            lines += ([""] if lines else []) + ["```", part.text, "```", marks.strip()]
        else:
            lines += ([""] if lines and before != part.kind else []) + [f"- {part.text}{marks}"]
        before = part.kind
    return "\n".join(lines)
