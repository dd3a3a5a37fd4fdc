"""`glossator ingest` as people and scripts run it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.commands import SHIPPED_CORPUS
from ingest.corpus import read_corpus
from ingest.index_folder import writing
from ingest.open_index import open_index

WritePages = Callable[..., Path]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

PAGES = {"ebb.md": "# Ebb\n\nThe ebb falls.", "README.md": "x"}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command as a process of its own, in a folder of the test."""

    def run_ingest(*arguments: object) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "GLOSSATOR_EMBEDDER": "hashing", "PYTHONPATH": str(Path(__file__).parents[2])}
        command = [sys.executable, "-m", "glossator", "ingest", *map(str, arguments), "--index", "index"]
        return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run_ingest


def test_json_is_one_document_on_standard_output(run: Run, write_pages: WritePages, tmp_path: Path) -> None:
    done = run(write_pages(PAGES), "--json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert report["generation"] == open_index(tmp_path / "index").generation
    assert (report["articles"], report["passages"], report["unchanged"]) == (1, 1, 0)
    assert (report["added"], report["changed"], report["deleted"]) == (["ebb"], [], [])
    assert report["skipped"] == [
        {"path": str(tmp_path / "glossary" / "README.md"), "reason": "not an article, by its name"}
    ]


def test_people_are_told_what_was_done_and_what_was_skipped(run: Run, write_pages: WritePages) -> None:
    done = run(write_pages(PAGES))
    assert done.returncode == 0
    assert "added 1: ebb" in done.stdout
    assert "1 articles, 1 passages" in done.stdout
    assert "README.md: not an article, by its name" in " ".join(done.stderr.split())


def test_a_name_that_is_not_utf_8_can_be_reported(run: Run, write_pages: WritePages) -> None:
    folder = write_pages(PAGES)
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md")).write_text("x")
    done = run(folder, "--json")
    assert done.returncode == 0
    assert "name is not UTF-8" in done.stdout


@pytest.mark.parametrize(
    ("pages", "arguments", "said"),
    [
        ({}, (), "nothing to index"),
        (PAGES, ("--strict", "--json"), "(--strict)"),
        (PAGES, ("nowhere", "--json"), "source nowhere does not exist"),
        ({"ebb.md": "One.", "ebb.txt": "Two."}, (), "two pages have the id"),
    ],
    ids=["empty folder", "strict", "missing folder", "twins"],
)
def test_wrong_input_is_exit_2_with_one_line_on_standard_error_and_nothing_else(
    run: Run,
    write_pages: WritePages,
    pages: dict[str, str | bytes],
    arguments: tuple[str, ...],
    said: str,
) -> None:
    done = run(write_pages(pages), *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("glossator: ")
    assert said in line


def test_a_second_ingest_at_the_same_time_is_exit_2_with_one_line(
    run: Run, write_pages: WritePages, tmp_path: Path
) -> None:
    folder = write_pages(PAGES)
    with writing(tmp_path / "index"):
        done = run(folder)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line == "glossator: another ingest is writing index; wait until it has ended"
    assert run(folder).returncode == 0


def test_the_shipped_glossary_holds_no_page_that_cannot_be_read() -> None:
    corpus = read_corpus([SHIPPED_CORPUS])
    assert len(corpus.pages) > 100
    assert {page.reason for page in corpus.skipped} <= {"not an article, by its name", "name begins with _"}
