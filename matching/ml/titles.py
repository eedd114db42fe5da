"""Job titles as vectors: plain words first, then the sentence encoder, then a linear head trained on titles.

The head is a small ONNX graph (a product with a 384 x 384 matrix, then unit length) over the frozen encoder, made by
`manage.py train_encoder`. It belongs to one encoder: with another, titles are what that encoder says of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from careercopilot.encoder import DIMENSION, Encoder
from matching.ml.types import Floats

SHIPPED_HEAD = Path(__file__).resolve().parent.parent / "data" / "title_head.onnx"
# A head is trained on the vectors of this weights-and-graph recipe, in any precision.
HEAD_FAMILY = "minilm-l6-v2/"

_REST = re.compile(r",?\s*\(?\b(?:all other|except)\b.*$", re.IGNORECASE)
_NO_PLURAL = ("ss", "us", "is", "ics", "ings", "ous")
_ADDED_E = re.compile(r"(?:ches|shes|sses|xes)$")


def singular(word: str) -> str:
    """An English word without its plural ending, by its letters alone; words that it cannot tell stay as they are."""
    low = word.lower()
    if len(low) > 4 and low.endswith("ies"):
        return word[:-3] + "y"
    if _ADDED_E.search(low):
        return word[:-2]
    if len(low) > 4 and low.endswith("men"):
        return word[:-3] + "man"
    if len(low) > 3 and low.endswith("s") and not low.endswith(_NO_PLURAL):
        return word[:-1]
    return word


def plain_title(text: str) -> str:
    """A title as one person's: singular words, without what it leaves out ("..., All Other", "..., Except ...").

    Occupation lists name groups ("Chief Executives") and people name themselves ("Chief Executive").
    """
    cut = _REST.sub("", text).strip() or text.strip()
    words = ((word.rstrip(","), "," if word.endswith(",") else "") for word in cut.split())
    return " ".join(singular(word) + comma for word, comma in words)


@lru_cache(maxsize=4)
def _session(path: Path, changed: float) -> Any:
    from careercopilot.encoder.onnx_encoder import open_session

    return open_session(path)


def head_of(encoder: Encoder) -> Path | None:
    """The head that is used with this encoder: CAREERCOPILOT_TITLE_HEAD (a file, or "none"), else the shipped one."""
    chosen = os.environ.get("CAREERCOPILOT_TITLE_HEAD") or str(SHIPPED_HEAD)
    if chosen == "none" or not encoder.id.startswith(HEAD_FAMILY):
        return None
    path = Path(chosen)
    return path if path.is_file() else None


def apply_head(path: Path, vectors: Floats) -> Floats:
    """Unit rows (n, 384) turned by a head, one at a time, so that a row never depends on its neighbours."""
    session = _session(path, path.stat().st_mtime)
    out = np.empty_like(vectors)
    for number in range(len(vectors)):
        out[number] = session.run(None, {"vector": vectors[number : number + 1]})[0][0]
    return out


def title_vectors(encoder: Encoder, texts: Sequence[str], *, plain: bool = True) -> Floats:
    """Unit rows (n, 384) of job titles; close rows are titles of like work.

    Without `plain` the words stay as they are: in a list of occupations a plural names a group, which is not what a
    person's title should be nearest to.
    """
    if not texts:
        return np.empty((0, DIMENSION), np.float32)
    vectors = encoder.encode([plain_title(text) if plain else text for text in texts])
    path = head_of(encoder)
    return vectors if path is None else apply_head(path, vectors)
