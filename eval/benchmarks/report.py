"""The document of a bench in, a table for people out."""

from typing import Any

from rich.table import Table

from ingest.command_options import out


def print_report(document: dict[str, Any]) -> None:
    """Print what was measured, with the goal where there is one."""
    machine, corpus = document["machine"], document["corpus"]
    out.print(
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, load {machine['load_1m']}; "
        f"{corpus['articles']} articles, {corpus['passages']} passages, index {document['index_mb']} MB",
        highlight=False,
    )
    out.print(_latency(document))
    out.print(_against_peer(document))
    qps, ingest = document["throughput_qps"], document["ingest"]
    out.print(
        f"throughput over HTTP: {', '.join(f'{qps[n]:.0f}/s at {n}' for n in qps)} clients\n"
        f"ingest: {ingest['passages_per_s']:.0f} passages/s, {ingest['texts_per_s']:.0f} texts/s with sentences, "
        f"{ingest['encoder_share']:.0%} of the time in the encoder (goal: 85 % or more)",
        highlight=False,
    )
    if "growth" in document:
        out.print(_growth(document["growth"]))
        twice = document["unchanged_ingest"]
        out.print(
            f"{twice['articles']} articles ingested twice: {twice['first_s']:.1f} s, then {twice['second_s']:.1f} s, "
            f"{twice['second_over_first']:.1%} (goal: under 5 %)",
            highlight=False,
        )


def _growth(grown: list[dict[str, Any]]) -> Table:
    names = ("passages", "vectors", "words", "retrieve", "search", "recall@10", "build s", "open s", "memory MB")
    table = Table(title="growth: p50 in milliseconds by stage")
    for name in names:
        table.add_column(name, justify="right")
    for entry in grown:
        stages = (entry["stages_ms"][name]["p50"] for name in ("dense", "lexical", "retrieve", "search"))
        table.add_row(
            f"{entry['passages']:,}",
            *(f"{value:.2f}" for value in stages),
            f"{entry['recall_at_10']:.3f}",
            *(f"{entry[name]:.0f}" for name in ("build_s", "open_s", "rss_mb")),
        )
    return table


def _latency(document: dict[str, Any]) -> Table:
    table = Table(title="milliseconds a query")
    for name in ("", "p50", "p95", "p99", "over floor", "goal"):
        table.add_column(name, justify="left" if not name else "right")
    rows = (
        ("encoder alone (floor)", "encoder_floor_ms", "", ""),
        ("search in process", "search_ms", "search_over_floor", "≤ 1.5"),
        ("search over HTTP", "http_ms", "http_over_floor", "≤ 2.5"),
    )
    for label, name, over, goal in rows:
        values = document[name]
        share = f"{document[over]:.2f}" if over else ""
        table.add_row(label, *(f"{values[q]:.2f}" for q in ("p50", "p95", "p99")), share, goal)
    return table


def _against_peer(document: dict[str, Any]) -> Table:
    table = Table(title="beside plain sentence-transformers with FAISS")
    for name in ("", "ours", "theirs", "ratio", "goal"):
        table.add_column(name, justify="left" if not name else "right")
    ratios = document["vs_sentence_transformers"]
    ours, peer = document["beside_peer"]["ours"], document["beside_peer"]["sentence_transformers"]
    rows = (
        ("query p50, ms", ours["query_ms_p50"], peer["query_ms_p50"], "query_speedup", "≥ 3 times faster"),
        ("ingest, texts/s", document["ingest"]["texts_per_s"], peer["texts_per_s"], "ingest_speedup", "≥ 1.9"),
        ("cold start to answer, s", document["cold_start_s"], peer["cold_start_s"], "cold_start_speedup", "≥ 5"),
        ("resident memory, MB", document["rss_mb"], peer["rss_mb"], "rss_ratio", "≤ 0.6"),
    )
    for label, own, theirs, name, goal in rows:
        table.add_row(label, f"{own:g}", f"{theirs:g}", f"{ratios[name]:.2f}", goal)
    return table
