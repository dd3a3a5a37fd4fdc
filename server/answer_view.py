"""An answer in, what the web box shows of it out: blocks, previews, sources, further reading, and a map."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.datatypes import Article, SegmentKind
from server.answering.citations import row_heading
from server.answering.glossary import Glossary
from server.schemas import AskResponse, CitationBody, PartBody, RelatedBody
from server.term_map import TermMap, map_of

REASONS = {
    "linked": "linked",
    "mentioned": "mentioned",
    "similar": "close in meaning",
    "alias": "shares a name",
}
"""How the reason of a related term is told."""

_SUGGESTED_REASONS = {"alias": "named in the question"}  # what is merely nearest may still be far: nothing is told

_CONTEXT_CHARACTERS = 180
_MORE_SECTIONS = 6


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """Parts that are shown together: a paragraph, a list, a formula, or a table that sets the terms of `header` side
    by side; without a header, rows stand as a list. `place` says where a list stands, if there are several."""

    kind: SegmentKind
    parts: tuple[PartBody, ...]
    header: tuple[str, ...] = ()
    place: str = ""

    def row_heading(self, part: PartBody, citations: Sequence[CitationBody]) -> str:
        """What heads a row: the headings of the sections that its cells are quoted from."""
        return row_heading([citations[n - 1].section for n in part.citations])


@dataclass(frozen=True, slots=True)
class Preview:
    """A quote with the text around it in its passage."""

    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Source:
    """A section that is cited, by the numbers of its citations; `first` is the first of them."""

    first: CitationBody
    citations: tuple[CitationBody, ...]


@dataclass(frozen=True, slots=True)
class RelatedCard:
    """A related term, why it is named, and what it is."""

    article: str
    term: str
    reason: str
    definition: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Everything the page shows beside the answer's own parts."""

    previews: dict[int, Preview]
    sources: tuple[Source, ...]
    related: tuple[RelatedCard, ...]
    more_of: Article | None
    more: tuple[tuple[str, str], ...]
    map: TermMap | None


def answer_view(answer: AskResponse, glossary: Glossary) -> AnswerView:
    """What is shown of an answer; of one that is not there, the nearest terms."""
    cited = list(dict.fromkeys(c.article for c in answer.citations))
    first = glossary.index.article(cited[0]) if cited else None
    near = answer.related_terms if cited else answer.suggestions
    return AnswerView(
        previews=previews_of(answer.citations, glossary),
        sources=cited_sections(answer.citations),
        related=tuple(related_card(term, glossary, suggested=not cited) for term in near),
        more_of=first,
        more=_sections_not_cited(first, answer.citations) if first else (),
        map=map_of(cited[:2], [term.article for term in near], glossary) if cited else None,
    )


def previews_of(citations: Sequence[CitationBody], glossary: Glossary) -> dict[int, Preview]:
    """The preview of each citation, by its number."""
    return {citation.n: _preview(citation, glossary) for citation in citations}


def related_card(term: RelatedBody, glossary: Glossary, *, suggested: bool = False) -> RelatedCard:
    """A related term as shown."""
    reason = _SUGGESTED_REASONS.get(term.reason, "") if suggested else REASONS[term.reason]
    return RelatedCard(term.article, term.term, reason, glossary.index.article(term.article).definition)


def answer_blocks(answer: AskResponse) -> list[AnswerBlock]:
    """Parts grouped as they are shown: neighbours of one kind from one article, items of one section, rows that
    compare the same.

    Lists from several sections say where each stands: advice, mistakes and questions look alike otherwise.
    """

    def together(part: PartBody) -> tuple[str, tuple[str, ...]]:
        cited = [answer.citations[n - 1] for n in part.citations[: 2 if _compares(part) else 1]]
        sections = [c.section for c in cited if part.kind == "list_item"]
        return part.kind, tuple([c.article for c in cited] + sections)

    places = _places_of_lists(answer)
    blocks: list[AnswerBlock] = []
    for _, group in groupby(answer.answer, together):
        parts = tuple(group)
        if parts[0].kind == "formula":
            blocks += [AnswerBlock("formula", (part,)) for part in parts]
        else:
            header = [answer.citations[n - 1].term for n in parts[0].citations] if _compares(parts[0]) else []
            place = places.get(parts[0].citations[0], "") if parts[0].kind == "list_item" else ""
            blocks.append(AnswerBlock(parts[0].kind, parts, tuple(header), place))
    return blocks


def cited_sections(citations: Sequence[CitationBody]) -> tuple[Source, ...]:
    """One source for each section that is cited, in the order of its first citation."""
    by_section: dict[tuple[str, str], list[CitationBody]] = {}
    for citation in citations:
        by_section.setdefault((citation.article, citation.section), []).append(citation)
    return tuple(Source(group[0], tuple(group)) for group in by_section.values())


def _places_of_lists(answer: AskResponse) -> dict[int, str]:
    """Where each list item stands, by the number of its citation; nothing where all are of one section."""
    cited = [answer.citations[part.citations[0] - 1] for part in answer.answer if part.kind == "list_item"]
    if len({(c.article, c.section) for c in cited}) < 2:
        return {}
    one_article = len({c.article for c in cited}) == 1
    return {c.n: c.section if one_article else f"{c.term} › {c.section}" for c in cited}


def _compares(part: PartBody) -> bool:
    return part.kind == "table_row" and len(part.citations) > 1


def _preview(citation: CitationBody, glossary: Glossary) -> Preview:
    """The quote with its neighbourhood inside the passage, cut at words."""
    record = glossary.index.articles[citation.article]
    text = record.article.text
    passage = next((p for p in record.passages if p.start <= citation.start < p.end), None)
    start, end = (passage.start, passage.end) if passage else (citation.start, citation.end)
    before, after = text[start : citation.start], text[citation.end : max(end, citation.end)]
    if len(before) > _CONTEXT_CHARACTERS:
        before = "… " + before[-_CONTEXT_CHARACTERS:].partition(" ")[2]
    if len(after) > _CONTEXT_CHARACTERS:
        after = after[:_CONTEXT_CHARACTERS].rpartition(" ")[0] + " …"
    return Preview(before, citation.quote, after)


def _sections_not_cited(article: Article, citations: Sequence[CitationBody]) -> tuple[tuple[str, str], ...]:
    """Headings and slugs of the sections of an article that the answer does not quote."""
    quoted = {c.section for c in citations if c.article == article.article_id}
    rest = [s for s in article.sections if s.start < s.end and s.heading not in quoted]
    return tuple((section.heading, section.slug) for section in rest[:_MORE_SECTIONS])
