"""`manage.py train_ranker`: trains the ranker on synthetic pairs and writes it as text, or from feedback into the database."""

from __future__ import annotations

import csv
import json
from argparse import ArgumentParser
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from careercopilot.encoder import home_folder
from careercopilot.jsonl import open_text, read_jsonl
from matching.batch import Batch
from matching.ml import fallback, training
from matching.ml.block import job_block, talent_block
from matching.ml.ranker import META_FILE, MODEL_FILE
from matching.ml.synthetic import LAST_YEAR, grades
from matching.ml.types import Pay
from matching.textfacts import Reader

SEED = 9  # of the split, the noise and the trees
MOST_BYTES = 1_000_000  # of the model text, which is committed


class Command(BaseCommand):
    """Reads the folder of make_synthetic, writes ranker.txt and ranker.json (with its SHA-256); or does what the weekly
    training does, here and now."""

    help = (
        "Train the ranker on the pairs of make_synthetic. Writes ranker.txt and ranker.json below --out (default: the "
        "folder for promotion, CAREERCOPILOT_HOME/ranker-candidate); the score of nobody changes until it is promoted. "
        "With --from-feedback: train on feedback and made-up pairs, store the ranker in the database, and promote it when its "
        "evidence allows; exits with 1 and the reason when it is not."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, default=None, help="folder of make_synthetic")
        parser.add_argument("--out", type=Path, default=None, help="folder to write the ranker to")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--from-feedback", action="store_true", help="learn from what people did with matches")
        parser.add_argument("--force", action="store_true", help="also when the last training was less than a week ago")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Deterministic: same data, seed and machine type give the same SHA-256; raises CommandError when it is too large."""
        if options["from_feedback"]:
            self._from_feedback(force=options["force"], as_json=options["json"])
            return
        graded = read_graded(options["data"] or home_folder() / "synthetic", seed=options["seed"])
        text, meta = training.train(graded, seed=options["seed"])
        if len(text) > MOST_BYTES:
            raise CommandError(f"The model takes {len(text)} bytes, more than the {MOST_BYTES} that are committed.")
        folder: Path = options["out"] or home_folder() / "ranker-candidate"
        training.save(text, meta, folder)
        held = meta["held_out"]
        self.stdout.write(
            json.dumps(meta)
            if options["json"]
            else f"{meta['version']}: {meta['trees']} trees, {len(text)} bytes in {folder / MODEL_FILE} and {META_FILE}\n"
            f"held-out talents: ranker {held['ranker']}, rules {held['fallback']}"
        )

    def _from_feedback(self, *, force: bool, as_json: bool) -> None:
        """Run the training job here, as the worker would; raises CommandError when no ranker is promoted."""
        from careercopilot.job_worker import drain
        from matching.services import TrainingRefused, training

        try:
            training.trigger(None, force=force)
        except TrainingRefused as error:
            raise CommandError(error.message) from error
        drain()
        status = training.status()
        if as_json:
            self.stdout.write(json.dumps(asdict(status), default=str))
        if not status.is_promoted:
            raise CommandError(status.message or "The training did not finish.")
        if not as_json:
            self.stdout.write(status.message)


def read_graded(folder: Path, *, seed: int) -> training.Graded:
    """Features and grades of the pairs in a folder of make_synthetic; raises CommandError when it is not one."""
    if not (folder / "pairs.csv").is_file():
        raise CommandError(f"{folder} holds no synthetic data: run `python manage.py make_synthetic` first.")
    # "present" never occurs in the made-up texts; the day is fixed all the same.
    batch = Batch.open(date(LAST_YEAR, 12, 31), rules=True)
    talents = [with_wishes(batch.reader, row) for row in read_jsonl(str(folder / "talents.jsonl.gz"))]
    jobs = [batch.reader.job(row["text"]) for row in read_jsonl(str(folder / "jobs.jsonl.gz"))]
    with open_text(str(folder / "pairs.csv"), "r") as handle:
        rows = [(int(row["talent"]), int(row["job"]), float(row["fit"])) for row in csv.DictReader(handle)]
    ti, ji = (np.array([row[side] for row in rows], np.int64) for side in (0, 1))
    matrix = batch.scorer.features(talent_block(talents), job_block(jobs), ti, ji)
    baseline, points = fallback.contributions(matrix)
    fits = np.array([fit for *_, fit in rows], np.float64)
    return training.Graded(matrix, grades(baseline + points.sum(axis=1), fits, seed=seed), ti)


def with_wishes(reader: Reader, row: dict[str, Any]) -> Any:
    """Facts of a made-up resume with the wishes that stand beside its text."""
    pay = Pay(**row["pay"]) if row["pay"] else None
    return replace(reader.resume(row["text"]), remote_wishes=frozenset(row["remote_wishes"]), pay=pay)
