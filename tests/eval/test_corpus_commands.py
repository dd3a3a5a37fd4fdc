"""`glossator corpus check` as people and scripts run it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

WritePages = Callable[..., Path]


def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "glossator", "corpus", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_sound_glossary_exits_0_and_gives_its_counts(write_pages: WritePages, sound_pages: dict[str, str]) -> None:
    done = run("check", write_pages(sound_pages))
    assert done.returncode == 0
    assert done.stdout.startswith(
        "4 articles, 1856 words (464 to 464 each), 12 links in 1 connected part, 1 categories"
    )
    assert done.stderr == ""


def test_a_finding_is_a_line_and_exits_2(write_pages: WritePages, sound_pages: dict[str, str]) -> None:
    folder = write_pages({**sound_pages, "ebb.md": sound_pages["ebb.md"].replace("category: Tides\n", "")})
    done = run("check", folder)
    assert done.returncode == 2
    assert done.stdout.splitlines()[0] == (
        f"{folder}/ebb.md: front matter: 'category' is missing or no text; write one line"
    )
    assert done.stderr == f"glossator: 1 findings in {folder}; mend them\n"


def test_json_holds_counts_and_findings(write_pages: WritePages, sound_pages: dict[str, str]) -> None:
    folder = write_pages({**sound_pages, "ebb.md": sound_pages["ebb.md"].replace("category: Tides\n", "")})
    done = run("check", folder, "--json")
    assert done.returncode == 2
    report = json.loads(done.stdout)
    assert (report["articles"], report["links"], report["shared_sentences"]) == (4, 12, 0)
    assert [(f["file"], f["rule"]) for f in report["findings"]] == [(f"{folder}/ebb.md", "front matter")]


def test_a_folder_that_is_not_there_is_one_line_and_exits_2(tmp_path: Path) -> None:
    done = run("check", tmp_path / "none")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == f"glossator: {tmp_path}/none is not a folder; give the folder of the articles\n"


def test_the_shipped_questions_are_checked_against_the_shipped_articles() -> None:
    done = run("check", "--gold", Path(__file__).parents[2] / "eval" / "gold", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["articles"] >= 160
    assert report["gold"]["findings"] == []
