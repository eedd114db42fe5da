"""The shipped list of prices and first budgets, loaded into their tables."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from aiplatform.models import Budget, ModelPrice
from careercopilot.db.router import using

OPS = "ops"
SHIPPED = Path(__file__).resolve().parent.parent / "data" / "prices.toml"
CLASSES = ("input", "cache_read", "cache_write", "output")


def load(path: Path = SHIPPED) -> tuple[int, int]:
    """Add the prices and budgets of the file that are not there yet; returns how many of each.

    What is there stays: staff may have corrected it. Budgets are added only while there is none at all.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    with using(OPS), transaction.atomic(using=OPS):
        prices = sum(_add(row) for row in _rows(data))
        budgets = 0
        if not Budget.objects.exists():
            for name, cap in data.get("budgets", {}).items():
                scope, _, period = name.partition("_")
                Budget.objects.create(scope=scope, period=period, cap_usd=Decimal(cap))
                budgets += 1
    return prices, budgets


def _rows(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One row a name and tier. Reasoning tokens are billed as output by the vendors listed."""
    for group in data["prices"]:
        from_date: dt.date = group["from_date"]
        for model in group["models"]:
            units = {name: Decimal(model[name]) if name in model else None for name in CLASSES}
            for pattern in model["names"]:
                yield {
                    "provider": group["provider"],
                    "pattern": pattern,
                    "from_date": from_date,
                    "above_tokens": model.get("above_tokens", 0),
                    "source": group["source"],
                    "reasoning": units["output"],
                    **units,
                }


def _add(row: dict[str, Any]) -> bool:
    same = {name: row[name] for name in ("provider", "pattern", "from_date", "above_tokens")}
    _, is_new = ModelPrice.objects.get_or_create(**same, defaults=row)
    return is_new
