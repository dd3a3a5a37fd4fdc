"""Measured values in, plots as SVG text for a page out; the only user of matplotlib."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eval.datatypes import Estimate

BLUE, ORANGE, GREY = "#2b6cb0", "#c05621", "#8a8f98"

_STYLE = {
    "svg.fonttype": "none",  # text stays text: small, selectable, in the reader's own font
    "svg.hashsalt": "glossator",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e4e6ea",
    "grid.linewidth": 0.6,
}


def distributions(values: Mapping[str, Sequence[float]]) -> str:
    """A histogram of the questions' values for each measure, each a plot of its own."""

    def histogram(name: str, found: Sequence[float]) -> Callable[[Any], None]:
        def draw(figure: Any) -> None:
            ax = figure.subplots()
            ax.hist(found, bins=20, range=(min([0.0, *found]), max([1.0, *found])), color=BLUE)
            ax.set_title(name)
            ax.set_ylabel("questions")
            ax.grid(visible=False, axis="x")

        return draw

    return "".join(
        _svg(f"spread-{n}", histogram(name, found), width=2.4, height=2.0)
        for n, (name, found) in enumerate(values.items())
    )


def kind_bars(kinds: Mapping[str, Estimate], measure: str) -> str:
    """A bar with its 95 % interval for each kind of question, the weakest on top."""
    ordered = sorted(kinds.items(), key=lambda item: -item[1].mean)

    def draw(figure: Any) -> None:
        ax = figure.subplots()
        means = [found.mean for _, found in ordered]
        spans = [
            [max(found.mean - found.low, 0.0) for _, found in ordered],
            [max(found.high - found.mean, 0.0) for _, found in ordered],
        ]
        ax.barh([f"{kind} ({found.n})" for kind, found in ordered], means, xerr=spans, color=BLUE, ecolor="#1a202c")
        ax.set_xlabel(f"{measure}, mean with 95 % interval")
        ax.set_xlim(0, 1)
        ax.grid(visible=False, axis="y")

    return _svg("kinds", draw, width=6.5, height=0.8 + 0.32 * len(ordered))


def difference_bars(differences: Sequence[float], measure: str) -> str:
    """A bar a question, sorted: what it won or lost."""
    ordered = sorted(differences, reverse=True)

    def draw(figure: Any) -> None:
        ax = figure.subplots()
        edges = range(len(ordered) + 1)
        for colour, part in ((BLUE, [max(d, 0.0) for d in ordered]), (ORANGE, [min(d, 0.0) for d in ordered])):
            ax.stairs(part, edges, color=colour, fill=True)
        ax.axhline(0, color=GREY, linewidth=0.8)
        ax.set_xlabel("questions, from the largest gain to the largest loss")
        ax.set_ylabel(f"change of {measure}")
        ax.grid(visible=False, axis="x")

    return _svg("differences", draw, width=6.5, height=2.4)


def risk_coverage_curve(points: Sequence[Mapping[str, float]]) -> str:
    """The share of wrong answers against the share of answerable questions that are answered."""

    def draw(figure: Any) -> None:
        ax = figure.subplots()
        ax.plot([p["coverage"] for p in points], [p["risk"] for p in points], marker="o", markersize=3, color=BLUE)
        ax.set_xlabel("coverage: answerable questions answered")
        ax.set_ylabel("risk: answers that are wrong")
        ax.set_xlim(0, 1.02)
        ax.set_ylim(bottom=0)

    return _svg("risk", draw, width=5.0, height=2.8)


def quality_against_cost(points: Sequence[tuple[str, float, float]], quality: str, cost: str) -> str:
    """A point for each setting, (name, quality, cost); those that none beats in both are joined and named."""
    front: list[tuple[str, float, float]] = []
    for point in sorted(points, key=lambda p: (p[2], -p[1])):
        if not front or point[1] > front[-1][1]:
            front.append(point)

    def draw(figure: Any) -> None:
        ax = figure.subplots()
        others = [p for p in points if p not in front]
        ax.scatter([p[2] for p in others], [p[1] for p in others], color=GREY, s=18)
        ax.plot(
            [p[2] for p in front], [p[1] for p in front], color=BLUE, marker="o", markersize=4, drawstyle="steps-post"
        )
        for name, value, spent in front:
            ax.annotate(name, (spent, value), textcoords="offset points", xytext=(5, -10), fontsize=8)
        ax.set_xlabel(cost)
        ax.set_ylabel(quality)
        ax.margins(x=0.2, y=0.12)

    return _svg(f"cost-{re.sub('[^a-z]', '', cost)}", draw, width=5.0, height=3.0)


def _svg(name: str, draw: Callable[[Any], None], *, width: float, height: float) -> str:
    """An `<svg>` element; its ids begin with the name, since several stand in one page."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        draw(figure)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r'(href="|url\()#', rf"\1#{name}-", svg)
    return re.sub(r' xmlns:xlink="[^"]*"', "", svg.replace("xlink:href", "href"), count=1)
