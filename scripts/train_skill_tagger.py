"""Train the hard-skill tagger: a linear-chain conditional random field over the features of resumes/taxonomy/features.py.

    python scripts/train_skill_tagger.py ../shared/data/skills/skillspan_train.jsonl.gz [--folds 5]

Data: SkillSpan train (Zhang et al. 2022, MIT), JSON Lines with `tokens` and `tags_knowledge` (BIO). No sentence is kept: the
result, resumes/data/skill_tagger.bin.gz, holds hashed features and their weights. Maximum likelihood with an L2 penalty by L-BFGS from
zero, no randomness: the same bytes for the same input on the same machine type. `--folds` measures by cross-validation over postings
instead of writing: exact spans and spans that share a word. Needs scipy (requirements-dev.txt).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from resumes.taxonomy import taxonomy  # noqa: E402  the path is set above
from resumes.taxonomy.curated import read_additions  # noqa: E402
from resumes.taxonomy.extract import hard_skills, trimmed  # noqa: E402
from resumes.taxonomy.features import Segment, describe, segments  # noqa: E402
from resumes.taxonomy.tagger import (  # noqa: E402
    BEGIN,
    FORBIDDEN,
    INSIDE,
    LABELS,
    OUTSIDE,
    SHIPPED,
    Floats,
    Tagger,
    Weights,
    feature_hash,
    labelled,
    with_spans,
)  # fmt: skip
from resumes.taxonomy.types import SkillSpan  # noqa: E402

CURATED = SHIPPED.parent / "curated"
PENALTY = 1.5  # chosen among 0.3, 1, 1.5 and 2 by cross-validation
SEEN = 2  # a feature met once says nothing about another text
ROUNDS = 80
VARIANTS, VARIANT_WEIGHT = 2, 0.25  # the weight chosen among 0, 0.25 and 0.5
SEED = 5


class Sentence:
    """Features and labels of one segment of `text`; `weight` is 1 for a real one."""

    def __init__(
        self,
        text: str,
        segment: Segment,
        known: Sequence[SkillSpan],
        labels: list[int],
        posting: tuple[str, int],
        weight: float = 1.0,
    ) -> None:
        self.text, self.segment, self.known, self.labels = text, segment, known, labels
        self.posting, self.weight = posting, weight
        self.rows = describe(text, segment, known, taxonomy())


def read(path: Path) -> list[Sentence]:
    """All segments of a SkillSpan file."""
    tax = taxonomy()
    sentences: list[Sentence] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = " ".join(row["tokens"])
            starts: dict[int, str] = {}
            at = 0
            for token, tag in zip(row["tokens"], row["tags_knowledge"], strict=True):
                starts[at] = tag[0]
                at += len(token) + 1
            for segment, inside in with_spans(segments(text), tax.recognise(text)):
                tags = [{"O": OUTSIDE, "B": BEGIN, "I": INSIDE}[starts[start]] for start, _ in segment.words]
                for i, tag in enumerate(tags):
                    if tag == INSIDE and (i == 0 or tags[i - 1] == OUTSIDE):
                        tags[i] = BEGIN
                sentences.append(Sentence(text, segment, inside, tags, (row["source"], row["idx"])))
    return sentences


def other_trades(sentences: list[Sentence]) -> list[Sentence]:
    """Variants of sentences in which each skill that our list holds is replaced by one of any trade.

    Most advertisements of the data are for software, and the tagger must not learn that nothing else is a skill.
    """
    tax, random = taxonomy(), Random(SEED)
    elsewhere = {alias for _, names in read_additions(CURATED / "90-other-languages.txt") for alias in names}
    names = [
        name
        for term in tax.all()
        if term.curated and term.kind == "knowledge"
        for name in (term.label, *term.aliases)
        if name not in elsewhere  # the sentences are English
    ]
    made: list[Sentence] = []
    for sentence in (s for s in sentences for _ in range(VARIANTS)):
        exact = {(s.start, s.end) for s in sentence.known if tax.skill(s.key).curated}
        text, at, changed = "", sentence.segment.words[0][0], []
        for start, end in labelled(sentence.segment, sentence.labels):
            bare = trimmed(sentence.text, start, end)
            text += sentence.text[at : bare[0]]
            begin = len(text)
            text += random.choice(names) if bare in exact else sentence.text[slice(*bare)]
            changed.append((begin, len(text), bare in exact))
            at = bare[1]
        text += sentence.text[at : sentence.segment.words[-1][1]]
        if any(replaced for *_, replaced in changed):
            made += _variant(sentence, text, [(a, b) for a, b, _ in changed])
    return made


def _variant(sentence: Sentence, text: str, skills: list[tuple[int, int]]) -> list[Sentence]:
    known = taxonomy().recognise(text)
    made: list[Sentence] = []
    for segment, inside in with_spans(segments(text), known):
        labels: list[int] = []
        for start, end in segment.words:
            holder = next(((a, b) for a, b in skills if a < end and start < b), None)
            labels.append(OUTSIDE if holder is None else BEGIN if start <= holder[0] else INSIDE)
        if labels[0] != INSIDE:
            made.append(Sentence(text, segment, inside, labels, sentence.posting, VARIANT_WEIGHT))
    return made


class Problem:
    """The likelihood of a set of sentences and its gradient; all sentences advance one word at a time, the longest first."""

    def __init__(self, sentences: list[Sentence], vocabulary: dict[str, int]) -> None:
        from scipy.sparse import csr_matrix

        rows = [row for sentence in sentences for row in sentence.rows]
        cells = [(i, vocabulary[f]) for i, row in enumerate(rows) for f in row if f in vocabulary]
        at, column = np.array(cells).T
        self.features = csr_matrix((np.ones(len(cells)), (at, column)), shape=(len(rows), len(vocabulary)))
        self.by_feature = self.features.T.tocsr()
        self.labels = np.array([label for sentence in sentences for label in sentence.labels])
        self.weight = np.array([sentence.weight for sentence in sentences])
        lengths = np.array([len(sentence.labels) for sentence in sentences])
        self.first = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self.last = self.first + lengths - 1
        self.sentence = np.repeat(np.arange(len(lengths)), lengths)
        self.word_weight = self.weight[self.sentence]
        self.rest = np.setdiff1d(np.arange(len(rows)), self.first)
        order = np.argsort(-lengths, kind="stable")
        self.steps = [self.first[order[: int((lengths > step).sum())]] + step for step in range(int(lengths.max()))]

    def unpack(self, vector: Floats) -> tuple[Floats, Floats, Floats]:
        """Emission weights (n, 3), transitions (3, 3) and start (3,) with the forbidden entries set."""
        size = self.features.shape[1] * LABELS
        transitions, start = (
            vector[size : size + LABELS**2].reshape(LABELS, LABELS).copy(),
            vector[size + LABELS**2 :].copy(),
        )
        transitions[OUTSIDE, INSIDE] = start[INSIDE] = FORBIDDEN
        return vector[:size].reshape(-1, LABELS), transitions, start

    def loss(self, vector: Floats) -> tuple[float, Floats]:
        """Penalised negative log likelihood and its gradient."""
        weights, transitions, start = self.unpack(vector)
        scores = self.features @ weights
        forward, backward = np.zeros_like(scores), np.zeros_like(scores)
        forward[self.steps[0]] = scores[self.steps[0]] + start
        for at in self.steps[1:]:
            forward[at] = scores[at] + _logsum(forward[at - 1][:, :, None] + transitions, 1)
        for at in reversed(self.steps[1:]):
            backward[at - 1] = _logsum(transitions + (scores[at] + backward[at])[:, None, :], 2)
        total = _logsum(forward[self.last], 1)
        words = np.arange(len(self.labels))
        expected = np.exp(forward + backward - total[self.sentence][:, None])
        steps = (
            forward[self.rest - 1][:, :, None]
            + transitions
            + (scores[self.rest] + backward[self.rest])[:, None, :]
            - total[self.sentence[self.rest]][:, None, None]
        )
        pairs = np.tensordot(self.word_weight[self.rest], np.exp(steps), axes=1)
        before, after = self.labels[self.rest - 1], self.labels[self.rest]
        likelihood = self.word_weight @ scores[words, self.labels] + self.weight @ start[self.labels[self.first]]
        likelihood += self.word_weight[self.rest] @ transitions[before, after] - self.weight @ total
        opening = self.weight @ expected[self.first]
        np.add.at(opening, self.labels[self.first], -self.weight)
        np.add.at(pairs, (before, after), -self.word_weight[self.rest])
        pairs[OUTSIDE, INSIDE] = opening[INSIDE] = 0.0
        expected[words, self.labels] -= 1.0
        expected *= self.word_weight[:, None]
        gradient = np.concatenate([(self.by_feature @ expected).ravel(), pairs.ravel(), opening])
        return float(PENALTY / 2 * vector @ vector - likelihood), gradient + PENALTY * vector


def _logsum(values: Floats, axis: int) -> Floats:
    top = values.max(axis=axis, keepdims=True)
    result: Floats = (top + np.log(np.exp(values - top).sum(axis=axis, keepdims=True))).squeeze(axis)
    return result


def train(sentences: list[Sentence], version: str) -> Weights:
    """Weights from sentences; deterministic."""
    from scipy.optimize import minimize

    seen = Counter(
        feature for sentence in sentences if sentence.weight == 1.0 for row in sentence.rows for feature in row
    )
    vocabulary = {feature: i for i, feature in enumerate(sorted(f for f, count in seen.items() if count >= SEEN))}
    problem = Problem(sentences, vocabulary)
    begin = np.zeros(len(vocabulary) * LABELS + LABELS**2 + LABELS)
    answer = minimize(problem.loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "maxcor": 8})
    emissions, transitions, start = problem.unpack(answer.x)
    hashes: npt.NDArray[np.uint32] = np.array([feature_hash(f) for f in vocabulary], np.uint32)
    order = np.argsort(hashes, kind="stable")
    return Weights(version, hashes[order], emissions[order], transitions, start)


def cross_validate(sentences: list[Sentence], folds: int) -> dict[str, Any]:
    """Exact and overlapping precision, recall and F1 over held-out postings."""
    postings = sorted({s.posting for s in sentences}, key=lambda p: hashlib.sha256(repr(p).encode()).digest())
    fold = {posting: i % folds for i, posting in enumerate(postings)}
    exact = touched = met = found = there = 0
    variants = other_trades(sentences)
    for k in range(folds):
        others = [s for s in sentences + variants if fold[s.posting] != k]
        model = Tagger(Weights.from_bytes(train(others, "fold").to_bytes()))
        for sentence in (s for s in sentences if fold[s.posting] == k):
            gold = [trimmed(sentence.text, *span) for span in labelled(sentence.segment, sentence.labels)]
            marked = model.of_features(sentence.segment, sentence.rows)
            mine = [(s.start, s.end) for s in hard_skills(sentence.text, marked, sentence.known, taxonomy())]
            exact += len(set(gold) & set(mine))
            touched += sum(any(a < d and c < b for c, d in gold) for a, b in mine)
            met += sum(any(a < d and c < b for c, d in mine) for a, b in gold)
            found, there = found + len(mine), there + len(gold)

    def measures(hit: int, recalled: int) -> dict[str, float]:
        precision, recall = hit / max(found, 1), recalled / max(there, 1)
        return {
            "p": round(precision, 4),
            "r": round(recall, 4),
            "f1": round(2 * precision * recall / (precision + recall), 4),
        }

    return {"folds": folds, "strict": measures(exact, exact), "loose": measures(touched, met)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="cross-validate instead of writing the weights")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    args = parser.parse_args()
    sentences = read(args.data)
    if args.folds:
        print(json.dumps(cross_validate(sentences, args.folds)))
        return
    source = hashlib.sha256(args.data.read_bytes()).hexdigest()[:8]
    data = train(sentences + other_trades(sentences), f"tagger-1-{source}-{taxonomy().version}").to_bytes()
    args.out.write_bytes(data)
    print(json.dumps({"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}))


if __name__ == "__main__":
    main()
