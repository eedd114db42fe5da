"""The skill taxonomy as arrays: what a skill implies, what stands beside it, and the vectors of its labels."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from careercopilot.encoder import DIMENSION, Encoder
from matching.ml.exact import rounded
from matching.ml.types import Floats
from resumes.taxonomy import Taxonomy, taxonomy
from resumes.taxonomy.core import GENERAL_DOMAIN

NO_GROUP = -1


def skill_id(key: str) -> int:
    """The number a skill key is packed as; a test holds that no two taxonomy keys share one."""
    return zlib.crc32(key.encode())


@dataclass(frozen=True, eq=False)
class SkillSpace:
    """Rows are taxonomy terms ordered by id. `implied[start[r]:start[r + 1]]` are the ids that row r stands for as well."""

    version: str
    ids: NDArray[np.uint32]
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    soft: NDArray[np.bool_]
    group: NDArray[np.int32]
    domain: NDArray[np.int32]
    groups: int
    domains: int
    start: NDArray[np.int64]
    implied: NDArray[np.uint32]

    def rows(self, ids: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The row of each id, -1 where the taxonomy has no such term."""
        at = np.minimum(np.searchsorted(self.ids, ids), max(len(self.ids) - 1, 0))
        return np.where(self.ids[at] == ids, at, -1) if len(self.ids) else np.full(len(ids), -1, np.int64)

    def is_soft(self, ids: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Soft skills and tasks; unknown terms count as hard skills."""
        rows = self.rows(ids)
        return np.where(rows >= 0, self.soft[rows], False)

    def label(self, number: int) -> str:
        """A readable name for an id; empty where the taxonomy has no such term."""
        row = int(self.rows(np.array([number], np.uint32))[0])
        return self.labels[row] if row >= 0 else ""


@lru_cache(maxsize=1)
def skill_space() -> SkillSpace:
    """The shipped taxonomy as arrays, built once a process."""
    return build_space(taxonomy())


def build_space(tax: Taxonomy) -> SkillSpace:
    """Arrays of a taxonomy; general terms get no group and no domain, since sharing those says nothing."""
    terms = sorted(tax.all(), key=lambda term: skill_id(term.key))
    groups = {name: number for number, name in enumerate(sorted({term.group for term in terms}))}
    domains = {name: number for number, name in enumerate(sorted({term.domain for term in terms}))}
    implied = [sorted(skill_id(key) for key in tax.implied([term.key])) for term in terms]
    general = [term.domain == GENERAL_DOMAIN for term in terms]
    return SkillSpace(
        version=tax.version,
        ids=np.array([skill_id(term.key) for term in terms], np.uint32),
        keys=tuple(term.key for term in terms),
        labels=tuple(term.label for term in terms),
        soft=np.array([term.kind == "skill" for term in terms], bool),
        group=_numbers([NO_GROUP if flag else groups[term.group] for term, flag in zip(terms, general, strict=True)]),
        domain=_numbers(
            [NO_GROUP if flag else domains[term.domain] for term, flag in zip(terms, general, strict=True)]
        ),
        groups=len(groups),
        domains=len(domains),
        start=np.concatenate([[0], np.cumsum([len(row) for row in implied])]).astype(np.int64),
        implied=np.array([number for row in implied for number in row], np.uint32),
    )


def _numbers(values: list[int]) -> NDArray[np.int32]:
    return np.array(values, np.int32)


def labels_file(root: Path, encoder_id: str, version: str) -> Path:
    """Where the label vectors of one encoder and one taxonomy are kept, below the encoder folder."""
    name = hashlib.sha256(f"{encoder_id}\n{version}".encode()).hexdigest()[:16]
    return root / f"skills-{name}.npy"


def load_label_vectors(root: Path, encoder_id: str, space: SkillSpace) -> NDArray[np.float16] | None:
    """The prepared vectors (rows as in space, zero rows for soft skills), mapped from the file; None when not prepared."""
    path = labels_file(root, encoder_id, space.version)
    return np.load(path, mmap_mode="r") if path.is_file() else None


def prepare_label_vectors(root: Path, encoder: Encoder, space: SkillSpace) -> Path:
    """Encode the labels of all hard skills once (some ten seconds); an existing file is left as it is."""
    path = labels_file(root, encoder.id, space.version)
    if path.is_file():
        return path
    rows = np.zeros((len(space.ids), DIMENSION), np.float16)
    hard = np.flatnonzero(~space.soft)
    rows[hard] = encoder.encode([space.labels[row] for row in hard])
    root.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=root, suffix=".npy")
    with os.fdopen(handle, "wb") as out:
        np.save(out, rows)
    Path(made).chmod(0o644)
    Path(made).replace(path)
    return path


def label_rows(vectors: NDArray[np.float16], rows: NDArray[np.int64]) -> Floats:
    """Label vectors of taxonomy rows as float32 on the grid of `exact`; row -1 gives zeros."""
    found = rounded(vectors[np.maximum(rows, 0)])
    found[rows < 0] = 0
    return found
