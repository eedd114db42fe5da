"""Answers that wait for a person's judgement, one at a time, by keyboard."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from aiplatform.capabilities import get as capability_of
from aiplatform.models import AnnotationTask
from aiplatform.queries.evaluations import Agreement, judge_in_production
from aiplatform.queries.log import said
from aiplatform.services import evaluating
from aiplatform.services.errors import EvaluationError
from careercopilot.admin import ReadOnlyAdmin

QUEUE = "admin:aiplatform_annotationtask_queue"
# Key, label, and what the button says.
CHOICES = (("1", "good", "Good"), ("2", "fair", "Fair"), ("3", "poor", "Poor"), ("s", "skip", "Skip"))


class JudgementForm(forms.Form):
    """A word on one answer."""

    label = forms.ChoiceField(choices=[(label, title) for _, label, title in CHOICES])
    reason = forms.CharField(max_length=500, required=False)


@admin.register(AnnotationTask)
class AnnotationTaskAdmin(ReadOnlyAdmin):
    """The queue as a list; judging happens on a page of its own."""

    list_display = ["capability", "why", "created_at", "done_at", "is_skipped"]
    list_filter = ["why", "capability", "is_skipped"]
    ordering = ["-created_at", "pk"]
    change_list_template = "admin/aiplatform/annotationtask/list.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("queue/", wrap(self.queue), name="aiplatform_annotationtask_queue"),
            path("<uuid:pk>/judgement/", wrap(self.judgement), name="aiplatform_annotationtask_judgement"),
        ]
        return own + super().get_urls()

    def queue(self, request: HttpRequest) -> HttpResponse:
        """The answer to judge next; nothing of what evaluators or judges said of it is shown before."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        task = evaluating.next_task(by=request.user)  # type: ignore[arg-type]
        context = {**self.admin_site.each_context(request), "title": "Judge answers", "opts": self.model._meta}
        context |= {"task": task, "choices": CHOICES, "judge": judge_agreement()}
        if task is not None:
            context |= words_of(task)
        return TemplateResponse(request, "admin/aiplatform/annotationtask/queue.html", context)

    def judgement(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Keep the judgement and show the next answer."""
        if request.method != "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        task = get_object_or_404(AnnotationTask, pk=pk)
        form = JudgementForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Say good, fair, poor or skip, and at most 500 characters why.")
            return redirect(QUEUE)
        data = form.cleaned_data
        try:
            evaluating.annotate(task, by=request.user, label=data["label"], reason=data["reason"], at=timezone.now())  # type: ignore[arg-type]
        except EvaluationError as error:
            messages.error(request, str(error))
        return redirect(QUEUE)


def words_of(task: AnnotationTask) -> dict[str, Any]:
    """What was asked and what came of it; empty texts where the person erased them."""
    call = said(task.request_id)
    given = call.words.get("input") if call and call.words else None
    output = next((words["output"] for _, words in call.answers if words and words.get("output")), "") if call else ""
    return {
        "capability": capability_of(task.capability).title,
        "given": json.dumps(given, ensure_ascii=False) if given else "",
        "given_rows": readable(given),
        "answer": output or "",
        "answer_rows": readable(_parsed(output or "")),
    }


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def readable(value: Any, label: str = "") -> list[tuple[str, str]]:
    """(label, words) of everything in JSON data that says something: names of fields as words, a list of texts as its lines, things in
    a list numbered."""
    if isinstance(value, Mapping):
        rows = [readable(inner, f"{label}, {_words(key)}" if label else _words(key)) for key, inner in value.items()]
        return [row for found in rows for row in found]
    if isinstance(value, list) and any(isinstance(one, Mapping | list) for one in value):
        rows = [readable(one, f"{label} {number}".strip()) for number, one in enumerate(value, start=1)]
        return [row for found in rows for row in found]
    said = "\n".join(_said(one) for one in (value if isinstance(value, list) else [value])).strip()
    return [(label[:1].upper() + label[1:], said)] if said else []


def _words(key: Any) -> str:
    return str(key).replace("_", " ")


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def judge_agreement() -> Agreement | None:
    """How the judge in production agrees with people; None where there is no judge."""
    found = judge_in_production()
    return found[1] if found else None
