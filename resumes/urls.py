"""Addresses of the resume pages."""

from django.urls import path

from resumes import advice_views, views

app_name = "resumes"
urlpatterns = [
    path("", views.resume_list, name="resume_list"),
    path("upload/", views.resume_upload, name="resume_upload"),
    path("<uuid:pk>/", views.resume_detail, name="resume_detail"),
    path("<uuid:pk>/ats/", views.resume_ats, name="resume_ats"),
    path("<uuid:pk>/skills/", views.resume_skills, name="resume_skills"),
    path("<uuid:pk>/versions/", views.resume_versions, name="resume_versions"),
    path("<uuid:pk>/correction/", views.resume_correction, name="resume_correction"),
    path("<uuid:pk>/name/", views.resume_name, name="resume_name"),
    path("<uuid:pk>/primary/", views.resume_primary, name="resume_primary"),
    path("<uuid:pk>/bin/", views.resume_bin, name="resume_bin"),
    path("<uuid:pk>/restoration/", views.resume_restoration, name="resume_restoration"),
    path("<uuid:pk>/analysis/", advice_views.resume_analysis, name="resume_analysis"),
    path("<uuid:pk>/help/", advice_views.resume_help, name="resume_help"),
    path("versions/<uuid:pk>/advice/", advice_views.advice_create, name="advice_create"),
    path("advice/<uuid:pk>/", advice_views.advice_detail, name="advice_detail"),
    path("suggestions/<uuid:pk>/acceptance/", advice_views.suggestion_acceptance, name="suggestion_acceptance"),
    path("claims/<uuid:pk>/confirmation/", advice_views.claim_confirmation, name="claim_confirmation"),
    path("suggestions/<uuid:pk>/rejection/", advice_views.suggestion_rejection, name="suggestion_rejection"),
    path("suggestions/<uuid:pk>/reopening/", advice_views.suggestion_reopening, name="suggestion_reopening"),
    path("versions/<uuid:pk>/restoration/", views.version_restoration, name="version_restoration"),
    path("pages/<uuid:pk>/", views.page_image, name="page_image"),
    path("files/<uuid:pk>/", views.file_original, name="file_original"),
]
