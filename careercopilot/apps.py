"""The project as an app: its management commands, template tags and system checks."""

from django.apps import AppConfig


class CareerCopilotConfig(AppConfig):
    name = "careercopilot"
    verbose_name = "CareerCopilot"

    def ready(self) -> None:
        from careercopilot import checks  # noqa: F401  (registers the system checks)
