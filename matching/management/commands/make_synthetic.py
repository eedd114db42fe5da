"""`manage.py make_synthetic`: writes made-up resumes, postings and pairs for training."""

from __future__ import annotations

import csv
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from careercopilot.encoder import home_folder
from careercopilot.jsonl import write_jsonl
from matching.ml.synthetic import JOBS, TALENTS, MadeJob, MadeTalent, World, latent_fit, make_world
from matching.ml.types import Pay
from resumes.taxonomy import taxonomy

SEED = 20_260


class Command(BaseCommand):
    """Writes talents.jsonl.gz, jobs.jsonl.gz and pairs.csv (talent, job, latent fit) into a folder."""

    help = "Make synthetic resumes, postings and pairs. Writes files below --out only; no network, no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--out", type=Path, default=None, help="folder to write (default: CAREERCOPILOT_HOME/synthetic)"
        )
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--talents", type=int, default=TALENTS)
        parser.add_argument("--jobs", type=int, default=JOBS)
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """The same seed, sizes and taxonomy give the same files."""
        tax = taxonomy()
        world = make_world(tax, seed=options["seed"], talents=options["talents"], jobs=options["jobs"])
        folder: Path = options["out"] or home_folder() / "synthetic"
        folder.mkdir(parents=True, exist_ok=True)
        write_jsonl(str(folder / "talents.jsonl.gz"), [talent_row(i, one) for i, one in enumerate(world.talents)])
        write_jsonl(str(folder / "jobs.jsonl.gz"), [job_row(i, one) for i, one in enumerate(world.jobs)])
        write_pairs(folder / "pairs.csv", world)
        report = {"folder": str(folder), "seed": options["seed"], "taxonomy": tax.version}
        report |= {"talents": len(world.talents), "jobs": len(world.jobs), "pairs": len(world.pairs)}
        self.stdout.write(
            json.dumps(report)
            if options["json"]
            else f"{len(world.talents)} talents, {len(world.jobs)} jobs and {len(world.pairs)} pairs in {folder}"
        )


def talent_row(number: int, one: MadeTalent) -> dict[str, Any]:
    """The text and the wishes; the truth stays out, the pairs carry what follows from it."""
    return {"id": str(number), "text": one.text, "remote_wishes": sorted(one.wishes), "pay": pay_row(one.pay)}


def job_row(number: int, one: MadeJob) -> dict[str, Any]:
    """The posting's text: everything that is scored is read from it."""
    return {"id": str(number), "text": one.text}


def pay_row(pay: Pay | None) -> dict[str, Any] | None:
    """Pay a year as plain values."""
    return None if pay is None else {"low": pay.low, "high": pay.high, "currency": pay.currency}


def write_pairs(path: Path, world: World) -> None:
    """talent, job and how well they truly fit (0-100)."""
    tax = taxonomy()
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["talent", "job", "fit"])
        for talent, job in world.pairs:
            writer.writerow([talent, job, f"{latent_fit(world.talents[talent], world.jobs[job], tax):.4f}"])
