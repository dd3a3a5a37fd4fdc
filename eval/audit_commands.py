"""`glossator eval audit`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from eval.audit import Audit, audit_dataset, audit_document, audit_page
from eval.commands import DatasetArgument, ReportOption, SplitOption, eval_app
from eval.report import write_report
from ingest.command_options import IndexOption, JsonOption, LogLevelOption, out, print_json
from retriever.settings import RetrieverSettings

_STYLES = {"fault": "bold red", "warning": "yellow", "note": "dim"}


@eval_app.command("audit")
def audit_command(
    dataset: DatasetArgument,
    split: SplitOption = "test",
    run: Annotated[
        list[Path] | None, typer.Option("--run", help="A TREC run to look at too; may stand again.", show_default=False)
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 where a fault is found.")] = False,
    report: ReportOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """What makes figures worthless or misleading: leaks, duplicates, ties, judgments that point nowhere, and more."""
    audit = audit_dataset(dataset, split, runs=run or (), index=RetrieverSettings.read(index=index).index)
    if report:
        write_report(audit_page(audit), report)
    if as_json:
        print_json(audit_document(audit))
    else:
        print_audit(audit)
    if strict and audit.count("fault"):
        raise typer.Exit(1)


def print_audit(audit: Audit) -> None:
    """The findings on a terminal, faults first."""
    title = f"{audit.name} · {audit.split} · questions: {audit.questions} · articles: {audit.articles}"
    table = Table("level", "of", "found", title=title, show_lines=True)
    for finding in audit.findings:
        examples = "".join(f"\n  {example}" for example in finding.examples)
        table.add_row(
            Text(finding.level, style=_STYLES[finding.level]), finding.check, Text(finding.message + examples)
        )
    out.print(table)
    counts = {level: audit.count(level) for level in ("fault", "warning")}
    out.print(", ".join(f"{n} {level}{'' if n == 1 else 's'}" for level, n in counts.items()), highlight=False)
