"""What the page frame needs on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Whether this is a development set-up, and the request id that error pages show."""
    return {"is_development": settings.ENVIRONMENT == "development", "request_id": getattr(request, "request_id", "")}
