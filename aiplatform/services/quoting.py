"""Whether a text for a prompt quotes an input that it would be measured on. Only that much is told of held-out inputs."""

from __future__ import annotations

import re

from aiplatform.leaves import strings
from aiplatform.models import Dataset
from aiplatform.services.datasets import input_of
from aiplatform.services.held_out import held_out

# So many words in a row that stand in an input and not in the text before are no coincidence.
IN_A_ROW = 6
_WORD = re.compile(r"\w+")


def runs(text: str) -> set[tuple[str, ...]]:
    """Every stretch of IN_A_ROW words of a text, in small letters."""
    words = _WORD.findall(text.casefold())
    return {tuple(words[at : at + IN_A_ROW]) for at in range(len(words) - IN_A_ROW + 1)}


def quotes_an_input(text: str, usual: str, dataset: Dataset) -> bool:
    """Whether `text` holds six words in a row of any input of the dataset that `usual` does not hold: train, validation,
    held-out and attacks alike. Which input, and which words, is not told."""
    new = runs(text) - runs(usual)
    if not new:
        return False
    with held_out():
        for item in dataset.items.all().iterator():
            inputs = input_of(item, dataset.capability)
            if inputs is None:
                continue
            said = (piece for _, piece in strings(inputs.model_dump(mode="json")))
            if any(not new.isdisjoint(runs(piece)) for piece in said):
                return True
    return False
