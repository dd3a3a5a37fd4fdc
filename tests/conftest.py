"""What all tests share: settings that nothing outside a test changes, small glossaries, and embedders loaded once."""

import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from ingest.embedders import CONVERTING_EMBEDDERS, EMBEDDERS, Embedder
from ingest.settings import IngestSettings

hypothesis.settings.register_profile("glossator", deadline=None, print_blob=True)
hypothesis.settings.load_profile("glossator")

FAIL_ON_SKIP = "GLOSSATOR_FAIL_ON_SKIP"

_loaded: dict[str, Embedder] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where GLOSSATOR_FAIL_ON_SKIP is set, a test that does not run is a test that failed."""
    report = yield
    if report.skipped and os.environ.get(FAIL_ON_SKIP) and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests reaches them."""
    for name in [name for name in os.environ if name.startswith("GLOSSATOR_") and name != FAIL_ON_SKIP]:
        monkeypatch.delenv(name)


@pytest.fixture
def settings(tmp_path: Path) -> IngestSettings:
    """Ingest into a folder of the test, with the embedder that loads no model."""
    return IngestSettings(embedder="hashing", index=tmp_path / "index")


@pytest.fixture
def write_pages(tmp_path: Path) -> Callable[[dict[str, str | bytes]], Path]:
    """Write files by their path to a folder of the test, and return that folder."""

    def write(pages: dict[str, str | bytes], folder: str = "glossary") -> Path:
        root = tmp_path / folder
        root.mkdir(exist_ok=True)
        for name, content in pages.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return write


def loaded_embedder(name: str) -> Embedder:
    """The embedder of the table with the shipped model; loaded once in a session, since that takes seconds."""
    if name not in _loaded:
        _loaded[name] = CONVERTING_EMBEDDERS[name](None)
    return _loaded[name]


@pytest.fixture(scope="session", params=sorted(EMBEDDERS))
def embedder(request: pytest.FixtureRequest) -> Embedder:
    """Each embedder of the table."""
    return loaded_embedder(request.param)


@pytest.fixture(scope="session")
def openvino_embedder() -> Embedder:
    """The fast embedder with the shipped model, converted where needed."""
    return loaded_embedder("openvino")


@pytest.fixture(scope="session")
def sentence_transformer_embedder() -> Embedder:
    """The reference embedder with the shipped model."""
    return loaded_embedder("sentence_transformer")


@pytest.fixture(scope="session")
def hashing_embedder() -> Embedder:
    """The embedder without a model."""
    return loaded_embedder("hashing")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample pages."""
    return Path(__file__).parent / "samples"
