"""`glossator embed` as a person types it."""

import json
import sys
from collections.abc import Callable

import pytest

import glossator
from server.embedding import SNIPPETS

RICE = "What is RICE?"

Run = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def embed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `glossator embed` in this process: its exit status, what it printed, and the lines of its remarks."""

    def run(*words: str, **environment: str) -> tuple[int, str, list[str]]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["glossator", "embed", *words])
        with pytest.raises(SystemExit) as ended:
            glossator.main()
        written = capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err.splitlines()

    return run


def test_every_wiki_is_told_with_what_it_needs(embed: Run) -> None:
    allowed = {"GLOSSATOR_PUBLIC_URL": "https://g.example", "GLOSSATOR_ALLOWED_ORIGINS": "https://wiki.example"}
    code, printed, remarks = embed(RICE, **allowed)
    assert (code, remarks) == (0, [])
    for row in SNIPPETS.values():
        assert f"{row.wiki} needs {row.needs}\n" in printed
    assert f"\n<glossaryanswer>{RICE}</glossaryanswer>\n" in printed
    assert "\nhttps://g.example/embed?q=What%20is%20RICE%3F\n" in printed


def test_one_wiki_alone_is_its_snippet_alone(embed: Run) -> None:
    _, printed, _ = embed("R&D", "--term", "--wiki", "mediawiki")
    assert printed == '<glossaryanswer term="R&amp;D" />\n'


def test_what_is_not_set_yet_is_a_line_each(embed: Run) -> None:
    code, _, remarks = embed(RICE)
    assert code == 0
    assert [line.partition(":")[0] for line in remarks] == ["addresses begin with http", "no wiki may show them yet"]


def test_a_program_reads_one_document(embed: Run) -> None:
    _, printed, _ = embed(RICE, "--json", GLOSSATOR_PUBLIC_URL="https://g.example")
    document = json.loads(printed)
    assert document["base"] == "https://g.example"
    assert [row["wiki"] for row in document["snippets"]] == list(SNIPPETS)


@pytest.mark.parametrize(
    ("words", "environment", "told"),
    [
        (["  "], {}, "the question is empty"),
        (["x" * 1001], {}, "1001"),
        ([RICE, "--wiki", "word"], {}, "'word' is not one of html, component"),
        ([RICE], {"GLOSSATOR_PUBLIC_URL": "g.example"}, "'g.example' is no http address"),
        ([RICE], {"GLOSSATOR_ALLOWED_ORIGINS": "wiki.example"}, "'wiki.example' is no origin"),
    ],
)
def test_a_wrong_call_is_one_line_that_says_what_to_do(
    embed: Run, words: list[str], environment: dict[str, str], told: str
) -> None:
    code, printed, remarks = embed(*words, **environment)
    assert (code, printed) == (2, "")
    assert len(remarks) == 1
    assert told in remarks[0]
