"""Datasets: inputs gathered, split three ways, frozen."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import User
from aiplatform import capabilities, examples
from aiplatform.capabilities import CapabilityInput
from aiplatform.models import AIPayload, AIRequest, Dataset, DatasetItem
from aiplatform.services.errors import EvaluationError
from aiplatform.services.held_out import held_out
from careercopilot.db.router import using

OPS = "ops"
# Shares of 100: half is held out, because a trial needs some 350 inputs that nothing has learned from.
TRAIN, VALIDATION = 25, 25
Split = DatasetItem.Split


@dataclass(frozen=True)
class Sizes:
    """How many inputs a dataset holds."""

    train: int
    validation: int
    held_out: int
    adversarial: int


def digest_of(value: Any) -> str:
    """SHA-256 of JSON data in one spelling, as hexadecimal text."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def split_of(seed: int, key: str) -> str:
    """The split of an input; all inputs of one person have one key, so that no person is on both sides."""
    place = int(hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()[:8], 16) % 100
    if place < TRAIN:
        return str(Split.TRAIN)
    return str(Split.VALIDATION if place < TRAIN + VALIDATION else Split.HELD_OUT)


def create(key: str, *, capability: str, title: str, source: str, by: User | None, seed: int = 0) -> Dataset:
    """A new empty dataset. Raises EvaluationError when the key is taken or the capability unknown."""
    try:
        capabilities.get(capability)
    except KeyError as error:
        raise EvaluationError(f"There is no capability {capability}.", code="capability") from error
    try:
        with using(OPS), transaction.atomic(using=OPS):
            return Dataset.objects.create(
                key=key, capability=capability, title=title, source=source[:300], by=by, seed=seed
            )
    except IntegrityError as error:
        raise EvaluationError(f"There is a dataset {key} already.", code="key") from error


def add_made(dataset: Dataset, made: Iterable[examples.Example]) -> int:
    """Add made-up inputs; the same input counts once. Returns how many were added."""
    rows = []
    for example in made:
        data = example.inputs.model_dump(mode="json")
        sha256 = digest_of(data)
        rows.append(
            DatasetItem(
                dataset=dataset,
                split=Split.HELD_OUT if example.is_adversarial else split_of(dataset.seed, sha256),
                is_adversarial=example.is_adversarial,
                input=data,
                sha256=sha256,
                slices=list(example.slices),
                expected=dict(example.expected),
            )
        )
    return _add(dataset, rows)


def add_requests(dataset: Dataset, requests: Sequence[uuid.UUID]) -> int:
    """Add the inputs of past calls by their keys: their words stay where their person can remove them.

    Calls whose words are erased, and those of another capability, are passed over. Returns how many were added.
    """
    with using(OPS):
        found = AIRequest.objects.filter(pk__in=requests, capability=dataset.capability).order_by("created_at", "pk")
        words = dict(AIPayload.objects.filter(record_id__in=requests).values_list("record_id", "content"))
        rows = []
        for request in found:
            if request.pk not in words:
                continue
            sha256 = digest_of(words[request.pk]["input"])
            key = str(request.owner_id or sha256)
            rows.append(
                DatasetItem(
                    dataset=dataset,
                    split=split_of(dataset.seed, key),
                    request_id=request.pk,
                    owner_id=request.owner_id,
                    sha256=sha256,
                )
            )
    return _add(dataset, rows)


def _add(dataset: Dataset, rows: list[DatasetItem]) -> int:
    with held_out():
        known = set(dataset.items.values_list("sha256", flat=True))
        fresh = {row.sha256: row for row in rows if row.sha256 not in known}
        for position, row in enumerate(fresh.values(), start=len(known) + 1):
            row.position = position
        try:
            DatasetItem.objects.bulk_create(fresh.values(), batch_size=200)
        except IntegrityError as error:
            raise EvaluationError("A frozen dataset takes no more inputs.", code="frozen") from error
    return len(fresh)


def freeze(dataset: Dataset, *, at: dt.datetime) -> Dataset:
    """Nothing is added from here on; the digest says which inputs it holds. Raises EvaluationError when it is empty."""
    with held_out():
        row = Dataset.objects.select_for_update().get(pk=dataset.pk)
        if row.frozen_at is not None:
            return row
        digests = list(row.items.order_by("position").values_list("sha256", flat=True))
        if not digests:
            raise EvaluationError("An empty dataset can not be frozen.", code="empty")
        row.sha256, row.frozen_at = digest_of(digests), at
        row.save(update_fields=["sha256", "frozen_at", "updated_at"])
        return row


def sizes(dataset: Dataset) -> Sizes:
    """How many inputs of each kind there are; those of erased people are gone."""
    with held_out():
        rows = list(dataset.items.values_list("split", "is_adversarial"))
    ordinary = [split for split, is_adversarial in rows if not is_adversarial]
    train, validation, last = (ordinary.count(str(split)) for split in (Split.TRAIN, Split.VALIDATION, Split.HELD_OUT))
    return Sizes(train, validation, last, len(rows) - len(ordinary))


def held_out_calls(capability: str) -> set[uuid.UUID]:
    """Past calls whose inputs a dataset of the capability holds out: who writes prompts should not read them."""
    with held_out():
        rows = DatasetItem.objects.filter(dataset__capability=capability, request_id__isnull=False)
        rows = rows.filter(Q(split=Split.HELD_OUT) | Q(is_adversarial=True))
        return {key for key in rows.values_list("request_id", flat=True) if key is not None}


def input_of(item: DatasetItem, capability: str) -> CapabilityInput | None:
    """The item's input as its capability takes it; None where its words were erased or no longer fit. Staff connection."""
    data = item.input
    if item.request_id is not None:
        with using(OPS):
            content = AIPayload.objects.filter(record_id=item.request_id).values_list("content", flat=True).first()
        data = content["input"] if content else None
    if data is None:
        return None
    model = capabilities.get(capability).input
    try:
        found: CapabilityInput = model.model_validate(data)
    except ValueError:  # an input from before the capability changed
        return None
    return found
