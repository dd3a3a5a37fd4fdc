"""A sweep in, its JSON and its page out."""

from eval.plots import quality_against_cost
from eval.provenance import provenance
from eval.report import Page, Section, to_repeat
from eval.significance import said_p
from eval.sweep import Sweep


def sweep_document(found: Sweep) -> dict[str, object]:
    """The JSON of `eval sweep`."""
    on_test = found.on_test
    return {
        "schema_version": 1,
        "dataset": found.dataset,
        "measure": found.measure,
        "dev": found.dev,
        "picked": found.picked,
        "points": [
            {
                "settings": point.name,
                "mean": round(point.quality.mean, 6),
                "interval_95": [round(point.quality.low, 4), round(point.quality.high, 4)],
                "p_as_good_as_picked": round(point.p_as_good, 6),
                "latency_ms_p50": point.latency_ms,
                "index_mb": point.index_mb,
                "pareto": point.on_front,
            }
            for point in found.points
        ],
        "test": None
        if on_test is None
        else {
            "picked": round(on_test.picked.mean, 6),
            "as_it_is": round(on_test.as_it_is.mean, 6),
            "p_randomisation": None if on_test.test is None else round(on_test.test.p_randomisation, 6),
            "looks_before": on_test.looks_before,
        },
        "settings_in_force": found.in_force,
        "kept_from_before": found.n_kept,
        "dataset_sha256": found.dataset_sha256,
        "repeat": provenance(),
    }


def sweep_page(found: Sweep) -> Page:
    """Quality against latency and index size, all settings, and the picked one on test."""
    points = [(p.name, p.quality.mean, p.latency_ms) for p in found.points]
    sizes = [(p.name, p.quality.mean, p.index_mb) for p in found.points]
    sections = (
        Section(
            "Quality against cost",
            "Joined and named: settings that no other beats in both.",
            figure=quality_against_cost(points, f"{found.measure} on {found.dev}", "milliseconds a question, p50")
            + quality_against_cost(sizes, f"{found.measure} on {found.dev}", "megabytes of index"),
        ),
        Section(
            "Settings",
            f"On {found.dev}; p: as good as the picked one, randomisation test by Holm; front: nothing else is better, "
            "faster and smaller, where times within 5 % are the same.",
            columns=("settings", found.measure, "95 % interval", "p", "ms", "MB", "front"),
            rows=tuple(
                (
                    p.name + (" (picked)" if p.name == found.picked else ""),
                    f"{p.quality.mean:.3f}",
                    f"{p.quality.low:.3f} to {p.quality.high:.3f}",
                    said_p(p.p_as_good),
                    f"{p.latency_ms:.1f}",
                    f"{p.index_mb:.2f}",
                    "yes" if p.on_front else "",
                )
                for p in sorted(found.points, key=lambda p: -p.quality.mean)
            ),
            numbers=frozenset(range(1, 6)),
        ),
        Section("On test, once", said_of_test(found)),
        to_repeat(settings_in_force=found.in_force, dataset_sha256=found.dataset_sha256, seed=0),
    )
    return Page(f"{found.dataset}: sweep", f"{len(found.points)} settings tried on {found.dev}", sections)


def said_of_test(found: Sweep) -> str:
    """One line: what was picked on dev and what it reaches on test."""
    picked, on_test = f"picked on {found.dev}: {found.picked}", found.on_test
    if on_test is None:
        return f"{picked}; test was left out"
    line = f"{picked}; on test {found.measure} {on_test.picked.mean:.3f}"
    if on_test.test:
        line += f", settings in force {on_test.as_it_is.mean:.3f}, p {said_p(on_test.test.p_randomisation)}"
    if on_test.looks_before:
        line += f"; test was looked at {on_test.looks_before} times before, each look makes it less of a test"
    return line
