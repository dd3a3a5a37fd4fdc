"""A BEIR folder and runs in, what is wrong with them out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.audit_checks import CHECKS
from eval.audit_run_checks import RUN_CHECKS
from eval.audited import Finding, read_audited
from eval.report import Page, Section, to_repeat

LEVELS = ("fault", "warning", "note")


@dataclass(frozen=True, slots=True)
class Audit:
    """All findings, faults first, and what was looked at; `questions` is 0 where nothing could be read."""

    name: str
    split: str
    questions: int
    articles: int
    runs: tuple[str, ...]
    findings: tuple[Finding, ...]
    dataset_sha256: str

    def count(self, level: str) -> int:
        """How many findings are of a level."""
        return sum(finding.level == level for finding in self.findings)


def audit_dataset(folder: Path, split: str = "test", *, runs: Sequence[Path] = (), index: Path | None = None) -> Audit:
    """Look for what makes figures on a dataset, and of runs over it, worthless or misleading.

    What cannot be read is a finding too, and the rest is looked at all the same.

    Raises:
        EvalError: the folder or the split does not exist.
    """
    audited, findings = read_audited(folder, split, runs, index)
    if audited:
        findings += [finding for check in CHECKS for finding in check(audited)]
        for name, run in audited.runs.items():
            findings += [finding for check in RUN_CHECKS for finding in check(name, run, audited)]
    return Audit(
        name=folder.resolve().name,
        split=split,
        questions=len(audited.dataset.topics) if audited else 0,
        articles=len(audited.texts) if audited else 0,
        runs=tuple(file.stem for file in runs),
        findings=tuple(sorted(findings, key=lambda finding: LEVELS.index(finding.level))),
        dataset_sha256=audited.dataset.sha256 if audited else "",
    )


def audit_page(audit: Audit) -> Page:
    """The findings, faults first, and how to repeat the audit."""
    rows = tuple((f.level, f.check, "\n".join((f.message, *(f"  {e}" for e in f.examples)))) for f in audit.findings)
    found = Section("Findings", columns=("level", "of", "found"), rows=rows, texts=frozenset({2}))
    return Page(
        f"{audit.name}, {audit.split}: audit",
        f"{audit.questions} questions · {audit.articles} articles · runs: {', '.join(audit.runs) or 'none'}",
        (found, to_repeat(dataset_sha256=audit.dataset_sha256)),
    )


def audit_document(audit: Audit) -> dict[str, object]:
    """The JSON of `eval audit`."""
    return {
        "schema_version": 1,
        "dataset": audit.name,
        "split": audit.split,
        "queries": audit.questions,
        "articles": audit.articles,
        "runs": list(audit.runs),
        "counts": {level: audit.count(level) for level in LEVELS},
        "findings": [asdict(finding) for finding in audit.findings],
        "dataset_sha256": audit.dataset_sha256,
    }
