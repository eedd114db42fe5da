"""The gate of the JSON API: who sends the token, how often they may, and how much they may send."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils.crypto import salted_hmac

from accounts.tokens import Bearer, count_request, read_bearer
from careercopilot.problems import as_problem, problem

API = "/api/"
MOST_BYTES = 64 * 1024
MOST_REQUESTS, WINDOW_S = 100, 60  # for a token, and for an address

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ApiMiddleware:
    """Afterwards `request.user` is the token's owner or nobody: a session's cookie opens nothing here, so a page of
    another site cannot send requests in a signed-in person's name. Stands right behind the session's log-in.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(API):
            return self.get_response(request)
        bearer = bearer_of(request)
        request.bearer = bearer  # type: ignore[attr-defined]
        request.user = bearer.user if bearer else AnonymousUser()
        wait = count_request(_keys(request, bearer), most=MOST_REQUESTS, seconds=WINDOW_S)
        if wait:
            words = f"At most {MOST_REQUESTS} requests a minute for a token and for an address. Wait {wait} seconds."
            return problem(request, "too-many-requests", words, headers={"Retry-After": str(wait)})
        if "HTTP_TRANSFER_ENCODING" in request.META:
            # All of it would be read before its length is known.
            return problem(request, "length-required", "Send the body at once, with Content-Length.")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length[:18]) > MOST_BYTES:
            return problem(request, "too-large", f"Send at most {MOST_BYTES // 1024} KB at once.")
        response = self.get_response(request)
        return as_problem(request, response) if isinstance(response, HttpResponse) else response


def bearer_of(request: HttpRequest) -> Bearer | None:
    """Whoever the Authorization header names; None without one, and for a token that opens nothing."""
    kind, _, secret = request.headers.get("Authorization", "").strip().partition(" ")
    return read_bearer(secret.strip()) if kind.lower() == "bearer" else None


def _keys(request: HttpRequest, bearer: Bearer | None) -> list[str]:
    """What the request counts for. Addresses are kept as keyed digests only."""
    keys = [salted_hmac("accounts.ratelimit", _network(request.META.get("REMOTE_ADDR", ""))).hexdigest()]
    if bearer:
        keys.append(salted_hmac("accounts.ratelimit.token", str(bearer.token_id)).hexdigest())
    return keys


def _network(address: str) -> str:
    """One household: an IPv4 address, or the 64 bits of IPv6 that a provider gives to one customer."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # a socket has no address
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
