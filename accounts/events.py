"""What other apps want to hear about from this one; they register when they are ready.

A plain list of functions: called in order, in the same transaction, an error in one undoes the change.
"""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User

wishes_saved: list[Callable[[User], None]] = []


def tell_wishes_saved(user: User) -> None:
    """The person's wishes changed."""
    for listener in wishes_saved:
        listener(user)
