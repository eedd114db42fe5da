"""Trials that are decided already, for tests of what comes after."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from aiplatform.models import Dataset, DatasetItem, PromptVersion, Trial, TrialArm, TrialRun
from careercopilot.db.router import using


def tried(first: PromptVersion, second: PromptVersion, *, pairs: int = 4, state: str = "granted") -> Trial:
    """A trial with a few pairs, its candidate decided."""
    with using("ops"):
        dataset = Dataset.objects.create(
            key=f"set_{first.pk}", title="Set", capability="test_capability", source="Made up"
        )
        trial = Trial.objects.create(
            prompt=first.prompt, production=first, dataset=dataset, rules={}, cost_cap_usd=Decimal(1)
        )
        arm = TrialArm.objects.create(trial=trial, version=second)
        for number in range(pairs):
            item = DatasetItem.objects.create(
                dataset=dataset, position=number, split="held_out", input={"text": str(number)}, sha256=f"{number:064x}"
            )
            for version, quality in ((first, "0.5"), (second, "0.9")):
                TrialRun.objects.create(
                    trial=trial, item=item, version=version, quality=Decimal(quality), is_safe=True, claims=Decimal(1),
                    cost_usd=Decimal("0.001"), latency_ms=100,
                )  # fmt: skip
        decision = {
            "missing": ["At least 100 pairs."],
            "checks": [{"title": "Quality", "estimate": 0.4, "holds": True}],
        }
        TrialArm.objects.filter(pk=arm.pk).update(state=state, decision=decision, decided_at=timezone.now())
    return trial
