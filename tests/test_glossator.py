"""The command line as a whole: its table of commands, and what a command loads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from glossator import COMMANDS

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "glossator", *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )


def test_every_command_of_the_table_is_there_and_the_help_names_them_in_order() -> None:
    told = run("--help")
    assert told.returncode == 0
    listed = told.stdout.partition("Commands:")[2].splitlines()
    assert [line.split()[0] for line in listed if line.strip()] == list(COMMANDS)


def test_without_a_command_the_help_is_shown_and_the_exit_status_is_2() -> None:
    told = run()
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr.startswith("Usage:")
    assert len(told.stderr.splitlines()) > len(COMMANDS)


def test_a_command_that_is_not_there_is_named_in_one_line() -> None:
    told = run("nope")
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr.startswith("glossator: No such command 'nope'")
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["ask", "search", "terms"])
def test_a_command_that_answers_loads_no_library_of_evaluation(command: str, tmp_path: Path) -> None:
    code = (
        "import sys, glossator\n"
        f"sys.argv = ['glossator', {command!r}, 'ebb', '--index', {str(tmp_path / 'none')!r}]\n"
        "try: glossator.main()\n"
        "except SystemExit as ended: print(ended.code, *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=dict(os.environ), check=True
    )
    status, *loaded = done.stdout.split()
    assert status == "2"  # there is no index
    assert not {"scipy", "sklearn", "matplotlib", "ir_measures", "bs4", "torch", "fastapi"} & set(loaded)
