"""App configuration."""

from django.apps import AppConfig


def ranker_state() -> str:
    """For `/readyz`: the version that scores now, or "fallback" where the rules do."""
    from matching.scoring import scorer

    origin = scorer().origin
    return origin.model if origin.source == "ranker" else "fallback"


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from accounts.events import wishes_saved
        from careercopilot.health import note
        from matching.jobs import after_reading
        from matching.services.matches import refresh_when_changed, refresh_when_wished
        from resumes import events

        events.after_reading.append(after_reading)
        events.current_changed.append(refresh_when_changed)
        wishes_saved.append(refresh_when_wished)
        note("ranker", ranker_state)
