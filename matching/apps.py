"""App configuration."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from accounts.events import wishes_saved
        from matching.jobs import after_reading
        from matching.services.matches import refresh_when_changed, refresh_when_wished
        from resumes import events

        events.after_reading.append(after_reading)
        events.current_changed.append(refresh_when_changed)
        wishes_saved.append(refresh_when_wished)
