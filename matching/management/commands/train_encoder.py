"""`manage.py train_encoder`: trains the head that job titles pass through after the sentence encoder."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from careercopilot.encoder import Encoder, EncoderMissing, get_encoder
from matching.ml.title_training import Titles, Trained, train, write_head
from matching.ml.titles import HEAD_FAMILY, SHIPPED_HEAD, plain_title
from resumes.taxonomy.sources import Occupation, UnreadableTaxonomy, read_occupations

SEED = 7
LEAST_TITLES = 1_000


class Command(BaseCommand):
    """Reads occupations with their titles, trains on nine tenths of them, and writes the head if the rest is ranked better."""

    help = (
        "Train the linear head over the frozen sentence encoder that job titles pass through, on the titles of an O*NET folder"
        " ('Occupation Data.txt', 'Alternate Titles.txt', or compressed tables of them). A tenth of the occupations is held out;"
        " the head is written only where it ranks them better than the encoder alone, else the exit status is 1. No database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--onet", type=Path, required=True, metavar="FOLDER", help="O*NET files")
        parser.add_argument(
            "--out", type=Path, default=None, help="file to write (default: the head that ships, matching/data)"
        )
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """The same files, encoder and seed give the same head on the same machine type."""
        try:
            titles = encoded(read_occupations(options["onet"]), _encoder())
        except (UnreadableTaxonomy, EncoderMissing, OSError) as error:
            raise CommandError(str(error)) from error
        made = train(titles, seed=options["seed"], told=self._told)
        out: Path = options["out"] or SHIPPED_HEAD
        report = _report(titles, made, out)
        if made.after <= made.before:
            raise CommandError(
                f"No better than the encoder alone ({made.after:.4f}, {made.before:.4f}): nothing written."
            )
        write_head(made.head, out)
        words = f"MRR on held-out occupations {made.before:.4f} before, {made.after:.4f} after; written to {out}"
        self.stdout.write(json.dumps(report) if options["json"] else words)

    def _told(self, step: int, value: float) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"step {step}: MRR {value:.4f}")


def _encoder() -> Encoder:
    encoder = get_encoder()
    if not encoder.id.startswith(HEAD_FAMILY):
        raise EncoderMissing("A title head belongs to the shipped encoder: unset CAREERCOPILOT_ENCODER.")
    return encoder


def encoded(occupations: list[Occupation], encoder: Encoder) -> Titles:
    """All titles of all occupations as vectors; raises UnreadableTaxonomy when there are too few to learn from."""
    named = [
        (plain, number)
        for number, one in enumerate(occupations)
        for plain in dict.fromkeys(plain_title(title) for title in (one.title, *one.other_titles))
    ]
    if len(named) < LEAST_TITLES:
        raise UnreadableTaxonomy(
            f"Only {len(named)} titles: at least {LEAST_TITLES} are needed ('Alternate Titles.txt')."
        )
    texts = list(dict.fromkeys(plain for plain, _ in named))
    rows = dict(zip(texts, encoder.encode(texts), strict=True))
    return Titles(np.stack([rows[plain] for plain, _ in named]), np.array([number for _, number in named], np.int64))


def _report(titles: Titles, made: Trained, out: Path) -> dict[str, Any]:
    return {
        "titles": len(titles.vectors),
        "occupations": len(np.unique(titles.occupation)),
        "before": round(made.before, 4),
        "after": round(made.after, 4),
        "history": [[step, round(value, 4)] for step, value in made.history],
        "file": str(out),
    }
