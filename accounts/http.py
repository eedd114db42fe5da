"""Typed requests and the gates in front of views."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import Membership, User
from careercopilot.htmx import HtmxRequest


class AuthedRequest(HtmxRequest):
    """A request of a signed-in person."""

    user: User


class MemberRequest(AuthedRequest):
    """A request of a company member; `membership` is the company that the person works in now."""

    membership: Membership


View = Callable[..., HttpResponse]


def member_required(view: View) -> View:
    """Only for members of a company; others are led to founding one."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = cast(MemberRequest, request)
        membership = typed.user.active_membership
        if membership is None:
            messages.info(request, "This page is for companies. Create yours, or ask a colleague to invite you.")
            return redirect("accounts:company_create")
        typed.membership = membership
        return view(typed, *args, **kwargs)

    return wrapped


def recruiter_required(view: View) -> View:
    """Only for members who may post jobs and act on candidates; viewers are told so."""

    @member_required
    @wraps(view)
    def wrapped(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.membership.may_recruit:
            messages.warning(request, "Your role can look but not change. Ask an owner of your company for more.")
            return redirect("matching:company_dashboard")
        return view(request, *args, **kwargs)

    return wrapped
