"""Read job postings: JSON Lines of id and text in, the fields of each posting out."""

from collections.abc import Callable, Mapping
from typing import Any

from careercopilot.jsonl import BatchCommand, Row
from matching.reading import read_job


class Command(BatchCommand):
    """Title, company, places, remote, level, years, salary and requirements of each posting. Changes nothing."""

    help = (
        "Reads job postings (JSON Lines with id and text) into title, company, locations, remote, level, min_years, "
        "salary and requirements. Changes nothing: no database, no network."
    )

    def handler(self, options: Mapping[str, Any]) -> Callable[[Row], Row]:
        """One posting's text to its fields."""
        return lambda row: read_job(row["text"]).to_dict()
