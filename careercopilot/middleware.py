"""Request ids, security headers, and the transaction in which row level security knows who acts."""

from __future__ import annotations

import contextlib
import re
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from csp.constants import SELF
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connections, transaction
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import is_valid_path, reverse_lazy
from django.utils.cache import patch_vary_headers

from careercopilot.db.context import acting_as
from careercopilot.db.router import using
from careercopilot.logging import get_logger
from careercopilot.metrics import ERRORS, SLOW, observe_request, view_of
from careercopilot.timing import recorded, span

LOG_IN = reverse_lazy("account_login")
GetResponse = Callable[[HttpRequest], HttpResponseBase]
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# These answer without a person and without a transaction.
OPEN_PATHS = ("/healthz", "/readyz", "/metrics", "/static/")

log = get_logger(__name__)


class RequestIdMiddleware:
    """Gives each request an id (a proxy's one is kept when well-formed), logs under it and returns it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Not through request.headers, which remembers its first answer: the log middleware reads the id from it later.
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        request.META["HTTP_X_REQUEST_ID"] = request_id
        request.request_id = request_id  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class TimingMiddleware:
    """Measures each request: counts and stages for /metrics, and a line in the log, with its parts, for a slow one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with contextlib.ExitStack() as stack:
            record = stack.enter_context(recorded())
            for alias in ("default", "ops"):
                stack.enter_context(connections[alias].execute_wrapper(_timed_query))
            response = self.get_response(request)
            observe_request(request, response.status_code, record)
            if record.total() * 1000 >= settings.SLOW_REQUEST_MS:
                SLOW.labels(view_of(request)).inc()
                parts = {f"{name}_ms": value for name, value in record.breakdown_ms().items()}
                told = {"view": view_of(request), "method": request.method, "status": response.status_code}
                total_ms = round(record.total() * 1000, 1)
                log.warning("slow_request", **told, total_ms=total_ms, queries=record.counts.get("db", 0), **parts)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Counts what a view raised; others answer it."""
        if not isinstance(exception, Http404 | PermissionDenied):  # these are answers
            ERRORS.labels(view_of(request), type(exception).__name__).inc()


def _timed_query(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    with span("db"):
        return execute(sql, params, many, context)


class OpenedAgainMiddleware:
    """Leads a browser that opens an address which only takes a form (from its history, after signing in) to the page above.

    Other clients keep the plain 405.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_page = request.method in ("GET", "HEAD") and "text/html" in request.headers.get("Accept", "")
        if response.status_code != 405 or not is_page or request.path.startswith("/api/"):
            return response
        return HttpResponseRedirect(page_above(request.path))


def page_above(path: str) -> str:
    """The nearest address above a path that is one of ours; the start page where none is."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if is_valid_path(path):
            return path
    return "/"


class SecurityHeadersMiddleware:
    """Headers that Django does not set: permissions, caches of private pages, data left after log-out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        _whole_page_for_login(request, response)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        patch_vary_headers(response, ["HX-Request"])
        if request.path.startswith("/admin/"):
            # The stock admin's scripts are files of ours that carry no nonce; it has no inline script.
            response._csp_replace = {"script-src": [SELF]}  # type: ignore[attr-defined]
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        if getattr(request, "was_authenticated", False) and (user is None or not user.is_authenticated):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _whole_page_for_login(request: HttpRequest, response: HttpResponseBase) -> None:
    """When a session ended, a fragment's request leads the browser to the log-in; else it would appear inside the page."""
    target = response.headers.get("Location", "")
    if request.headers.get("HX-Request") and response.status_code == 302 and target.startswith(str(LOG_IN)):
        # Back to the page that asked, not to the address of its fragment.
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = page.path + (f"?{page.query}" if page.query else "")
        response.status_code = 204
        response["HX-Redirect"] = f"{LOG_IN}?{urlencode({'next': back})}" if back.startswith("/") else str(LOG_IN)
        del response["Location"]


class RowSecurityMiddleware:
    """Opens one transaction for the view in which row level security sees the signed-in person.

    The response is rendered inside it (a template rendered later would read with no actor and see no rows), and an
    exception or a status of 500 and above rolls all of it back.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(OPEN_PATHS):
            return self.get_response(request)
        user = request.user
        request.was_authenticated = user.is_authenticated  # type: ignore[attr-defined]
        staff_site = request.path.startswith("/admin/")
        alias = "ops" if staff_site and user.is_authenticated and user.is_staff else "default"
        with using(alias), acting_as(user, using=alias):
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "view_failed", False):
                transaction.set_rollback(True, using=alias)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A view that raised writes nothing, whatever page its exception becomes.

        Only noted here: the page that answers (signing in again, say) may still have to read.
        """
        request.view_failed = True  # type: ignore[attr-defined]
