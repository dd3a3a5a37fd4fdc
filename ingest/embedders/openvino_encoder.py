"""The fast embedder: a sentence-transformers model converted once to OpenVINO; torch is not loaded to run it."""

import hashlib
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.embedders.model_folder import (
    LENGTH_STEP,
    ModelFolder,
    WordpieceTokenizer,
    open_model_folder,
    reading_model,
)
from ingest.embedders.one_shape_graphs import OneShapeGraphs
from ingest.errors import EmbedderUnavailableError

CONVERSION_VERSION = 1


def cache_folder() -> Path:
    """Where converted models are kept: the user's cache folder of this platform."""
    from platformdirs import user_cache_path

    return user_cache_path("glossator")


class OpenvinoEmbedder:
    """Vectors of a converted model: pooling and normalisation inside, bfloat16 where the processor computes in it.

    A text is padded to a length that depends on that text alone, and computed alone or with texts of that length.
    """

    name = "openvino"

    def __init__(self, model: Path | None = None, *, convert: bool = False) -> None:
        """Open the converted model, the shipped one for None; with `convert`, convert it first where needed.

        Raises:
            EmbedderUnavailableError: the folder holds no such model, or it was not converted yet.
        """
        folder = open_model_folder(model)
        file = _converted_file(folder)
        if not file.is_file():
            if not convert:
                raise EmbedderUnavailableError(
                    f"model {folder.name} was not converted for the fast encoder on this machine: "
                    "run `glossator ingest`, or set GLOSSATOR_EMBEDDER=sentence_transformer"
                )
            with reading_model(folder.path):
                _convert(folder, file)
        import openvino

        core = openvino.Core()
        bf16 = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        precision = "bf16" if bf16 else "f32"
        self._tokenizer = WordpieceTokenizer(folder)
        options: dict[str, object] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_PRECISION_HINT": precision,
            "ENABLE_CPU_PINNING": False,  # pinned threads of two processes wait for one core while the other idles
        }
        cache = {
            "CACHE_DIR": str(file.parent / "compiled-graph"),
            "CACHE_MODE": "OPTIMIZE_SIZE",  # keeps the graph without a second copy of the weights; opens faster too
        }
        self._tensor: Any = openvino.Tensor
        self._lock = Lock()
        every_shape = core.compile_model(str(file), "CPU", {**options, **cache}).create_infer_request()
        self._graphs = OneShapeGraphs(core, self._tensor, file, options, self._computed, every_shape)
        self.model = folder.name
        self.dim = folder.dim
        self.max_wordpieces = folder.max_wordpieces
        made_by = f"{folder.weights_sha256[:16]}-{folder.pooling}-{precision}-{LENGTH_STEP}-{CONVERSION_VERSION}"
        self.fingerprint = f"{self.name}-{made_by}"

    def count_wordpieces(self, texts: Sequence[str]) -> list[int]:
        """Wordpieces of each text, special tokens included."""
        return self._tokenizer.count(texts)

    def knows_word(self, word: str) -> bool:
        """Whether a word is one wordpiece."""
        return self._tokenizer.knows(word)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32, (len(texts), dim).

        Raises:
            ValueError: a text is longer than the window.
        """
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for rows, ids, mask in self._tokenizer.batches(texts):
            vectors[rows] = self._computed(self._graphs.request(ids.shape), ids, mask)
        return vectors

    def _computed(self, request: Any, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        """Vectors of ids by a request, (n, dim)."""
        with self._lock:
            request.set_tensor("input_ids", self._tensor(ids, shared_memory=True))
            request.set_tensor("attention_mask", self._tensor(mask, shared_memory=True))
            vectors: NDArray[np.float32] = request.infer()[0]
            return vectors


def _converted_file(folder: ModelFolder) -> Path:
    from openvino import __version__ as engine

    seed = f"{folder.weights_sha256} {folder.pooling} {CONVERSION_VERSION} {engine}"
    return cache_folder() / "encoders" / hashlib.sha256(seed.encode()).hexdigest()[:24] / "encoder.xml"


def _convert(folder: ModelFolder, file: Path) -> None:
    """Trace the transformer with pooling and normalisation and write it; a half-written model is never left behind."""
    if folder.pooling not in ("mean", "cls"):
        raise EmbedderUnavailableError(
            f"model {folder.name} pools in a way that the fast encoder does not know; "
            "set GLOSSATOR_EMBEDDER=sentence_transformer"
        )
    import openvino
    import torch
    import transformers

    class PooledTransformer(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformers.AutoModel.from_pretrained(
                str(folder.transformer), local_files_only=True, attn_implementation="eager"
            ).eval()

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            states = self.transformer(input_ids=input_ids, attention_mask=attention_mask)[0]
            if folder.pooling == "cls":
                pooled = states[:, 0]
            else:
                weights = attention_mask.unsqueeze(-1).to(states.dtype)
                pooled = (states * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(pooled, p=2, dim=1)

    example = {
        "input_ids": torch.ones((2, 16), dtype=torch.int64),
        "attention_mask": torch.ones((2, 16), dtype=torch.int64),
    }
    quiet: Any = transformers.logging
    quiet.set_verbosity_error()
    quiet.disable_progress_bar()
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer warns of branches on sizes that stay dynamic in the result
        converted = openvino.convert_model(PooledTransformer(), example_input=example)
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent) as scratch:
        openvino.save_model(converted, str(Path(scratch) / "encoder.xml"), compress_to_fp16=False)
        (Path(scratch) / "encoder.bin").replace(file.with_suffix(".bin"))
        (Path(scratch) / "encoder.xml").replace(file)
