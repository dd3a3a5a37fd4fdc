"""`glossator brief`."""

from typing import Annotated

import typer
from rich.markup import escape

from ingest.command_options import IndexOption, JsonOption, LogLevelOption, out, print_json
from retriever.hybrid import open_retriever
from server.answer_printing import print_none, print_part, print_sources
from server.answering.brief import brief
from server.answering.glossary import Glossary
from server.schemas import BriefResponse
from server.settings import ServerSettings


def brief_command(
    situation: Annotated[str, typer.Argument(help="A conversation or decision ahead of you.", show_default=False)],
    index: IndexOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Prepare for a situation: one page of outcome, questions, practices, mistakes, signs and next step, all cited."""
    settings = ServerSettings.read(index=index)
    sheet = brief(situation, Glossary(open_retriever(settings)), settings)
    if as_json:
        print_json(BriefResponse.of(sheet, settings.public_url).model_dump())
        return
    if sheet.status == "not_in_glossary":
        print_none(sheet.missing, sheet.suggestions)
        return
    for section in sheet.sections:
        out.print(f"\n[bold]{escape(section.heading)}[/bold]")
        for part in section.as_items:
            print_part(part)
    out.print()
    print_sources(sheet.citations)
