"""Extract skills: JSON Lines of id and text in, the skills of each text with their places out."""

from collections.abc import Callable, Mapping
from typing import Any

from careercopilot.jsonl import BatchCommand, Row
from resumes.taxonomy.extract import extract


class Command(BatchCommand):
    """Label, ESCO URI, surface, start, end and kind of each skill in a text. Changes nothing."""

    help = (
        "Finds the skills that texts name (JSON Lines with id and text): label, esco_uri (null where ESCO has no equivalent), "
        "surface, start, end, kind (knowledge: hard skills; skill: soft skills and tasks). "
        "Uses the ESCO classification of the European Commission. Changes nothing: no database, no network."
    )

    def handler(self, options: Mapping[str, Any]) -> Callable[[Row], Row]:
        """One text to its skills in order."""
        return lambda row: {
            "skills": [
                {
                    "label": span.label,
                    "esco_uri": span.esco_uri,
                    "surface": span.surface,
                    "start": span.start,
                    "end": span.end,
                    "kind": span.kind,
                }
                for span in extract(row["text"])
            ]
        }
