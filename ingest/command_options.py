"""Options that every command shares, and how a command speaks: JSON on standard output, all else on standard error."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


def _set_log_level(level: str) -> str:
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise typer.BadParameter(f"{level!r} is not one of debug, info, warning, error")
    logging.basicConfig(level=number, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr, force=True)
    return level


IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index.", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
LogLevelOption = Annotated[
    str,
    typer.Option("--log-level", help="debug, info, warning or error.", callback=_set_log_level),
]

out = Console()
err = Console(stderr=True)


def print_json(document: Any) -> None:
    """Write one JSON document to standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def progress_bars(*, shown: bool = True) -> Iterator[Callable[[str, int, int], None]]:
    """A function that draws a bar for each named step on standard error, where that is a terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=err, transient=True, disable=not (shown and err.is_terminal)) as bars:

        def tell(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total, rate="")
            task = bars.tasks[bars.task_ids.index(tasks[step])]
            rate = f"{task.speed:.0f}/s" if task.speed else ""
            bars.update(tasks[step], completed=done, total=total, rate=rate)

        yield tell
