"""One shape for every refusal of the JSON API: a problem document after RFC 9457, with the request's id."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

MEDIA_TYPE = "application/problem+json"
# Kind -> status and title. The kind is stable; titles and details are for people and may change.
KINDS = {
    "bad-request": (400, "The request cannot be read"),
    "unauthenticated": (401, "A token is needed"),
    "forbidden": (403, "This token may not do that"),
    "not-found": (404, "Not found"),
    "method-not-allowed": (405, "This address takes another method"),
    "conflict": (409, "Not now"),
    "length-required": (411, "Say how long the request is"),
    "too-large": (413, "The request is too large"),
    "invalid": (422, "Some fields cannot be used"),
    "too-many-requests": (429, "Too many requests"),
    "failed": (500, "Something went wrong on our side"),
}
_BY_STATUS = {status: kind for kind, (status, _) in KINDS.items()}


class Problem(Exception):
    """A refusal that a view raises; `detail` is for the person who reads the answer."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind, self.detail = kind, detail


def problem(
    request: HttpRequest, kind: str, detail: str, *, errors: Sequence[dict[str, str]] = (), headers: Any = None
) -> HttpResponse:
    """The answer for a problem; `errors` are {field, message}."""
    status, title = KINDS[kind]
    body: dict[str, Any] = {
        "type": f"urn:careercopilot:problem:{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        "request_id": getattr(request, "request_id", ""),
        "errors": list(errors),
    }
    response = HttpResponse(json.dumps(body), status=status, content_type=MEDIA_TYPE, headers=headers)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="CareerCopilot"'
    add_never_cache_headers(response)
    return response


def as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An error page (of Django, or of a middleware) as a problem; an answer in JSON stays as it is."""
    if response.status_code < 400 or "json" in response.headers.get("Content-Type", ""):
        return response
    kind = _BY_STATUS.get(response.status_code, "failed" if response.status_code >= 500 else "bad-request")
    kept = {name: response.headers[name] for name in ("Allow", "Retry-After") if name in response.headers}
    details = {
        "not-found": "There is nothing at this address for you.",
        "method-not-allowed": f"Use {kept.get('Allow', 'another method')}.",
        "failed": "Nothing was changed. Try again; if it stays, send us the request id.",
    }
    return problem(request, kind, details.get(kind, "The request was not understood."), headers=kept)
