"""Trials and tries for staff: intervals as the pairs came in, what the gate says, and versions side by side on past inputs."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Run
from accounts.runs import start_run
from aiplatform import playground
from aiplatform.charts import band, interval
from aiplatform.models import Prompt, PromptVersion, Trial, TrialArm
from aiplatform.pricing import usd
from aiplatform.queries import playground as tries
from aiplatform.queries import trials as figures
from aiplatform.services.datasets import held_out_calls
from aiplatform.services.held_out import held_out
from careercopilot.admin import ReadOnlyAdmin
from careercopilot.errors import DomainError

PER_PAGE = 20


def _safe(svg: str) -> SafeString:
    """Our own drawing: every word in it was escaped when it was made."""
    return mark_safe(svg)  # noqa: S308


@admin.register(Trial)
class TrialAdmin(ReadOnlyAdmin):
    """Candidates against production. Trials are opened and run by the command run_trial."""

    list_display = ["__str__", "prompt", "state", "candidates", "spent", "cap", "created_at"]
    list_filter = ["state", "prompt"]
    list_select_related = ["prompt", "production__prompt"]
    ordering = ["-created_at", "pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("arms__version__prompt")

    @admin.display(description="Spent", ordering="spent_usd")
    def spent(self, row: Trial) -> str:
        return usd(row.spent_usd)

    @admin.display(description="Cost cap", ordering="cost_cap_usd")
    def cap(self, row: Trial) -> str:
        return usd(row.cost_cap_usd)

    @admin.display(description="Candidates")
    def candidates(self, row: Trial) -> str:
        arms = sorted(row.arms.all(), key=lambda arm: arm.version.number)
        return ", ".join(f"{arm.version.number} ({arm.get_state_display().lower()})" for arm in arms) or "none"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One trial: every candidate with its figures, its intervals and what is missing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Trial.objects.select_related("prompt", "production__prompt", "dataset")
        trial = get_object_or_404(rows, pk=_key(object_id))
        with held_out():
            arms = [(status, plots_of(status.arm)) for status in figures.status_of(trial)]
        context = {**self.admin_site.each_context(request), "title": str(trial), "opts": self.model._meta}
        context |= {"trial": trial, "prompt": trial.prompt, "arms": arms, "judge": figures.judge_words(trial)}
        return TemplateResponse(request, "admin/aiplatform/trial/detail.html", context)


def plots_of(arm: TrialArm) -> list[tuple[str, SafeString, SafeString]]:
    """Each figure's name, its interval now and its interval as the pairs came in. Only inside `held_out`."""
    drawn = []
    for path in figures.paths_of(arm):
        low, middle, high = path.low[-1], path.mean[-1], path.high[-1]
        words = f"{path.title}: {middle:+.3f}, between {low:+.3f} and {high:+.3f}, bar {path.bar:+.3f}"
        now = interval(low, middle, high, marks=[(path.bar, "bar")], title=words)
        course = band(path.pairs, path.low, path.mean, path.high, bar=path.bar, title=f"{path.title} by pairs")
        drawn.append((words, _safe(now), _safe(course)))
    return drawn


def playground_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose versions of a prompt and past inputs; a try starts in the background."""
    if not request.user.has_perm("aiplatform.change_prompt"):
        raise PermissionDenied
    prompt = get_object_or_404(Prompt, pk=pk, is_part=False)
    versions = list(PromptVersion.objects.filter(prompt=prompt).order_by("-number", "pk"))
    past = tries.past_calls(prompt.capability, hidden=held_out_calls(prompt.capability))
    if request.method == "POST":
        chosen = [one for one in reversed(versions) if str(one.pk) in request.POST.getlist("version")]
        asked = [key for text in request.POST.getlist("input") if (key := _key(text)) is not None]
        known = set(past.filter(pk__in=asked).values_list("pk", flat=True))
        keys = [key for key in asked if key in known]
        try:
            playground.check(chosen, keys)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("admin:aiplatform_playground", prompt.pk)
        return redirect("admin:aiplatform_playground_try", prompt.pk, _begin(request, prompt, chosen, keys).pk)
    page = Paginator(past, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request), "title": f"Try {prompt.key}", "opts": Prompt._meta, "prompt": prompt,
        "versions": versions, "page": page, "inputs": tries.past_inputs(list(page)),
        "most": (playground.MOST_VERSIONS, playground.MOST_INPUTS),
    }  # fmt: skip
    return TemplateResponse(request, "admin/aiplatform/prompt/playground.html", context)


def _begin(request: HttpRequest, prompt: Prompt, versions: list[PromptVersion], keys: list[uuid.UUID]) -> Run:
    from aiplatform.jobs import try_prompts

    person: Any = request.user
    return start_run(
        try_prompts,
        by=person,
        label=f"Trying {prompt.key}",
        subject_kind=tries.SUBJECT,
        versions=[str(version.pk) for version in versions],
        requests=[str(key) for key in keys],
    )


def try_page(request: HttpRequest, pk: uuid.UUID, run: uuid.UUID) -> HttpResponse:
    """What a try came to so far; the page loads itself again while it goes on."""
    if not request.user.has_perm("aiplatform.change_prompt"):
        raise PermissionDenied
    prompt = get_object_or_404(Prompt, pk=pk)
    found = get_object_or_404(Run.objects.visible_to(request.user), pk=run)
    context = {
        **admin.site.each_context(request), "title": f"A try of {prompt.key}", "opts": Prompt._meta, "prompt": prompt,
        "run": found, "rows": tries.tried(found.pk),
    }  # fmt: skip
    return TemplateResponse(request, "admin/aiplatform/prompt/try.html", context)


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
