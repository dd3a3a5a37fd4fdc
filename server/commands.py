"""`glossator ask`, `search`, `terms`, `serve` and `config`."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from ingest.command_options import IndexOption, JsonOption, LogLevelOption, err, out, print_json
from ingest.settings import names_of_no_setting, origin_of
from retriever.hybrid import open_retriever
from server.answer_printing import print_part, print_parts, print_rest
from server.answering.citations import compares
from server.answering.datatypes import Answer, AnswerPart
from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question, stream_answer
from server.listening import address_of, listen
from server.schemas import AskResponse, SearchResponse, TermBody, TermResponse, TermsResponse
from server.settings import ServerSettings


def ask_command(
    question: Annotated[str, typer.Argument(help="A question in your own words.", show_default=False)],
    answerer: Annotated[
        str | None, typer.Option("--answerer", help="Who answers: extractive or chat.", show_default=False)
    ] = None,
    max_words: Annotated[
        int | None, typer.Option("--max-words", min=20, max=1000, help="Longest answer.", show_default=False)
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Answer a question, every sentence with its citation."""
    settings = ServerSettings.read(index=index, max_words=max_words, answerer=answerer)
    glossary = Glossary(open_retriever(settings))
    if as_json:
        answer = answer_question(question, glossary, settings)
        print_json(AskResponse.of(answer, settings.public_url).model_dump())
        return
    held: list[AnswerPart] = []  # from the first row that compares: a table needs all rows and the terms at its head
    for step in stream_answer(question, glossary, settings):
        if isinstance(step, Answer):
            print_parts(held, step.citations)
            print_rest(step)
        elif held or compares(step):
            held.append(step)
        else:
            print_part(step)


def search_command(
    query: Annotated[str, typer.Argument(help="What to look for.", show_default=False)],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    index: IndexOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """The passages that come nearest to a query, best first."""
    retriever = open_retriever(ServerSettings.read(index=index))
    retrieval = retriever.search(query, k)
    if as_json:
        print_json(SearchResponse.of(retrieval, retriever.index.articles).model_dump())
        return
    for hit in retrieval.hits:
        term = retriever.index.article(hit.passage.article_id).term
        out.print(
            f"[bold]{hit.rank}. {escape(term)}[/bold] › {escape(hit.passage.heading_path[-1])}  "
            f"[dim]{hit.score:.3f} (dense {hit.dense:.3f}, lexical {hit.lexical:.1f})[/dim]"
        )
        out.print(hit.passage.text, markup=False, highlight=False)
        if hit.also_in:
            out.print(f"also in: {', '.join(hit.also_in)}", style="dim", markup=False, highlight=False)
        out.print()


def terms_command(
    term: Annotated[str | None, typer.Argument(help="A term, alias or article id.", show_default=False)] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """All terms of the glossary; or one, with its definition and related terms."""
    retriever = open_retriever(ServerSettings.read(index=index))
    graph = retriever.graph
    if term is None:
        articles = [record.article for record in retriever.index.articles.values()]
        articles.sort(key=lambda article: (article.term.casefold(), article.article_id))
        if as_json:
            print_json(TermsResponse(terms=[TermBody.of(article) for article in articles]).model_dump())
            return
        table = Table("term", "category", "definition", title=f"{len(articles)} terms")
        for article in articles:
            table.add_row(escape(article.term), escape(article.category), escape(article.definition))
        out.print(table)
        return
    found = TermResponse.of_term(graph.find_one(term), graph)
    if as_json:
        print_json(found.model_dump())
        return
    also = f" (also: {', '.join(found.aliases)})" if found.aliases else ""
    out.print(f"[bold]{escape(found.term)}[/bold]{escape(also)}")
    out.print(found.definition, markup=False, highlight=False)
    for related in found.related:
        out.print(f"  {related.term}  [dim]{related.reason}, {related.score:.2f}[/dim]", highlight=False)


def serve_command(
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.", show_default=False)] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on.", show_default=False)] = None,
    index: IndexOption = None,
    log_level: LogLevelOption = "warning",
) -> None:
    """Serve the web box, the embeds and the API."""
    import uvicorn

    from server.app import create_app

    settings = ServerSettings.read(index=index, host=host, port=port)
    listener = listen(settings.host, settings.port)
    app = create_app(settings)
    app.state.suggested.of(app.state.live.current())  # begins to find them, so that the first page need not wait
    out.print(f"Glossator answers at {address_of(listener)}/ (Ctrl+C ends it)", highlight=False, soft_wrap=True)
    server = uvicorn.Server(uvicorn.Config(app, log_level=log_level, access_log=log_level in ("debug", "info")))
    server.run(sockets=[listener])


def config_command(as_json: JsonOption = False, log_level: LogLevelOption = "warning") -> None:
    """The settings in force, and where each value came from."""
    settings = ServerSettings.read()
    for name, where in names_of_no_setting(ServerSettings.model_fields):
        err.print(
            f"{name} ({where}) is no setting and changes nothing; correct the name", markup=False, highlight=False
        )
    rows = [(name, getattr(settings, name), origin_of(name)) for name in ServerSettings.model_fields]
    if as_json:
        values = settings.model_dump(mode="json")
        print_json({name: {"value": values[name], "from": origin} for name, _, origin in rows})
        return
    table = Table("setting", "value", "from")
    for name, value, origin in rows:
        shown = ", ".join(value) if isinstance(value, tuple) else str(value)
        table.add_row(name, escape(shown), escape(origin))
    out.print(table)
