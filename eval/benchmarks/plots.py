"""The document of a bench in, one picture out: what a query costs, how it stands beside the peer, how it grows."""

from pathlib import Path
from typing import Any

_GREY, _OURS, _SECOND = "#8a8f98", "#2458a6", "#c2571a"
_STAGES = (("search", "whole search", _OURS), ("lexical", "words (BM25)", _SECOND), ("dense", "vectors", "#3c8c4a"))


def plot_bench(document: dict[str, Any], file: Path) -> Path:
    """Write the picture, in the format that the file's ending names, and return the file."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    grown = document.get("growth")
    with mpl.rc_context({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False}):
        figure = Figure(figsize=(11, 7.2) if grown else (11, 3.6), layout="constrained")
        axes = figure.subplots(2 if grown else 1, 2, squeeze=False)
        _latency(axes[0][0], document)
        _peer(axes[0][1], document)
        if grown:
            _growth_of_time(axes[1][0], grown)
            _growth_of_cost(axes[1][1], grown)
        file.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(file, dpi=130)
    return file


def plot_growth(grown: list[dict[str, Any]], file: Path) -> Path:
    """Write the growth alone, and return the file."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False}):
        figure = Figure(figsize=(11, 3.8), layout="constrained")
        axes = figure.subplots(1, 2)
        _growth_of_time(axes[0], grown)
        _growth_of_cost(axes[1], grown)
        file.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(file, dpi=130)
    return file


def _latency(axes: Any, document: dict[str, Any]) -> None:
    names = ("encoder_floor_ms", "search_ms", "http_ms")
    labels = ("encoder alone", "search", "over HTTP")
    p50 = [document[name]["p50"] for name in names]
    beyond = [document[name]["p95"] - document[name]["p50"] for name in names]
    bars = axes.barh(labels, p50, color=[_GREY, _OURS, _OURS], xerr=[[0] * 3, beyond], ecolor=_GREY, capsize=3)
    axes.bar_label(bars, [f" {value:.1f} ms, {value / p50[0]:.2f}× floor" for value in p50], label_type="edge")
    axes.invert_yaxis()
    axes.margins(x=0.3)
    axes.set_xlabel("milliseconds a query: p50, whisker to p95")


def _peer(axes: Any, document: dict[str, Any]) -> None:
    ratios = document["vs_sentence_transformers"]
    labels = ("query p50", "ingest", "cold start", "memory")
    values = [ratios[name] for name in ("query_speedup", "ingest_speedup", "cold_start_speedup")]
    bars = axes.barh(labels, [*values, 1 / ratios["rss_ratio"]], color=_OURS)
    axes.bar_label(bars, [*(f" {v:.1f} times faster" for v in values), f" {ratios['rss_ratio']:.2f} of theirs"])
    axes.axvline(1, color=_GREY, linewidth=1)
    axes.invert_yaxis()
    axes.margins(x=0.3)
    axes.set_xlabel("times better than plain sentence-transformers with FAISS")


def _growth_of_time(axes: Any, grown: list[dict[str, Any]]) -> None:
    sizes = [entry["passages"] for entry in grown]
    for name, label, colour in _STAGES:
        axes.plot(sizes, [e["stages_ms"][name]["p50"] for e in grown], marker="o", label=label, color=colour)
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel="milliseconds, p50")
    for entry in grown:
        text = f"recall {entry['recall_at_10']:.3f}"
        axes.annotate(text, (entry["passages"], entry["stages_ms"]["dense"]["p50"]), (0, 6), **_SMALL)
    axes.margins(x=0.1, y=0.12)
    axes.legend(frameon=False, loc="upper left")
    axes.set_ylim(top=axes.get_ylim()[1] * 4)  # room for the legend above the lines


def _growth_of_cost(axes: Any, grown: list[dict[str, Any]]) -> None:
    sizes = [entry["passages"] for entry in grown]
    axes.plot(sizes, [e["rss_mb"] for e in grown], marker="o", color=_OURS, label="resident while searching, MB")
    axes.plot(sizes, [e["index_mb"] for e in grown], marker="o", color=_SECOND, label="index on disk, MB")
    axes.plot(sizes, [e["build_s"] for e in grown], marker="o", color="#3c8c4a", label="build without embedding, s")
    axes.set(xscale="log", yscale="log", xlabel="passages")
    axes.legend(frameon=False)


_SMALL: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "va": "bottom", "fontsize": 7, "color": _GREY}
