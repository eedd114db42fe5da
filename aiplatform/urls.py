"""Addresses of the account's pages about the use of AI."""

from django.urls import path

from aiplatform import views

app_name = "aiplatform"
urlpatterns = [
    path("", views.request_list, name="request_list"),
    path("erasure/", views.payload_erasure, name="payload_erasure"),
    path("<uuid:pk>/", views.request_detail, name="request_detail"),
    path("<uuid:pk>/erasure/", views.request_erasure, name="request_erasure"),
]
