"""A glossary in, an MCP server's tools out: ask, search, term and related, with citations as structured content."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, Field

from ingest.errors import IngestError
from retriever.errors import RetrieverError
from retriever.hybrid import MAX_QUERY_CHARACTERS
from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question
from server.errors import ServerError
from server.schemas import AskResponse, RelatedBody, SearchResponse, TermResponse
from server.settings import ServerSettings

Found = TypeVar("Found")

_INSTRUCTIONS = (
    "Answers about the terms of one glossary. `ask` gives an answer whose every sentence is quoted from an article, "
    "with citations; keep the citations when you use it, and say so where the status is not_in_glossary. `search` "
    "gives passages, `term` one definition, `related` the terms around it."
)
_READS_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

Question = Annotated[
    str, Field(description="A question in plain words.", min_length=1, max_length=MAX_QUERY_CHARACTERS)
]
Query = Annotated[str, Field(description="What to look for.", min_length=1, max_length=MAX_QUERY_CHARACTERS)]
Name = Annotated[str, Field(description="A term, an alias, or an article id; case and plural are forgiven.")]


class RelatedResponse(BaseModel):
    """A term, and the terms around it, best first."""

    article: str
    term: str
    related: list[RelatedBody]


def assistant_server(settings: ServerSettings, current: Callable[[], Glossary]) -> MCPServer:
    """A server of four tools that answer from the glossary that `current` gives at each call."""
    server = MCPServer("glossator", title="Glossator", instructions=_INSTRUCTIONS, version="0.1.0", log_level="WARNING")

    @server.tool(annotations=_READS_ONLY)
    def ask(
        question: Question,
        max_words: Annotated[int | None, Field(description="Longest answer, in words.", ge=20, le=1000)] = None,
    ) -> Annotated[CallToolResult, AskResponse]:
        """Answer a question from the glossary. Every sentence carries citations: `text[start:end] == quote`."""
        answer = _or_tool_error(lambda: answer_question(question, current(), settings, max_words=max_words or 0))
        return _result(response := AskResponse.of(answer, settings.public_url), _answer_text(response))

    @server.tool(annotations=_READS_ONLY)
    def search(
        query: Query, k: Annotated[int, Field(description="How many passages.", ge=1, le=50)] = 5
    ) -> Annotated[CallToolResult, SearchResponse]:
        """The passages of the glossary that come nearest to a query, best first."""
        glossary = current()
        retrieval = _or_tool_error(lambda: glossary.retriever.search(query, k))
        response = SearchResponse.of(retrieval, glossary.index.articles)
        return _result(response, "\n\n".join(f"{h.term}, {h.section} [{h.passage}]\n{h.text}" for h in response.hits))

    @server.tool(annotations=_READS_ONLY)
    def term(name: Name) -> Annotated[CallToolResult, TermResponse]:
        """One term of the glossary: its definition, its other names, its sections, its related terms."""
        graph = current().graph
        response = TermResponse.of_term(_or_tool_error(lambda: graph.find_one(name)), graph)
        return _result(response, f"{response.term}: {response.definition}")

    @server.tool(annotations=_READS_ONLY)
    def related(name: Name) -> Annotated[CallToolResult, RelatedResponse]:
        """The terms around a term, each with the reason: linked, mentioned, similar or alias."""
        graph = current().graph
        article = _or_tool_error(lambda: graph.find_one(name))
        around = [RelatedBody.of(found) for found in graph.related(article.article_id)]
        response = RelatedResponse(article=article.article_id, term=article.term, related=around)
        return _result(response, "\n".join(f"{found.term} ({found.reason})" for found in around) or "none")

    return server


def _result(response: BaseModel, text: str) -> CallToolResult:
    """The text for a model to read, and the whole response for a program."""
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=response.model_dump())


def _answer_text(response: AskResponse) -> str:
    if response.status == "not_in_glossary":
        near = ", ".join(found.term for found in response.suggestions)
        return "This glossary does not answer that." + (f" Nearest terms: {near}." if near else "")
    sources = [
        f"[{c.n}] {c.term}, {c.section}: {c.url}" + (f" ({c.licence})" if c.licence else "") for c in response.citations
    ]
    return "\n".join([response.markdown, "", *sources])


def _or_tool_error(found: Callable[[], Found]) -> Found:
    """What a call gives; where the question or the name is wrong, the reason as a tool's error, which a model reads."""
    try:
        return found()
    except (RetrieverError, ServerError, IngestError) as error:
        raise ToolError(str(error)) from error
