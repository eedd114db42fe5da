"""What the tests of the matching app share."""

from __future__ import annotations

import pytest

from careercopilot.encoder import EncoderMissing
from matching.tests.encoders import WordEncoder


@pytest.fixture
def word_encoder(monkeypatch: pytest.MonkeyPatch) -> WordEncoder:
    """Facts are made with an encoder that needs no weights."""
    encoder = WordEncoder()
    monkeypatch.setattr("matching.facts.get_encoder", lambda: encoder)
    return encoder


@pytest.fixture
def no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation whose encoder was never prepared."""

    def missing() -> None:
        raise EncoderMissing("The encoder is not prepared.")

    monkeypatch.setattr("matching.facts.get_encoder", missing)
