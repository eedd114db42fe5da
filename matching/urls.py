"""Addresses of the matching pages."""

from django.urls import path

from matching.views import candidates, coach, company, feedback, improving, jobs, matches

app_name = "matching"
urlpatterns = [
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/new/", jobs.job_create, name="job_create"),
    path("jobs/<uuid:pk>/", jobs.job_detail, name="job_detail"),
    path("jobs/<uuid:pk>/edit/", jobs.job_edit, name="job_edit"),
    path("jobs/<uuid:pk>/bin/", jobs.job_bin, name="job_bin"),
    path("jobs/<uuid:pk>/restoration/", jobs.job_restoration, name="job_restoration"),
    path("jobs/<uuid:pk>/mark/", jobs.job_mark, name="job_mark"),
    path("jobs/<uuid:pk>/application/", jobs.application_create, name="application_create"),
    path("jobs/<uuid:pk>/match/", matches.match_detail, name="match_detail"),
    path("jobs/<uuid:pk>/match/score/", matches.match_score, name="match_score"),
    path("jobs/<uuid:pk>/match/check/", matches.match_check, name="match_check"),
    path("jobs/<uuid:pk>/match/history/", matches.match_history, name="match_history"),
    path("jobs/<uuid:pk>/match/coach/", coach.match_coach, name="match_coach"),
    path("jobs/<uuid:pk>/match/improvements/", improving.match_improvements, name="match_improvements"),
    path("jobs/<uuid:pk>/match/advice/", improving.match_advice, name="match_advice"),
    path("jobs/<uuid:pk>/match/answers/", coach.answer_create, name="answer_create"),
    path("matches/", matches.match_list, name="match_list"),
    path("matches/gaps/", coach.match_gaps, name="match_gaps"),
    path("answers/<uuid:pk>/removal/", coach.answer_removal, name="answer_removal"),
    path("matches/refresh/", matches.match_refresh, name="match_refresh"),
    path("matches/shown/", feedback.match_shown, name="match_shown"),
    path("applications/reveals/", candidates.reveal_list, name="reveal_list"),
    path("applications/", jobs.application_list, name="application_list"),
    path("applications/<uuid:pk>/withdrawal/", jobs.application_withdrawal, name="application_withdrawal"),
    path("hiring/", company.company_dashboard, name="company_dashboard"),
    path("hiring/postings/", company.posting_list, name="posting_list"),
    path("hiring/postings/new/", company.posting_create, name="posting_create"),
    path("hiring/postings/<uuid:pk>/", candidates.candidate_list, name="candidate_list"),
    path("hiring/postings/<uuid:pk>/review/", company.posting_review, name="posting_review"),
    path("hiring/postings/<uuid:pk>/comparison/", candidates.candidate_comparison, name="candidate_comparison"),
    path("hiring/postings/<uuid:pk>/publication/", company.posting_publication, name="posting_publication"),
    path("hiring/postings/<uuid:pk>/closure/", company.posting_closure, name="posting_closure"),
    path("hiring/postings/<uuid:pk>/candidates/<uuid:version>/", candidates.candidate_detail, name="candidate_detail"),
    path(
        "hiring/postings/<uuid:pk>/candidates/<uuid:version>/reveal/",
        candidates.identity_reveal,
        name="identity_reveal",
    ),
    path("hiring/postings/<uuid:pk>/candidates/<uuid:version>/notes/", candidates.note_create, name="note_create"),
    path("hiring/notes/<uuid:pk>/", candidates.note_edit, name="note_edit"),
    path("hiring/notes/<uuid:pk>/bin/", candidates.note_bin, name="note_bin"),
    path("hiring/notes/<uuid:pk>/restoration/", candidates.note_restoration, name="note_restoration"),
    path(
        "hiring/postings/<uuid:pk>/candidates/<uuid:version>/outcome/",
        feedback.candidate_outcome,
        name="candidate_outcome",
    ),
]
