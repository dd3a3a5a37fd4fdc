"""A bench as people see it: tables and a picture."""

from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks.plots import plot_bench, plot_growth
from eval.benchmarks.report import print_report


def test_the_tables_hold_every_figure_with_its_goal(document: dict[str, Any], capsys: pytest.CaptureFixture) -> None:
    print_report(document)
    said = capsys.readouterr().out
    for part in ("1.25", "≤ 1.5", "≤ 2.5", "3.50", "0.55", "91%", "310/s at 32", "10,000", "0.975", "3.0%"):
        assert part in said, part


def test_without_growth_there_is_no_table_of_it(document: dict[str, Any], capsys: pytest.CaptureFixture) -> None:
    del document["growth"], document["unchanged_ingest"]
    print_report(document)
    assert "growth" not in capsys.readouterr().out


def test_a_picture_is_written(document: dict[str, Any], tmp_path: Path) -> None:
    assert plot_bench(document, tmp_path / "new" / "all.png").read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in plot_growth(document["growth"], tmp_path / "growth.svg").read_bytes()
    del document["growth"]
    assert plot_bench(document, tmp_path / "small.png").stat().st_size > 1000
