"""`glossator gaps`: what the glossary lacks, for its owner, on the command line."""

from rich.markup import escape

from ingest.command_options import IndexOption, JsonOption, LogLevelOption, out, print_json
from server.feedback_store import FeedbackStore
from server.gaps import gaps
from server.schemas.feedback import GapBody, GapsResponse
from server.settings import ServerSettings


def gaps_command(index: IndexOption = None, as_json: JsonOption = False, log_level: LogLevelOption = "warning") -> None:
    """Questions that were not answered or badly rated, grouped by nearest term, the weightiest first."""
    settings = ServerSettings.read(index=index)
    questions = FeedbackStore(settings.feedback_file).questions()
    found = gaps(questions)
    if as_json:
        body = GapsResponse(gaps=[GapBody.of(gap) for gap in found], questions_known=len(questions))
        print_json(body.model_dump())
        return
    if not questions:
        out.print(f"No gaps: no question is kept yet in {settings.feedback_file}.", highlight=False)
    elif not found:
        out.print(f"No gaps among {len(questions)} questions in {settings.feedback_file}.", highlight=False)
    for gap in found:
        out.print(f"[bold]{escape(gap.term)}[/bold]  [dim]{gap.weight}[/dim]", highlight=False)
        for question in gap.questions:
            said = f"asked {question.asked}, unanswered {question.unanswered}, up {question.up}, down {question.down}"
            out.print(f"  {escape(question.question)}  [dim]{said}[/dim]", highlight=False)
            for reason in question.reasons:
                out.print(f"    [dim]“{escape(reason)}”[/dim]", highlight=False)
