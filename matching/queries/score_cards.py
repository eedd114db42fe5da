"""A match as data: the score card that the JSON API gives, the same for both sides of a pair."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from matching.ml.explain import whole_points
from matching.ml.types import GROUPS
from matching.models import Match

# Of the card's layout; another version is another answer, also from the cache.
CARD_VERSION = "card-1"


def score_card(match: Match, *, is_stale: bool) -> dict[str, Any]:
    """Everything that a match's page shows, JSON-safe; of an unsaved match as of a stored one.

    `baseline + sum(contributions) = raw`; `shown` are whole points that add up to the score, its `end_of_scale` is what
    the scale cut off. `card_sha256` is a digest of all of it but the moment of scoring.
    """
    baseline, whole = round(match.baseline), round(match.raw)
    # The database keeps no sign of zero; adding zero takes it away here too.
    contributions = {group: float(match.contributions.get(group, 0.0)) + 0.0 for group in GROUPS}
    points = whole_points({group: contributions[group] for group in GROUPS}, whole - baseline)
    card = {
        "score": match.score,
        "raw": match.raw,
        "baseline": match.baseline,
        "contributions": contributions,
        "shown": {
            "baseline": baseline,
            **{str(group): points[group] for group in GROUPS},
            "end_of_scale": match.score - whole,
        },
        "subscores": {group: match.subscores.get(group) for group in GROUPS},
        "factors": [item | {"points": item["points"] + 0.0} for item in match.factors],
        "requirements": match.requirements,
        "knockouts": match.knockouts,
        "source": match.source,
        "ranker_version": match.ranker_version,
        "inputs_sha256": match.inputs_sha256,
        "is_stale": is_stale,
    }
    return {**card, "card_sha256": card_sha256(card), "scored_at": match.scored_at.isoformat()}


def card_sha256(card: dict[str, Any]) -> str:
    """Of the card's content, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(card, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
