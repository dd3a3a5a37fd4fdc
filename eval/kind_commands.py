"""`glossator eval fit-kinds`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from eval.commands import SplitOption, eval_app
from eval.kind_fit import WORDINGS, examples_of_topics, examples_of_wordings, fit_kinds, right_share, write_kind_model
from ingest.command_options import JsonOption, LogLevelOption, out, print_json
from retriever.hybrid import open_retriever
from server.answering.glossary import Glossary
from server.answering.kind_reading import MODEL_FILE
from server.settings import ServerSettings


@eval_app.command("fit-kinds")
def fit_kinds_command(
    datasets: Annotated[
        list[str], typer.Argument(metavar="DATASET@INDEX...", help="Judged folders, each with the index it asks.")
    ],
    terms_of: Annotated[
        list[Path] | None, typer.Option("--terms-of", help="One more index whose terms fill the invented wordings.")
    ] = None,
    split: SplitOption = "dev",
    model_out: Annotated[Path, typer.Option("--out", help="Where the model is written.")] = MODEL_FILE,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Fit what reads a question's kind: invented wordings, asked of each glossary, and the judged questions' kinds."""
    named = [dataset.rpartition("@") for dataset in datasets]
    indexes = list(dict.fromkeys([*(Path(index) for _, _, index in named), *(terms_of or ())]))
    glossaries = {index: Glossary(open_retriever(ServerSettings.read(index=index))) for index in indexes}
    encoder = glossaries[indexes[0]].index.manifest.model
    wordings = [examples_of_wordings(WORDINGS, g, counts=1 / len(indexes)) for g in glossaries.values()]
    topics = {folder: examples_of_topics(Path(folder), split, glossaries[Path(index)]) for folder, _, index in named}
    model = fit_kinds([*wordings, *topics.values()], encoder)
    write_kind_model(model, model_out)
    left_out = {
        folder: right_share(fit_kinds([*wordings, *(e for f, e in topics.items() if f != folder)], encoder), examples)
        for folder, examples in topics.items()
    }
    if as_json:
        print_json({"file": str(model_out), "left_out": left_out})
        return
    table = Table("dataset", "kind", "read right, left out")
    for folder, shares in left_out.items():
        for kind, share in shares.items():
            table.add_row(Path(folder).name, kind, f"{share:.3f}")
    out.print(table)
    out.print(f"written to {model_out}", highlight=False)
