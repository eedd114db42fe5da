"""App configuration."""

from django.apps import AppConfig


class ResumesConfig(AppConfig):
    name = "resumes"

    def ready(self) -> None:
        from accounts.events import wishes_saved
        from accounts.runs import register_subject
        from resumes.services import sync_opt_in

        wishes_saved.append(sync_opt_in)
        register_subject("resume", "resumes:resume_detail")
        register_subject("advice", "resumes:advice_detail")
