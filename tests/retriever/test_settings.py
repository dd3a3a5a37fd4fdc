"""What retrieval can be told."""

import pytest

from ingest.errors import IngestError
from retriever.settings import RetrieverSettings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lexical_weight", "-0.1"),
        ("lexical_weight", "2.1"),
        ("sentence_weight", "1.1"),
        ("article_weight", "-0.5"),
        ("section_weight", "3"),
        ("feedback_weight", "x"),
        ("depth", "9"),
        ("depth", "1001"),
    ],
)
def test_a_value_out_of_range_is_refused_by_name_and_origin(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    variable = f"GLOSSATOR_{name.upper()}"
    monkeypatch.setenv(variable, value)
    with pytest.raises(IngestError) as refused:
        RetrieverSettings.read()
    assert variable in str(refused.value)
    assert repr(value) in str(refused.value)
