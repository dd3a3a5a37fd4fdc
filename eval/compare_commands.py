"""`glossator eval compare`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from eval.commands import ReportOption, SplitOption, eval_app
from eval.compared_runs import read_compared_runs
from eval.comparison import ALPHA, ChangedTopic, Comparison, compare_runs, comparison_document
from eval.datasets import read_dataset
from eval.datatypes import RankedArticle
from eval.per_query_files import snippet
from eval.report import write_report
from eval.retrieval_report import comparison_page
from eval.significance import said_p
from ingest.command_options import JsonOption, LogLevelOption, out, print_json

RunsArgument = Annotated[
    list[Path],
    typer.Argument(metavar="RUN RUN...", help="TREC runs or per-query files of `eval retrieval`.", show_default=False),
]
DatasetOption = Annotated[
    Path | None,
    typer.Option("--dataset", help="The BEIR folder that TREC runs are of.", show_default=False),
]
MissingOption = Annotated[
    bool, typer.Option("--missing-as-zero", help="A topic that a run misses counts 0, as with trec_eval -c.")
]
OtherCorpusOption = Annotated[
    bool, typer.Option("--allow-other-corpus", help="Compare although the articles differ, and know why.")
]
MeasuresOption = Annotated[
    str,
    typer.Option("--measures", help="Measures, as ir-measures writes them; default: what the runs have in common."),
]


@eval_app.command("compare")
def compare_command(
    runs: RunsArgument,
    dataset: DatasetOption = None,
    split: SplitOption = "test",
    measures: MeasuresOption = "",
    changed: Annotated[int, typer.Option("--changed", min=0, help="Questions shown that changed most.")] = 5,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the random sign flips and resamples.")] = 0,
    missing_as_zero: MissingOption = False,
    allow_other_corpus: OtherCorpusOption = False,
    report: ReportOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Runs side by side: paired tests with Holm's correction, effect sizes, and the questions that changed most."""
    compared = read_compared_runs(
        runs,
        dataset=read_dataset(dataset, split) if dataset else None,
        measures=measures.split(),
        allow_other_corpus=allow_other_corpus,
        missing_as_zero=missing_as_zero,
    )
    comparison = compare_runs(compared, n_changed=changed, seed=seed)
    if report:
        write_report(comparison_page(comparison), report)
    if as_json:
        print_json(comparison_document(comparison))
    else:
        print_comparison(comparison)


def print_comparison(comparison: Comparison) -> None:
    """Means, differences with their tests, and the questions that changed most, on a terminal."""
    names = [run.name for run in comparison.runs]
    measures = list(comparison.runs[0].values)
    table = Table("measure", *map(escape, names), title=f"{comparison.n_topics} questions")
    for measure in measures:
        table.add_row(measure, *(f"{comparison.means[name][measure].mean:.3f}" for name in names))
    out.print(table)
    for pair in comparison.changed:
        out.print(_differences(comparison, pair))
    out.print(
        f"p: randomisation test, p (t): t-test, both paired, two-sided, and corrected by Holm over "
        f"{len(comparison.differences)} tests; * p below {ALPHA}; effect: mean change in standard deviations of the "
        "change; w/t/l: questions on which the later run wins, ties, loses",
        highlight=False,
    )
    for pair, changed in comparison.changed.items():
        if changed:
            out.print(changed_table(pair, changed, measures[0]))


def _differences(comparison: Comparison, pair: tuple[str, str]) -> Table:
    table = Table(title=escape(f"{pair[0]} → {pair[1]}"))
    table.add_column("measure", no_wrap=True)
    for column in ("change", "95 % interval", "p", "p (t)", "effect", "w/t/l"):
        table.add_column(column, justify="right", no_wrap=True)
    for found in (found for found in comparison.differences if (found.one, found.other) == pair):
        test = found.test
        table.add_row(
            found.measure,
            f"{test.mean:+.3f}{' *' if found.significant else ''}",
            f"{found.interval.low:+.3f}…{found.interval.high:+.3f}",
            said_p(found.p_randomisation),
            said_p(found.p_t),
            "" if test.effect is None else f"{test.effect:+.2f}",
            f"{test.wins}/{test.ties}/{test.losses}",
        )
    return table


def changed_table(pair: tuple[str, str], changed: tuple[ChangedTopic, ...], measure: str) -> Table:
    """The questions that changed most, what either run found for them side by side."""
    table = Table("question", escape(pair[0]), escape(pair[1]), title=f"changed most, by {measure}", show_lines=True)
    for topic in changed:
        sides = [
            Text(f"{value:.3f}\n") + _passages(shown) for value, shown in zip(topic.values, topic.articles, strict=True)
        ]
        table.add_row(Text(topic.text or topic.topic_id), *sides)
    return table


def _passages(shown: tuple[RankedArticle, ...]) -> Text:
    lines = [f"{n}. {a.passage_id or a.article_id}: {snippet(a.text, 120)}" for n, a in enumerate(shown, start=1)]
    return Text("\n".join(lines) or "nothing found")
