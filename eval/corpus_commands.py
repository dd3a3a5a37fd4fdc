"""`glossator corpus check`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from eval.corpus_check import CorpusReport, check_corpus
from eval.corpus_pages import Finding
from ingest.command_options import JsonOption, LogLevelOption, err, out, print_json
from ingest.commands import SHIPPED_CORPUS

corpus_app = typer.Typer(help="Keep a glossary and its judged questions in order.", no_args_is_help=True)


@corpus_app.callback()
def _corpus() -> None:
    """Keep a glossary and its judged questions in order."""


@corpus_app.command("check")
def check_command(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FOLDER]", help="A folder of articles. Default: the shipped corpus.", show_default=False
        ),
    ] = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Check articles against the rules of corpus/README.md. Exit 2 where something is found, one line each."""
    report = check_corpus(folder or shipped_corpus())
    if as_json:
        print_json(corpus_document(report))
    else:
        _print_findings(report.findings)
        out.print(_counts_line(report), markup=False, highlight=False, soft_wrap=True)
    if report.findings:
        err.print(f"glossator: {len(report.findings)} findings in {report.folder}; mend them", soft_wrap=True)
        raise typer.Exit(2)


def shipped_corpus() -> Path:
    """The folder of the shipped corpus, as short as it can be named from here."""
    here = Path.cwd()
    return SHIPPED_CORPUS.relative_to(here) if SHIPPED_CORPUS.is_relative_to(here) else SHIPPED_CORPUS


def corpus_document(report: CorpusReport) -> dict[str, object]:
    """The JSON of `corpus check`."""
    return {"schema_version": 1, **asdict(report)}


def _print_findings(findings: tuple[Finding, ...]) -> None:
    for found in findings:
        out.print(f"{found.file}: {found.rule}: {found.message}", markup=False, highlight=False, soft_wrap=True)


def _counts_line(report: CorpusReport) -> str:
    alike = f" ({' and '.join(report.most_alike)})" if report.most_alike else ""
    return (
        f"{report.articles} articles, {report.words} words ({report.shortest} to {report.longest} each), "
        f"{report.links} links in {report.components} connected part{'s' if report.components != 1 else ''}, "
        f"{len(report.categories)} categories, {report.shared_sentences} shared sentences, "
        f"highest overlap of two articles {report.highest_jaccard:.4f}{alike}; {len(report.findings)} findings"
    )
