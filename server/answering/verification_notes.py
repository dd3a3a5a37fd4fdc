"""What became of a language model's sentences in, what the reader is told about it out."""

from server.answering.datatypes import Verification


def notes_of(verification: Verification) -> tuple[str, ...]:
    """One line on an answer that was replaced, one on sentences left out or put right; none where all was well."""
    notes: list[str] = []
    if verification.replaced:
        notes.append(verification.replaced)
    faults = ", ".join(f"{count} {fault}" for fault, count in sorted(verification.faults.items()) if count)
    if faults:
        notes.append(f"Checked against the articles: {verification.kept} sentences kept; faults: {faults}.")
    return tuple(notes)
