"""The README says what is there: its settings, its commands, its files."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from server.settings import ServerSettings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

GUIDES = [ROOT / "docs" / "wikis.md", ROOT / "docs" / "assistants.md"]

SETTINGS_TABLE = README[README.index("## Settings") : README.index("## Installing")]


def test_every_setting_stands_in_the_table_and_nothing_else() -> None:
    rows = re.findall(r"^\| (`[^|]*`) \|", SETTINGS_TABLE, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named == set(ServerSettings.model_fields)


def test_the_table_gives_the_defaults_in_force() -> None:
    fields = ServerSettings.model_fields
    for names, defaults in re.findall(r"^\| (`[^|]*`) \| ([^|]*) \|", SETTINGS_TABLE, re.MULTILINE):
        shown = re.findall(r"`([^`]*)`", defaults)
        for name, default in zip(re.findall(r"`(\w+)`", names), shown, strict=False):
            value = fields[name].default
            expected = str(value).lower() if isinstance(value, bool) else str(value)
            assert default == expected, name


def commands() -> list[str]:
    pages = [README, *(page.read_text(encoding="utf-8") for page in GUIDES)]
    blocks = [block for page in pages for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL)]
    lines = [line.split(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return sorted({line for line in lines if line and not line.startswith("pip ")})


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_readme_exists(line: str) -> None:
    words = [word for word in shlex.split(line) if not re.match(r"[A-Z_]+=", word)]
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
        return
    assert words[0].rpartition("/")[2] == "glossator", line
    subcommand = words[1:3] if words[1] in ("eval", "corpus", "feedback") else words[1:2]
    options = {word for word in words if word.startswith("--")}
    told = subprocess.run(
        [sys.executable, "-m", "glossator", *subcommand, "--help"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    for option in options:
        assert option in told.stdout, option


def test_every_file_that_the_readme_links_or_names_is_there() -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    named = re.findall(r"`((?:ingest|retriever|server|eval)/[\w/]+\.py)`", README)
    for path in [*linked, *named]:
        assert (ROOT / path).exists(), path


def test_the_extension_tables_are_named_as_in_the_code() -> None:
    for table, home in {
        "PARSERS": "ingest/formats/__init__.py",
        "EMBEDDERS": "ingest/embedders/__init__.py",
        "VECTOR_STORES": "ingest/vector_stores/__init__.py",
        "ANSWERERS": "server/answering/__init__.py",
        "MEASURES": "eval/own_measures.py",
    }.items():
        assert f"`{table}`" in README
        assert re.search(rf"^{table}\b", (ROOT / home).read_text(), re.MULTILINE)
