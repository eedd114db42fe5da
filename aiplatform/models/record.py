"""Every call of a model: that it was made, what came of it, and, while it is kept, what was said.

The database writes these rows (`record_ai_request`, `record_ai_response`) and nobody changes one. Requests and responses
of a person form one chain of digests. They hold no words: those lie in `AIPayload`, which can be removed, and only a salted
digest of them is in the chain. Requests and responses are partitioned by month, so the tables are made in SQL
(sql/0002_record.sql).
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accounts.scoping import NOBODY, OwnedModel, ScopedQuerySet
from aiplatform.models.people import person_key
from aiplatform.models.prompt import PromptVersion


class RecordQuerySet(ScopedQuerySet[Any]):
    """A person reads what was recorded about them (policy `<table>_select`); nobody changes or removes it."""

    def editable_q(self, user_id: uuid.UUID) -> Q:
        return Q(owner_id=NOBODY)


class ChainedModel(OwnedModel):
    """A row in the chain of one person's records."""

    owner = person_key("The person it is about; null for made-up inputs. The row outlives the person.")
    chain_position = models.BigIntegerField(help_text="1, 2, 3 among the person's requests and responses.")
    payload_sha256 = models.CharField(max_length=64, help_text="Of the salt and the words that belong to this row.")
    previous_sha256 = models.CharField(max_length=64, blank=True, help_text="The digest of the row before it.")
    row_sha256 = models.CharField(max_length=64, help_text="Of this row with the digest before it.")

    objects: ClassVar[RecordQuerySet] = RecordQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True


class AIRequest(ChainedModel):
    """A call that began. Written before the model is asked, so a lost call is on record too."""

    by = person_key()
    company = models.ForeignKey(
        "accounts.Company", on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    capability = models.CharField(max_length=80)
    prompt_version = models.ForeignKey(PromptVersion, on_delete=models.DO_NOTHING, null=True, related_name="requests")
    rendered_sha256 = models.CharField(max_length=64, blank=True, help_text="Of all that was to be sent.")
    provider = models.CharField(max_length=40, blank=True, help_text="Empty: no model was to be asked.")
    model = models.CharField(max_length=120, blank=True)
    parameters = models.JSONField(default=dict)
    subject_kind = models.CharField(max_length=40, blank=True, help_text="What it is about, such as resume.")
    subject_id = models.UUIDField(null=True)
    web_request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "AI request"

    def __str__(self) -> str:
        return f"{self.capability} {self.created_at:%Y-%m-%d %H:%M}"


class AIResponse(ChainedModel):
    """What came of one attempt: the outcome, the tokens by class, the unit prices of that moment, and the cost."""

    class State(models.TextChoices):
        SUCCEEDED = "succeeded", "Succeeded"
        REPAIRED = "repaired", "Repaired"
        FAILED = "failed", "Failed"
        REFUSED = "refused", "Refused"

    class Served(models.TextChoices):
        MODEL = "model", "By the model"
        DETERMINISTIC = "deterministic", "Without a model"
        NOTHING = "", "Another attempt followed"

    request = models.ForeignKey(AIRequest, on_delete=models.DO_NOTHING, db_constraint=False, related_name="responses")
    request_at = models.DateTimeField(help_text="The request's created_at; part of its key.")
    attempt = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State)
    served = models.CharField(max_length=13, choices=Served, blank=True)
    provider = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=120, blank=True, help_text="The snapshot that the vendor names.")
    provider_request_id = models.CharField(max_length=120, blank=True)
    input_tokens = models.PositiveIntegerField(null=True, help_text="Not cached. Null: the vendor told nothing.")
    cache_read_tokens = models.PositiveIntegerField(null=True)
    cache_write_tokens = models.PositiveIntegerField(null=True)
    output_tokens = models.PositiveIntegerField(null=True, help_text="Without reasoning.")
    reasoning_tokens = models.PositiveIntegerField(null=True)
    total_tokens = models.PositiveIntegerField(null=True, help_text="The sum of the classes, which do not overlap.")
    price_input = models.DecimalField(max_digits=14, decimal_places=6, null=True, help_text="USD a million tokens.")
    price_cache_read = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    price_cache_write = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    price_output = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    price_reasoning = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    price_from_date = models.DateField(null=True)
    price_source = models.CharField(max_length=300, blank=True)
    cost_usd = models.DecimalField(max_digits=18, decimal_places=8, null=True, help_text="Null: not known.")
    is_unpriced = models.BooleanField(help_text="The cost is not known, which is not zero.")
    latency_ms = models.PositiveIntegerField()
    finish_reason = models.CharField(max_length=40, blank=True)
    validation = models.JSONField(default=dict)
    safety = models.JSONField(default=dict)
    confidence = models.DecimalField(max_digits=4, decimal_places=3, null=True)

    class Meta:
        verbose_name = "AI response"

    def __str__(self) -> str:
        return f"{self.get_state_display()}, attempt {self.attempt}"


class PayloadQuerySet(ScopedQuerySet["AIPayload"]):
    """A person reads and removes the words of the calls about them; nobody adds or changes any (policies `_select`, `_delete`)."""


class AIPayload(OwnedModel):
    """The words of one record and their salt. Removing it leaves the chain whole: only its digest is in there."""

    owner = person_key("The database removes the row with the person.")
    request = models.ForeignKey(AIRequest, on_delete=models.DO_NOTHING, db_constraint=False, related_name="payloads")
    request_at = models.DateTimeField()
    record_id = models.UUIDField(unique=True, help_text="The request or the response that these words belong to.")
    content = models.JSONField(help_text="Of a request: input, rendered, subject_label. Of a response: output.")
    salt = models.BinaryField(max_length=32)

    objects: ClassVar[PayloadQuerySet] = PayloadQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "AI payload"
        indexes = [
            models.Index(fields=["owner", "request"], name="aiplatform_payload_owner"),
            models.Index(fields=["request_at"], name="aiplatform_payload_age"),
        ]

    def __str__(self) -> str:
        return f"words of {self.record_id}"
