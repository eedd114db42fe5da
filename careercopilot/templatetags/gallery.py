"""Sample data for the component gallery, which has no view of its own."""

from __future__ import annotations

from django import template

from careercopilot import gallery

register = template.Library()


@register.simple_tag(takes_context=True)
def gallery_sample(context: template.Context) -> str:
    """Put the gallery's made-up data into the context of the block it stands in."""
    for name, value in gallery.context().items():
        context[name] = value
    return ""
