"""Pages that belong to no app: the front page, and those of a development set-up."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.adapters import start_page


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the product is, for everybody; signed-in people go on to their work."""
    if request.user.is_authenticated:
        return redirect(start_page(request.user))
    return render(request, "pages/home.html")


def _development_only() -> None:
    if settings.ENVIRONMENT == "production":
        raise Http404


@login_not_required
@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every component in all states."""
    _development_only()
    return render(request, "pages/design.html")


@login_not_required
@require_safe
def dev_mail(request: HttpRequest) -> HttpResponse:
    """The mail that a development set-up would have sent."""
    from careercopilot.devmail import kept_mail

    _development_only()
    return render(request, "pages/dev_mail.html", {"messages_kept": kept_mail()})
