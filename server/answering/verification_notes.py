"""What became of a language model's sentences in, what the reader is told about it out."""

from server.answering.datatypes import Verification
from server.answering.quote_check import PUT_RIGHT

_INSTEAD = "What the articles say stands here in their own words."


def notes_of(verification: Verification) -> tuple[str, ...]:
    """Why the answer is extracted, what was left out of the model's words, what was put right; none where all stood."""
    notes: list[str] = []
    if verification.replaced:
        notes.append(f"{verification.replaced} {_INSTEAD}")
    dropped = {fault: n for fault, n in verification.faults.items() if n and fault not in PUT_RIGHT}
    if dropped:
        notes.append(f"Left out of what the language model wrote, sentences by fault: {_listed(dropped)}.")
    put_right = {fault: n for fault, n in verification.faults.items() if n and fault in PUT_RIGHT}
    if put_right:
        notes.append(f"Cited where the quote stands, not where the language model said: {_listed(put_right)}.")
    return tuple(notes)


def _listed(faults: dict[str, int]) -> str:
    return ", ".join(f"{n} {fault.replace('_', ' ')}" for fault, n in sorted(faults.items()))
