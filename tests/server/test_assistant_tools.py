"""The glossary as an assistant sees it: the official client over standard input, over HTTP, and in this process."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult

from server.answering.glossary import Glossary
from server.assistant_tools import assistant_server
from server.settings import ServerSettings

ROOT = Path(__file__).parent.parent.parent
SWARM = "What mistakes should I avoid with swarming?"

Talk = Callable[[Client], Awaitable[object]]
Server = object


def talk(server: object, conversation: Talk) -> object:
    """What a conversation with a server comes to."""

    async def converse() -> object:
        async with Client(server) as client:
            return await conversation(client)

    return asyncio.run(converse())


def call(server: object, tool: str, **arguments: object) -> CallToolResult:
    """The result of one call."""
    result = talk(server, lambda client: client.call_tool(tool, arguments))
    assert isinstance(result, CallToolResult)
    return result


@pytest.fixture(scope="session")
def here(beekeeping: Glossary, beekeeping_settings: ServerSettings) -> object:
    """The server in this process."""
    return assistant_server(beekeeping_settings, lambda: beekeeping)


@pytest.fixture(scope="session")
def over_stdio(beekeeping_settings: ServerSettings) -> object:
    """How to start `glossator mcp` as a process of its own."""
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "glossator", "mcp", "--index", str(beekeeping_settings.index)],
        cwd=str(ROOT),
    )


@pytest.fixture(scope="session")
def over_http(beekeeping_settings: ServerSettings) -> Iterator[str]:
    """The address of a running `glossator mcp --http`."""
    command = [sys.executable, "-m", "glossator", "mcp", "--http", "--port", "0"]
    with subprocess.Popen(
        [*command, "--index", str(beekeeping_settings.index)], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        address = re.search(r"http://\S+/mcp", line)
        assert address, line + process.stderr.read()
        yield address[0]
        process.terminate()


@pytest.fixture(params=["here", "over_stdio", "over_http"])
def server(request: pytest.FixtureRequest) -> object:
    """Each way to the same tools."""
    return request.getfixturevalue(request.param)


def test_a_client_lists_the_tools_asks_and_gets_verified_citations(server: object, client: TestClient) -> None:
    async def converse(assistant: Client) -> tuple[list[str], CallToolResult]:
        listed = await assistant.list_tools()
        return [tool.name for tool in listed.tools], await assistant.call_tool("ask", {"question": SWARM})

    names, result = talk(server, converse)
    assert names == ["ask", "search", "term", "related"]
    assert not result.is_error
    answer = result.structured_content
    assert answer["status"] == "answered"
    assert answer["citations"]
    for citation in answer["citations"]:
        text = client.get(f"/api/articles/{citation['article']}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    cited = {n for part in answer["answer"] for n in part["citations"]}
    assert cited == {citation["n"] for citation in answer["citations"]}


def test_the_text_that_a_model_reads_holds_the_marks_and_their_sources(here: object) -> None:
    text = call(here, "ask", question=SWARM).content[0].text
    assert "[1]" in text
    assert re.search(
        r"^\[1\] Swarming, Common Mistakes: /terms/swarming#common-mistakes \(CC BY 4\.0\)$", text, re.MULTILINE
    )


def test_what_is_not_in_the_glossary_is_an_answer_and_no_error(here: object) -> None:
    result = call(here, "ask", question="What is the capital of France?")
    assert not result.is_error
    assert result.structured_content["status"] == "not_in_glossary"
    assert result.content[0].text.startswith("This glossary does not answer that. Nearest terms: ")


def test_search_gives_as_many_passages_as_were_asked_for(here: object) -> None:
    result = call(here, "search", query="honey", k=2)
    assert [hit["rank"] for hit in result.structured_content["hits"]] == [1, 2]
    assert result.structured_content["hits"][0]["text"] in result.content[0].text


def test_a_term_is_found_by_any_of_its_names(here: object) -> None:
    result = call(here, "term", name="honey supers")
    assert result.structured_content["article"] == "honey-super"
    assert result.content[0].text.startswith("Honey Super: ")


def test_related_terms_come_with_their_reasons(here: object) -> None:
    related = call(here, "related", name="swarming").structured_content
    assert related["term"] == "Swarming"
    assert {found["reason"] for found in related["related"]} <= {"linked", "mentioned", "similar", "alias"}
    assert related["related"]


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("ask", {"question": "   "}, "the question is empty"),
        ("ask", {"question": "x" * 1001}, "1000"),
        ("ask", {"question": SWARM, "max_words": 3}, "max_words"),
        ("search", {"query": "honey", "k": 0}, "k"),
        ("term", {"name": "swarmin"}, "nearest: 'Swarming'"),
        ("related", {"name": "no such term"}, "no term 'no such term'"),
    ],
)
def test_a_wrong_call_is_an_error_that_a_model_can_read(here: object, tool: str, arguments: dict, told: str) -> None:
    result = call(here, tool, **arguments)
    assert result.is_error
    assert told in result.content[0].text


def test_tools_say_that_they_only_read_and_what_they_give(here: object) -> None:
    listed = talk(here, lambda client: client.list_tools())
    for tool in listed.tools:
        assert tool.annotations.read_only_hint
        assert tool.description
        assert tool.output_schema["type"] == "object"
    assert "citations" in listed.tools[0].output_schema["properties"]


@pytest.mark.parametrize(
    "header", [{"Host": "attacker.example"}, {"Origin": "https://attacker.example"}], ids=["host", "origin"]
)
def test_a_page_elsewhere_cannot_reach_the_tools(over_http: str, header: dict[str, str]) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accepted = {"Accept": "application/json, text/event-stream"}
    refused = httpx.post(over_http, json=body, headers={**accepted, **header}, timeout=60)
    assert refused.status_code in (403, 421)


def test_serving_the_web_box_loads_nothing_of_it() -> None:
    code = "import sys, glossator, server.app; print(*sorted(m for m in sys.modules if m.partition('.')[0] == 'mcp'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
