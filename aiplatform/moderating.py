"""Moderation of answers: the shipped policy, a function of the operator's own, and a vendor's endpoint where one is set up.

All see masked text, as a model does. The vendor is asked only about what the others let pass. When it does not answer, the others'
word stands, and the record says so: a moderation that is out of order must not take the model with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from aiplatform.providers.base import Moderator, Provider, ProviderError
from aiplatform.safety.moderation import Moderate, Moderated
from aiplatform.safety.moderation import moderate as by_policy
from careercopilot.logging import get_logger

# A vendor's moderation may take so long of the time that the answer has left.
SECONDS = 5.0

log = get_logger(__name__)


@dataclass(frozen=True)
class Moderation:
    """All that looks at an answer, within one deadline (a moment of time.monotonic())."""

    own: Callable[[str], Sequence[str]] | None
    vendor: Moderator | None
    until: float

    def __call__(self, text: str) -> Moderated:
        """What was found, and who looked."""
        found = list(by_policy(text))
        record: dict[str, Any] = {"policy": list(found)}
        if self.own is not None:
            record["own"] = list(self.own(text))
            found += record["own"]
        if self.vendor is not None and not found:
            try:
                record["vendor"] = list(
                    self.vendor.moderate(text, deadline=min(self.until, time.monotonic() + SECONDS))
                )
                found += record["vendor"]
            except ProviderError as error:
                log.warning("ai_moderation_unanswered", kind=error.kind, detail=error.detail)
                record["vendor_failed"] = error.kind
        return Moderated(tuple(found), record)


def moderation(providers: Sequence[Provider], until: float) -> Moderate:
    """What the settings ask for: AI_MODERATION names a function of one's own, AI_VENDOR_MODERATION turns the vendor's off."""
    own = import_string(settings.AI_MODERATION) if settings.AI_MODERATION else None
    vendors = [one for one in providers if isinstance(one, Moderator)] if settings.AI_VENDOR_MODERATION else []
    return Moderation(own, vendors[0] if vendors else None, until)
