"""Selected segments in, answer parts with numbered citations out."""

from collections.abc import Sequence

from server.answering.datatypes import AnswerPart, Citation, Selection


def cite(selections: Sequence[Selection]) -> tuple[tuple[AnswerPart, ...], tuple[Citation, ...]]:
    """One part and one citation for each selection, numbered from 1 in reading order.

    The part's text is the quote, its white space joined except in a formula. By construction
    `article.text[start:end] == quote`.
    """
    parts: list[AnswerPart] = []
    citations: list[Citation] = []
    for n, selection in enumerate(selections, start=1):
        article, passage, segment = selection.article, selection.passage, selection.segment
        quote = article.text[segment.start : segment.end]
        citations.append(
            Citation(
                n=n,
                article_id=article.article_id,
                term=article.term,
                section=passage.heading_path[-1],
                passage_id=passage.passage_id,
                quote=quote,
                start=segment.start,
                end=segment.end,
                source=article.source,
                licence=article.licence,
            )
        )
        parts.append(AnswerPart(quote, segment.kind, (n,)))
    return tuple(parts), tuple(citations)


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
