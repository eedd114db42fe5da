"""What /readyz says of the ranker."""

from __future__ import annotations

from matching import apps
from matching.ml.explain import Origin


class Loaded:
    def __init__(self, source, model):
        self.origin = Origin(source, model, {})


def test_the_rankers_version_is_told(monkeypatch):
    monkeypatch.setattr("matching.scoring.scorer", lambda: Loaded("ranker", "ranker-1"))

    assert apps.ranker_state() == "ranker-1"


def test_the_rules_are_told_as_fallback(monkeypatch):
    monkeypatch.setattr("matching.scoring.scorer", lambda: Loaded("fallback", "rules-1"))

    assert apps.ranker_state() == "fallback"
