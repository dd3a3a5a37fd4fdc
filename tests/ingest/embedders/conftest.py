"""A model folder that a test may spoil."""

from pathlib import Path

import pytest

from ingest.embedders.model_folder import shipped_model


@pytest.fixture
def model_copy(tmp_path: Path) -> Path:
    """The shipped model, each file a link: to change one, remove it first."""
    copy = tmp_path / "model"
    for file in shipped_model().rglob("*"):
        if file.is_file():
            link = copy / file.relative_to(shipped_model())
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(file.resolve())
    return copy
