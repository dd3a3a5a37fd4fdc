"""An ingest that is killed (SIGKILL) leaves the old index in force, and nothing for the next one to trip over."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.index_folder import current_generation
from ingest.open_index import OpenIndex, open_index
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from retriever.hybrid import open_retriever
from retriever.settings import RetrieverSettings

N_ARTICLES = 200
N_MOMENTS = 15
ROOT = Path(__file__).parents[2]


def write_glossary(folder: Path, verb: str) -> Path:
    folder.mkdir()
    for n in range(N_ARTICLES):
        text = f"# Buoy {n}\n\nBuoy number{n} {verb} in harbour{n % 7}.\n\n## Use\n\n- Ships {verb} past it.\n"
        (folder / f"buoy-{n}.md").write_text(text)
    return folder


def check_whole(index: OpenIndex, verb: str) -> None:
    """Assert that an index holds all articles of one glossary and of no other."""
    assert len(index.articles) == N_ARTICLES == index.manifest.n_articles
    assert len(index.passages) == 2 * N_ARTICLES
    assert all(f" {verb} " in passage.text for passage in index.passages)
    assert index.lexical.scores(f"{verb}").all()


def check_answers(index: Path) -> None:
    settings = RetrieverSettings(embedder="hashing", index=index)
    assert open_retriever(settings).search("number17").hits[0].passage.article_id == "buoy-17"


def start_ingest(source: Path, index: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "glossator", "ingest", str(source), "--index", str(index), "--json"],
        cwd=ROOT,
        env={**os.environ, "GLOSSATOR_EMBEDDER": "hashing"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def glossaries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("glossaries")
    return {verb: write_glossary(root / verb, verb) for verb in ("floats", "sinks")}


def test_an_ingest_killed_at_any_moment_leaves_the_old_index_whole(glossaries: dict[str, Path], tmp_path: Path) -> None:
    old = IngestSettings(embedder="hashing", index=tmp_path / "old")
    ingest([glossaries["floats"]], old)
    shutil.copytree(old.index, tmp_path / "whole run")
    begin = time.perf_counter()
    assert start_ingest(glossaries["sinks"], tmp_path / "whole run").wait() == 0
    seconds = time.perf_counter() - begin
    new_generation = current_generation(tmp_path / "whole run")

    n_killed = 0
    for moment in range(1, N_MOMENTS + 1):
        index = tmp_path / f"killed at {moment}"
        shutil.copytree(old.index, index)
        process = start_ingest(glossaries["sinks"], index)
        try:
            process.wait(timeout=seconds * moment / N_MOMENTS)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            n_killed += process.wait() == -signal.SIGKILL

        after = open_index(index)
        check_whole(after, "sinks" if after.generation == new_generation else "floats")
        check_answers(index)

        if moment % 3 == 0:  # the test below does so after a kill at each step
            settings = IngestSettings(embedder="hashing", index=index)
            assert ingest([glossaries["sinks"]], settings).generation == new_generation
            check_whole(open_index(index), "sinks")
            assert {entry.name for entry in index.iterdir()} == {
                ".lock",
                "CURRENT",
                current_generation(old.index),
                new_generation,
            }
    assert n_killed > N_MOMENTS // 2


KILLED_AT_EACH_STEP = """
import os, shutil, signal, sys
from pathlib import Path
from ingest.index_folder import current_generation
from ingest.open_index import open_index
from ingest.pipeline import ingest
from ingest.settings import IngestSettings

WRITES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree"}
root = Path(sys.argv[1])
old, new = root / "old", root / "new"
for name, verb in (("oldest", "drifts"), ("old", "floats"), ("new", "sinks")):
    (root / name).mkdir()
    for n in range(3):
        (root / name / f"buoy-{n}.md").write_text(f"Buoy {n} {verb}.")

def settings(index):
    return IngestSettings(embedder="hashing", vector_store="exact", index=index)

def ingest_killed_at(step, index):
    steps = 0
    def count(event, arguments):
        nonlocal steps
        if event in WRITES or (event == "open" and str(arguments[0]).startswith(str(index)) and arguments[1] != "r"):
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)
    ingest([new], settings(index))
    os._exit(0)

before = root / "before"
ingest([root / "oldest"], settings(before))
ingest([old], settings(before))
old_generation = current_generation(before)
whole = root / "whole"
shutil.copytree(before, whole)
new_generation = ingest([new], settings(whole)).generation
seen = set()
for step in range(1, 1000):
    index = root / f"killed-{step}"
    shutil.copytree(before, index)
    child = os.fork()
    if child == 0:
        ingest_killed_at(step, index)
    _, status = os.waitpid(child, 0)
    found = open_index(index)
    assert found.generation in (old_generation, new_generation), step
    assert len(found.articles) == 3, step
    seen.add(found.generation)
    assert ingest([new], settings(index)).generation == new_generation, step
    assert open_index(index).article("buoy-1").text == "Buoy 1 sinks.", step
    left = {entry.name for entry in index.iterdir()}
    assert left == {".lock", "CURRENT", old_generation, new_generation}, (step, left)
    if not os.WIFSIGNALED(status):
        break
    assert os.WTERMSIG(status) == signal.SIGKILL
assert not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) == 0
assert seen == {old_generation, new_generation}
print(step)
"""


def test_an_ingest_killed_at_each_single_write_leaves_the_old_index_or_the_new_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EACH_STEP, tmp_path],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20
