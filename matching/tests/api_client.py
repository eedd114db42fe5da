"""A program that speaks to the JSON API with a token, for tests."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import ApiTokenFactory

SECRET = "cc_secret-of-a-test-{}"


def token_for(user: User, *scopes: str, **fields: Any) -> str:
    """A secret that opens these scopes for the user; each call makes a token."""
    secret = SECRET.format(user.pk.hex + "".join(scopes))
    ApiTokenFactory(owner=user, secret=secret, scopes=list(scopes), **fields)
    return secret


def call(name: str, body: Any = None, *, token: str | None = None, **extra: Any) -> Any:
    """The answer to one request; POST where there is a body."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    url = reverse(f"api:{name}")
    client = Client(headers=headers, **extra)
    if body is None:
        return client.get(url)
    return client.post(url, body, content_type="application/json")
