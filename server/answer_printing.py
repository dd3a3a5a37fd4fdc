"""An answer in, lines for a terminal out: parts as they come, then what belongs to the whole."""

from collections.abc import Sequence
from itertools import groupby

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from ingest.command_options import out
from retriever.datatypes import RelatedTerm
from server.answering.citations import compares, row_heading
from server.answering.datatypes import Answer, AnswerPart, Citation


def print_parts(parts: Sequence[AnswerPart], citations: Sequence[Citation]) -> None:
    """Parts whose citations are known: rows that compare stand in a table, the terms at its head."""
    for comparison, run in groupby(parts, key=compares):
        if not comparison:
            for part in run:
                print_part(part)
            continue
        rows = [[citations[n - 1] for n in part.citations] for part in run]
        table = Table("", *(escape(c.term) for c in rows[0]), show_lines=True)
        for row in rows:
            heading = Text(row_heading([c.section for c in row]), style="dim")
            table.add_row(heading, *(Text(f"{c.quote} [{c.n}]") for c in row))
        out.print(table)


def print_part(part: AnswerPart) -> None:
    """One part with the numbers of its citations."""
    mark = "• " if part.kind in ("list_item", "table_row") else ""
    marks = "".join(f"[{n}]" for n in part.citations)
    out.print(f"{mark}{part.text} {marks}", markup=False, highlight=False)


def print_rest(answer: Answer) -> None:
    """What stands below the parts: notes, sources and related terms; or that there is no answer, and what is near."""
    for note in answer.notes:
        out.print(f"Note: {note}", style="yellow", markup=False, highlight=False, soft_wrap=True)
    if answer.status == "not_in_glossary":
        print_none(answer.missing, answer.suggestions)
        return
    out.print()
    print_sources(answer.citations)
    if answer.related:
        out.print(
            "Related: " + ", ".join(f"{t.term} ({t.reason})" for t in answer.related), markup=False, highlight=False
        )


def print_none(missing: Sequence[str], suggestions: Sequence[RelatedTerm]) -> None:
    """That there is no answer, what no article knows, and the nearest terms."""
    unknown = f" (no article covers {', '.join(map(repr, missing))})" if missing else ""
    out.print(f"Not in this glossary{unknown}.", markup=False)
    if suggestions:
        out.print("Nearest terms: " + ", ".join(term.term for term in suggestions), markup=False)


def print_sources(citations: Sequence[Citation]) -> None:
    """A line for each citation: where it stands, to the character."""
    for citation in citations:
        about = ", ".join(x for x in (citation.source, citation.licence) if x)
        out.print(
            f"[{citation.n}] {citation.term} › {citation.section} ({about}), {citation.start}-{citation.end}",
            style="dim",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
