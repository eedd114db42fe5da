"""What the scoring commands share: texts read once, pairs scored in bulk, a reason where a text cannot be read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from django.core.management.base import CommandError

from careercopilot.encoder import EncoderMissing, get_encoder
from careercopilot.jsonl import Progress, Row
from matching.enough import TOO_LITTLE, says_enough
from matching.ml.block import job_block, talent_block
from matching.ml.scoring import Scorer, load_scorer
from matching.ml.types import JobFacts, TalentFacts
from matching.reading import read_job
from matching.textfacts import Reader
from resumes.parsing import ResumeRefused

AT_ONCE = 2_000  # pairs scored together
SURROGATE = re.compile(r"[\ud800-\udfff]")  # neither the encoder nor a hash takes half a character
T = TypeVar("T")


class TooLittle(ValueError):
    """A posting has nothing that a resume can be matched on; the message is for people."""


@dataclass
class Batch:
    """Resumes and jobs by id (as strings), read once; `errors` says why a text could not be read."""

    reader: Reader
    scorer: Scorer
    resumes: dict[str, TalentFacts] = field(default_factory=dict)
    jobs: dict[str, JobFacts] = field(default_factory=dict)
    errors: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def open(cls, today: dt.date | None, *, rules: bool = False) -> Batch:
        """Encoder, taxonomy and scorer of this installation; raises CommandError when the encoder is not prepared."""
        try:
            encoder = get_encoder()
        except EncoderMissing as error:
            raise CommandError(str(error)) from error
        return cls(Reader(encoder, today or dt.date.today()), load_scorer(encoder, rules=rules))  # noqa: DTZ011

    def read_resumes(self, rows: Sequence[Row], wanted: set[str] | None = None) -> None:
        """Read the resumes with wanted ids (all when None)."""
        self._read(rows, wanted, "resume", self.reader.resume, self.resumes)

    def read_jobs(self, rows: Sequence[Row], wanted: set[str] | None = None) -> None:
        """Read the jobs with wanted ids (all when None)."""
        self._read(rows, wanted, "job", self.posting, self.jobs)

    def posting(self, text: str) -> JobFacts:
        """Facts of a posting given as text; raises TooLittle for one that is only a title."""
        reading = read_job(text)
        title = reading.title or text.strip().partition("\n")[0]
        asked = any(one.skill_key for one in reading.requirements)
        if not says_enough(title, text, names_skill=asked or bool(self._named_behind(text, title))):
            raise TooLittle(TOO_LITTLE)
        return self.reader.reading(text, reading)

    def _named_behind(self, text: str, title: str) -> set[str]:
        """The skills that a text names and its title does not."""
        named = {span.key for span in self.reader.tax.recognise(text)}
        return named - {span.key for span in self.reader.tax.recognise(title)}

    def _read(
        self, rows: Sequence[Row], wanted: set[str] | None, kind: str, read: Callable[[str], T], into: dict[str, T]
    ) -> None:
        chosen = [row for row in rows if "id" in row and (wanted is None or str(row["id"]) in wanted)]
        progress = Progress(len(chosen))
        for row in chosen:
            key, text = str(row["id"]), row.get("text")
            if not isinstance(text, str) or not text.strip():
                self.errors[kind, key] = f"The {kind} has no text."
            else:
                try:
                    into[key] = read(SURROGATE.sub("\ufffd", text))
                except (ResumeRefused, TooLittle) as error:
                    self.errors[kind, key] = str(error)
            progress.step()

    def score(self, pairs: Sequence[tuple[str, str]]) -> Iterator[dict[str, Any]]:
        """One row a pair, in order: a score card, or the reason why there is none."""
        talent_at = {key: number for number, key in enumerate(self.resumes)}
        job_at = {key: number for number, key in enumerate(self.jobs)}
        talents, jobs = talent_block(list(self.resumes.values())), job_block(list(self.jobs.values()))
        for start in range(0, len(pairs), AT_ONCE):
            part = pairs[start : start + AT_ONCE]
            served = [(resume, job) for resume, job in part if resume in talent_at and job in job_at]
            ti = np.array([talent_at[resume] for resume, _ in served], np.int64)
            ji = np.array([job_at[job] for _, job in served], np.int64)
            cards = iter(self.scorer.cards(self.scorer.features(talents, jobs, ti, ji)))
            for resume, job in part:
                row: dict[str, Any] = {"resume": resume, "job": job}
                if resume in talent_at and job in job_at:
                    yield row | next(cards).to_dict()
                else:
                    yield row | {"error": self._reason(resume, job)}

    def _reason(self, resume: str, job: str) -> str:
        for kind, key, known in (("resume", resume, self.resumes), ("job", job, self.jobs)):
            if key not in known:
                return self.errors.get((kind, key), f"There is no {kind} {key!r}.")
        raise AssertionError("both sides of the pair were read")
