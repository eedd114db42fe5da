"""Cards of jobs in a list, each drawn once and kept as long as nothing on it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.cache import caches
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from matching.queries import MatchCard

register = template.Library()
NOT_SHOWN = frozenset({"_state", "total"})  # of a row; the number of all rows would change every card with each new one


def _values(row: Any) -> list[Any]:
    """Everything that was read of a row: a template that showed more would have to ask the database again."""
    return [value for name, value in vars(row).items() if name not in NOT_SHOWN]


def fingerprint(card: MatchCard, of: Sequence[object]) -> str:
    """The key of a drawn card: a digest of every value that it can show, and of what `of` names beside it."""
    match = _values(card.match) if card.match else None
    shown = (of, match, _values(card.job), card.mark, card.application, card.is_stale)
    return hashlib.blake2b(repr(shown).encode(), digest_size=24).hexdigest()


@register.simple_tag(takes_context=True)
def match_cards(context: template.Context, cards: Iterable[MatchCard]) -> SafeString:
    """The cards of jobs in a list of the signed-in person, from memory where they were drawn before.

    They are drawn without the request, so that no token, nonce or address of a request can be kept in them; their
    buttons belong to the page's form `marks` (matching/_mark_page_form.html).
    """
    of = (context["user"].pk, timezone.localdate(), get_language())
    keyed = [(fingerprint(card, of), card) for card in cards]
    kept = caches["pieces"].get_many([key for key, _ in keyed])
    missing = {key: card for key, card in keyed if key not in kept}
    if missing:
        page = get_template("matching/_match_card.html")
        drawn = {key: str(page.render({"card": card})) for key, card in missing.items()}
        caches["pieces"].set_many(drawn)
        kept |= drawn
    return mark_safe("".join(kept[key] for key, _ in keyed))  # noqa: S308  (templates wrote them)
