"""What can be wrong with a run over judged questions: one function a fault, each naming what it found."""

from collections.abc import Callable, Iterator

import numpy as np

from eval.audited import Audited, Finding, Level
from eval.datatypes import Qrels, Run
from eval.measures import measure_run

_SHOWN = 3
_HALF = 0.5
_TOP = 10
_TIED_RANGE = 0.01


def run_of_other_articles(name: str, run: Run, audited: Audited) -> Iterator[Finding]:
    """Articles that the corpus does not hold."""
    ranked = {article for articles in run.values() for article in articles}
    strange = sorted(ranked - audited.texts.keys())
    if audited.texts and strange:
        yield Finding(
            "run",
            "fault",
            f"run {name}: {len(strange)} of {len(ranked)} articles are not in the corpus; it ranked another one, so "
            "rank this one",
            tuple(strange[:_SHOWN]),
        )


def missing_topics(name: str, run: Run, audited: Audited) -> Iterator[Finding]:
    """Topics for which the run ranks nothing."""
    topics = [topic.topic_id for topic in audited.dataset.topics]
    missing = [topic for topic in topics if not run.get(topic)]
    if missing:
        half = len(missing) >= _HALF * len(topics)
        yield Finding(
            "run",
            "fault" if half else "warning",
            f"run {name} ranks nothing for {len(missing)} of {len(topics)} topics"
            + ("; it stopped on its way, so run it to its end" if half else "; they count 0"),
            tuple(missing[:_SHOWN]),
        )
    strange = sorted(run.keys() - audited.questions.keys())
    if strange:
        yield Finding(
            "run",
            "fault",
            f"run {name} ranks articles for {len(strange)} topics that are no questions of this dataset; give "
            "the dataset that it is of",
            tuple(strange[:_SHOWN]),
        )


def ties(name: str, run: Run, audited: Audited) -> Iterator[Finding]:
    """Equal scores that decide what nDCG@10 is: what it is as trec_eval breaks them, and at worst and at best."""
    qrels = audited.dataset.qrels
    tied = [t for t in qrels if _tied_at_the_top(run.get(t, {}))]
    if not tied:
        return
    as_read = _ndcg(qrels, run)
    best, worst = (_ndcg(qrels, _broken(run, qrels, sign)) for sign in (1, -1))
    level: Level = "fault" if best - worst > _TIED_RANGE else "note"
    yield Finding(
        "ties",
        level,
        f"run {name}: {len(tied)} of {len(qrels)} topics have equal scores among their first ten; broken by descending "
        f"id, as trec_eval does, nDCG@10 is {as_read:.3f}, with luck it could be {worst:.3f} to {best:.3f}"
        + ("; write scores with all their digits" if level == "fault" else ""),
        tuple(tied[:_SHOWN]),
    )


def unjudged(name: str, run: Run, audited: Audited) -> Iterator[Finding]:
    """Articles at the top that nobody judged and that count as wrong; a run of another corpus is not to be judged."""
    if audited.texts and not any(article in audited.texts for articles in run.values() for article in articles):
        return
    shares = {f"Judged@{k}": _judged(audited.dataset.qrels, run, k) for k in (1, _TOP)}
    said = ", ".join(f"{measure} {share:.3f}" for measure, share in shares.items())
    if shares["Judged@1"] < _HALF:
        yield Finding(
            "judged",
            "fault",
            f"run {name}: most first articles were never judged and count as wrong ({said}); judge them with "
            "`glossator eval judge`",
        )
    else:
        level: Level = "warning" if shares["Judged@10"] < _HALF else "note"
        yield Finding("judged", level, f"run {name}: {said}; what was not judged counts as not relevant")


RUN_CHECKS: tuple[Callable[[str, Run, Audited], Iterator[Finding]], ...] = (
    missing_topics,
    run_of_other_articles,
    ties,
    unjudged,
)


def _tied_at_the_top(articles: dict[str, float]) -> bool:
    scores = list(articles.values())[: _TOP + 1]
    return len(set(scores)) < len(scores)


def _broken(run: Run, qrels: Qrels, sign: int) -> Run:
    """The run with equal scores in order of grade, the best first for 1, the worst first for -1."""
    return {
        topic: dict(sorted(articles.items(), key=lambda item: (-item[1], -sign * qrels[topic].get(item[0], 0))))
        for topic, articles in run.items()
        if topic in qrels
    }


def _ndcg(qrels: Qrels, run: Run) -> float:
    return float(np.mean([found.value for found in measure_run(qrels, run, ["nDCG@10"])]))


def _judged(qrels: Qrels, run: Run, k: int) -> float:
    """Share of judged articles among the first k, over the topics that the run ranks something for."""
    values = [
        float(np.mean([article in judged for article in list(run[topic])[:k]]))
        for topic, judged in qrels.items()
        if run.get(topic)
    ]
    return float(np.mean(values)) if values else 0.0
