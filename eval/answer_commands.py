"""`glossator eval answers` and `glossator eval fit`."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from eval.abstention_fit import FeatureSet, fit, leave_one_out, quality, read_features, write_model
from eval.answer_experiment import AnswerExperiment, run_answers
from eval.answer_measures import risk_coverage
from eval.answer_report import answers_page
from eval.commands import DatasetArgument, ReportOption, SplitOption, eval_app
from eval.datasets import read_dataset, read_dataset_at_index
from eval.datatypes import Estimate
from eval.report import write_report
from eval.scripted_endpoint import ScriptedEndpoint
from eval.scripted_replies import MixedReplies
from eval.verification_report import print_verification, verification_document
from ingest.command_options import IndexOption, JsonOption, LogLevelOption, out, print_json, progress_bars
from server.settings import ServerSettings


@eval_app.command("answers")
def answers_command(
    dataset: DatasetArgument,
    split: SplitOption = "test",
    answerer: Annotated[str, typer.Option("--answerer", help="Who answers: extractive or chat.")] = "",
    scripted: Annotated[
        bool, typer.Option("--scripted", help="Let a script with known faults play the language model.")
    ] = False,
    sample_out: Annotated[
        Path | None, typer.Option("--sample-out", help="Write 30 answers to read, Markdown.", show_default=False)
    ] = None,
    report: ReportOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Answer, citation and refusal measures on judged questions."""
    judged = read_dataset(dataset, split)
    with progress_bars(shown=not as_json) as progress, ExitStack() as open_until_done:
        if scripted:
            script = MixedReplies()
            endpoint = open_until_done.enter_context(ScriptedEndpoint(script))
            settings = ServerSettings.read(index=index, answerer="chat", chat_url=endpoint.url, max_words=1000)
        else:
            script = None
            settings = ServerSettings.read(index=index, answerer=answerer or None)
        experiment = run_answers(judged, settings, progress=progress)
    if sample_out:
        sample_out.write_text(sample_page(experiment), encoding="utf-8")
    if report:
        write_report(answers_page(experiment), report)
    if as_json:
        print_json(answers_document(experiment, script.sent if script else None))
        return
    _print(experiment)
    if experiment.verification.answers:
        print_verification(experiment.verification, script.sent if script else None)


@eval_app.command("fit")
def fit_command(
    datasets: Annotated[
        list[str],
        typer.Argument(metavar="DATASET[@INDEX]...", help="Judged folders; @ names the index of one without corpus."),
    ],
    split: SplitOption = "dev",
    model_out: Annotated[Path, typer.Option("--out", help="Where the model is written.")] = Path(
        "abstention_model.json"
    ),
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Fit what decides that a question has no answer; a folder without the split is read with its test split."""
    judged = [read_dataset_at_index(named, split) for named in datasets]
    sets: list[FeatureSet] = []
    with progress_bars(shown=not as_json) as progress:
        for dataset, own_index in judged:
            others = [other for other, _ in judged if other.name != dataset.name]
            sets.append(read_features(dataset, ServerSettings.read(index=own_index), others, progress))
    model = fit(sets)
    write_model(model, model_out)
    document = {
        "model": model,
        "file": str(model_out),
        "fitted": {one.name: quality(model, one) for one in sets},
        "leave_one_out": leave_one_out(sets),
    }
    if as_json:
        print_json(document)
        return
    table = Table("dataset", "kind", "AUROC", "false at .95", "AUROC, left out", "false, left out")
    left_out = leave_one_out(sets)
    for one in sets:
        for kind, values in quality(model, one).items():
            other = left_out.get(one.name, {}).get(kind, {})
            cells = [
                values["auroc"],
                values["false_at_95_answered"],
                other.get("auroc"),
                other.get("false_at_95_answered"),
            ]
            table.add_row(one.name, kind, *("" if value is None else f"{value:.3f}" for value in cells))
    out.print(table)
    out.print(f"written to {model_out}; GLOSSATOR_ABSTENTION_MODEL={model_out} puts it in force", highlight=False)


def answers_document(experiment: AnswerExperiment, sent: dict[str, int] | None = None) -> dict[str, object]:
    """The JSON of `eval answers`; `sent` is what a script sent, by class."""
    verification = verification_document(experiment.verification, sent) if experiment.verification.answers else {}
    return {
        "schema_version": 1,
        "dataset": experiment.dataset.name,
        "split": experiment.dataset.split,
        "answerable": sum(j.answerable for j in experiment.judged),
        "unanswerable": sum(not j.answerable for j in experiment.judged),
        "metrics": {name: round(value.mean, 6) for name, value in experiment.measures.items()},
        "intervals_95": {name: [round(v.low, 4), round(v.high, 4)] for name, v in experiment.measures.items()},
        "by_kind": experiment.by_kind,
        "answer_words": experiment.words,
        "latency_ms": experiment.latency_ms,
        "risk_coverage": risk_coverage(experiment.judged),
        **verification,
        "index": {"generation": experiment.generation},
        "dataset_sha256": experiment.dataset.sha256,
    }


def sample_page(experiment: AnswerExperiment, n: int = 30) -> str:
    """Every so many-th question with its answer and what was judged relevant, as Markdown for a person to read."""
    step = max(len(experiment.judged) // n, 1)
    lines = [f"# {experiment.dataset.name}, {experiment.dataset.split}: {n} answers to read", ""]
    for judged in experiment.judged[::step][:n]:
        answer = judged.answer
        lines += [
            f"## {judged.topic.text}",
            "",
            f"{judged.topic.kind} · {answer.status} · confidence {answer.confidence}",
            "",
        ]
        for part in answer.parts:
            cited = [answer.citations[number - 1] for number in part.citations]
            lines.append(f"- {part.text} ({'; '.join(f'{c.term} › {c.section}' for c in cited)})")
        relevant = ", ".join(f"{a} {g}" for a, g in judged.relevant.items()) or "none: must not be answered"
        lines += ["", f"relevant: {relevant}", ""]
    return "\n".join(lines)


def _print(experiment: AnswerExperiment) -> None:
    dataset = experiment.dataset
    table = Table(title=f"{dataset.name} · {dataset.split} · {len(experiment.judged)} questions")
    table.add_column("measure")
    table.add_column("value", justify="right")
    table.add_column("95 % interval", justify="right")
    for name, value in experiment.measures.items():
        table.add_row(name, f"{value.mean:.3f}", _interval(value))
    out.print(table)
    if experiment.by_kind:
        names = list(next(iter(experiment.by_kind.values())))
        table = Table("kind", *names)
        for kind, values in experiment.by_kind.items():
            table.add_row(kind, *(f"{values[name]:.0f}" if name == "n" else f"{values[name]:.2f}" for name in names))
        out.print(table)
    words, latency = experiment.words, experiment.latency_ms
    out.print(
        f"words: median {words.get('median', 0):.0f}, most {words.get('max', 0):.0f}; "
        f"ms: p50 {latency['p50']:.1f}, p95 {latency['p95']:.1f}, of it beyond retrieval {latency['answer_p50']:.1f}",
        highlight=False,
    )


def _interval(value: Estimate) -> str:
    return "" if value.low == value.high else f"{value.low:.3f} to {value.high:.3f}"
