"""A folder of judged sets in, the plain baselines beside the figures that the sets' own pages give out.

    python -m eval.benchmarks.published_figures SETS

nDCG@10 and recall@100 of both presets on the five sets. The glossary stands there as Markdown, which an index strips of
its marks; the pages' figures were measured on text that still held them. So it is written as a BEIR corpus, each page
below its front matter as it stands, and measured like the others. Exit 1 where a figure is more than 0.01 off.
"""

import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

from eval.datasets import read_dataset
from eval.experiment import run_experiment
from eval.measures import estimates
from eval.rankers import PRESETS
from retriever.settings import RetrieverSettings

MEASURES = ("nDCG@10", "R@100")

GIVEN = {
    "cranfield": {"plain-bm25": (0.360, 0.731), "plain-minilm": (0.377, 0.772)},
    "dbpedia-entity-mini": {"plain-bm25": (0.359, 0.841), "plain-minilm": (0.511, 0.942)},
    "squad-mini": {"plain-bm25": (0.939, 0.996), "plain-minilm": (0.893, 0.999)},
    "stackfaq": {"plain-bm25": (0.731, 0.969), "plain-minilm": (0.949, 1.000)},
    "cncf-questions": {"plain-bm25": (0.809, 1.000), "plain-minilm": (0.855, 1.000)},
}
"""nDCG@10 and recall@100 by set and preset, as the sets' pages give them."""

TOLERANCE = 0.01


def glossary_as_it_stands(pages: Path, questions: Path, folder: Path) -> Path:
    """Questions about Markdown pages as a BEIR folder: title from the front matter, text with all its marks."""
    shutil.copytree(questions, folder)
    with (folder / "corpus.jsonl").open("w", encoding="utf-8") as lines:
        for file in sorted(pages.glob("*.md")):
            _, head, body = re.split(r"^---$", file.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
            titles = [
                line.partition(":")[2].strip() for line in head.splitlines() if line.strip().lower()[:6] == "title:"
            ]
            if not file.stem.startswith("_") and body.strip():
                lines.write(json.dumps({"_id": file.stem, "title": titles[0], "text": body.strip()}) + "\n")
    return folder


def main(arguments: list[str]) -> int:
    """Print the table; 1 where a figure is further off than the tolerance."""
    sets, settings = Path(arguments[0]), RetrieverSettings.read()
    worst = 0.0
    print("| set | " + " | given | ".join(PRESETS) + " | given |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as temporary:
        for name, given in GIVEN.items():
            folder = sets / name
            if name == "cncf-questions":
                glossaries = sets / "glossaries"
                folder = glossary_as_it_stands(glossaries / "cncf", glossaries / name, Path(temporary) / name)
            cells = [name]
            for preset in PRESETS:
                experiment = run_experiment(read_dataset(folder), settings, preset=preset, measures=MEASURES)
                means = [estimate.mean for estimate in estimates(experiment.measurements).values()]
                worst = max(worst, *(abs(one - other) for one, other in zip(means, given[preset], strict=True)))
                cells += [", ".join(f"{value:.3f}" for value in values) for values in (means, given[preset])]
            print(f"| {' | '.join(cells)} |", flush=True)
    print(f"\nlargest difference {worst:.4f}")
    return int(worst > TOLERANCE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
