"""Errors whose text is written for the person who caused them."""

from __future__ import annotations


class DomainError(Exception):
    """A rule of the product refused something; the message says what to do, the code is stable."""

    code = "refused"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
