"""Root addresses."""

from django.contrib import admin
from django.urls import include, path

from careercopilot import health, metrics_page, pages
from careercopilot.api import api
from matching.views import matches

page_urls = (
    [
        path("", pages.home, name="home"),
        path("overview/", matches.overview, name="overview"),
        path("design/", pages.design, name="design"),
        path("dev/mail/", pages.dev_mail, name="dev_mail"),
    ],
    "pages",
)

urlpatterns = [
    path("", include(page_urls)),
    path("", include("matching.urls")),
    path("resumes/", include("resumes.urls")),
    path("account/ai-use/", include("aiplatform.urls")),
    path("account/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics_page.metrics, name="metrics"),
]
