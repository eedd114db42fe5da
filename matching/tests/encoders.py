"""An encoder for tests: words hashed into 384 numbers, so that texts that share words are near each other."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from careercopilot.encoder import DIMENSION
from matching.ml.words import tokens, weight


class WordEncoder:
    """Same interface as the real ones, no weights to load."""

    id = "tests/words"
    dimension = DIMENSION

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), DIMENSION), np.float32)
        for number, text in enumerate(texts):
            rows[number, DIMENSION - 1] = 0.01  # the empty text has a vector too
            for word in tokens(text):
                rows[number, zlib.crc32(word.encode()) % DIMENSION] += weight(word)
            rows[number] /= np.linalg.norm(rows[number])
        return rows

    encode_exact = encode
