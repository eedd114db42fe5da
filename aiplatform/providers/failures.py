"""Turns what the vendors' SDKs and their HTTP library raise into our kinds of error."""

from __future__ import annotations

import email.utils
import json
import time
from collections.abc import Mapping
from types import ModuleType

from aiplatform.providers.base import ProviderError, Usage

_BY_STATUS = {
    401: "rejected",
    402: "rejected",
    403: "rejected",
    404: "rejected",
    408: "timeout",
    409: "server_error",
    425: "server_error",
    429: "rate_limited",
    503: "overloaded",
    504: "timeout",
    529: "overloaded",
}


def kind_of_status(status: int) -> str:
    """The kind of error behind an HTTP status."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return "server_error" if status >= 500 else "bad_request" if status >= 400 else "not_json"


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds to wait as the server asks (RFC 9110: seconds or a date; `retry-after-ms` of both vendors first)."""
    raw_ms, raw = headers.get("retry-after-ms", ""), headers.get("retry-after", "")
    try:
        if raw_ms:
            return max(float(raw_ms) / 1000, 0.0)
        if raw:
            return max(float(raw), 0.0)
    except ValueError:
        when = email.utils.parsedate_tz(raw)
        return max(email.utils.mktime_tz(when) - now, 0.0) if when else None
    return None


def failure(error: Exception, sdk: ModuleType) -> ProviderError:
    """Our error for one that `sdk` (openai, anthropic) raised; an error that is none of theirs is raised as it is."""
    import httpx2

    if isinstance(error, ProviderError):
        return error
    if isinstance(error, sdk.APITimeoutError | httpx2.TimeoutException):
        return ProviderError("timeout", str(error), usage=_unsent(error))
    if isinstance(error, sdk.APIStatusError):
        return _status_failure(error)
    if isinstance(error, sdk.APIConnectionError | httpx2.TransportError):
        return ProviderError(
            "connection", f"{type(error.__cause__ or error).__name__}: {error.__cause__ or error}", usage=_unsent(error)
        )
    if isinstance(error, sdk.APIResponseValidationError | json.JSONDecodeError | UnicodeDecodeError):
        return ProviderError("not_json", str(error))
    if isinstance(error, sdk.APIError):  # told inside a stream, where the status was 200 long ago
        return ProviderError("server_error", str(error))
    raise error


def _unsent(error: Exception) -> Usage | None:
    """No tokens when there never was a connection; else nobody knows what the other side made."""
    import httpx2

    return Usage() if isinstance(error.__cause__ or error, httpx2.ConnectError | httpx2.ConnectTimeout) else None


def _status_failure(error: Exception) -> ProviderError:
    status: int = error.status_code  # type: ignore[attr-defined]  # both SDKs' APIStatusError have these two
    headers = error.response.headers  # type: ignore[attr-defined]
    kind = kind_of_status(status)
    if "insufficient_quota" in str(error):
        kind = "rejected"  # an unpaid account also answers 429, at each try
    if status == 200:
        kind = "overloaded" if "overloaded" in str(error) else "server_error"  # an error event inside a stream
    # A refused request is not billed; an answer that broke off may be.
    usage = None if status == 200 else Usage()
    return ProviderError(kind, f"{status}: {error}", retry_after=retry_after(headers, time.time()), usage=usage)
