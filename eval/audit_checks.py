"""What can be wrong with judged questions and their corpus: one function a fault, each naming what it found."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from eval.audited import Audited, Finding
from eval.measures import estimate, measure_run
from eval.near_duplicates import near_duplicates, words_of
from ingest.lexical_index import LexicalIndex, stems

_SHOWN = 3
_FEW_QUESTIONS = 25
_LEAKED_WORDS = 4
_FITTING_SHARE = 0.65
_LEAST_TO_JUDGE_FIT = 5
_EASY_SUCCESS = 0.85


def few_questions(audited: Audited) -> Iterator[Finding]:
    """A single question carries no interval and no test; some two dozen carry wide ones."""
    n = len(audited.dataset.topics)
    if n == 1:
        yield Finding(
            "questions",
            "fault",
            f"{_qrels(audited)} judges a single question: no interval and no test can be given; judge more",
        )
    elif n < _FEW_QUESTIONS:
        yield Finding("questions", "warning", f"only {n} questions: most differences will be within chance; judge more")


def topics_without_relevant(audited: Audited) -> Iterator[Finding]:
    """Topics that count 0 whatever is ranked."""
    empty = [topic for topic, articles in audited.relevant.items() if not articles]
    if empty:
        yield Finding(
            "judgments",
            "warning",
            f"{len(empty)} of {len(audited.relevant)} topics have no relevant article; they count 0, as in trec_eval",
            _some(empty),
        )


def judgments_that_point_nowhere(audited: Audited) -> Iterator[Finding]:
    """Judged articles that the corpus does not hold."""
    judged = {article for grades in audited.dataset.qrels.values() for article in grades}
    nowhere = sorted(judged - audited.texts.keys())
    if audited.texts and nowhere:
        share = f"{len(nowhere)} of {len(judged)} judged articles are not in the corpus"
        other = "; the judgments are of another corpus" if len(nowhere) == len(judged) else "; mend the ids"
        yield Finding("judgments", "fault", share + other, _some(nowhere))


def duplicate_articles(audited: Audited) -> Iterator[Finding]:
    """Articles that are nearly the same, and pairs of them of which only one is judged relevant."""
    pairs = near_duplicates(audited.texts)
    if not pairs:
        return
    shown = tuple(f"{one} = {other} ({similarity:.2f})" for one, other, similarity in pairs[:_SHOWN])
    equal = sum(similarity == 1 for *_, similarity in pairs)
    yield Finding(
        "duplicates",
        "warning",
        f"{_n(len(pairs), 'pair')} of articles nearly the same, {equal} of them word for word; a ranking that "
        "finds one may count as wrong",
        shown,
    )
    uneven = [
        f"{topic}: {one} is relevant, {other} is not"
        for topic, articles in audited.relevant.items()
        for first, second, _ in pairs
        for one, other in ((first, second), (second, first))
        if one in articles and other not in articles
    ]
    if uneven:
        yield Finding(
            "duplicates",
            "fault",
            f"{len(uneven)} judgments call one article relevant and not its near duplicate; judge both alike",
            tuple(uneven[:_SHOWN]),
        )


def duplicate_questions(audited: Audited) -> Iterator[Finding]:
    """Questions of the split that are the same but for case and punctuation."""
    by_text: dict[str, list[str]] = defaultdict(list)
    for topic in audited.dataset.topics:
        by_text[words_of(topic.text)].append(topic.topic_id)
    same = [" = ".join(topics) for topics in by_text.values() if len(topics) > 1]
    if same:
        yield Finding(
            "questions", "warning", f"{len(same)} questions stand there more than once; each counts again", _some(same)
        )


def leaked_questions(audited: Audited) -> Iterator[Finding]:
    """Questions of four words and more that stand in an article word for word."""
    starts: list[int] = []
    names = list(audited.texts)
    parts: list[str] = []
    at = 0
    for text in audited.texts.values():
        starts.append(at)
        parts.append(f"| {words_of(text)} |")
        at += len(parts[-1])
    joined = "".join(parts)
    leaked = []
    for topic in audited.dataset.topics:
        words = words_of(topic.text)
        found = joined.find(f" {words} ") if words.count(" ") >= _LEAKED_WORDS - 1 else -1
        if found >= 0:
            leaked.append(f"{topic.topic_id} in {names[bisect_right(starts, found) - 1]}: {topic.text!r}")
    if leaked:
        yield Finding(
            "leaks",
            "fault",
            f"{len(leaked)} of {len(audited.dataset.topics)} questions stand word for word in the corpus; a search "
            "for the string would do, so reword them or leave them out",
            tuple(leaked[:_SHOWN]),
        )


def split_leaks(audited: Audited) -> Iterator[Finding]:
    """Questions that another split holds too, and articles that both splits ask for."""
    own = audited.dataset
    texts = {words_of(topic.text): topic.topic_id for topic in own.topics}
    articles = set().union(*audited.relevant.values())
    for split, qrels in audited.splits.items():
        if split == own.split:
            continue
        same = {t: t for t in qrels if t in own.qrels}
        same |= {
            texts[words_of(audited.questions[t])]: t
            for t in qrels
            if t in audited.questions and words_of(audited.questions[t]) in texts
        }
        if same:
            yield Finding(
                "splits",
                "fault",
                f"{_n(len(same), 'question')} of {own.split} also in {split}: what is tuned there has seen them; leave "
                "them out of one split",
                _some([f"{one} = {other}" for one, other in same.items()]),
            )
        shared = articles & {a for grades in qrels.values() for a, grade in grades.items() if grade > 0}
        if shared:
            yield Finding(
                "splits",
                "warning",
                f"{len(shared)} of {len(articles)} articles that {own.split} asks for are asked for in {split} too; "
                "what is tuned there knows them",
                _some(sorted(shared)),
            )


def judgments_that_do_not_fit(audited: Audited) -> Iterator[Finding]:
    """Judgments whose articles share no more words with their own question than with another: swapped or shifted."""
    rows = {name: n for n, name in enumerate(audited.texts)}
    topics = [t for t in audited.dataset.topics if any(a in rows for a in audited.relevant[t.topic_id])]
    if len(topics) < _LEAST_TO_JUDGE_FIT:
        return
    lexical = LexicalIndex.build(list(audited.texts.values()))
    own, other = [], []
    relevant = [[rows[a] for a in audited.relevant[t.topic_id] if a in rows] for t in topics]
    for n, topic in enumerate(topics):
        scores = lexical.scores(topic.text)
        own.append(scores[relevant[n]].max())
        other.append(np.mean([scores[relevant[m]].max() for m in _others(n, len(topics))]))
    share = float(np.mean(np.greater(own, other)))
    if share < _FITTING_SHARE:
        yield Finding(
            "judgments",
            "fault",
            f"only {share:.0%} of the questions share more words with their own relevant articles than with those of "
            f"other questions; the judgments look swapped, or belong to other questions: compare {_qrels(audited)} "
            "with where it came from",
            _some(
                [
                    f"{topic.topic_id}: {topic.text!r} and {min(audited.relevant[topic.topic_id])}"
                    for topic, mine, others in zip(topics, own, other, strict=True)
                    if mine <= others
                ]
            ),
        )


def easiness(audited: Audited) -> Iterator[Finding]:
    """What BM25 alone reaches: where that is nearly all, the set cannot tell rankers apart."""
    if not audited.texts:
        return
    lexical = LexicalIndex.build(list(audited.texts.values()))
    names = list(audited.texts)
    run = {}
    for topic in audited.dataset.topics:
        rows, scores = lexical.match(stems(topic.text)).best(100)
        run[topic.topic_id] = {names[row]: float(score) for row, score in zip(rows, scores, strict=True)}
    measures = ["nDCG@10", "Success@1", "R@100"]
    values: Mapping[str, list[float]] = {name: [] for name in measures}
    for found in measure_run(audited.dataset.qrels, run, measures):
        values[found.measure].append(found.value)
    means = {name: estimate(list(found)).mean for name, found in values.items()}
    said = ", ".join(f"{name} {mean:.3f}" for name, mean in means.items())
    if means["Success@1"] >= _EASY_SUCCESS:
        yield Finding("easiness", "warning", f"BM25 alone reaches {said}: little is left for a better ranker to show")
    else:
        yield Finding("easiness", "note", f"BM25 alone reaches {said}")


CHECKS: tuple[Callable[[Audited], Iterator[Finding]], ...] = (
    few_questions,
    duplicate_questions,
    topics_without_relevant,
    judgments_that_point_nowhere,
    judgments_that_do_not_fit,
    leaked_questions,
    split_leaks,
    duplicate_articles,
    easiness,
)


def _others(n: int, total: int) -> list[int]:
    """A few other topics, spread over all."""
    return [
        (n + step * max(total // 8, 1)) % total for step in range(1, 8) if (n + step * max(total // 8, 1)) % total != n
    ]


def _qrels(audited: Audited) -> str:
    return f"qrels/{audited.dataset.split}.tsv"


def _n(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _some(names: list[str]) -> tuple[str, ...]:
    return tuple(names[:_SHOWN])
