"""Root addresses."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from careercopilot import health, pages

page_urls = (
    [
        path("", pages.home, name="home"),
        path("overview/", RedirectView.as_view(url="/resumes/"), name="overview"),
        path("design/", pages.design, name="design"),
        path("dev/mail/", pages.dev_mail, name="dev_mail"),
    ],
    "pages",
)

urlpatterns = [
    path("", include(page_urls)),
    path("resumes/", include("resumes.urls")),
    path("account/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
