"""What /readyz says of the ranker."""

from __future__ import annotations

from matching import apps, rankers
from matching.ml import fallback
from matching.ml.ranker import Choice, RankerUnusable, choose


def test_the_rankers_version_is_told():
    found = rankers.current()

    assert (apps.ranker_state(), apps.ranker_reason()) == (found.choice.ranker.version, "")


def test_the_rules_are_told_as_fallback_with_the_reason(monkeypatch):
    def broken():
        raise RankerUnusable("There is no ranker here.")

    monkeypatch.setattr(rankers, "_current", rankers.Current(choose([broken]), "ranker-1", ()))

    assert (apps.ranker_state(), apps.ranker_reason()) == ("fallback", "There is no ranker here.")
    assert rankers.current().version == fallback.VERSION
    assert Choice(None).reason == ""
