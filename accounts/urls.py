"""Addresses of the account pages."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("wishes/", views.wishes, name="wishes"),
    path("self-identification/", views.self_identification, name="self_identification"),
    path(
        "self-identification/withdrawal/",
        views.self_identification_withdrawal,
        name="self_identification_withdrawal",
    ),
    path("tokens/", views.token_list, name="token_list"),
    path("tokens/new/", views.token_create, name="token_create"),
    path("tokens/<uuid:pk>/revocation/", views.token_revocation, name="token_revocation"),
    path("company/new/", views.company_create, name="company_create"),
    path("company/", views.company_team, name="company_team"),
    path("company/facts/", views.company_edit, name="company_edit"),
    path("company/invitations/<uuid:pk>/revocation/", views.invitation_revocation, name="invitation_revocation"),
    path("invitations/<str:token>/", views.invitation_accept, name="invitation_accept"),
    path("company/members/<uuid:pk>/role/", views.membership_role, name="membership_role"),
    path("company/members/<uuid:pk>/removal/", views.membership_removal, name="membership_removal"),
    path("runs/", views.run_list, name="run_list"),
    path("runs/<uuid:pk>/", views.run_detail, name="run_detail"),
]
