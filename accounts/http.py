"""Typed requests and the gates in front of views."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import Membership, User
from careercopilot.htmx import HtmxRequest

P = ParamSpec("P")


class AuthedRequest(HtmxRequest):
    """A request of a signed-in person."""

    user: User


class MemberRequest(AuthedRequest):
    """A request of a company member; `membership` is the company that the person works in now."""

    membership: Membership


View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def member_required(view: Callable[Concatenate[MemberRequest, P], HttpResponse]) -> View[P]:
    """Only for members of a company; others are led to founding one."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        typed = cast(MemberRequest, request)
        membership = typed.user.active_membership
        if membership is None:
            messages.info(request, "This page is for companies. Create yours, or ask a colleague to invite you.")
            return redirect("accounts:company_create")
        typed.membership = membership
        return view(typed, *args, **kwargs)

    return wrapped


def recruiter_required(view: Callable[Concatenate[MemberRequest, P], HttpResponse]) -> View[P]:
    """Only for members who may post jobs and act on candidates; viewers are told so."""

    @member_required
    @wraps(view)
    def wrapped(request: MemberRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.membership.may_recruit:
            messages.warning(request, "Your role can look but not change. Ask an owner of your company for more.")
            return redirect("matching:company_dashboard")
        return view(request, *args, **kwargs)

    return wrapped
