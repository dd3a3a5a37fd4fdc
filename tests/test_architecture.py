"""Walls between the folders, one home for each heavy library, and names that are not used."""

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings

ROOT = Path(__file__).parent.parent
FOLDERS = ["ingest", "retriever", "server", "eval"]
"""In order: a folder imports from those before it and never from those after it."""

MODULES = [ROOT / "glossator.py", *sorted(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("*.py"))

EVAL_MAY_IMPORT = ("server.answering", "server.settings", "server.feedback_store")
"""What evaluation takes from the server: answers, the settings by which they are given, and what readers said of them;
no routes, no schemas."""

HOMES = {
    "faiss": ["ingest/vector_stores/faiss_store.py", "eval/benchmarks/peer.py"],
    "sentence_transformers": ["ingest/embedders/sentence_transformer.py", "eval/benchmarks/peer.py"],
    "openvino": ["ingest/embedders/openvino_encoder.py"],
    "torch": ["ingest/embedders/openvino_encoder.py"],
    "transformers": ["ingest/embedders/openvino_encoder.py"],
    "tokenizers": ["ingest/embedders/model_folder.py"],
    "tiktoken": ["ingest/tokens.py"],
    "Stemmer": ["ingest/lexical_index.py"],
    "markdown_it": ["ingest/formats/markdown_page.py"],
    "bs4": ["ingest/formats/html_page.py", "ingest/formats/html_blocks.py"],
    "trafilatura": ["ingest/formats/html_page.py"],
    "ir_measures": ["eval/measures.py"],
    "httpx": ["server/answering/chat_endpoint.py"],
    "httpx_sse": ["server/answering/chat_endpoint.py"],
    "matplotlib": ["eval/plots.py", "eval/benchmarks/plots.py"],
    "mcp": ["server/assistant_tools.py", "server/assistant_http.py"],
}
BEHIND_FACTORIES = {
    "ingest.vector_stores.faiss_store",
    "ingest.formats.html_blocks",
    "ingest.formats.html_page",
    "ingest.formats.markdown_page",
}
"""Modules that load a library when they are imported; all other homes load theirs when they are used."""

WEB = {"fastapi", "starlette", "uvicorn", "sse_starlette"}


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imports(file: Path) -> Iterator[str]:
    """Full names of all modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(file)} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importers(library: str) -> set[str]:
    return {name_of(file) for file in MODULES if any(name.partition(".")[0] == library for name in imports(file))}


def run_python(code: str, **environment: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_only_from_those_before_it(folder: str) -> None:
    later = {*FOLDERS[FOLDERS.index(folder) + 1 :], "glossator", "tests"}
    for file in (ROOT / folder).rglob("*.py"):
        assert not {name.partition(".")[0] for name in imports(file)} & later, name_of(file)


def test_eval_takes_from_the_server_only_answering_and_its_settings() -> None:
    for file in (ROOT / "eval").rglob("*.py"):
        taken = [name for name in imports(file) if name.startswith("server.")]
        assert all(name.startswith(EVAL_MAY_IMPORT) for name in taken), f"{name_of(file)}: {taken}"


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_heavy_library_has_one_home(library: str) -> None:
    assert importers(library) == set(HOMES[library])


def test_web_libraries_stay_in_the_server_outside_answering() -> None:
    for library in WEB:
        for name in importers(library):
            assert name.startswith("server/"), f"{name} imports {library}"
            assert not name.startswith("server/answering/"), f"{name} imports {library}"


def test_importing_ingest_loads_no_heavy_library() -> None:
    names = [name_of(file).removesuffix(".py").removesuffix("/__init__").replace("/", ".") for file in MODULES]
    modules = [name for name in names if name.startswith("ingest") and name not in BEHIND_FACTORIES]
    assert len(modules) > 25
    code = f"import importlib, sys\nfor name in {modules}: importlib.import_module(name)\nprint(*sys.modules)"
    assert not set(run_python(code).split()) & {*HOMES, *WEB}


def test_answering_runs_without_a_web_library() -> None:
    loaded = run_python("import sys, server.answering.question_answering\nprint(*sys.modules)")
    assert not set(loaded.split()) & WEB


def test_serving_never_loads_torch(tmp_path: Path, write_pages: Callable[..., Path]) -> None:
    settings = IngestSettings(embedder="openvino", index=tmp_path / "index")
    ingest([write_pages({"ebb.md": "The ebb falls."})], settings)
    code = (
        "import sys, glossator, server.app\n"
        "from retriever.hybrid import open_retriever\n"
        "from retriever.settings import RetrieverSettings\n"
        "print(open_retriever(RetrieverSettings()).search('What falls?').hits[0].passage.passage_id)\n"
        "print('torch' in sys.modules, 'transformers' in sys.modules)"
    )
    said = run_python(code, GLOSSATOR_EMBEDDER="openvino", GLOSSATOR_INDEX=str(settings.index))
    assert said.splitlines() == ["ebb#definition", "False False"]


@pytest.mark.parametrize("file", [*MODULES, *TESTS], ids=name_of)
def test_nothing_hides_the_builtin_eval(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            assert not any(alias.name.partition(".")[0] == "eval" for alias in node.names)
        if isinstance(node, ast.ImportFrom | ast.Import):
            assert not any(alias.asname == "eval" for alias in node.names)


def test_no_file_is_named_for_what_has_no_name() -> None:
    banned = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert not [name_of(file) for file in (*MODULES, *TESTS) if file.stem in banned]


def test_no_file_bears_the_name_of_a_standard_module() -> None:
    assert not [name_of(file) for file in MODULES if file.stem in sys.stdlib_module_names]


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_file_has_at_most_300_lines(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300


def test_tests_have_no_packages() -> None:
    assert not [name_of(file) for file in TESTS if file.name == "__init__.py"]


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_every_module_says_what_it_is(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_bytes()))
