"""Pages of a person's account, wishes, companies and background work."""

from __future__ import annotations

import datetime as dt
import uuid

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts import self_identification as answers
from accounts import services
from accounts.forms import (
    AccountForm,
    CompanyForm,
    InvitationForm,
    RoleForm,
    SelfIdentificationForm,
    TokenForm,
    WishesForm,
)
from accounts.http import AuthedRequest, MemberRequest, member_required
from accounts.models import ApiToken, Invitation, Membership, Run
from accounts.runs import subject_url
from accounts.tokens import TokenError, make_token, revoke_token
from careercopilot.htmx import render_page


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: AuthedRequest) -> HttpResponse:
    """Name and sides, and the way to every other setting."""
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your account is saved.")
        return redirect("accounts:account")
    return render_page(request, "accounts/account.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: AuthedRequest) -> HttpResponse:
    """What the seeker looks for."""
    profile = services.profile_of(request.user)
    form = WishesForm(request.POST or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        services.save_wishes(
            form.save(commit=False), home=form.cleaned_data["home"], wanted=form.cleaned_data["places"]
        )
        messages.success(request, "Your wishes are saved. Matches are being brought up to date.")
        return redirect("accounts:wishes")
    return render_page(request, "accounts/wishes.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def self_identification(request: AuthedRequest) -> HttpResponse:
    """What the person says of themselves for the bias audit, and what it is for."""
    kept = answers.own_answers()
    initial = {"sex": kept.sex, "race_ethnicity": kept.race_ethnicity} if kept else None
    form = SelfIdentificationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers.give_answers(sex=form.cleaned_data["sex"], race_ethnicity=form.cleaned_data["race_ethnicity"])
        messages.success(request, "Your answers are kept, for the bias audit only.")
        return redirect("accounts:self_identification")
    context = {"form": form, "kept": kept}
    return render_page(request, "accounts/self_identification.html", context, status=422 if form.errors else 200)


@require_POST
def self_identification_withdrawal(request: AuthedRequest) -> HttpResponse:
    """Remove the answers."""
    if answers.withdraw_answers():
        messages.success(request, "Your answers are removed.")
    return redirect("accounts:self_identification")


@require_safe
def token_list(request: AuthedRequest) -> HttpResponse:
    """The person's API tokens, those in use first."""
    own = ApiToken.objects.visible_to(request.user)
    usable = own.usable_at(timezone.now()).order_by("-created_at", "pk")
    ended = own.exclude(pk__in=usable.order_by().values("pk")).order_by("-created_at", "pk")[:20]
    return render_page(request, "accounts/token_list.html", {"tokens": usable, "ended": ended})


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth publishes no types
def token_create(request: AuthedRequest) -> HttpResponse:
    """Make an API token after confirming who one is; its secret is shown by this answer and never again."""
    form = TokenForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        life = dt.timedelta(days=int(form.cleaned_data["days"]))
        name, scopes = form.cleaned_data["name"], form.cleaned_data["scopes"]
        try:
            token, secret = make_token(by=request.user, name=name, scopes=scopes, at=timezone.now(), life=life)
        except TokenError as error:
            form.add_error("name" if error.code == "name" else None, error.message)
        else:
            context = {"token": token, "secret": secret, "address": request.build_absolute_uri("/api/v1/")}
            return render_page(request, "accounts/token_made.html", context)
    return render_page(request, "accounts/token_create.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def token_revocation(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """End a token; programs that send it are refused from now on."""
    token = get_object_or_404(ApiToken.objects.editable_by(request.user), pk=pk)
    revoke_token(token, at=timezone.now())
    messages.success(request, f"The token “{token.name}” is revoked.")
    return redirect("accounts:token_list")


@require_http_methods(["GET", "HEAD", "POST"])
def company_create(request: AuthedRequest) -> HttpResponse:
    """Found a company."""
    form = CompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.found_company(by=request.user, **form.cleaned_data)
        return redirect("accounts:company_team")
    return render_page(request, "accounts/company_create.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def company_team(request: MemberRequest) -> HttpResponse:
    """Who works here, open invitations, and the company's public facts."""
    company = request.membership.company
    members = company.memberships.visible_to(request.user).select_related("user").order_by("created_at", "pk")
    invitations = company.invitations.visible_to(request.user).open_at(timezone.now()).order_by("created_at", "pk")
    context = {"company": company, "members": members, "invitations": invitations, "roles": Membership.Role.choices}
    is_owner = request.membership.role == Membership.Role.OWNER
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and is_owner and form.is_valid():
        link = request.build_absolute_uri(reverse("accounts:invitation_accept", args=["TOKEN"]))
        try:
            services.invite(company, by=request.user, at=timezone.now(), link=link, **form.cleaned_data)
        except services.TeamError as error:
            form.add_error("email", error.message)
        else:
            messages.success(request, f"An invitation is on its way to {form.cleaned_data['email']}.")
            return redirect("accounts:company_team")
    context |= {"form": form, "is_owner": is_owner}
    return render_page(request, "accounts/company_team.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def company_edit(request: MemberRequest) -> HttpResponse:
    """Change the company's public facts (owners)."""
    company = get_object_or_404(type(request.membership.company).objects.editable_by(request.user))
    form = CompanyForm(request.POST or None, instance=company)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "The company is saved.")
        return redirect("accounts:company_team")
    return render_page(request, "accounts/company_edit.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@member_required
def invitation_revocation(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = get_object_or_404(Invitation.objects.editable_by(request.user), pk=pk)
    services.revoke_invitation(invitation, at=timezone.now())
    messages.success(request, f"The invitation of {invitation.email} is withdrawn.")
    return redirect("accounts:company_team")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """See an invitation, and accept it once signed in with the invited address."""
    invitation = services.read_invitation(token)
    if request.method == "POST" and request.user.is_authenticated:
        try:
            company = services.accept_invitation(token, by=request.user)
        except services.TeamError as error:
            messages.error(request, error.message)
            return redirect("accounts:invitation_accept", token=token)
        messages.success(request, f"You now work with {company.name}.")
        return redirect("matching:company_dashboard")
    return render(
        request, "accounts/invitation_accept.html", {"invitation": invitation}, status=200 if invitation else 404
    )


@require_POST
@member_required
def membership_role(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a colleague's role (owners)."""
    membership = get_object_or_404(Membership.objects.editable_by(request.user), pk=pk)
    before = membership.role
    form = RoleForm(request.POST, instance=membership)
    if form.is_valid():
        membership.role = before
        try:
            services.change_role(membership, role=form.cleaned_data["role"])
        except services.TeamError as error:
            messages.error(request, error.message)
    return redirect("accounts:company_team")


@require_POST
@member_required
def membership_removal(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a colleague out of the company (owners)."""
    membership = get_object_or_404(Membership.objects.editable_by(request.user), pk=pk)
    try:
        services.remove_member(membership)
    except services.TeamError as error:
        messages.error(request, error.message)
    return redirect("accounts:company_team")


@require_safe
def run_list(request: AuthedRequest) -> HttpResponse:
    """The person's latest background work; for the bell only the newest few."""
    runs = Run.objects.visible_to(request.user).order_by("-created_at", "pk")[: 8 if request.htmx else 50]
    return render_page(request, "accounts/run_list.html", {"runs": runs}, partial="runs")


@require_safe
def run_detail(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """One piece of background work; the page asks again until it is finished, then leads to the result."""
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
    url = subject_url(run)
    if url and run.state == Run.State.SUCCEEDED:
        return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
    return render_page(request, "accounts/run_detail.html", {"run": run, "subject_url": url}, partial="run")
