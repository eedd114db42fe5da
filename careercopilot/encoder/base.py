"""What every encoder offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
DIMENSION = 384
MAX_TOKENS = 256


class EncoderMissing(RuntimeError):
    """No usable encoder; the text says what to do about it."""


class Encoder(Protocol):
    """Texts to unit vectors; `id` names model and precision and is stored with each vector."""

    @property
    def id(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit rows (n, dimension), float32; a text's row does not depend on the other texts."""
        ...

    def encode_exact(self, texts: Sequence[str]) -> Vectors:
        """As `encode`, in the model's full precision."""
        ...
