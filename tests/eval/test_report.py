"""The HTML page: self-contained, well-formed, and holding all that is needed to repeat it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.datatypes import Estimate
from eval.errors import EvalError
from eval.plots import difference_bars, distributions, kind_bars, quality_against_cost, risk_coverage_curve
from eval.report import Page, Section, render, to_repeat, write_report
from glossator import app

VOID = {"meta", "br", "hr", "img", "link", "input"}

PLOTS = {
    "distributions": lambda: distributions({"nDCG@10": [0.1, 0.9, 1.0], "RR@10": [0.5]}),
    "kinds": lambda: kind_bars({"why": Estimate(0.5, 0.4, 0.6, 12), "<how>": Estimate(1.0, 1.0, 1.0, 3)}, "nDCG@10"),
    "differences": lambda: difference_bars([0.5, -0.25, 0.0], "RR@10"),
    "risk": lambda: risk_coverage_curve([{"coverage": 1.0, "risk": 0.2}, {"coverage": 0.5, "risk": 0.0}]),
    "cost": lambda: quality_against_cost([("a", 0.8, 3.0), ("b", 0.7, 5.0)], "nDCG@10", "ms"),
}


class Checked(HTMLParser):
    """Ids, addresses, and tags that were not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "srcset", "action", "data", "xlink:href"):
                self.addresses.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def checked(html: str) -> Checked:
    parser = Checked()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser


def test_a_page_with_every_plot_asks_for_nothing_outside_and_has_each_id_once() -> None:
    sections = tuple(Section(name, figure=plot()) for name, plot in PLOTS.items())
    html = render(Page("All plots", "", sections))
    found = checked(html)
    assert all(address.startswith("#") for address in found.addresses)
    assert len(set(found.ids)) == len(found.ids)
    assert {address[1:] for address in found.addresses} <= set(found.ids)
    assert not re.search(r"url\((?!#)|@import|<script|<link", html)


@pytest.mark.parametrize("name", sorted(PLOTS))
def test_a_plot_is_the_same_each_time(name: str) -> None:
    assert PLOTS[name]() == PLOTS[name]()


def test_text_in_a_plot_stays_text_and_is_escaped() -> None:
    svg = PLOTS["kinds"]()
    assert "&lt;how&gt; (3)" in svg
    assert "<text" in svg


def test_what_a_table_holds_is_escaped() -> None:
    html = render(Page("<b>", "", (Section("x", columns=("a",), rows=(("<script>alert(1)</script>",),)),)))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_what_is_needed_to_repeat_stands_in_rows() -> None:
    rows = dict(to_repeat(settings={"depth": 100}, seed=0, empty="").rows)
    assert rows["settings · depth"] == "100"
    assert rows["seed"] == "0"
    assert "empty" not in rows
    assert rows["versions · python"]
    assert rows["command"].startswith("glossator")


def test_a_report_makes_its_folder(tmp_path: Path) -> None:
    write_report(Page("t", "", ()), tmp_path / "new" / "page.html")
    assert "<h1>t</h1>" in (tmp_path / "new" / "page.html").read_text()


def test_eval_retrieval_and_compare_write_pages(
    write_dataset, write_trec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    questions = [{"_id": f"q{n}", "text": f"dough {n}", "kind": "why"} for n in range(1, 5)]
    folder = str(write_dataset(questions=questions))
    done = CliRunner().invoke(
        app, ["eval", "retrieval", folder, "--preset", "plain-bm25", "--report", "one.html", "--run-out", "one.trec"]
    )
    assert done.exit_code == 0, done.output
    html = Path("one.html").read_text()
    assert all(heading in html for heading in ("Kinds of question", "The weakest questions", "dataset_sha256"))
    other = write_trec("other", [(f"q{n}", "crumb", 1.0) for n in range(1, 5)])
    files = ["one.trec", str(other)]
    done = CliRunner().invoke(
        app, ["eval", "compare", *files, "--dataset", folder, "--missing-as-zero", "--report", "two.html"]
    )
    assert done.exit_code == 0, done.output
    assert "The plot has a bar for each question" in Path("two.html").read_text()
    checked(Path("two.html").read_text())


def test_a_page_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EvalError, match=r"report .* cannot be written: .*; name another file"):
        write_report(Page("t", "s", ()), tmp_path / "file" / "page.html")
