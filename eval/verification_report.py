"""What became of a language model's sentences in, a table for a terminal or a part of the JSON out."""

from rich.table import Table

from eval.verification_measures import VerificationSummary
from ingest.command_options import out


def verification_document(summary: VerificationSummary, sent: dict[str, int] | None) -> dict[str, object]:
    """The part `verification` of the JSON; with what a script sent, by class, where one played the model."""
    document: dict[str, object] = {
        "answers": summary.answers,
        "not_replaced": round(summary.share_not_replaced, 6),
        "sentences_kept": summary.kept,
        "faults": summary.faults,
        "replaced_because": summary.replaced,
    }
    if sent is not None:
        document["sent"] = sent
    return {"verification": document}


def print_verification(summary: VerificationSummary, sent: dict[str, int] | None) -> None:
    """Shares and counts, and beside each fault what a script sent of it."""
    out.print(
        f"model asked for {summary.answers} answers, {summary.share_not_replaced:.3f} of them not replaced; "
        f"{summary.kept} sentences kept",
        highlight=False,
    )
    table = Table("fault", "found", *(["sent"] if sent else []))
    for fault in sorted({*summary.faults, *(sent or {})} - {"good"}):
        cells = [str(summary.faults.get(fault, 0)), *([str(sent.get(fault, 0))] if sent else [])]
        table.add_row(fault.replace("_", " "), *cells)
    out.print(table)
    for reason, count in summary.replaced.items():
        out.print(f"{count} × {reason}", highlight=False)
