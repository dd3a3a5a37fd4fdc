"""An index in, a copy of the shipped encoder adapted to the glossary's own structure out, to be measured against it.

Run as a program it takes an index and writes two sentence-transformers folders: `OUT/tuned`, and `OUT/half`, whose
weights lie half-way between those and the shipped ones:

    python -m eval.benchmarks.adaptation .index .runs/adapted --steps 150
    GLOSSATOR_MODEL=.runs/adapted/half glossator ingest --index .runs/adapted-index

With `--dev eval/gold` it also trains on one half of the dev questions, and writes the other, which shares no article of
the highest grade with it, to `OUT/held-out`, a folder in BEIR format.
"""

import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from eval.datasets import read_dataset
from eval.datatypes import Dataset, Topic
from ingest.chunking import Window
from ingest.command_options import out, progress_bars
from ingest.datatypes import LEAD_HEADING, Passage
from ingest.embedders.model_folder import WordpieceTokenizer, open_model_folder, shipped_model
from ingest.open_index import IndexedArticle, open_index
from ingest.pipeline import passage_texts

_RELEVANT = 2
_BATCH = 32
_WARM_UP = 0.1
_MAX_WORDPIECES = 128


@dataclass(frozen=True, slots=True)
class TrainingPair:
    """A text as a reader may ask, and a passage that answers it: as it is embedded, and without its prefix."""

    article_id: str
    asked: str
    passage: str
    bare: str


def structure_pairs(articles: Sequence[IndexedArticle], texts: Sequence[str]) -> list[TrainingPair]:
    """Term, title, aliases and summary with the passages above the first heading; heading and term with each other's.

    `texts` holds what the embedder reads of each passage, in the order of the index.
    """
    pairs: list[TrainingPair] = []
    for record, passage, text in _passages(articles, texts):
        article = record.article
        if passage.heading_path in ((), (LEAD_HEADING,)):
            names = dict.fromkeys([article.term, article.title, *article.aliases])
            asked = [form for name in names for form in (name, f"What is {name}?")]
            asked += [article.summary] if article.summary else []
        else:
            heading = passage.heading_path[-1]
            asked = [f"{heading} of {article.term}", f"{article.term}: {heading.lower()}"]
        pairs += [TrainingPair(article.article_id, words, text, passage.text) for words in asked]
    return pairs


def sentence_pairs(
    articles: Sequence[IndexedArticle], texts: Sequence[str], chosen: random.Random, each: int
) -> list[TrainingPair]:
    """For each passage `each` sentences from elsewhere in its article, with the term left out of them."""
    pairs: list[TrainingPair] = []
    for record, passage, text in _passages(articles, texts):
        article = record.article
        elsewhere = [s for s in article.segments if not passage.start <= s.start < passage.end and s.end - s.start > 30]
        for segment in chosen.sample(elsewhere, min(each, len(elsewhere))):
            words = article.text[segment.start : segment.end]
            for name in (article.term, *article.aliases):
                words = words.replace(name, "it").replace(name.lower(), "it")
            pairs.append(TrainingPair(article.article_id, words, text, passage.text))
    return pairs


def question_pairs(
    topics: Sequence[Topic], dataset: Dataset, articles: Sequence[IndexedArticle], texts: Sequence[str]
) -> list[TrainingPair]:
    """Judged questions with the passages of the sections that answer them, else of the articles that do."""
    by_article: dict[str, list[tuple[str, TrainingPair]]] = defaultdict(list)
    for record, passage, text in _passages(articles, texts):
        pair = TrainingPair(record.article.article_id, "", text, passage.text)
        by_article[pair.article_id].append((passage.passage_id, pair))
    pairs: list[TrainingPair] = []
    for topic in topics:
        sections = topic.details.get("sections")
        wanted = set(sections) if isinstance(sections, list) else set()
        for article_id in _relevant(topic, dataset):
            all_of_it = by_article[article_id]
            found = [pair for passage_id, pair in all_of_it if passage_id in wanted] or [pair for _, pair in all_of_it]
            pairs += [TrainingPair(article_id, topic.text, pair.passage, pair.bare) for pair in found]
    return pairs


def halves(dataset: Dataset, seed: int = 0) -> tuple[list[Topic], list[Topic]]:
    """The questions in two halves of like size that share no article of the highest grade."""
    groups: list[tuple[set[str], list[Topic]]] = []
    for topic in dataset.topics:
        articles = set(_relevant(topic, dataset))
        joined = [topic]
        for group in [g for g in groups if g[0] & articles]:
            groups.remove(group)
            articles |= group[0]
            joined += group[1]
        groups.append((articles, joined))
    random.Random(seed).shuffle(groups)
    parts: tuple[list[Topic], list[Topic]] = ([], [])
    for _, topics in sorted(groups, key=lambda group: -len(group[1])):
        min(parts, key=len).extend(topics)
    return parts


def _passages(
    articles: Sequence[IndexedArticle], texts: Sequence[str]
) -> Iterator[tuple[IndexedArticle, Passage, str]]:
    rows = [(record, passage) for record in articles for passage in record.passages]
    for (record, passage), text in zip(rows, texts, strict=True):
        yield record, passage, text


def _relevant(topic: Topic, dataset: Dataset) -> list[str]:
    return [article_id for article_id, grade in dataset.qrels[topic.topic_id].items() if grade >= _RELEVANT]


def batches(pairs: Sequence[TrainingPair], size: int, chosen: random.Random) -> list[list[TrainingPair]]:
    """All pairs once, in batches that hold no article twice: another passage of an article is no wrong answer."""
    waiting = list(pairs)
    chosen.shuffle(waiting)
    found: list[list[TrainingPair]] = []
    while waiting:
        batch: dict[str, TrainingPair] = {}
        left: list[TrainingPair] = []
        for pair in waiting:
            if len(batch) < size and pair.article_id not in batch:
                batch[pair.article_id] = pair
            else:
                left.append(pair)
        waiting = left
        if len(batch) >= min(size, 8):  # the last few leave too little to tell an answer from
            found.append(list(batch.values()))
    chosen.shuffle(found)
    return found


def train(
    pairs: Sequence[TrainingPair], target: Path, *, learning_rate: float, steps: int, seed: int
) -> dict[str, object]:
    """Train a copy of the shipped encoder; writes `target/tuned` and `target/half`."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    torch.manual_seed(seed)
    chosen = random.Random(seed)
    model = SentenceTransformer(str(shipped_model()), device="cpu", local_files_only=True)
    window = model.max_seq_length
    original = {name: value.clone() for name, value in model.state_dict().items()}
    model.max_seq_length = _MAX_WORDPIECES
    loss_of = MultipleNegativesRankingLoss(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda n: min((n + 1) / max(1, math.ceil(steps * _WARM_UP)), (steps - n) / max(1, steps * (1 - _WARM_UP))),
    )
    losses: list[float] = []
    begin = time.perf_counter()
    queue: list[list[TrainingPair]] = []
    model.train()
    with progress_bars(shown=True) as progress:
        for step in range(steps):
            queue = queue or batches(pairs, _BATCH, chosen)
            part = queue.pop()
            passages = [pair.passage if chosen.random() < 0.5 else pair.bare for pair in part]
            features = [model.preprocess([pair.asked for pair in part]), model.preprocess(passages)]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(features, torch.arange(len(part)))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            losses.append(loss.item())
            progress("training", step + 1, steps)
    seconds = time.perf_counter() - begin
    model.eval()
    model.max_seq_length = window
    model.save(str(target / "tuned"), create_model_card=False)
    tuned = model.state_dict()
    model.load_state_dict(
        {name: (value + tuned[name]) / 2 if value.is_floating_point() else value for name, value in original.items()}
    )
    model.save(str(target / "half"), create_model_card=False)
    tenth = max(1, steps // 10)
    return {
        "pairs": len(pairs),
        "steps": steps,
        "seconds": round(seconds, 1),
        "loss_first": sum(losses[:tenth]) / tenth,
        "loss_last": sum(losses[-tenth:]) / tenth,
    }


def write_held_out(topics: Sequence[Topic], dataset: Dataset, folder: Path) -> None:
    """Write questions and their judgments as a BEIR folder with the split `test`."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"_id": t.topic_id, "text": t.text, **t.details}) for t in topics]
    (folder / "queries.jsonl").write_text("\n".join(lines) + "\n")
    judged = [f"{t.topic_id}\t{a}\t{grade}" for t in topics for a, grade in dataset.qrels[t.topic_id].items()]
    (folder / "qrels" / "test.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *judged]) + "\n")


def main(
    index: Path,
    target: Path,
    structure: Annotated[bool, typer.Option(help="Pairs of titles, aliases, summaries and headings.")] = True,
    sentences: Annotated[int, typer.Option("--sentences", help="Sentences for each passage.")] = 1,
    dev: Annotated[Path | None, typer.Option("--dev", help="Judged questions to train on, too.")] = None,
    question_weight: Annotated[int, typer.Option("--question-weight", help="How often a question counts.")] = 2,
    learning_rate: Annotated[float, typer.Option("--learning-rate", help="Highest, after the warm-up.")] = 2e-5,
    steps: Annotated[int, typer.Option("--steps", help="Batches.")] = 100,
    seed: Annotated[int, typer.Option("--seed", help="Of the order and the sentences.")] = 0,
) -> None:
    """Adapt the shipped encoder to an index."""
    records = list(open_index(index).articles.values())
    folder = open_model_folder(None)
    texts = passage_texts(records, Window(200, folder.max_wordpieces, WordpieceTokenizer(folder).count))
    chosen = random.Random(seed)
    found = structure_pairs(records, texts) if structure else []
    found += sentence_pairs(records, texts, chosen, sentences)
    if dev:
        dataset = read_dataset(dev, "dev")
        trained_on, held_out = halves(dataset)
        found += question_pairs(trained_on, dataset, records, texts) * question_weight
        write_held_out(held_out, dataset, target / "held-out")
    told = train(found, target, learning_rate=learning_rate, steps=steps, seed=seed)
    out.print_json(json.dumps(told))


if __name__ == "__main__":
    typer.run(main)
