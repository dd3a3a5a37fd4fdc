"""`glossator ingest`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from ingest.command_options import IndexOption, JsonOption, LogLevelOption, err, out, print_json, progress_bars
from ingest.datatypes import IngestReport
from ingest.pipeline import ingest
from ingest.settings import IngestSettings

SHIPPED_CORPUS = Path(__file__).resolve().parent.parent / "corpus"

_SHOWN = 8
_AS_IT_IS: Any = {"markup": False, "highlight": False, "soft_wrap": True}
"""Paths are printed whole: not coloured by what they look like, and not broken where a line is 80 characters long."""


def ingest_command(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[SOURCE]...",
            help="Files or folders of .txt, .md or .html pages, or a BEIR corpus.jsonl. Default: the shipped corpus.",
            show_default=False,
        ),
    ] = None,
    index: IndexOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail where a page would be skipped.")] = False,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Parse, chunk, embed and publish an index that holds exactly the given sources."""
    settings = IngestSettings.read(index=index)
    with progress_bars(shown=not as_json) as progress:
        report = ingest(sources or [SHIPPED_CORPUS], settings, strict=strict, progress=progress)
    if as_json:
        print_json(report_document(report))
    else:
        _print_report(report, settings)


def report_document(report: IngestReport) -> dict[str, object]:
    """The JSON of `ingest --json`."""
    return {
        "generation": report.generation,
        "articles": report.n_articles,
        "passages": report.n_passages,
        "added": list(report.added),
        "changed": list(report.changed),
        "deleted": list(report.deleted),
        "unchanged": report.unchanged,
        "skipped": [asdict(page) for page in report.skipped],
        "warnings": [{"article": article, "warning": warning} for article, warning in report.warnings],
        "longest_passage": {"tokens": report.longest_passage_tokens, "wordpieces": report.longest_passage_wordpieces},
        "seconds": report.seconds,
    }


def _print_report(report: IngestReport, settings: IngestSettings) -> None:
    for page in report.skipped:
        err.print(f"skipped {page.path}: {page.reason}", style="yellow", **_AS_IT_IS)
    for article, warning in report.warnings[:_SHOWN]:
        err.print(f"{article}: {warning}", style="dim", **_AS_IT_IS)
    for name, articles in (("added", report.added), ("changed", report.changed), ("deleted", report.deleted)):
        if articles:
            more = f" and {len(articles) - _SHOWN} more" if len(articles) > _SHOWN else ""
            out.print(f"{name} {len(articles)}: {', '.join(articles[:_SHOWN])}{more}", **_AS_IT_IS)
    verb = "published" if report.published else "nothing changed: still"
    out.print(
        f"{report.n_articles} articles, {report.n_passages} passages (longest: {report.longest_passage_tokens} tokens, "
        f"{report.longest_passage_wordpieces} wordpieces), {len(report.skipped)} pages skipped; "
        f"{verb} generation {report.generation} in {settings.index}",
        **_AS_IT_IS,
    )
