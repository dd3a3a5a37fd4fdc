"""`glossator eval judge`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.panel import Panel
from rich.text import Text

from eval.audited import article_texts
from eval.commands import DatasetArgument, SplitOption, eval_app
from eval.datasets import read_dataset
from eval.errors import EvalError
from eval.judging import JudgmentFile, Unjudged, unjudged
from eval.trec_files import read_run
from ingest.command_options import IndexOption, LogLevelOption, err
from retriever.settings import RetrieverSettings

_SHOWN_CHARACTERS = 1500


@eval_app.command("judge")
def judge_command(
    dataset: DatasetArgument,
    run: Annotated[list[Path], typer.Option("--run", help="A TREC run; may stand again.")],
    out: Annotated[Path, typer.Option("--out", help="Qrels: begun with the dataset's, a line added a judgment.")],
    split: SplitOption = "test",
    depth: Annotated[int, typer.Option("--depth", min=1, help="Articles of each run looked at.")] = 10,
    highest: Annotated[int, typer.Option("--highest", min=1, max=9, help="The highest grade.")] = 2,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the order.")] = 0,
    index: IndexOption = None,
    log_level: LogLevelOption = "warning",
) -> None:
    """Judge what runs found and nobody judged: blind to the run, shuffled. Stop with q; the same command goes on."""
    judged = read_dataset(dataset, split)
    texts = article_texts(judged, RetrieverSettings.read(index=index).index)
    runs = [read_run(file) for file in run]
    strange = sorted({pair.article_id for pair in unjudged(judged, runs, {}, depth=depth)} - texts.keys())
    if strange:
        raise EvalError(f"a run ranked another corpus: {strange[0]!r} is not in {judged.name}; rank this one")
    file = JudgmentFile(out, judged)
    pool = unjudged(judged, runs, file.qrels, depth=depth, seed=seed)
    done = 0
    for n, pair in enumerate(pool, start=1):
        answer = _ask(pair, texts[pair.article_id], highest, f"{n} of {len(pool)}")
        if answer == "q":
            break
        if answer != "s":
            file.add(pair, int(answer))
            done += 1
    left = len(pool) - done
    err.print(f"{done} judged, {left} left; judgments are in {out}", highlight=False)


def _ask(pair: Unjudged, text: str, highest: int, place: str) -> str:
    """A grade, s or q, as typed; the end of the input is q."""
    title, _, body = text.partition("\n")
    shown = body if len(body) <= _SHOWN_CHARACTERS else f"{body[:_SHOWN_CHARACTERS].rsplit(' ', 1)[0]} …"
    err.print(Panel(Text(f"{title}\n\n{shown}"), title=Text(pair.text), subtitle=place))
    grades = [str(grade) for grade in range(highest + 1)]
    while True:
        err.print(f"0 not relevant … {highest} answers it; s skip, q quit: ", end="", highlight=False)
        try:
            answer = input().strip().lower()
        except EOFError:
            return "q"
        if answer in (*grades, "s", "q"):
            return answer
