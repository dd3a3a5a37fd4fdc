"""`glossator feedback export`: rated questions as a judged set."""

from pathlib import Path
from typing import Annotated

import typer

from eval.feedback_export import export_feedback
from ingest.command_options import IndexOption, JsonOption, LogLevelOption, out, print_json
from server.feedback_store import FeedbackStore
from server.settings import ServerSettings

feedback_app = typer.Typer(help="What readers said of answers.", no_args_is_help=True)


@feedback_app.callback()
def _feedback() -> None:
    """Keep `export` a command of its own, though it is the only one yet."""


@feedback_app.command("export")
def export_command(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="A new or empty folder.", show_default=False)],
    index: IndexOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Write the rated questions as a BEIR-format dataset, with the badly rated ones aside, for a person to judge."""
    settings = ServerSettings.read(index=index)
    report = export_feedback(FeedbackStore(settings.feedback_file).questions(), folder)
    if as_json:
        found = {"judged": report.judged, "unanswerable": report.unanswerable, "to_judge": report.to_judge}
        print_json({"dataset": str(folder), **found})
        return
    out.print(
        f"{report.judged} judged questions, {report.unanswerable} that are rightly not answered, {report.to_judge} to "
        f"judge by hand; measure with `glossator eval retrieval {folder}`",
        highlight=False,
    )
