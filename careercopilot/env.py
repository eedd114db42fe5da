"""Reads settings from the environment and fails loudly on a value that cannot be meant."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def env_str(name: str, default: str = "", *, choices: tuple[str, ...] = ()) -> str:
    """The variable as text; raises ImproperlyConfigured when it is none of the choices."""
    value = os.environ.get(name, "").strip() or default
    if choices and value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of: {', '.join(choices)}.")
    return value


def env_bool(name: str, default: bool) -> bool:
    """The variable as true or false."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.strip().lower() in TRUE:
        return True
    if raw.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}; it must be true or false.")


def env_int(name: str, default: int, *, low: int = 0, high: int = 2**31) -> int:
    """The variable as a whole number between low and high."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        value = int(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {raw!r}; it must be a whole number.") from error
    if not low <= value <= high:
        raise ImproperlyConfigured(f"{name} is {value}; it must be between {low} and {high}.")
    return value


def env_list(name: str, default: str = "") -> list[str]:
    """The variable as a list of comma-separated words."""
    return [word.strip() for word in env_str(name, default).split(",") if word.strip()]


def env_secret(name: str, *, keep_in: Path | None) -> str:
    """A secret of at least 32 characters from the environment; in development made once and kept in a private file."""
    value = os.environ.get(name, "").strip()
    if value:
        if len(value) < 32:
            raise ImproperlyConfigured(f"{name} is too short; use at least 32 random characters.")
        return value
    if keep_in is None:
        raise ImproperlyConfigured(f"{name} must be set in production; use at least 50 random characters.")
    path = keep_in / f"{name.lower()}.txt"
    if path.exists():
        return path.read_text(encoding="utf-8").strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    made = secrets.token_urlsafe(50)
    path.touch(mode=0o600)
    path.write_text(made, encoding="utf-8")
    return made
