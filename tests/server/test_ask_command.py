"""`glossator ask` as people and scripts run it, with a model that is there and one that is not."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.scripted_endpoint import ScriptedEndpoint
from server.settings import ServerSettings

QUESTION = "How do I use a queen excluder?"
NOWHERE = "http://127.0.0.1:9/v1"
Ask = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run_ask(ready_settings: ServerSettings, tmp_path: Path) -> Ask:
    """Run the command in a folder of the test, over the beekeepers' index."""

    def run(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        told = {f"GLOSSATOR_{name.upper()}": value for name, value in settings.items()}
        root = str(Path(__file__).parents[2])
        environment = {**os.environ, "GLOSSATOR_INDEX": str(ready_settings.index), "PYTHONPATH": root, **told}
        command = [sys.executable, "-m", "glossator", "ask", *arguments]
        return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


def test_a_model_is_asked_where_the_command_says_so(run_ask: Ask, good_model: ScriptedEndpoint) -> None:
    before = len(good_model.requests)
    done = run_ask(QUESTION, "--answerer", "chat", "--json", chat_url=good_model.url)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert len(good_model.requests) == before + 1
    assert document["answerer"] == "chat"
    assert document["verification"]["kept"] == len(document["answer"]) > 0
    assert document["verification"]["replaced"] == ""


def test_without_a_model_the_default_needs_none(run_ask: Ask) -> None:
    document = json.loads(run_ask(QUESTION, "--json").stdout)
    assert (document["answerer"], document["verification"], document["notes"]) == ("extractive", None, [])


def test_a_reader_is_told_where_the_model_was_of_no_use(run_ask: Ask) -> None:
    done = run_ask(QUESTION, "--answerer", "chat", chat_url=NOWHERE, chat_api_key="sk-secret")
    assert done.returncode == 0, done.stderr
    assert "Note: The language model cannot be reached." in done.stdout
    assert "[1]" in done.stdout
    assert "sk-secret" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("answerer", "settings", "told"),
    [
        ("oracle", {}, "answerer 'oracle' is not one of chat, extractive"),
        ("chat", {}, "answerer 'chat' needs chat_url"),
        ("chat", {"chat_url": "models.example"}, "chat_url"),
    ],
)
def test_an_answerer_that_cannot_be_asked_is_one_line_and_status_2(
    run_ask: Ask, answerer: str, settings: dict[str, str], told: str
) -> None:
    done = run_ask(QUESTION, "--answerer", answerer, **settings)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
