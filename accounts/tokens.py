"""API tokens: made, withdrawn, and recognised; and the count of requests that the API's limits need."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from accounts.models import ApiToken, User
from careercopilot.errors import DomainError

MARK = "cc_"  # lets scanners for leaked secrets know ours
SHOWN = 10
MOST_TOKENS = 20


class TokenError(DomainError):
    """A token that the product does not make."""


@dataclass(frozen=True)
class Bearer:
    """Who sends a token, and what it opens."""

    token_id: uuid.UUID
    user: User
    scopes: frozenset[str]


def digest_of(secret: str) -> str:
    """What is kept of a secret. It is 256 random bits, so one round of SHA-256 cannot be searched."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def scopes_for(user: User) -> list[tuple[str, str]]:
    """The scopes, with their words, that this person may put into a token."""
    hidden = set() if user.is_staff else {ApiToken.Scope.TRAIN_ADMIN}
    return [(value, label) for value, label in ApiToken.Scope.choices if value not in hidden]


@transaction.atomic
def make_token(
    *, by: User, name: str, scopes: Sequence[str], at: dt.datetime, life: dt.timedelta
) -> tuple[ApiToken, str]:
    """A new token and its secret, which nobody can read again.

    Raises TokenError for a name in use, a scope that the person may not give, and more than MOST_TOKENS at a time.
    """
    if not scopes or not set(scopes) <= {value for value, _ in scopes_for(by)}:
        raise TokenError("You cannot make a token with these rights.", code="scopes")
    if ApiToken.objects.filter(owner=by).usable_at(at).count() >= MOST_TOKENS:
        raise TokenError(f"You have {MOST_TOKENS} tokens already. Revoke one that you no longer use.", code="too_many")
    # A name is free again once its token has run out.
    ApiToken.objects.filter(owner=by, name__iexact=name, revoked_at=None, expires_at__lte=at).update(revoked_at=at)
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken(
        owner=by, name=name, prefix=secret[:SHOWN], secret_sha256=digest_of(secret), scopes=sorted(set(scopes))
    )
    token.expires_at = at + life
    try:
        with transaction.atomic():
            token.save(force_insert=True)
    except IntegrityError as error:
        raise TokenError(f"You already have a token called “{name}”. Choose another name.", code="name") from error
    return token, secret


def revoke_token(token: ApiToken, *, at: dt.datetime) -> None:
    """The token opens nothing from now on; a second time changes nothing."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)


def read_bearer(secret: str) -> Bearer | None:
    """Who holds this secret, or None; asked before anybody acts, so past row security, by a narrow function.

    Rights of staff count only while the person is staff.
    """
    if not secret.startswith(MARK) or len(secret) > 100:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select token_id, user_id, scopes from accounts_authenticate_token(%s)", [digest_of(secret)])
        row = cursor.fetchone()
    user = User.objects.filter(pk=row[1], is_active=True).first() if row else None
    if row is None or user is None:
        return None
    allowed = {value for value, _ in scopes_for(user)}
    return Bearer(row[0], user, frozenset(row[2]) & allowed)


def count_request(keys: Sequence[str], *, most: int, seconds: int) -> int:
    """Count a request under all keys, or under none when one has had `most` within `seconds`.

    Returns 0, or how many seconds to wait. One statement, outside any transaction of a page.
    """
    with connection.cursor() as cursor:
        cursor.execute("select accounts_count_request(%s, %s, %s)", [list(keys), most, seconds])
        return int(cursor.fetchone()[0])
