"""`glossator export` as a person types it."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import glossator
from server.exports import EXPORTS
from server.exports.published_record import records_in
from server.settings import ServerSettings

SWARM = "What mistakes should I avoid with swarming?"
LOAD = "How is the mite load calculated?"


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def export(
    beekeeping_settings: ServerSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run `glossator export` over the beekeepers' glossary, in this process."""

    def run(*words: str, stdin: str = "", **environment: str) -> Done:
        for name, value in {"GLOSSATOR_INDEX": str(beekeeping_settings.index), **environment}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["glossator", "export", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            glossator.main()
        written = capsys.readouterr()
        return Done(int(ended.value.code or 0), written.out, written.err)

    return run


def test_a_question_is_printed_with_links_to_the_public_address(export: Run) -> None:
    done = export(SWARM, "--format", "mediawiki", GLOSSATOR_PUBLIC_URL="https://g.example")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "[https://g.example/terms/swarming#" in done.stdout


def test_a_file_of_questions_becomes_a_file_each(export: Run, tmp_path: Path) -> None:
    (tmp_path / "questions.txt").write_text(f"{SWARM}\n\n{LOAD}\n{SWARM}\n", encoding="utf-8")
    out = tmp_path / "pages"
    done = export(str(tmp_path / "questions.txt"), "--format", "dokuwiki", "--out", str(out))
    assert done.returncode == 0
    assert sorted(file.name for file in out.iterdir()) == [
        "how-is-the-mite-load-calculated.txt",
        "what-mistakes-should-i-avoid-with-swarming.txt",
    ]
    assert "no public_url is set" in done.stderr


def test_questions_come_from_standard_input_too(export: Run) -> None:
    done = export("-", "--format", "markdown", "--json", stdin=f"{SWARM}\nWhat is the capital of France?\n")
    document = json.loads(done.stdout)
    assert [row["status"] for row in document["exports"]] == ["answered", "not_in_glossary"]
    assert "not in this glossary: What is the capital of France?" in done.stderr
    assert done.returncode == 0
    assert [r.generation for row in document["exports"] for r in records_in(row["text"])] == [
        document["generation"]
    ] * 2


def test_what_was_published_is_checked_and_found_as_it_was(export: Run, tmp_path: Path) -> None:
    for name in EXPORTS:
        assert export(SWARM, "--format", name, "--out", str(tmp_path / name)).returncode == 0
    done = export("--check", str(tmp_path), "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["published"] == len(EXPORTS)
    assert json.loads(done.stdout)["changed"] == []


def test_what_has_changed_since_is_listed_and_told_by_the_exit_status(
    export: Run, tmp_path: Path, letterpress_settings: ServerSettings
) -> None:
    export(SWARM, "--format", "mediawiki", "--out", str(tmp_path))
    elsewhere = {"GLOSSATOR_INDEX": str(letterpress_settings.index)}
    done = export("--check", str(tmp_path), "--json", **elsewhere)
    (changed,) = json.loads(done.stdout)["changed"]
    assert done.returncode == 1
    assert changed["question"] == SWARM
    assert {quote["change"] for quote in changed["quotes"]} == {"article_gone"}
    told = export("--check", str(tmp_path), **elsewhere)
    assert "article gone: swarming#" in told.stdout
    assert "1 of 1 published answers have changed" in told.stdout


def test_a_quote_that_changed_and_one_that_moved_are_told_apart(export: Run, tmp_path: Path) -> None:
    export(SWARM, "--format", "mediawiki", "--out", str(tmp_path))
    (page,) = tmp_path.iterdir()
    text = page.read_text(encoding="utf-8")
    first, second, *_ = next(records_in(text)).quotes
    text = text.replace(json.dumps(first.text), json.dumps(f"{first.text} Once."))
    page.write_text(text.replace(f'"start": {second.start},', f'"start": {second.start + 1},'), encoding="utf-8")
    done = export("--check", str(page))
    assert done.returncode == 1
    assert f"quote gone: {first.passage_id}: {first.text} Once.\n" in done.stdout
    assert f"moved to {second.start}: {second.passage_id}: {second.text}\n" in done.stdout
    assert "1 of 1 published answers have changed since" in done.stdout


def test_a_list_of_terms_is_printed(export: Run) -> None:
    done = export("--terms", "lingo")
    assert done.returncode == 0
    assert "\n;Honey Supers:" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "nothing to export"),
        ([SWARM], "--format is missing; choose one of markdown, html"),
        ([SWARM, "--format", "word"], "'word' is not one of markdown, html"),
        (["--terms", "word"], "'word' is not one of lingo"),
        (["questions.txt", "--format", "html"], "'questions.txt' cannot be read: No such file or directory"),
        (["-", "--format", "html"], "- holds no question"),
        (["x" * 1001, "--format", "html"], "1001"),
        (["--check"], "nothing to check"),
        (["--check", "nowhere"], "no file or folder nowhere"),
        (["--check", "README.md", "--format", "html"], "--check takes no --format"),
        (["--check", "--terms", "lingo"], "--check takes no --terms"),
        (["--terms", "lingo", "--out", "lists"], "--terms takes no --out"),
        (["--terms", "lingo", SWARM], "--terms lists all terms and takes no question"),
        ([SWARM, "--format", "html", "--out", "README.md"], "README.md cannot be written: File exists"),
        ([SWARM, "--format", "html", "--out", "README.md/pages"], "README.md/pages cannot be written: Not a directory"),
        (["--check", "README.md"], "no answer that `glossator export` wrote in README.md"),
    ],
)
def test_a_wrong_call_is_one_line_that_says_what_to_do(export: Run, words: list[str], told: str) -> None:
    done = export(*words)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_question_that_is_too_long_is_named_by_its_line(export: Run, tmp_path: Path) -> None:
    (tmp_path / "q.txt").write_text(f"{SWARM}\n{'x' * 1001}\n")
    done = export(str(tmp_path / "q.txt"), "--format", "html")
    assert done.returncode == 2
    assert "q.txt, line 2: " in done.stderr
