"""What a user would write without us, in a process of its own: plain sentence-transformers with a flat FAISS index.

Run as `python -m eval.benchmarks.peer MODEL INDEX`: reads requests from standard input, a JSON object a line, and
answers each with one line; or, with a question behind it, answers that one and ends. It times itself.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from sentence_transformers import SentenceTransformer

K = 10
BATCH_TEXTS = 32


class Peer:
    """Model, index and the texts that were indexed, as a script holds them."""

    def __init__(self, model: str, folder: Path) -> None:
        """Load the model, and the index where one was written."""
        self._model = SentenceTransformer(model, device="cpu", local_files_only=True)
        self._folder = folder
        if (folder / "peer.faiss").exists():
            self._index: Any = faiss.read_index(str(folder / "peer.faiss"))
            self._texts: list[str] = json.loads((folder / "peer.json").read_text(encoding="utf-8"))

    def ingest(self, texts: list[str]) -> float:
        """Seconds in which texts are encoded, indexed and written."""
        begin = time.perf_counter()
        vectors = self._model.encode(texts, batch_size=BATCH_TEXTS, normalize_embeddings=True, show_progress_bar=False)
        self._write(vectors, texts)
        return time.perf_counter() - begin

    def take(self, vectors_file: str, texts: list[str]) -> int:
        """Index texts whose vectors stand in a file; how many."""
        self._write(np.load(vectors_file), texts)
        return len(texts)

    def _write(self, vectors: Any, texts: list[str]) -> None:
        self._index, self._texts = faiss.IndexFlatIP(vectors.shape[1]), texts
        self._index.add(vectors)
        faiss.write_index(self._index, str(self._folder / "peer.faiss"))
        (self._folder / "peer.json").write_text(json.dumps(texts), encoding="utf-8")

    def search(self, query: str) -> tuple[float, list[str]]:
        """Milliseconds of one search, and the texts that it found."""
        begin = time.perf_counter()
        vector = self._model.encode([query], normalize_embeddings=True, show_progress_bar=False)
        _, rows = self._index.search(vector, K)
        found = [self._texts[row] for row in rows[0]]
        return (time.perf_counter() - begin) * 1e3, found


def main() -> None:
    """Answer what is asked until the input ends."""
    model, folder, *question = sys.argv[1:]
    peer = Peer(model, Path(folder))
    if question:
        sys.stdout.write(json.dumps(peer.search(question[0])[1]) + "\n")
        return
    acts: dict[str, Any] = {"ingest": peer.ingest, "take": peer.take, "search": lambda query: peer.search(query)[0]}
    sys.stdout.write(json.dumps("ready") + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        act, *arguments = json.loads(line)
        answer = acts[act](*arguments)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
