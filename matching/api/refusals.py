"""The refusals that every operation may answer with, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from matching.api.schemas import ProblemDocument

REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 411, 413, 422, 429), ProblemDocument)
