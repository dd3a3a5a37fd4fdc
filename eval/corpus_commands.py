"""`glossator corpus check`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from eval.corpus_check import CorpusReport, check_corpus
from eval.corpus_pages import Finding
from eval.gold_check import GoldReport, check_gold
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
    gold: Annotated[
        Path | None,
        typer.Option("--gold", help="Also check these judged questions against the articles.", show_default=False),
    ] = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Check articles against the rules of corpus/README.md. Exit 2 where something is found, one line each."""
    folder = folder or shipped_corpus()
    report = check_corpus(folder)
    judged = check_gold(gold, folder) if gold else None
    findings = (*report.findings, *(judged.findings if judged else ()))
    if as_json:
        print_json(corpus_document(report, judged))
    else:
        for line in (*map(_finding_line, findings), _counts_line(report), *([_gold_line(judged)] if judged else [])):
            out.print(line, markup=False, highlight=False, soft_wrap=True)
    if findings:
        where = f"{report.folder} and {judged.folder}" if judged else report.folder
        err.print(f"glossator: {len(findings)} findings in {where}; mend them", highlight=False, soft_wrap=True)
        raise typer.Exit(2)


def shipped_corpus() -> Path:
    """The folder of the shipped corpus, as short as it can be named from here."""
    here = Path.cwd()
    return SHIPPED_CORPUS.relative_to(here) if SHIPPED_CORPUS.is_relative_to(here) else SHIPPED_CORPUS


def corpus_document(report: CorpusReport, judged: GoldReport | None = None) -> dict[str, object]:
    """The JSON of `corpus check`; `gold` stands there where judged questions were checked."""
    return {"schema_version": 1, **asdict(report), **({"gold": asdict(judged)} if judged else {})}


def _finding_line(found: Finding) -> str:
    return f"{found.file}: {found.rule}: {found.message}"


def _counts_line(report: CorpusReport) -> str:
    alike = f" ({' and '.join(report.most_alike)})" if report.most_alike else ""
    return (
        f"{report.articles} articles, {report.words} words ({report.shortest} to {report.longest} each), "
        f"{report.links} links in {report.components} connected part{'s' if report.components != 1 else ''}, "
        f"{len(report.categories)} categories, {report.shared_sentences} shared sentences, "
        f"highest overlap of two articles {report.highest_jaccard:.4f}{alike}; {len(report.findings)} findings"
    )


def _gold_line(judged: GoldReport) -> str:
    asked = ", ".join(f"{sum(kinds.values())} {split}" for split, kinds in judged.questions.items())
    unasked = ", ".join(f"{sum(kinds.values())} {split}" for split, kinds in judged.unanswerable.items())
    return (
        f"{sum(sum(kinds.values()) for kinds in judged.questions.values())} questions ({asked}) of "
        f"{len({kind for kinds in judged.questions.values() for kind in kinds})} kinds, "
        f"{sum(judged.judgments.values())} judgments, "
        f"{sum(sum(kinds.values()) for kinds in judged.unanswerable.values())} unanswerable ({unasked}); overlap of "
        f"question and answer: median {judged.overlap_median:.2f}, highest {judged.overlap_highest:.2f}; "
        f"{len(judged.findings)} findings"
    )
