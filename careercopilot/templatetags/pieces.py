"""Pieces of a page that many requests share, drawn once a process and kept under everything that they show."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from django import forms, template
from django.core.cache import caches
from django.template.loader import get_template
from django.utils.translation import get_language

from careercopilot import navigation

register = template.Library()


def kept(name: str, of: object, draw: Callable[[], str]) -> str:
    """The piece `name` for these values, as markup. `draw` must use them alone: never the request, whose token is one person's."""
    pieces = caches["pieces"]
    key = f"{name}:{hashlib.blake2b(repr((of, get_language())).encode(), digest_size=24).hexdigest()}"
    found: str | None = pieces.get(key)
    if found is None:
        found = draw()
        pieces.set(key, found)
    return found


@register.simple_tag
def filter_form(form: forms.Form, keep: Sequence[tuple[str, str]] = ()) -> str:
    """A filter form that submits itself. `keep`: names and values that stay in the address beside its fields."""
    page = get_template("components/filters.html")

    def draw() -> str:
        return page.render({"form": form, "keep": keep})

    chosen = [form[name].data for name in form.fields]
    # What people type is drawn anew each time: it never repeats and would only push out what does.
    return draw() if form.data.get("q") else kept("filters", (type(form).__qualname__, chosen, tuple(keep)), draw)


@register.simple_tag
def side_bar(nav: list[navigation.NavGroup]) -> str:
    """The navigation on the left for these destinations."""
    return kept("side", nav, lambda: get_template("components/side_bar.html").render({"nav": nav}))


@register.simple_tag
def bottom_bar(nav: list[navigation.NavGroup]) -> str:
    """The navigation at the foot of phones for these destinations."""
    items = navigation.phone_items(nav)
    return kept("bottom", items, lambda: get_template("components/bottom_bar.html").render({"items": items}))
