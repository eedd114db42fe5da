"""`manage.py match_titles`: the nearest of a list of titles for each job title."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import CommandParser

from careercopilot.encoder import EncoderMissing, get_encoder
from careercopilot.jsonl import BatchCommand, Row, UnusableFile, read_jsonl
from matching.ml.titles import title_vectors


class Command(BatchCommand):
    """Titles in, ranked titles of the list out."""

    help = (
        "For each title of --in ({id, text}) the nearest titles of --titles ({id, text}): {id, ranked: [ids], scores: [cosines]},"
        " best first. Reads and writes JSON Lines; no network, no database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--titles", type=Path, required=True, metavar="FILE", help="the list to choose from")
        parser.add_argument("--limit", type=int, default=10, help="titles a line (default 10)")

    def handler(self, options: Mapping[str, Any]) -> Callable[[Row], Row]:
        """Encodes the list once; a line then costs one text and one product."""
        rows = list(read_jsonl(str(options["titles"])))
        if not rows or any("id" not in row or "text" not in row for row in rows):
            raise UnusableFile(f"{options['titles']} must hold lines with id and text.")
        try:
            encoder = get_encoder()
        except EncoderMissing as error:
            raise UnusableFile(str(error)) from error
        listed = title_vectors(encoder, [row["text"] for row in rows], plain=False)

        def nearest(row: Row) -> Row:
            cosines = listed @ title_vectors(encoder, [row["text"]])[0]
            best = np.argsort(-cosines, kind="stable")[: options["limit"]]
            return {"ranked": [rows[at]["id"] for at in best], "scores": [round(float(cosines[at]), 4) for at in best]}

        return nearest
