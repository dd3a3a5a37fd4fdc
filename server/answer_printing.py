"""An answer in, lines for a terminal out: parts as they come, then what belongs to the whole."""

from collections.abc import Sequence
from itertools import groupby

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from ingest.command_options import out
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
        missing = f" (no article knows {', '.join(map(repr, answer.missing))})" if answer.missing else ""
        out.print(f"Not in this glossary{missing}.", markup=False)
        if answer.suggestions:
            out.print("Nearest terms: " + ", ".join(term.term for term in answer.suggestions), markup=False)
        return
    out.print()
    for citation in answer.citations:
        about = ", ".join(x for x in (citation.source, citation.licence) if x)
        out.print(
            f"[{citation.n}] {citation.term} › {citation.section} ({about}), {citation.start}-{citation.end}",
            style="dim",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    if answer.related:
        out.print(
            "Related: " + ", ".join(f"{t.term} ({t.reason})" for t in answer.related), markup=False, highlight=False
        )
