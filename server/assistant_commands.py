"""`glossator mcp`: the glossary as tools for assistants, over standard input and output or over HTTP."""

from typing import Annotated
from urllib.parse import urlsplit

import typer

from ingest.command_options import IndexOption, LogLevelOption, err
from server.errors import ServerError
from server.listening import address_of, listen
from server.live_glossary import LiveGlossary
from server.settings import ServerSettings


def mcp_command(
    http: Annotated[bool, typer.Option("--http", help="Streamable HTTP at /mcp instead of standard input.")] = False,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.", show_default=False)] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on.", show_default=False)] = None,
    index: IndexOption = None,
    log_level: LogLevelOption = "warning",
) -> None:
    """Serve the tools ask, search, term and related to assistants (Model Context Protocol)."""
    try:
        from server.assistant_tools import assistant_server
    except ModuleNotFoundError as error:
        raise ServerError("assistants need one more package; install it with: pip install -e '.[mcp]'") from error
    settings = ServerSettings.read(index=index, host=host, port=port)
    live = LiveGlossary(settings)
    if not http:
        assistant_server(settings, live.current).run("stdio")
        return
    import uvicorn

    listener = listen(settings.host, settings.port)
    address = address_of(listener)
    from server.assistant_http import assistant_app

    app = assistant_app(assistant_server(settings, live.current), settings, urlsplit(address).netloc)
    err.print(f"Glossator's tools are at {address}/mcp (Ctrl+C ends it)", highlight=False, soft_wrap=True)
    uvicorn.Server(uvicorn.Config(app, log_level=log_level)).run(sockets=[listener])
