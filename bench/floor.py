"""The floor page: the least that a Django page with a session, a person and a list of scored jobs does."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from matching.models import Application, JobMark, Match
from matching.views.jobs import PER_PAGE

PAGE = Engine().from_string(
    "<!doctype html><title>Matches</title><h1>{{ name }}</h1>{% for match in matches %}<article>"
    "<h2><a href='/{{ match.job_id }}/'>{{ match.job.title }}</a> {{ match.score }}</h2>"
    "<p>{{ match.job.company_name }}, {{ match.job.place_text }}, {{ match.job.remote }}, {{ match.job.level }}</p>"
    "<ul>{% for name, value in match.subscores.items %}<li>{{ name }} {{ value }}</li>{% endfor %}</ul>"
    "<ul>{% for factor in match.factors %}<li>{{ factor.points }} {{ factor.text }}</li>{% endfor %}</ul>"
    "</article>{% endfor %}"
)


class FloorUrls:
    """Sends every request to the floor page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = "bench.floor"
        return self.get_response(request)


def page(request: HttpRequest) -> HttpResponse:
    """The best matches; five queries with session and user, and the setting of who acts."""
    user_id = request.user.pk
    found = Match.objects.filter(owner_id=user_id).select_related("job").order_by("-score", "pk")
    matches = list(found.defer("features", "requirements", "job__description", "job__locations")[:PER_PAGE])
    keys = [match.job_id for match in matches]
    marks = dict(JobMark.objects.filter(owner_id=user_id, job__in=keys).values_list("job_id", "kind"))
    applied = set(Application.objects.filter(owner_id=user_id, job__in=keys).values_list("job_id", flat=True))
    context = {"name": request.user.get_username(), "matches": matches, "marks": marks, "applied": applied}
    return HttpResponse(PAGE.render(Context(context)))


urlpatterns = [path("", page)]
