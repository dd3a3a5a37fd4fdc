"""`glossator embed`: what an editor pastes into a page."""

from typing import Annotated

import typer

from ingest.command_options import JsonOption, LogLevelOption, err, out, print_json
from retriever.hybrid import check_query
from server.embedding import SNIPPETS, Embedded
from server.errors import ServerError
from server.settings import ServerSettings


def embed_command(
    question: Annotated[str, typer.Argument(help="A question; with --term a term.", show_default=False)],
    is_term: Annotated[bool, typer.Option("--term", help="Show a term's definition instead of an answer.")] = False,
    wiki: Annotated[
        str | None, typer.Option("--wiki", help=f"One alone: {', '.join(SNIPPETS)}.", show_default=False)
    ] = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Print what shows an answer in each wiki, and what the wiki needs for it."""
    check_query(question)
    if wiki is not None and wiki not in SNIPPETS:
        raise ServerError(f"--wiki {wiki!r} is not one of {', '.join(SNIPPETS)}")
    settings = ServerSettings.read()
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    embedded = Embedded(base, "term" if is_term else "question", question)
    chosen = {wiki: SNIPPETS[wiki]} if wiki else SNIPPETS
    if as_json:
        rows = [{"wiki": name, "needs": row.needs, "snippet": row.write(embedded)} for name, row in chosen.items()]
        print_json({"base": base, "allowed_origins": list(settings.allowed_origins), "snippets": rows})
    elif wiki:
        out.print(SNIPPETS[wiki].write(embedded), markup=False, highlight=False, soft_wrap=True)
    else:
        for row in chosen.values():
            out.print(f"[bold]{row.wiki}[/bold] [dim]needs {row.needs}[/dim]", highlight=False, soft_wrap=True)
            out.print(row.write(embedded), markup=False, highlight=False, soft_wrap=True)
            out.print()
    if not settings.public_url:
        err.print(
            f"addresses begin with {base}: set public_url (GLOSSATOR_PUBLIC_URL) to what browsers reach", soft_wrap=True
        )
    if not settings.allowed_origins:
        err.print(
            "no wiki may show them yet: set allowed_origins (GLOSSATOR_ALLOWED_ORIGINS) to the wiki's origin",
            soft_wrap=True,
        )
