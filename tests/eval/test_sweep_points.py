"""What a sweep is told."""

from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.sweep_points import AS_IT_IS, read_grid, read_points_file, settings_to_try
from ingest.errors import IngestError
from retriever.settings import RetrieverSettings


def test_a_grid_is_every_combination() -> None:
    assert read_grid(["lexical_weight=0.1,0.2", "depth=50"]) == [
        {"lexical_weight": "0.1", "depth": "50"},
        {"lexical_weight": "0.2", "depth": "50"},
    ]
    assert read_grid([]) == []


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("lexical_weight", "is not of the form name=value,value"),
        ("port=1,2", "'port' cannot be swept; choose from embedder"),
    ],
)
def test_a_wrong_option_is_refused(option: str, says: str) -> None:
    with pytest.raises(EvalError, match=says):
        read_grid([option])


def test_a_file_holds_a_grid_and_a_list(tmp_path: Path) -> None:
    file = tmp_path / "sweep.toml"
    file.write_text("[grid]\nbudget_tokens = [100, 200]\n[[settings]]\nlexical_weight = 0.5\ndepth = 60\n")
    assert read_points_file(file) == [
        {"budget_tokens": 100},
        {"budget_tokens": 200},
        {"lexical_weight": 0.5, "depth": 60},
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("grid", "sweep.toml is no TOML"),
        ("", "give a table"),
        ("[other]\nx = 1", "give a table"),
        ("[grid]\ndepth = 50", r"depth in \[grid\] is no list"),
        ("[[settings]]\nhost = 'x'", "'host' cannot be swept"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "sweep.toml").write_text(text)
    with pytest.raises(EvalError, match=says):
        read_points_file(tmp_path / "sweep.toml")


def test_the_settings_in_force_come_first_and_repetitions_are_left_out() -> None:
    now = RetrieverSettings(lexical_weight=0.2)
    found = settings_to_try(now, [{"lexical_weight": "0.2"}, {"lexical_weight": "0.4"}, {"lexical_weight": 0.4}])
    assert list(found) == [AS_IT_IS, "lexical_weight=0.4"]
    assert found["lexical_weight=0.4"].lexical_weight == 0.4


def test_a_value_out_of_range_is_refused() -> None:
    with pytest.raises(IngestError, match="setting lexical_weight"):
        settings_to_try(RetrieverSettings(), [{"lexical_weight": "9"}])
