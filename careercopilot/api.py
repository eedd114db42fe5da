"""Root of the JSON API at /api/v1/: the apps' routers, one shape for refusals, and the OpenAPI document.

Authentication, limits and the size of requests are `accounts.middleware`'s; row security is the same as for pages.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from pydantic import Field

from careercopilot.errors import DomainError
from careercopilot.health import readiness, readiness_notes
from careercopilot.problems import MEDIA_TYPE, Problem, problem
from matching.api import match_router, train_router

OK = "ok"
UNKNOWN = "There is no such token, or it was revoked or has run out. Make one on your account page, under API tokens."


class StrictParser(Parser):
    """JSON after its standard: NaN and infinite numbers, which Python would let through, are refused."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(request.body, parse_constant=_no_number)
        return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


class Api(NinjaAPI):
    """Ninja's API whose views need no session and whose refusals are documented as problem documents."""

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """As ninja makes them; a missing token is answered with 401, not with the way to the log-in page."""
        patterns, app, namespace = super().urls
        for pattern in patterns:
            pattern.callback.login_required = False  # type: ignore[union-attr]  # read by LoginRequiredMiddleware
        return patterns, app, namespace

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The document; refusals under their own media type."""
        schema = super().get_openapi_schema(**kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in answer.get("content", {}):
                        answer["content"] = {_media(int(status)): answer["content"]["application/json"]}
        return schema


def _media(status: int) -> str:
    return "application/json" if status == 503 else MEDIA_TYPE


api = Api(
    title="CareerCopilot",
    version="1",
    description="Matches of resumes and jobs, in both directions. Tokens are made on the account page.",
    urls_namespace="api",
    docs_url=None,
    parser=StrictParser(),
)


class Health(Schema):
    """Whether the site can serve, part by part."""

    status: str = Field(description="`ready` or `not ready`.")
    database: str
    migrations: str
    worker: str
    ranker: str | None = Field(default=None, description="The version that scores now, or `fallback` for the rules.")


@api.get("health", response={200: Health, 503: Health}, url_name="health", operation_id="health", summary="Health")
def health(request: HttpRequest) -> HttpResponse:
    """The same as `/readyz`. Needs no token."""
    parts = readiness()
    ready = all(state == OK for state in parts.values())
    body = {"status": "ready" if ready else "not ready", **parts, **(readiness_notes() if ready else {})}
    return api.create_response(request, body, status=200 if ready else 503)


api.add_router("match/", match_router)
api.add_router("train/", train_router)


@api.exception_handler(Problem)
def _on_problem(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, error.kind, error.detail)


@api.exception_handler(AuthenticationError)
def _on_no_token(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, "unauthenticated", UNKNOWN)


@api.exception_handler(DomainError)
def _on_refusal(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, "conflict", error.message)


@api.exception_handler(Http404)
def _on_missing(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, "not-found", "There is nothing like that for you.")


@api.exception_handler(HttpError)
def _on_unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, "bad-request", "The body is not JSON.")


@api.exception_handler(ValidationError)
def _on_invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """Each wrong field by its name, with a sentence."""
    errors = [{"field": _field(item["loc"]), "message": _sentence(item["msg"])} for item in error.errors]
    names = ", ".join(dict.fromkeys(item["field"] or "the body" for item in errors))
    return problem(request, "invalid", f"Look at: {names}.", errors=errors)


def _field(place: tuple[Any, ...]) -> str:
    """`filters.countries.0` of (body, ask, filters, countries, 0); empty for the body as a whole."""
    return ".".join(str(part) for part in place[2:])


def _sentence(words: str) -> str:
    words = words.removeprefix("Value error, ")
    return words if words.endswith(".") else f"{words}."
